// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// blockedName starts the names of the rows in which DNS is not what it should
// be on the line, and the resolver keeps what it has told.
const blockedName = "old DNS: "

// keeping makes the resolver a cache. 30 seconds is the shortest usual TTL.
func keeping(c *sandbox.Config) { c.Caching, c.TTL = true, 30*time.Second }

// pace sets the time for which dynwan bears not to know, by the shortened gap.
func (p *play) pace(patience time.Duration) {
	p.t.Helper()
	p.ok(p.Configure(scene.Config{MinGap: patience * 11 / 2}))
}

// holdsOld gives the name an address that the resolver has told somebody, and
// then another one.
func (p *play) holdsOld(old, now string) {
	p.t.Helper()
	p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr(old)}))
	p.ok(p.Line("203.0.113.9"))
	r := net.Resolver{PreferGo: true}
	if found, err := r.LookupNetIP(p.ctx, "ip4", scene.Domain+"."); err != nil || found[0] != mustAddr(old) {
		p.t.Fatalf("the resolver says %v, %v, want %s", found, err, old)
	}
	p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr(now)}))
	time.Sleep(1100 * time.Millisecond) // until the TTL is odd
}

// old plays a start at which the resolver has an old address and nobody else
// can be asked.
func old(f sandbox.Fault, now string, patience time.Duration, line string) func(p *play) {
	return func(p *play) {
		p.pace(patience)
		p.holdsOld("203.0.113.8", now)
		p.fault(f, 0, "")
		p.start()
		p.says(line)
	}
}

// inTime plays a start that must lead to a line in time.
func inTime(limit time.Duration, now string, prepare func(p *play), line string) func(p *play) {
	return func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr(now)}))
		prepare(p)
		begin := time.Now()
		p.begins()
		p.says(line)
		if took := time.Since(begin); took > limit {
			p.t.Errorf("it took %v, want %v at most", took, limit)
		}
	}
}

// deadFirst puts a silent server before the resolver.
func deadFirst(p *play) {
	const dead = "198.51.100.99"
	p.ok(p.Net.ISPAddr(dead + "/32"))
	p.ok(p.Net.ISP(func() error {
		conn, err := net.ListenPacket("udp4", dead+":53")
		if err == nil {
			p.t.Cleanup(func() { conn.Close() })
		}
		return err
	}))
	p.ok(p.Net.Resolv(dead + "\nnameserver " + scene.Resolver))
}

// asleep lets the resolver fail for the first seconds.
func asleep(p *play) {
	p.pace(12 * time.Second)
	p.fault(sandbox.ResolverServfail, 0, "")
	time.AfterFunc(4*time.Second, func() { p.Box.Clear(sandbox.ResolverServfail) })
}

// sluggish is a resolver that is slow for DNS; the provider is known without it.
func sluggish(p *play) {
	p.ok(p.Net.Hosts("127.0.0.1 localhost\n" + scene.Web + " " + scene.Host + "\n"))
	p.fault(sandbox.ResolverSlow, 0, "2500ms")
}

const (
	mayBeOld8 = "home.example.net answers 203.0.113.8 (the system's resolver), which may be old"
	failed    = "cannot learn what home.example.net holds: found no name servers of example.net: has a failure of its own; the system's resolver 198.51.100.53: has a failure of its own"
)

var blockedRows = []row{
	{blockedName + "port 53 blocked, the same address", old(sandbox.AuthoritySilent, "203.0.113.9", 20*time.Second, byResolver),
		[]string{usual, again(mayBeOld8), byResolver}, updater.Current, "203.0.113.9", 0},
	{blockedName + "port 53 blocked, another address", old(sandbox.AuthoritySilent, "203.0.113.8", 20*time.Second, confirmed),
		[]string{usual, again(mayBeOld8), confirmed}, updater.Current, "203.0.113.9", 1},
	{blockedName + "port 53 redirected, the same address", old(sandbox.AuthorityRedirected, "203.0.113.9", 20*time.Second, byResolver),
		[]string{usual, again(mayBeOld8), byResolver}, updater.Current, "203.0.113.9", 0},
	{blockedName + "port 53 redirected, another address", old(sandbox.AuthorityRedirected, "203.0.113.8", 20*time.Second, confirmed),
		[]string{usual, again(mayBeOld8), confirmed}, updater.Current, "203.0.113.9", 1},
	{blockedName + "the cache keeps it for too long", old(sandbox.AuthorityRedirected, "203.0.113.8", 2*time.Second, confirmed),
		[]string{usual, again(mayBeOld8), confirmed}, updater.Current, "203.0.113.9", 1},
	{blockedName + "port 53 redirected, another address, and the cache is empty", inTime(3*time.Second, "203.0.113.8",
		func(p *play) { p.fault(sandbox.AuthorityRedirected, 0, "") }, confirmed),
		[]string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{blockedName + "a slow resolver, the same address", inTime(9*time.Second, "203.0.113.9", sluggish, found),
		[]string{usual, found}, updater.Current, "203.0.113.9", 0},
	{blockedName + "a slow resolver, another address", inTime(15*time.Second, "203.0.113.8", sluggish, confirmed),
		[]string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{blockedName + "the first nameserver dead, the same address", inTime(3*time.Second, "203.0.113.9", deadFirst, found),
		[]string{usual, found}, updater.Current, "203.0.113.9", 0},
	{blockedName + "the first nameserver dead, another address", inTime(12*time.Second, "203.0.113.8", deadFirst, confirmed),
		[]string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{blockedName + "a resolver that wakes up late, the same address", inTime(10*time.Second, "203.0.113.9", asleep, found),
		[]string{usual, again(failed), found}, updater.Current, "203.0.113.9", 0},
	{blockedName + "a resolver that wakes up late, another address", inTime(12*time.Second, "203.0.113.8", asleep, confirmed),
		[]string{usual, again(failed), confirmed}, updater.Current, "203.0.113.9", 1},
}
