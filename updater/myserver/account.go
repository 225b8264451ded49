// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"cmp"
	"net/netip"
	"net/url"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// Account is one host of a customer, and the commands of its account.
type Account struct {
	// User and Pass are the login.
	User, Pass string
	// Hostname is the full name whose record follows the line. In templates
	// it is {host}; if a command needs another form, such as @ for the domain
	// itself, the template has that literally.
	Hostname string
	// Domain is the domain that Hostname is in, for templates with {domain}.
	Domain string
	// Type is the type of the record; default A, the only one supported.
	Type string
	// LoginQuery is the command that logs in; default DefaultLoginQuery.
	LoginQuery string
	// DeleteQuery, AddQuery and RelayQuery are commands whose wording is lost.
	// They have no default. RelayQuery is optional.
	DeleteQuery, AddQuery, RelayQuery string
	// Port is the value of {port} in RelayQuery.
	Port int
	// Success and Failure are texts that decide what an answer to a command
	// means. Case does not matter.
	Success, Failure []string
}

// Problem is one thing wrong with an account.
type Problem struct {
	Key  string          // as in the configuration: "add_query"
	Rule message.Message // never contains a secret
}

// Check returns everything that is wrong with an account, in the order in
// which the keys are documented.
func (a Account) Check() []Problem {
	var list []Problem
	add := func(key string, err error) {
		if err != nil {
			list = append(list, Problem{key, message.Of(err)})
		}
	}
	add("user", exchange.CheckLogin(a.User))
	add("pass", exchange.CheckLogin(a.Pass))
	add("hostname", exchange.CheckHostname(a.Hostname))
	if a.Domain != "" {
		add("domain", exchange.CheckHostname(a.Domain))
	}
	add("type", CheckType(a.recordType()))
	add("login_query", CheckLoginQuery(a.LoginQuery))
	add("delete_query", CheckDeleteQuery(a.DeleteQuery))
	add("add_query", CheckAddQuery(a.AddQuery))
	add("relay_query", CheckRelayQuery(a.RelayQuery))
	if a.Port != 0 {
		add("port", CheckPort(int64(a.Port)))
	}
	add("success", CheckPatterns(a.Success))
	add("failure", CheckPatterns(a.Failure))
	return append(list, a.checkTogether()...)
}

// checkTogether checks rules about several keys.
func (a Account) checkTogether() []Problem {
	var list []Problem
	host, domain := strings.ToLower(a.Hostname), strings.ToLower(a.Domain)
	if domain != "" && host != "" && host != domain && !strings.HasSuffix(host, "."+domain) {
		list = append(list, Problem{"domain", message.New(message.DomainNotEnd)})
	}
	if a.AddQuery != "" && a.AddQuery == a.DeleteQuery {
		list = append(list, Problem{"add_query", message.New(message.SameAsDelete)})
	}
	for _, q := range a.queries() {
		if strings.Contains(q.template, forDomain) && domain == "" {
			list = append(list, Problem{q.key, message.New(message.DomainNotSet)})
		}
		if strings.Contains(q.template, forPort) && a.Port == 0 {
			list = append(list, Problem{q.key, message.New(message.PortNotSet)})
		}
		if a.showsPass(q.template) {
			list = append(list, Problem{q.key, message.New(message.PassInCommand)})
		}
	}
	if a.Port != 0 && !strings.Contains(a.RelayQuery, forPort) {
		list = append(list, Problem{"port", message.New(message.PortOfNoUse)})
	}
	return list
}

// query is one template and its key.
type query struct{ key, template string }

func (a Account) queries() []query {
	return []query{
		{"login_query", a.LoginQuery}, {"delete_query", a.DeleteQuery},
		{"add_query", a.AddQuery}, {"relay_query", a.RelayQuery},
	}
}

// showsPass says whether a parameter of a template is the password itself.
func (a Account) showsPass(template string) bool {
	for parameter := range strings.SplitSeq(template, "&") {
		_, value, _ := strings.Cut(parameter, "=")
		plain, err := url.QueryUnescape(value)
		if a.Pass != "" && (value == a.Pass || err == nil && plain == a.Pass) {
			return true
		}
	}
	return false
}

// Settings returns what an update sets besides the address, in one line: an
// update is required when it changes.
func (a Account) Settings() string {
	a.User, a.Pass = "", ""
	return strings.Join([]string{
		strings.ToLower(a.Hostname), a.recordType(), a.fill(a.RelayQuery, netip.Addr{}, netip.Addr{}),
	}, "\n")
}

func (a Account) recordType() string { return cmp.Or(a.Type, typeA) }
func (a Account) loginQuery() string { return cmp.Or(a.LoginQuery, DefaultLoginQuery) }
