// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/miekg/dns"
	"golang.org/x/sys/unix"

	"dynwan/internal/scene"
)

// doHide gives the router a resolver of its own, whose network has the name of
// a zone, so that it answers for it: with denials. The line's resolver stands
// in the file of OpenWrt.
func (s *script) doHide(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	conn, err := net.ListenPacket("udp4", "127.0.0.1:53")
	if err != nil {
		return err
	}
	zone := strings.TrimSuffix(args[0], ".") + "."
	own := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetRcode(q, dns.RcodeNameError)
		m.Authoritative, m.RecursionAvailable = true, true
		if !strings.HasSuffix(strings.ToLower(q.Question[0].Name), zone) {
			var err error
			if m, err = dns.Exchange(q, scene.Resolver+":53"); err != nil {
				return
			}
		}
		w.WriteMsg(m)
	})}
	go own.ActivateAndServe()
	s.ts.Defer(func() { own.Shutdown() })
	if err := s.Net.Resolv("127.0.0.1"); err != nil {
		return err
	}
	return s.coverTmp("resolv.conf.d/resolv.conf.auto", "# Interface wan\nnameserver "+scene.Resolver+"\n")
}

// coverTmp makes a /tmp that only this process and its children see, with the
// file, and with what they need of the /tmp of all.
func (s *script) coverTmp(file, text string) error {
	if err := unix.Mount("tmpfs", "/mnt", "tmpfs", 0, ""); err != nil {
		return err
	}
	for _, dir := range []string{s.Dir, filepath.Dir(program)} {
		if inside, ok := strings.CutPrefix(dir, "/tmp/"); ok {
			s.ok(os.MkdirAll("/mnt/"+inside, 0o755))
			s.ok(unix.Mount(dir, "/mnt/"+inside, "", unix.MS_BIND, ""))
		}
	}
	s.ok(os.MkdirAll(filepath.Dir("/mnt/"+file), 0o755))
	s.ok(os.WriteFile("/mnt/"+file, []byte(text), 0o644))
	s.ok(unix.Mount("/mnt", "/tmp", "", unix.MS_BIND|unix.MS_REC, ""))
	s.ts.Defer(func() { unix.Unmount("/tmp", unix.MNT_DETACH) })
	return nil
}
