// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// No page documents what update.php answers. What follows is the careful
// reading of what little is known: clear words of refusal stop the account,
// everything else that is no plain "yes" is waited for and settled by DNS.

// codes are the answers of api.php, the same provider's other interface. That
// update.php uses them too is a hypothesis.
var codes = map[string]string{
	"100": "balance insufficient",
	"200": "insufficient information supplied",
	"300": "invalid login information",
	"305": "domain not found",
	"310": "record not found",
	"400": "no domain name specified",
}

// remedies are what the user can do about a code.
var remedies = map[string]string{
	"100": "see to the account at the provider, then run dynwan once",
	"200": "correct the account",
	"300": "correct email or pass",
	"305": "correct email",
	"310": "see to the domain at the provider, then run dynwan once",
	"400": "correct email",
}

// The words of refusal, looked for in this order.
var (
	passing  = words("internal", "temporar", "try again", "later", "unavailable", "maintenance", "database", "timeout", "timed out")
	blocking = words("block", "abus", "suspend", "banned", "too many", "too often")
	login    = words("login", "password", "user", "credential", "authenti", "authori")
	denying  = words("invalid", "incorrect", "denied", "wrong", "not found", "not exist", "no such", "unknown", "expired", "bad ")
	failing  = words("fail", "error")
	harmless = strings.NewReplacer("no error", "", "noerror", "", "without error", "")
)

func words(w ...string) []string { return w }

// classify says what an answer to the update to ip means at the time now.
func (c *Client) classify(a *exchange.Answer, ip netip.Addr, now time.Time) updater.Outcome {
	raw := exchange.Mask(strings.TrimSpace(string(a.Body)), c.Pass)
	o := updater.Outcome{Sent: true, Answer: exchange.Quote(raw)}
	text := strings.ToLower(raw)
	https := strings.HasPrefix(strings.ToLower(c.Server), "https:")
	firewall := strings.Contains(a.Head["server"], "WAF") || strings.Contains(text, "web application firewall error")
	switch {
	case has(text, lower(c.Failure)):
		refuse(&o, o.Answer, "correct the account")
	case a.Status == 200 && has(text, lower(c.Success)):
		o.Kind = updater.Confirmed
	case firewall && a.Status == 403:
		refuse(&o, "blocked: the provider's firewall answered in its place", unblock)
	case firewall:
		o.Kind, o.Text = updater.Unsure, "the provider's firewall answered in its place"
	case a.Status != 200 && !clearNo(text):
		classifyStatus(&o, a, now)
	case isPage(text) && !(https && clearNo(text)):
		o.Kind, o.Text = updater.Unsure, "a web page came instead of an answer; a login page of the line?"
	default:
		classifyText(&o, text, ip)
	}
	return o
}

// isPage says whether an answer is a web page.
func isPage(text string) bool {
	return strings.Contains(text, "<html") || strings.Contains(text, "<!doctype") || strings.Contains(text, "<form")
}

// clearNo finds a refusal in an answer of another form than expected, where a
// single word proves nothing: a page of a proxy holds many.
func clearNo(text string) bool {
	return strings.Contains(text, "account") && has(text, blocking) ||
		(strings.Contains(text, "password") || strings.Contains(text, "login")) && has(text, denying)
}

// classifyText reads a short answer with the status 200.
func classifyText(o *updater.Outcome, text string, ip netip.Addr) {
	meaning, isCode := codes[text]
	text = harmless.Replace(text)
	bad := has(text, failing) || has(text, denying)
	switch {
	case text == "800":
		o.Kind = updater.Confirmed
	case isCode:
		refuse(o, o.Answer+", which may mean "+strconv.Quote(meaning), remedies[text])
	case has(text, blocking):
		refuse(o, "blocked: "+o.Answer, unblock)
	case has(text, login) && (has(text, denying) || bad && !has(text, passing)):
		refuse(o, "login: "+o.Answer, "correct email or pass")
	case bad && has(text, passing):
		o.Kind, o.Text = updater.Unsure, "the provider is in trouble: "+o.Answer
	case has(text, denying):
		refuse(o, o.Answer, "correct the account")
	case has(text, failing):
		o.Kind, o.Text = updater.Unsure, "the provider did not update: "+o.Answer
	default:
		o.Kind = updater.Unverified
		o.Text = "accepted " + ip.String() + ", not confirmed: the answer was " + o.Answer
	}
}

const unblock = "ask the provider, then change a setting or run dynwan once"

// classifyStatus reads an answer whose status is not 200. A redirect is not
// followed: its target would get the password.
func classifyStatus(o *updater.Outcome, a *exchange.Answer, now time.Time) {
	status := strconv.Itoa(a.Status)
	o.Wait = a.RetryAfter(now)
	switch code := a.Status; {
	case code == 401:
		refuse(o, "login: status "+status, "correct email or pass")
	case code == 403, code == 429 && o.Wait == 0:
		refuse(o, "blocked: status "+status, unblock)
	case code == 429:
		o.Kind, o.Text = updater.Unsure, "the provider asks to slow down (status 429)"
	case code >= 300 && code < 400:
		o.Kind, o.Text = updater.Unsure, "a redirect came instead of an answer (status "+status+") and was not followed"
	default:
		o.Kind, o.Text = updater.Unsure, "the provider is in trouble (status "+status+")"
	}
}

func refuse(o *updater.Outcome, text, remedy string) {
	o.Kind, o.Text, o.Remedy = updater.Rejected, text, remedy
}

func has(text string, words []string) bool {
	for _, w := range words {
		if w != "" && strings.Contains(text, w) {
			return true
		}
	}
	return false
}

func lower(words []string) []string {
	low := make([]string, len(words))
	for i, w := range words {
		low[i] = strings.ToLower(w)
	}
	return low
}
