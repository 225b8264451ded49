// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"runtime"

	"dynwan/updater"
)

// Client is a kind of updater that a whole fleet runs.
type Client struct {
	Name string
	make func(w *world) behaviour
}

// Dynwan is dynwan with a policy.
func Dynwan(p updater.Policy) Client {
	return Client{"dynwan", func(w *world) behaviour { return newDynwan(w, p) }}
}

// DynwanBoth is dynwan that publishes both families.
func DynwanBoth(p updater.Policy) Client {
	p.Both = true
	return Dynwan(p)
}

// DDNSScripts is ddns-scripts on OpenWrt with uclient-fetch or wget.
func DDNSScripts() Client {
	return Client{"ddns-scripts", func(w *world) behaviour { return newDDNSScripts(w, ddnsRetry) }}
}

// DDNSScriptsWithCurl is ddns-scripts on a router that has curl and no wget
// with TLS. It differs only where the provider answers with an error status.
func DDNSScriptsWithCurl() Client {
	return Client{"ddns-scripts, curl", func(w *world) behaviour { return newDDNSScripts(w, ddnsCheck) }}
}

// Inadyn is inadyn on a router that has its /var in RAM.
func Inadyn() Client {
	return Client{"inadyn", func(w *world) behaviour { return newInadyn(w, false) }}
}

// InadynWithFile is inadyn with its cache file on a disk. It differs only after
// a boot.
func InadynWithFile() Client {
	return Client{"inadyn, cache on disk", func(w *world) behaviour { return newInadyn(w, true) }}
}

// Run plays a scenario with a number of routers that all run one client. The
// lines do the same for every client, and the same seed gives the same result.
func Run(s Scenario, c Client, routers int, seed uint64) Result {
	res := play(s, c, routers, seed).result(s, c.Name)
	runtime.GC() // a million machines are a gigabyte, which the next run can have
	return res
}

func play(s Scenario, c Client, routers int, seed uint64) *world {
	w := newWorld(routers, s, seed)
	s.lines(w) // first, so that chance does the same to every client's lines
	w.client = c.make(w)
	w.run(s.length)
	return w
}

// Match is a scenario with the clients to compare in it.
type Match struct {
	Scenario Scenario
	Clients  []Client
}

// Matches returns the comparisons of the report, dynwan first in each.
func Matches() []Match {
	d, s, i := Dynwan(updater.DefaultPolicy()), DDNSScripts(), Inadyn()
	return []Match{
		{Region(), []Client{d, s, i}},
		{Refusing(), []Client{d, s, i}},
		{Answering503(), []Client{d, s, DDNSScriptsWithCurl(), i}},
		{Power(), []Client{d, s, i, InadynWithFile()}},
		{Blocked(), []Client{d, s, i}},
		{Silent(), []Client{d, s, i}},
		{Renumbered(), []Client{DynwanBoth(updater.DefaultPolicy())}},
		{RenumberedBoth(), []Client{DynwanBoth(updater.DefaultPolicy())}},
	}
}
