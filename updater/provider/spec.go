// SPDX-License-Identifier: GPL-2.0-or-later

// Package provider is the one description of a provider: a company or a server
// that holds names.
//
// A Spec says which settings an account there has, what they must look like and
// how an update is sent. The readers of TOML and UCI, the page in LuCI, the list
// of options, the examples and the tests are made from it. To add a provider, write
// an entry of package catalogue; or if it needs code, its Spec, and put that into
// the list of updater/providers. The one thing to know: an option stands in
// one table, this one or the provider's own.
package provider

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// Spec describes a provider.
type Spec struct {
	// Name is the value of the option provider, Title what people call it.
	Name, Title string
	// Home is where the provider lives, Page where it documents its protocol,
	// TokenPage where a user of it makes the token or the password for updates.
	Home, Page, TokenPage string
	// About says in a sentence or two what is special about it.
	About string
	// Options are its own, in the order of the form. Common are beside them.
	Options []Option
	// Rules are about more than one option, or about the server; Warnings are
	// too, but an account that breaks one works.
	Rules, Warnings []Rule
	// Families are the kinds of address that it holds.
	Families Families
	// Hosts are the provider's own domains, where MinGap binds. Place is its
	// name in the names of the state files, if that is not Name.
	Hosts []string
	Place string
	// MinGap is the least time between two requests at the provider's own
	// servers; 0: it has no such rule. GapRule is a message that says why, if
	// that is known.
	MinGap  time.Duration
	GapRule message.ID
	// Limits are how many updates it allows within a time.
	Limits []updater.Limit
	// Refresh is after what time an update is sent although nothing has changed,
	// because the provider deletes a name that is not updated; 0: it keeps them.
	Refresh time.Duration
	// NoQuery says that DNS cannot tell what the provider holds, so that its
	// answers alone count. What was confirmed may be kept across a reboot if
	// Options has Remember.
	NoQuery bool
	// CountedBy are the options by which the provider counts requests: of two
	// accounts that agree in all of them only one is used. The last one is named
	// to the user.
	CountedBy []string
	// Unchecked says that its protocol is known from what other programs do, not
	// from its own documentation.
	Unchecked bool
	// Source tells one description of the provider from another: a refusal may be
	// the fault of it. It is a digest, "" if the description is the program's.
	Source string
	// NeedsOld says that an update adds a record, so that the old one has to be
	// known and deleted first.
	NeedsOld bool
	// Reads says that an update reads what the provider holds first, so that DNS
	// need not be asked before. With NoQuery it is a Reader.
	Reads bool
	// TimeLimit is how long an update may take; 0 means the usual time.
	TimeLimit time.Duration
	// Complete sets the options that follow from others; it may be nil.
	Complete func(Settings)
	// New returns the provider for the settings of an account that breaks no
	// rule.
	New func(Settings) Provider
}

// Families are kinds of address.
type Families struct {
	IPv4, IPv6 bool
	// Apart says that each family has a request of its own, so that it is a
	// record of its own: what happens to one does not hold up the other. Without
	// it one request sets both, and leaving one out may delete it.
	Apart bool
}

// String names the kinds.
func (f Families) String() string {
	switch {
	case f.IPv4 && f.IPv6:
		return "IPv4 and IPv6"
	case f.IPv6:
		return "IPv6"
	}
	return "IPv4"
}

// Rule is a rule about an account whose values are each valid.
type Rule struct {
	// Option is the one to correct.
	Option string
	// Broken says what is wrong, or nothing.
	Broken func(Settings) message.Message
}

// Provider brings a provider to hold what the line holds.
type Provider interface {
	// Update makes c.Want the record of the name, and says how that ended.
	Update(ctx context.Context, c Change) updater.Outcome
}

// Reader is a provider that can say what it holds.
type Reader interface {
	// Read says whether c.Want is the record of the name, and changes nothing: it
	// is confirmed, or Outcome.Other.
	Read(ctx context.Context, c Change) updater.Outcome
}

// Rechecks says whether somebody can say what a name holds, DNS or the provider.
func (s *Spec) Rechecks() bool { return !s.NoQuery || s.Reads }

// Find returns the option of an account by its name, nil if there is none. A
// nil spec has the common ones.
func (s *Spec) Find(option string) *Option {
	for _, list := range [][]Option{s.options(), Common} {
		if i := slices.IndexFunc(list, func(o Option) bool { return o.Name == option }); i >= 0 {
			return &list[i]
		}
	}
	return nil
}

func (s *Spec) options() []Option {
	if s == nil {
		return nil
	}
	return s.Options
}

// All returns all options of an account: those of the provider and the common
// ones.
func (s *Spec) All() []Option { return slices.Concat(s.options(), Common) }

// Own says whether a server is the provider's own, whose limits must not be
// relaxed. A server that cannot be read counts as such.
func (s *Spec) Own(server string) bool { return own(server, s.Hosts) }

func own(server string, hosts []string) bool {
	u, err := url.Parse(server)
	return err != nil || slices.ContainsFunc(hosts, func(zone string) bool { return Within(exchange.Host(u), zone) })
}

// PlaceOf names the provider behind a server, for the gap between requests: a
// provider counts by login, not by host or port.
func (s *Spec) PlaceOf(server string) string {
	u, err := url.Parse(server)
	switch {
	case s.Own(server) && s.Place != "":
		return s.Place
	case s.Own(server):
		return s.Name
	case err != nil:
		return server
	}
	return exchange.Host(u)
}

// CheckPlace checks the address of a server: of the hosts of a provider only the
// places that it documents may be used. A place is "SCHEME PORT" for any host,
// or "SCHEME://HOST PORT". wrong is the rule that other places break.
func CheckPlace(value string, hosts []string, wrong message.Message, places ...string) error {
	u, err := url.Parse(value)
	if err != nil || !own(value, hosts) || slices.Contains(places, u.Scheme+" "+exchange.Port(u)) ||
		slices.Contains(places, u.Scheme+"://"+exchange.Host(u)+" "+exchange.Port(u)) {
		return err
	}
	return wrong
}

// Within says whether a name is a domain or below it. Case does not matter.
func Within(name, domain string) bool {
	name, domain = strings.ToLower(name), strings.ToLower(domain)
	return name == domain || strings.HasSuffix(name, "."+domain)
}
