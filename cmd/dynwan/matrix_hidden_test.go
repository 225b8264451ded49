// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/sys/unix"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// hides plays a router whose own network has the name of the zone, so that its
// resolver answers for it: with denials, as dnsmasq does for local=/example.net/.
// The line's resolvers stand in the file of OpenWrt.
func hides(now, line string) func(p *play) {
	return func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr(now)}))
		conn, err := net.ListenPacket("udp4", "127.0.0.1:53")
		p.ok(err)
		own := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
			m := new(dns.Msg).SetRcode(q, dns.RcodeNameError)
			m.Authoritative, m.RecursionAvailable = true, true
			if !strings.HasSuffix(strings.ToLower(q.Question[0].Name), "example.net.") {
				if m, err = dns.Exchange(q, scene.Resolver+":53"); err != nil {
					return
				}
			}
			w.WriteMsg(m)
		})}
		go own.ActivateAndServe()
		p.t.Cleanup(func() { own.Shutdown() })
		p.ok(p.Net.Resolv("127.0.0.1"))
		p.hasOpenWrtsFile("# Interface wan\nnameserver " + scene.Resolver + "\n")
		p.begins()
		p.says(line)
	}
}

// hasOpenWrtsFile makes a /tmp that only this process and its children see, with
// the file, and with what they need of the /tmp of all.
func (p *play) hasOpenWrtsFile(text string) {
	p.t.Helper()
	p.ok(unix.Mount("tmpfs", "/mnt", "tmpfs", 0, ""))
	for _, dir := range []string{p.Dir, filepath.Dir(program)} {
		if inside, ok := strings.CutPrefix(dir, "/tmp/"); ok {
			p.ok(os.MkdirAll("/mnt/"+inside, 0o755))
			p.ok(unix.Mount(dir, "/mnt/"+inside, "", unix.MS_BIND, ""))
		}
	}
	p.ok(os.Mkdir("/mnt/resolv.conf.d", 0o755))
	p.ok(os.WriteFile("/mnt/resolv.conf.d/resolv.conf.auto", []byte(text), 0o644))
	p.ok(unix.Mount("/mnt", "/tmp", "", unix.MS_BIND|unix.MS_REC, ""))
	p.t.Cleanup(func() { unix.Unmount("/tmp", unix.MNT_DETACH) })
}

var hiddenRows = []row{
	{"the router's network has the name of the zone, the same address", hides("203.0.113.9", found),
		[]string{usual, found}, updater.Current, "203.0.113.9", 0},
	{"the router's network has the name of the zone, another address", hides("203.0.113.8", confirmed),
		[]string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
}
