// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/netip"
	"slices"
	"time"
)

// The page that describes MyServer.org's dnslogin3.asp
// (http://dev.myserver.org/help/whitepaper.asp) survives with holes. The IP
// check and the login are as it shows them. How a record is deleted and added
// is lost: the words here are the sandbox's own and start with its name, so
// that nobody takes them for the provider's.

// The paths of dnslogin3.asp, by scheme.
var loginPaths = map[string]string{"http": "/dnslogin3.asp", "https": "/autoupdate/dnslogin3.asp"}

// Step is one command of dnslogin3.asp, or one request to an API.
type Step string

// The steps.
const (
	StepAddress Step = "address" // which address does the server see?
	StepLogin   Step = "login"
	StepDelete  Step = "delete"
	StepAdd     Step = "add"
	StepRelay   Step = "relay"
)

// Steps lists the steps of all providers, in the order in which a client takes
// them.
func Steps() []Step {
	return []Step{StepAddress, StepLogin, StepZone, StepFind, StepWrite, StepDelete, StepAdd, StepRelay}
}

// Commands in the sandbox's own words, as a client's configuration takes them:
// {user}, {pass}, {host}, {type}, {old}, {new} and {port} stand for the values.
const (
	DeleteQuery = "FXN=SandboxDelete&Usr={user}&Pwd={pass}&SandboxHost={host}&SandboxType={type}&SandboxAddress={old}"
	AddQuery    = "FXN=SandboxAdd&Usr={user}&Pwd={pass}&SandboxHost={host}&SandboxType={type}&SandboxAddress={new}"
	RelayQuery  = "FXN=SandboxRelay&Usr={user}&Pwd={pass}&SandboxHost={host}&SandboxPort={port}"
)

// What the sandbox answers to its own commands.
const (
	TextDeleted = "Sandbox:Deleted"
	TextAdded   = "Sandbox:Added"
	TextRelayed = "Sandbox:Relayed"
)

// MyServer is what an account of MyServer.org has beside its name, password
// and hosts. The zero value is a domain account that ends in a year.
type MyServer struct {
	// Free accounts get another answer to a login than domain accounts.
	Free bool
	// Expires is the end of the account; default a year from now.
	Expires time.Time
	// Types are the record types it may have; default those of the page.
	Types string
}

// session is what the provider remembers of an account between requests.
type session struct {
	loggedIn bool      // since the last add
	checked  time.Time // the last IP check
}

// recordSet is the addresses of one host of MyServer.org, and their history.
type recordSet struct {
	addresses []netip.Addr
	before    []netip.Addr // before the last change
	deleting  bool         // a record was deleted, and no add came since
	written   time.Time    // the last deletion or add
	port      string       // of the port relay
}

// hold gives the host other addresses.
func (h *host) hold(addresses ...netip.Addr) {
	if !h.account.several() {
		return
	}
	h.before, h.addresses = h.addresses, valid(addresses...)
	h.previous, h.settings.IP = h.first(beforeLastChange), h.first(current)
}

// at returns the addresses at a moment.
func (h *host) at(when moment) []netip.Addr {
	switch {
	case !h.account.several() && when == beforeLastChange:
		return valid(h.previous, h.previous6)
	case !h.account.several():
		return valid(h.settings.IP, h.settings.IPv6)
	case when == beforeLastChange:
		return h.before
	}
	return h.addresses
}

func valid(addresses ...netip.Addr) []netip.Addr {
	return slices.DeleteFunc(addresses, func(ip netip.Addr) bool { return !ip.IsValid() })
}

// first returns one of them, if there is any.
func (h *host) first(when moment) netip.Addr {
	if list := h.at(when); len(list) > 0 {
		return list[0]
	}
	return netip.Addr{}
}

// SetRecords gives a host of MyServer.org or of an API some addresses, as its owner would
// on the provider's web site.
func (s *Sandbox) SetRecords(domain string, addresses ...netip.Addr) error {
	return s.withHost(domain, func(h *host) error {
		h.hold(slices.Clone(addresses)...)
		h.changed = s.cfg.Now()
		return nil
	})
}

func (s *Sandbox) hasMyServer() bool {
	return slices.ContainsFunc(s.cfg.Accounts, func(a Account) bool { return a.MyServer != nil })
}
