// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Rule names one rule of the update page or of its knowledge base.
type Rule string

// The rules.
const (
	// RuleNeedless: "Updates that are not required are logged and considered abusive."
	RuleNeedless Rule = "needless"
	// RuleTooSoon: not more than once every 10 minutes.
	RuleTooSoon Rule = "too-soon"
	// RuleUserAgent: every client names itself in a way of its own.
	RuleUserAgent Rule = "user-agent"
	// RuleHost: the provider is called by its name, never by an address.
	RuleHost Rule = "host"
	// RuleMethod: the update is one GET line.
	RuleMethod Rule = "method"
	// RulePath: nothing but /dns/update.php is asked for.
	RulePath Rule = "path"
	// RuleRedirect: a redirect is not followed with a password in the query.
	RuleRedirect Rule = "redirect-followed"
	// RuleMalformed: the request can be read as HTTP and its query decoded.
	RuleMalformed Rule = "malformed"
	// RuleLogin: email and pass are there.
	RuleLogin Rule = "login"
	// RuleHB: hb is there and is 1 or 0.
	RuleHB Rule = "hb"
	// RuleStealth: stealth is 1 or 0.
	RuleStealth Rule = "stealth"
	// RulePort: port is a number from 1 to 65535, and "If port is 80 DO NOT USE".
	RulePort Rule = "port"
	// RuleIP: ip is a public dotted IPv4 address.
	RuleIP Rule = "ip"
	// RuleOfflineURL: "Must a FULL url in the format 'http://www.youdomains.com/url'."
	RuleOfflineURL Rule = "offlineurl"
	// RuleMX: "Specify server name in full with a terminating period."
	RuleMX Rule = "mx"
	// RuleControl: no control characters in any value.
	RuleControl Rule = "control-character"
	// RuleUnknown: no parameter that the page does not list.
	RuleUnknown Rule = "unknown-parameter"
	// RuleDuplicate: no parameter twice.
	RuleDuplicate Rule = "duplicate-parameter"
)

// Breach is one rule that a request broke, and how.
type Breach struct {
	Rule Rule   `json:"rule"`
	Text string `json:"text"`
	// Refused: the request could not be carried out for this.
	Refused bool `json:"refused,omitempty"`
}

// documented are the parameters of the page.
var documented = []string{"email", "pass", "hb", "stealth", "port", "ip", "offlineurl", "offlinetext", "mx"}

// genericAgents are libraries and tools, which say nothing about the client.
var genericAgents = []string{
	"go-http-client", "curl", "wget", "libcurl", "mozilla", "opera", "python-requests", "python-urllib",
	"java", "okhttp", "libwww-perl", "lwp", "uclient-fetch", "axios", "node-fetch", "php", "ruby",
}

// agentForm is a product token with a version, as in RFC 9110, section 10.1.5.
var agentForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9.+~_-]*( |$)`)

// generic says of a User-Agent that it names no client of its own.
func generic(agent string) bool {
	name, _, _ := strings.Cut(agent, "/")
	return slices.Contains(genericAgents, strings.ToLower(name))
}

func checkAgent(agent string) []Breach {
	switch {
	case agent == "":
		return []Breach{{Rule: RuleUserAgent, Text: "no User-Agent"}}
	case generic(agent):
		return []Breach{{Rule: RuleUserAgent, Text: fmt.Sprintf("%q is a generic User-Agent", cut(agent))}}
	case !agentForm.MatchString(agent):
		return []Breach{{Rule: RuleUserAgent, Text: fmt.Sprintf("User-Agent %q is not of the form name/version", cut(agent))}}
	}
	return nil
}

// checkForm judges what can be judged from the request alone.
func (c Config) checkForm(r request) []Breach {
	breaches := checkAgent(r.agent)
	breaches = append(breaches, c.checkHost(r.host)...)
	breaches = append(breaches, checkNames(r.query)...)
	for _, p := range r.query.params {
		if check := checks[p.Name]; check != nil {
			breaches = append(breaches, check(c, p.Value)...)
		}
	}
	return breaches
}

func checkNames(q query) []Breach {
	breaches := checkDecoded(q)
	if q.last["email"] == "" || q.last["pass"] == "" {
		breaches = append(breaches, refusal(RuleLogin, "email or pass is missing"))
	}
	if _, ok := q.last["hb"]; !ok {
		breaches = append(breaches, Breach{Rule: RuleHB, Text: "hb is missing"})
	}
	return append(breaches, checkParams(q, documented)...)
}

// checkHost judges the name by which the provider is called.
func (c Config) checkHost(called string) []Breach {
	host, _, err := net.SplitHostPort(called)
	if !c.RequireHost || called == c.Host || err == nil && host == c.Host {
		return nil
	}
	return []Breach{{Rule: RuleHost, Text: fmt.Sprintf("called as %q", cut(called))}}
}

func checkDecoded(q query) []Breach {
	if q.broken {
		return []Breach{refusal(RuleMalformed, "the query cannot be decoded")}
	}
	return nil
}

// checkParams judges what no parameter may be, whatever it means.
func checkParams(q query, known []string) []Breach {
	var breaches []Breach
	seen := map[string]bool{}
	for _, p := range q.params {
		if !slices.Contains(known, p.Name) {
			breaches = append(breaches, Breach{Rule: RuleUnknown, Text: fmt.Sprintf("%q is not documented", cut(p.Name))})
		}
		if seen[p.Name] {
			breaches = append(breaches, Breach{Rule: RuleDuplicate, Text: fmt.Sprintf("%q is there more than once", cut(p.Name))})
		}
		if strings.ContainsFunc(p.Name+p.Value, unicode.IsControl) {
			breaches = append(breaches, refusal(RuleControl, "%q holds a control character", cut(p.Name)))
		}
		seen[p.Name] = true
	}
	return breaches
}

// tooSoon reports a request that came sooner than least after the one before
// it, if there was one. Without a least time there is no rule.
func tooSoon(gap, least time.Duration, last time.Time) []Breach {
	if last.IsZero() || least < 0 || gap >= least {
		return nil
	}
	return []Breach{{Rule: RuleTooSoon, Text: gap.Round(time.Millisecond).String() + " after the request before it"}}
}

func refusal(rule Rule, format string, args ...any) Breach {
	return Breach{Rule: rule, Text: fmt.Sprintf(format, args...), Refused: true}
}

// cut bounds what a stranger wrote.
func cut(text string) string {
	if len(text) > 120 {
		return text[:120]
	}
	return text
}
