// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
)

// myserverAccount is the part of an account that only provider myserver has.
type myserverAccount struct {
	myserver.Account
	Remember bool // keep the confirmed address across a reboot
}

func newMyserver(server *string) *myserverAccount {
	*server = myserver.DefaultServer
	return &myserverAccount{}
}

// keys only reads the values: their rules are those of myserver.Account.Check,
// which sees all of them together.
func (m *myserverAccount) keys(a *account) map[string]setKey {
	text := func(target *string) setKey {
		return func(v value) error { return v.text(target, func(string) error { return nil }) }
	}
	return map[string]setKey{
		"user":         text(&m.User),
		"pass":         text(&m.Pass),
		"domain":       text(&m.Domain),
		"type":         text(&m.Type),
		"login_query":  text(&m.LoginQuery),
		"delete_query": text(&m.DeleteQuery),
		"add_query":    text(&m.AddQuery),
		"relay_query":  text(&m.RelayQuery),
		"port":         func(v value) error { return v.number(&m.Port, myserver.CheckPort) },
		"remember":     func(v value) error { return v.flag(&m.Remember) },
		"server":       func(v value) error { return v.text(&a.Server, myserver.CheckServer) },
	}
}

func (m *myserverAccount) complete(a *account) {
	m.Hostname, m.Success, m.Failure = a.Hostname, a.Success, a.Failure
}

func (m *myserverAccount) brokenRules(a *account) []brokenRule {
	var list []brokenRule
	for _, p := range m.Check() {
		list = append(list, brokenRule{p.Key, p.Rule})
	}
	if m.official(a.Server) && a.MinGap < updater.Minute10 {
		list = append(list, brokenRule{"min_gap", message.New(message.GapUnknown)})
	}
	return list
}

func (m *myserverAccount) warnings(a *account) []brokenRule {
	var list []brokenRule
	for _, f := range []brokenRule{{"user", myserver.Doubt(m.User)}, {"pass", myserver.Doubt(m.Pass)}} {
		if f.rule != "" {
			list = append(list, f)
		}
	}
	if strings.HasPrefix(strings.ToLower(a.Server), "http:") {
		list = append(list, brokenRule{"server", message.New(message.PasswordInClear)})
	}
	if len(a.Success) == 0 {
		list = append(list, brokenRule{"success", message.New(message.SuccessNotSet)})
	}
	return list
}

func (m *myserverAccount) official(server string) bool { return myserver.Official(server) }
func (m *myserverAccount) identityOption() string      { return "hostname" }
func (m *myserverAccount) extra(*account) string       { return m.Account.Settings() }
func (m *myserverAccount) adds() bool                  { return true }
func (m *myserverAccount) limit() time.Duration        { return myserver.MaxTime }

func (m *myserverAccount) remembers() bool { return m.Remember }
func (m *myserverAccount) ownUser() string { return m.User }

func (m *myserverAccount) credentials() []string {
	return []string{m.User, m.Pass, m.Domain, m.LoginQuery, m.DeleteQuery, m.AddQuery, m.RelayQuery}
}

func (m *myserverAccount) place(a *account) string { return myserver.Place(a.Server) }

// identity is one host of a login: each has a record of its own.
func (m *myserverAccount) identity(a *account) []string {
	return []string{m.place(a), strings.ToLower(m.User), strings.ToLower(a.Hostname)}
}
