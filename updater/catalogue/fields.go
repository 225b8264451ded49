// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/sign"
)

// Format are the fields of an entry. In TOML some of them may stand in a table:
// those of the request in [request], of the answer in [answer], of the rules in
// [rules]; status_yes as status = { yes = ... }, and help_user as user in
// [options]. In UCI all are options of the section.
var Format = []provider.Option{
	{Name: "title", Title: "Title", Kind: provider.Text, Most: 80, Example: "Example DNS",
		Help: "What people call the provider."},
	{Name: "home", Title: "Web site", Kind: provider.URL, Advanced: true, Example: "https://www.example.net", Check: checkPage,
		Help: "Where the provider lives."},
	{Name: "page", Title: "Its documentation", Kind: provider.URL, Advanced: true, Example: "https://www.example.net/api", Check: checkPage,
		Help: "Where the provider documents its protocol."},
	{Name: "token_page", Title: "Page for tokens", Kind: provider.URL, Advanced: true, Example: "https://www.example.net/account/tokens", Check: checkTokenPage,
		Help: "Where a user of the provider makes the token, the key or the password for updates: https://..."},
	{Name: "about", Title: "Note", Kind: provider.Text, Most: 500, Advanced: true, Example: "Names expire after a year.",
		Help: "What a user of this provider should know."},
	{Name: "checked", Title: "Documented", Kind: provider.Flag, Default: "0", Advanced: true,
		Help: "Whether request and answers were read in the provider’s own documentation. Without that a refusal is tried again after a day."},
	{Name: "families", Title: "Addresses", Kind: provider.Word, Words: []string{"ipv4", "ipv6", "together", "apart"}, Required: true,
		Help: "ipv4 or ipv6: the provider holds only that. together: one request sets both. apart: a request for each."},
	{Name: "zone", Title: "Zone of all names", Kind: provider.Host, Advanced: true, Example: "dyn.example.net",
		Help: "The zone that all names of this provider are in, so that {sub} is known. Without it an account has an option zone if the request needs one."},
	{Name: "method", Title: "Method", Kind: provider.Word, Words: []string{"GET", "POST", "PUT", "PATCH"}, Default: "GET", Advanced: true,
		Help: "How the request is sent. With form, json or xml it is POST unless another one is set."},
	{Name: "url", Title: "Update URL", Kind: provider.Text, Most: 500, Required: true, Example: "https://www.example.net/update",
		Help: "Where the request goes: https://HOST/PATH, or {update_url} if the provider gives each user an address of its own. It may hold placeholders behind the host, such as {hostname}, {user}, {pass} or {token}."},
	{Name: "url4", Title: "Update URL for IPv4", Kind: provider.Text, Most: 500, Advanced: true, Example: "https://ipv4.example.net/update",
		Help: "Another address for requests with an IPv4 address, if the requests are apart."},
	{Name: "url6", Title: "Update URL for IPv6", Kind: provider.Text, Most: 500, Advanced: true, Example: "https://ipv6.example.net/update",
		Help: "Another address for requests with an IPv6 address, if the requests are apart."},
	{Name: "auth", Title: "How to log in", Kind: provider.Text, Example: "basic user pass",
		Help: "How the login is sent, if it does not stand in the request itself: basic and two placeholders, or bearer and one, without braces."},
	{Name: "sign", Title: "Signature", Kind: provider.Text, Advanced: true, Example: "aws route53 us-east-1", Check: checkSign,
		Help: "How requests are signed, if they have to be: aws SERVICE REGION, tc3 SERVICE, huawei, aliyun, ovh or nfsn, with the user and the password as the key; or transip or google SCOPE, which sign a login with an RSA key."},
	{Name: "head", Title: "Headers", Kind: provider.Texts, Advanced: true, Example: "X-Key: {token}",
		Help: "More lines of the request’s head, each NAME: VALUE."},
	{Name: "query", Title: "Items of the query", Kind: provider.Texts, Most: 500, Example: "hostname={hostname}",
		Help: "What stands behind the question mark, in this order, each NAME=VALUE. An item with {ip4} is sent only with an IPv4 address, one with {ip6} only with an IPv6 address."},
	{Name: "form", Title: "Items of the form", Kind: provider.Texts, Most: 500, Advanced: true, Example: "myip={ip}",
		Help: "As the query, but sent as the body of the request."},
	{Name: "json", Title: "JSON", Kind: provider.Text, Most: 1000, Advanced: true, Example: `{"name": "{hostname}", "address": "{ip}"}`,
		Help: "The body of the request as JSON. Each placeholder stands inside quotes."},
	{Name: "xml", Title: "XML", Kind: provider.Text, Most: 2000, Advanced: true, Example: "<update><name>{hostname}</name></update>",
		Help: "The body of the request as XML."},
	{Name: "alone4", Title: "More with IPv4 alone", Kind: provider.Texts, Advanced: true, Example: "myipv6=preserve",
		Help: "Items that are added to the form, or else to the query, when only an IPv4 address is sent."},
	{Name: "alone6", Title: "More with IPv6 alone", Kind: provider.Texts, Advanced: true, Example: "myipv4=preserve",
		Help: "Items that are added to the form, or else to the query, when only an IPv6 address is sent."},
	{Name: "types", Title: "Words for the types", Kind: provider.Texts, Advanced: true, Example: "A",
		Help: "What {type} is for an IPv4 address, and then for an IPv6 address. It is A and AAAA."},
	{Name: "apex", Title: "Word for the zone itself", Kind: provider.Text, Advanced: true, Example: "@",
		Help: "What {sub} is for the zone itself. Without it such a name is refused."},
	{Name: "detects", Title: "Address of the connection", Kind: provider.Flag, Default: "0", Advanced: true,
		Help: "The provider takes the address that it sees, and none can be sent."},
	{Name: "as", Title: "Answers of a protocol", Kind: provider.Word, Words: []string{"dyndns2"},
		Help: "dyndns2: the provider answers good, nochg, badauth and so on. The words below are known beside them."},
	{Name: "at", Title: "Where the words stand", Kind: provider.Text, Default: "text", Advanced: true, Check: checkAt,
		Help: "text: anywhere. start: at the start of the answer. line: a line of its own. word: at the start of a line. last line. json: a word is PATH = VALUE or PATH ~ PART; the value * is any. header NAME: in a line of the answer’s head."},
	{Name: "yes", Title: "Success text", Kind: provider.Texts, Example: "OK",
		Help: "Words in the answer that mean that the address is set. {ip} in a word is the address."},
	{Name: "same", Title: "Unchanged text", Kind: provider.Texts, Example: "NOCHANGE",
		Help: "Words in the answer that mean that the address was set already."},
	{Name: "no", Title: "Failure text", Kind: provider.Texts, Example: "bad password",
		Help: "Words in the answer that mean that the provider refuses. Nothing more is sent until the account is changed."},
	{Name: "name_no", Title: "Failure text for a name", Kind: provider.Texts, Advanced: true, Example: "no such host",
		Help: "The same, but only this name is refused: other names of the login go on."},
	{Name: "wait", Title: "Text for later", Kind: provider.Texts, Advanced: true, Example: "try again later",
		Help: "Words in the answer that mean that the provider is in trouble."},
	{Name: "status_yes", Title: "Status for yes", Kind: provider.Numbers, Advanced: true, Example: "204", Check: checkStatus,
		Help: "Numbers of HTTP that mean yes if the answer has no word."},
	{Name: "status_no", Title: "Status for no", Kind: provider.Numbers, Advanced: true, Example: "401", Check: checkStatus,
		Help: "Numbers of HTTP that mean no if the answer has no word."},
	{Name: "status_wait", Title: "Status for later", Kind: provider.Numbers, Advanced: true, Example: "429", Check: checkStatus,
		Help: "Numbers of HTTP that mean that the provider is in trouble if the answer has no word."},
	{Name: "unverified", Title: "Answers unknown", Kind: provider.Flag, Default: "0", Advanced: true,
		Help: "What the provider answers is not known: what is no refusal counts as accepted, and DNS is asked."},
	{Name: "min_gap", Title: "Minimum interval", Kind: provider.Span, High: 24 * time.Hour, Advanced: true, Example: "10m",
		Help: "The least time between two requests that the provider allows."},
	{Name: "limits", Title: "Limits", Kind: provider.Texts, Advanced: true, Example: "48 in 24h", Check: checkLimit,
		Help: "How many requests the provider allows in some time."},
	{Name: "refresh", Title: "Refresh interval", Kind: provider.Span, Low: time.Hour, High: 366 * 24 * time.Hour, Advanced: true, Example: "720h",
		Help: "After which time the address is sent again although it is the same, because the provider drops names that are not updated."},
	{Name: "verify", Title: "Check by", Kind: provider.Word, Words: []string{"dns", "none", "api"}, Default: "dns", Advanced: true,
		Help: "none: DNS cannot tell what the provider holds. api: only what the provider says counts."},
	{Name: "plain_http", Title: "Option for plain HTTP", Kind: provider.Flag, Default: "0", Advanced: true,
		Help: "Whether an account has an option plain_http, for a provider that may know no HTTPS."},
	{Name: "agent", Title: "Name of the program", Kind: provider.Text, Advanced: true, Example: "{agent} {user}",
		Help: "What the request says of the program, if the provider wants more than its name and version, which {agent} is."},
	{Name: "counted_by", Title: "Counted by", Kind: provider.Texts, Advanced: true, Example: "user", Check: checkKey,
		Help: "By which options the provider counts requests. It is user, if there is one, and hostname."},
}

// Field returns a field of the format by its name, nil if there is none. The
// fields help_KEY give an option of the accounts other words.
func Field(name string) *provider.Option {
	if i := slices.IndexFunc(Format, func(o provider.Option) bool { return o.Name == name }); i >= 0 {
		return &Format[i]
	}
	if key, ok := strings.CutPrefix(name, "help_"); ok && findKey(key) != nil {
		return &provider.Option{Name: name, Title: "Words for " + key, Kind: provider.Text, Most: 500, Advanced: true,
			Help: "The words for the option " + key + " of an account."}
	}
	return nil
}

// Table returns what the names in a table of an entry begin with here; ok is
// false if there is no table of that name.
func Table(name string) (prefix string, ok bool) {
	switch name {
	case "request", "answer", "rules":
		return "", true
	case "status":
		return "status_", true
	case "options":
		return "help_", true
	}
	return "", false
}

// checkPage: the address is a link as it stands.
func checkPage(value string) error {
	if u, err := url.Parse(value); err != nil || u.User != nil || strings.ContainsFunc(value, notInURL) {
		return message.New(message.NotURL)
	}
	return nil
}

// checkTokenPage: a secret is shown there.
func checkTokenPage(value string) error {
	if !strings.HasPrefix(value, "https://") {
		return message.New(message.MustBe, "https://...")
	}
	return checkPage(value)
}

func checkStatus(value string) error {
	if n, err := strconv.ParseUint(value, 10, 16); err != nil || n < 200 || n > 599 {
		return message.New(message.NotStatus)
	}
	return nil
}

func checkSign(value string) error {
	if !sign.Known(value) {
		return message.New(message.MustBe, sign.Ways)
	}
	return nil
}

func checkLimit(value string) error {
	_, err := limit(value)
	return err
}

// limit reads "48 in 24h".
func limit(value string) (updater.Limit, error) {
	number, span, _ := strings.Cut(value, " in ")
	n, err1 := strconv.ParseUint(number, 10, 16)
	per, err2 := time.ParseDuration(span)
	if err1 != nil || err2 != nil || n == 0 || per <= 0 {
		return updater.Limit{}, message.New(message.NotLimit)
	}
	return updater.Limit{N: int(n), Per: per}, nil
}

func checkAt(value string) error {
	if name, ok := strings.CutPrefix(value, "header "); ok && isToken(name) ||
		slices.Contains([]string{"text", "start", "line", "word", "last line", "json"}, value) {
		return nil
	}
	return message.New(message.MustBe, "text, start, line, word, last line, json or header NAME")
}

// checkKey: a password would be in the name of a state file.
func checkKey(value string) error {
	if o := findKey(value); o == nil || o.Kind == provider.Secret {
		return message.New(message.MustBe, "hostname, user, zone or record_id")
	}
	return nil
}

// isToken says whether a text can be the name of a header (RFC 9110, 5.6.2).
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// Fields are the values of an entry by field, flags as 1 or 0.
type Fields map[string][]string

func (f Fields) has(name string) bool { return len(f[name]) > 0 }

func (f Fields) text(name string) string {
	if list := f[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

func (f Fields) flag(name string) bool {
	truth, _ := provider.Truth(f.text(name))
	return truth
}

func (f Fields) span(name string) time.Duration {
	d, _ := time.ParseDuration(f.text(name))
	return d
}

// String is a text that differs between entries that differ.
func (f Fields) String() string {
	var b strings.Builder
	for _, o := range Format {
		b.WriteString(strings.Join(f[o.Name], "\x00") + "\x01")
	}
	return b.String()
}

// hosts returns the hosts of the entry's addresses.
func (f Fields) hosts() (list []string) {
	for _, name := range []string{"url", "url4", "url6"} {
		if address := f.text(name); strings.HasPrefix(address, "https://") {
			host, _ := cutHost(address)
			host, _, _ = strings.Cut(host, ":")
			if host = strings.ToLower(host); !slices.Contains(list, host) {
				list = append(list, host)
			}
		}
	}
	return list
}
