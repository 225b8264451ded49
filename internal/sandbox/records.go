// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"time"
)

// Settings is all that an update sets for a domain. A parameter that is left
// out is off: there is no other way to go back to port 80, which must not be
// sent.
type Settings struct {
	IP          netip.Addr `json:"ip"`            // IPv4; invalid: no record yet
	IPv6        netip.Addr `json:"ipv6,omitzero"` // of dyndns2 alone
	HB          bool       `json:"hb"`
	Stealth     bool       `json:"stealth"`
	Port        int        `json:"port"` // 0: none
	OfflineURL  string     `json:"offlineurl"`
	OfflineText string     `json:"offlinetext"`
	MX          string     `json:"mx"`
}

// Record is one dynamic domain as it is now.
type Record struct {
	Domain  string `json:"domain"`
	Account string `json:"account"`
	Settings
	Addresses []netip.Addr `json:"addresses,omitempty"`    // of a host of MyServer.org: there may be several
	Previous  netip.Addr   `json:"previous"`               // the address before the last change
	Previous6 netip.Addr   `json:"previous_ipv6,omitzero"` // and the IPv6 one
	Offline   bool         `json:"offline"`
	Blocked   bool         `json:"blocked"`
	Updates   int          `json:"updates"` // requests that were carried out
	Changed   time.Time    `json:"changed"` // of the settings, by the provider's clock
}

// host is one dynamic domain. The hosts are guarded by Sandbox.mu.
type host struct {
	domain    string
	account   *account
	settings  Settings
	previous  netip.Addr
	previous6 netip.Addr
	offline   bool
	arrived   time.Time // of the last request about it
	updates   int
	changed   time.Time
	recordSet
	confirmation
}

type account struct {
	Account
	hosts    []*host
	offences int
	blocked  bool
	session
}

// apply carries an update out. A new address is where the next heartbeat
// goes, so the domain is taken for online until that one is missed.
func (h *host) apply(set Settings, now time.Time) {
	if h.settings == set {
		return
	}
	if h.settings.IP != set.IP || h.settings.IPv6 != set.IPv6 {
		h.previous, h.previous6 = h.settings.IP, h.settings.IPv6
		h.offline = false
	}
	h.offline = h.offline && set.HB
	h.settings, h.changed = set, now
}

// settings is what a request asks for; values that were refused read as off.
func (r request) settings() Settings {
	get := r.query.last
	ip := r.source
	if text, ok := get["ip"]; ok {
		ip, _ = netip.ParseAddr(text)
	}
	if !ip.Is4() {
		ip = netip.Addr{}
	}
	port, _ := strconv.Atoi(get["port"])
	if port == 80 {
		port = 0
	}
	return Settings{
		IP: ip, HB: get["hb"] == "1", Stealth: get["stealth"] == "1", Port: port,
		OfflineURL: get["offlineurl"], OfflineText: get["offlinetext"], MX: get["mx"],
	}
}

// clean takes the passwords out of the free texts.
func (set Settings) clean(clean func(string) string) Settings {
	set.OfflineURL, set.OfflineText = clean(set.OfflineURL), clean(set.OfflineText)
	return set
}

// Records lists every dynamic domain, sorted by name.
func (s *Sandbox) Records() []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	records := []Record{}
	for _, name := range slices.Sorted(maps.Keys(s.hosts)) {
		h := s.hosts[name]
		records = append(records, Record{
			Domain: name, Account: h.account.Email, Settings: h.settings, Previous: h.previous, Previous6: h.previous6,
			Offline: h.offline, Blocked: h.account.blocked, Updates: h.updates, Changed: h.changed,
			Addresses: slices.Clone(h.addresses),
		})
	}
	return records
}

// SetRecord changes a domain as its owner would on the provider's web site:
// it is no request and breaks no rule.
func (s *Sandbox) SetRecord(domain string, set Settings) error {
	return s.withHost(domain, func(h *host) error {
		h.apply(set, s.cfg.Now())
		h.hold(set.IP)
		return nil
	})
}

// SetOffline marks a domain offline, as after unanswered heartbeats. Without
// hb=1 there are none, and it is an error.
func (s *Sandbox) SetOffline(domain string) error {
	return s.withHost(domain, func(h *host) error {
		if !h.settings.HB {
			return fmt.Errorf("domain %q has hb=0 and is never marked offline", h.domain)
		}
		h.offline = true
		return nil
	})
}

// SetOnline takes the mark back, as after an answered heartbeat.
func (s *Sandbox) SetOnline(domain string) error {
	return s.withHost(domain, func(h *host) error {
		h.offline = false
		return nil
	})
}

// Block blocks the account of a domain or an e-mail address.
func (s *Sandbox) Block(login string) error { return s.setBlocked(login, true) }

// Unblock lets it update again and forgets its offences, and the errors after
// which it should not have asked.
func (s *Sandbox) Unblock(login string) error { return s.setBlocked(login, false) }

func (s *Sandbox) setBlocked(login string, blocked bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, _ := s.find(plainName(login))
	if a == nil {
		return fmt.Errorf("no account or domain %q", cut(login))
	}
	a.blocked, a.offences = blocked, 0
	clear(s.memoryOf(a.Email).final)
	return nil
}

func (s *Sandbox) withHost(domain string, do func(*host) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hosts[plainName(domain)]
	if h == nil {
		return fmt.Errorf("no domain %q", cut(domain))
	}
	return do(h)
}

// find returns the account that a login means and the domains that it moves:
// all of them for an account name, one for a domain name.
func (s *Sandbox) find(login string) (*account, []*host) {
	if a := s.accounts[login]; a != nil {
		return a, a.hosts
	}
	if h := s.hosts[login]; h != nil {
		return h.account, []*host{h}
	}
	return nil, nil
}
