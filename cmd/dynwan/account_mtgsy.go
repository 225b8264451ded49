// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/mtgsy"
)

// mtgsyAccount is the part of an account that only provider mtgsy has.
type mtgsyAccount struct {
	mtgsy.Account
	ServerDetects bool
}

func newMtgsy(server *string) *mtgsyAccount {
	*server = mtgsy.DefaultServer
	return &mtgsyAccount{}
}

func (m *mtgsyAccount) keys(a *account) map[string]setKey {
	return map[string]setKey{
		"email":       func(v value) error { return v.text(&m.Email, mtgsy.CheckEmail) },
		"pass":        func(v value) error { return v.text(&m.Pass, exchange.CheckLogin) },
		"hb":          func(v value) error { return v.flag(&m.HB) },
		"stealth":     func(v value) error { m.Stealth = new(bool); return v.flag(m.Stealth) },
		"port":        func(v value) error { return v.number(&m.Port, mtgsy.CheckPort) },
		"offlineurl":  func(v value) error { return v.text(&m.OfflineURL, mtgsy.CheckOfflineURL) },
		"offlinetext": func(v value) error { return v.text(&m.OfflineText, mtgsy.CheckOfflineText) },
		"mx":          func(v value) error { return v.text(&m.MX, mtgsy.CheckMX) },
		"server":      func(v value) error { return v.text(&a.Server, mtgsy.CheckServer) },
		"ip": func(v value) error {
			word := ""
			err := v.word(&word, "device", "server")
			m.ServerDetects = word == "server"
			return err
		},
	}
}

func (m *mtgsyAccount) isDomain() bool { return exchange.CheckHostname(m.Email) == nil }

func (m *mtgsyAccount) complete(a *account) {
	if m.HB {
		a.Recheck = 0 // the provider itself shows another address while the line is offline
	}
	if a.Hostname == "" && m.isDomain() {
		a.Hostname = m.Email
	}
}

// brokenRules returns the first broken rule among those about several keys.
func (m *mtgsyAccount) brokenRules(a *account) []brokenRule {
	www := strings.HasPrefix(strings.ToLower(a.Hostname), "www.")
	switch {
	case m.Email == "":
		return []brokenRule{{"email", message.New(message.MissingEmail)}}
	case m.Pass == "":
		return []brokenRule{{"pass", message.New(message.Missing)}}
	case a.Hostname == "" && strings.Contains(m.Email, "@"):
		return []brokenRule{{"hostname", message.New(message.MissingHostnameOfAccount)}}
	case a.Hostname == "":
		return []brokenRule{{"hostname", message.New(message.MissingHostname)}}
	case m.ServerDetects && !a.Bind:
		return []brokenRule{{"ip", message.New(message.IPWithoutBind)}}
	case m.ServerDetects && a.Probe.On:
		return []brokenRule{{"ip", message.New(message.IPWithCheck)}}
	case m.isDomain() && !within(a.Hostname, m.Email):
		return []brokenRule{{"hostname", message.New(message.HostnameOutsideEmail, m.Email)}}
	case www && (m.Port != 0 || m.HB):
		return []brokenRule{{"hostname", message.New(message.HostnameWww)}}
	case m.official(a.Server) && a.MinGap < updater.Minute10:
		return []brokenRule{{"min_gap", message.New(message.GapByPage)}}
	}
	return nil
}

// within says whether a name is a domain or below it.
func within(name, domain string) bool {
	name, domain = strings.ToLower(name), strings.ToLower(domain)
	return name == domain || strings.HasSuffix(name, "."+domain)
}

func (m *mtgsyAccount) warnings(*account) []brokenRule { return nil }
func (m *mtgsyAccount) official(server string) bool    { return mtgsy.Official(server) }
func (m *mtgsyAccount) identityOption() string         { return "email" }
func (m *mtgsyAccount) extra(*account) string          { return m.Account.Settings() }
func (m *mtgsyAccount) adds() bool                     { return false }
func (m *mtgsyAccount) limit() time.Duration           { return 0 }

func (m *mtgsyAccount) remembers() bool { return false }
func (m *mtgsyAccount) ownUser() string { return "" }

func (m *mtgsyAccount) credentials() []string {
	return []string{m.Pass, strconv.FormatBool(m.ServerDetects)}
}

func (m *mtgsyAccount) place(a *account) string { return mtgsy.Place(a.Server) }

// identity is the login: the provider counts the time between its requests.
func (m *mtgsyAccount) identity(a *account) []string {
	return []string{m.place(a), strings.ToLower(m.Email)}
}

func (m *mtgsyAccount) queryDNS(ctx context.Context, dns dnscheck.Client, a *account, job updater.Job) (updater.Outcome, bool) {
	return queryHost(ctx, dns, a.Hostname, job)
}

// perform checks whether an update is required, and sends it if permit allows
// it.
func (m *mtgsyAccount) perform(ctx context.Context, a *account, job updater.Job, permit func() bool) updater.Outcome {
	line := a.line(job)
	if job.Query || job.Task == updater.Verify {
		if o, done := m.queryDNS(ctx, a.dns(), a, job); done {
			return o
		}
	}
	client := mtgsy.Client{
		Account: m.Account, Server: a.Server, ServerDetects: m.ServerDetects,
		UserAgent: "dynwan/" + version, Hostname: a.Hostname,
		Success: a.Success, Failure: a.Failure,
		Line: line, Permit: permit,
	}
	return client.Update(ctx, job.Want)
}
