// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"cmp"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
)

// Where the addresses are not the device's own, a page is asked which ones it
// sees, once in each family that is published; or the IP check of MyServer.org,
// or a server that speaks the same, which knows IPv4 alone. Any account may do
// that.

// Probes says whether an account publishes addresses that a server sees.
func (a *Account) Probes() bool { return len(a.probed()) > 0 }

// probed are the families of these. The IPv6 address of a host behind the router
// is not one.
func (a *Account) probed() (families []string) {
	if a.Text("address") != "probe" {
		return nil
	}
	if a.Flag("ipv4") || !a.Flag("ipv6") { // a provider of one family has neither option
		families = append(families, exchange.IPv4)
	}
	if a.Flag("ipv6") && a.Text("ip6suffix") == "" {
		families = append(families, exchange.IPv6)
	}
	return families
}

// Asked is what is asked, a page, or else the server of an IP check; and the
// option that names it.
func (a *Account) Asked() (server, option string) {
	if page := a.Text("probe_url"); page != "" {
		return page, "probe_url"
	}
	return a.Text("probe_server"), "probe_server"
}

// probeRules returns what is wrong with values that are each valid.
func (a *Account) probeRules() []provider.Broken {
	server, option := a.Asked()
	page := option == "probe_url"
	rule := func(option string, rule message.ID) []provider.Broken {
		return []provider.Broken{{Option: option, Rule: message.New(rule)}}
	}
	switch {
	case a.Text("address") != "probe":
		return nil
	case !a.Probes():
		return rule("address", message.ProbeOfNothing)
	case !page && len(a.probed()) > 1, !page && a.probed()[0] == exchange.IPv6:
		return rule("probe_url", message.ProbeNeedsPage)
	case !page && a.Text("probe_user") == "":
		return rule("probe_user", message.MissingCheckUser)
	case page && provider.InClear(server) && !a.Flag("probe_http"):
		return rule("probe_url", message.NotSecure)
	case (page && !ownPage(server) || !page && myserver.Spec.Own(server)) && a.Span("probe_interval") < myserver.LeastAddressGap:
		return rule("probe_interval", message.CheckIntervalUnknown)
	}
	return nil
}

// ownPage says whether a page is certainly the user's own: its server is named by
// an address that nobody has on the internet.
func ownPage(page string) bool {
	u, err := url.Parse(page)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && !netwatch.Public(ip, nil)
}

// ProbeDoubts returns what is allowed but doubtful.
func (a *Account) ProbeDoubts() []provider.Broken {
	if server, option := a.Asked(); a.Probes() && provider.InClear(server) {
		return []provider.Broken{{Option: option, Rule: message.New(message.AddressInClear)}}
	}
	return nil
}

// ProbeSources are what the daemon has to know about the probes, one for each
// family. Server, user, device and family identify one: accounts that agree in
// them share the answer. An answer over plain HTTP, which anybody on the way may
// have given, is not shared with an account that uses HTTPS.
func (a *Account) ProbeSources() []*updater.ProbeSource {
	name, option := a.Asked()
	place, user := name, ""
	if option == "probe_server" {
		place, user = strings.ToLower(place), a.Text("probe_user")
	}
	if myserver.Spec.Own(name) {
		scheme, _, _ := strings.Cut(place, ":")
		place = scheme + " " + myserver.Spec.PlaceOf(name)
	}
	if u, err := url.Parse(name); err == nil {
		name = cmp.Or(u.Hostname(), name)
	}
	line := strings.TrimSpace(strings.Join(a.List("device"), " ") + " " + a.Text("prefer"))
	if len(a.Lines()) > 1 {
		line += " " + a.Text("settle") // on which the choice depends
	}
	question := []string{line, strconv.FormatBool(a.Flag("bind")), user, place}
	every := a.Span("probe_interval")
	var list []*updater.ProbeSource
	for _, family := range a.probed() {
		key := question
		if family == exchange.IPv6 {
			key = append(key, family)
		}
		list = append(list, &updater.ProbeSource{
			Server: name, IPv6: family == exchange.IPv6, Key: provider.Digest(key...),
			Settle: a.Span("settle"), Every: every, Least: min(every, myserver.LeastAddressGap),
		})
	}
	return list
}
