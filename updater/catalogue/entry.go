// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"slices"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/sign"
)

// entry is a provider of the catalogue, or of a user's own.
type entry struct {
	Fields
	name    string
	shipped bool
	parts   []part // all placeholders
	steps   []step // none: there is one request
	auth    []string
	signs   []string // how requests are signed
}

// templates are the fields with placeholders of the account's values.
var templates = []string{"url", "url4", "url6", "head", "query", "form", "json", "xml", "alone4", "alone6", "agent"}

func newEntry(name string, set Fields) *entry {
	e := &entry{Fields: set, name: name, auth: strings.Fields(set.text("auth")), steps: set.steps()}
	for _, name := range templates {
		e.parts = append(e.parts, uses(e.Fields[name]...)...)
	}
	e.signs = slices.Clone(e.Fields["sign"])
	for _, s := range e.steps {
		for _, name := range stepTemplates {
			e.parts = append(e.parts, uses(s.Fields[name]...)...)
		}
		e.signs = append(e.signs, s.Fields["sign"]...)
	}
	for _, way := range e.signs {
		for _, key := range sign.Keys(way) {
			e.parts = append(e.parts, part{name: key})
		}
	}
	for _, key := range e.auth {
		if findKey(key) != nil {
			e.parts = append(e.parts, part{name: key})
		}
	}
	return e
}

// spec makes a Spec of the entry. source is what it was made from.
func (e *entry) spec(source string) *provider.Spec {
	s := &provider.Spec{
		Name: e.name, Title: e.text("title"), Home: e.text("home"), Page: e.text("page"), TokenPage: e.text("token_page"), About: e.text("about"),
		Options: e.options(), Rules: e.rules(), CountedBy: e.countedBy(), Source: provider.Digest(source), Unchecked: !e.flag("checked"),
		MinGap: e.span("min_gap"), Refresh: e.span("refresh"), NoQuery: e.text("verify") != "" && e.text("verify") != "dns", Reads: slices.ContainsFunc(e.steps, func(s step) bool { return s.has("held") }),
		Complete: e.complete, New: func(s provider.Settings) provider.Provider { return account{set: s, e: e} },
	}
	if len(e.steps) > 0 {
		s.TimeLimit = stepsTime
	}
	switch e.text("families") {
	case "ipv6":
		s.Families.IPv6 = true
	case "ipv4":
		s.Families.IPv4 = true
	default:
		s.Families = provider.Families{IPv4: true, IPv6: true, Apart: e.text("families") == "apart"}
		s.Rules = append(s.Rules, provider.FamilyRules...)
	}
	if s.Title == "" {
		s.Title = e.name
	}
	if e.shipped {
		s.Hosts = e.hosts()
	}
	for _, text := range e.Fields["limits"] {
		if l, err := limit(text); err == nil {
			s.Limits = append(s.Limits, l)
		}
	}
	return s
}

// countedBy are the options by which the provider counts.
func (e *entry) countedBy() []string {
	switch {
	case e.has("counted_by"):
		return e.Fields["counted_by"]
	case e.uses("user"):
		return []string{"user", "hostname"}
	}
	return []string{"hostname"}
}

// complete sets what follows from other options.
func (e *entry) complete(s provider.Settings) {
	address := e.text("url")
	if strings.HasPrefix(address, "{server}") {
		address = s.Text("server")
	} else if address == "{update_url}" {
		address, _ = exchange.Split(s.Text("update_url"))
	} else {
		host, _ := cutHost(address)
		address = "https://" + host
	}
	if s.Flag("plain_http") {
		address = "http" + strings.TrimPrefix(address, "https")
	}
	s.Set("server", address)
	if e.text("families") == "ipv6" {
		s.Set("ipv6", "1")
		s.Set("ipv4", "0")
	}
}

// rules are those of an account about more than one option, or about values that
// could leave their place in the request.
func (e *entry) rules() (list []provider.Rule) {
	rule := func(option string, broken func(provider.Settings) message.Message) {
		list = append(list, provider.Rule{Option: option, Broken: broken})
	}
	for _, p := range e.parts {
		if name := p.name; p.how == "raw" {
			rule(name, func(s provider.Settings) message.Message {
				return provider.When(strings.ContainsFunc(s.Text(name), notRaw), message.NotRaw)
			})
		}
	}
	paths := []string{e.text("url"), e.text("url4"), e.text("url6")}
	for _, s := range e.steps {
		paths = append(paths, s.text("do"))
	}
	for _, p := range uses(paths...) {
		if name := p.name; findKey(name) != nil {
			rule(name, func(s provider.Settings) message.Message { // "/../" would be another place
				return provider.When(s.Text(name) == "." || s.Text(name) == "..", message.NotRaw)
			})
		}
	}
	if e.usesSub() {
		rule("hostname", func(s provider.Settings) message.Message {
			return e.subBroken(s)
		})
	}
	if e.flag("detects") {
		rule("bind", func(s provider.Settings) message.Message {
			return provider.When(!s.Flag("bind"), message.BindForDetects)
		})
		rule("address", func(s provider.Settings) message.Message {
			return provider.When(s.Text("address") == "probe", message.DeviceForDetects)
		})
		if e.text("families") == "ipv4" {
			return list
		}
		rule("ip6suffix", func(s provider.Settings) message.Message {
			return provider.When(s.Text("ip6suffix") != "", message.HostForDetects)
		})
	}
	return list
}

func (e *entry) usesSub() bool {
	return slices.ContainsFunc(e.parts, func(p part) bool { return p.name == "sub" })
}

// zone is the zone of the account's names.
func (e *entry) zone(s provider.Settings) string {
	if zone := e.text("zone"); zone != "" {
		return zone
	}
	return s.Text("zone")
}

// subBroken says what is wrong with a name of which only the part before the
// zone is sent.
func (e *entry) subBroken(s provider.Settings) message.Message {
	zone := e.zone(s)
	for _, host := range s.List("hostname") {
		switch {
		case !provider.Within(host, zone):
			return message.New(message.NotInZone, zone)
		case len(host) == len(zone) && !e.has("apex"):
			return message.New(message.NotZoneItself, zone)
		}
	}
	return ""
}

// sub is the part of a name before its zone.
func (e *entry) sub(s provider.Settings) string {
	host, zone := s.Text("hostname"), e.zone(s)
	if len(host) <= len(zone) {
		return e.text("apex")
	}
	return host[:len(host)-len(zone)-1]
}
