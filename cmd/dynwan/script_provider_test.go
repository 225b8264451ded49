// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// The provider: what it holds, what goes wrong there, what it was asked.

func (s *script) doProvider(args []string) error {
	if len(args) == 0 || actors[args[0]] == nil {
		return errUsage
	}
	s.actor = func(c *sandbox.Config) { actors[args[0]](c, args[1:]) }
	s.severalRecords = args[0] == "myserver"
	return nil
}

// actors make the account one of another provider than mtgsy.
var actors = map[string]func(c *sandbox.Config, args []string){
	"myserver": func(c *sandbox.Config, _ []string) { stepped(c) },
	"dyndns2": func(c *sandbox.Config, args []string) {
		c.Accounts[0].Dyndns2 = &sandbox.Dyndns2{OneUpdate: slices.Contains(args, "one-update")}
		if slices.Contains(args, "two-names") {
			c.Accounts[0].Domains = append(c.Accounts[0].Domains, "office.example.net")
		}
	},
}

// doCache makes the resolver keep what it has told.
func (s *script) doCache(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	var err error
	s.ttl, err = time.ParseDuration(args[0])
	return err
}

// doAsk asks the resolver for the name, as another device at home does.
func (s *script) doAsk(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	r := net.Resolver{PreferGo: true}
	found, err := r.LookupNetIP(s.ctx, "ip4", scene.Domain+".")
	if err == nil && found[0].String() != args[0] {
		err = fmt.Errorf("the resolver answers %v, want %s", found, args[0])
	}
	return err
}

// doSilent makes a server at the provider's end that never answers.
func (s *script) doSilent(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	if err := s.Net.ISPAddr(args[0] + "/32"); err != nil {
		return err
	}
	return s.Net.ISP(func() error {
		conn, err := net.ListenPacket("udp4", args[0]+":53")
		if err == nil {
			s.t.Cleanup(func() { conn.Close() })
		}
		return err
	})
}

func (s *script) doRecord(args []string) error {
	var list []netip.Addr
	for _, a := range args {
		if a == "none" {
			continue
		}
		ip, err := netip.ParseAddr(a)
		if err != nil {
			return err
		}
		list = append(list, ip)
	}
	switch {
	case len(args) == 0:
		return errUsage
	case s.severalRecords:
		return s.Box.SetRecords(scene.Domain, list...)
	}
	var held sandbox.Settings // one of each family
	for _, ip := range list {
		if ip.Is4() {
			held.IP = ip
		} else {
			held.IPv6 = ip
		}
	}
	return s.Box.SetRecord(scene.Domain, held)
}

func (s *script) doFault(args []string) error {
	if len(args) < 2 {
		return errUsage
	}
	f := sandbox.ActiveFault{Name: sandbox.Fault(args[0])}
	if args[1] == "off" {
		return s.Box.Clear(f.Name)
	}
	if args[1] != "on" {
		n, err := strconv.Atoi(args[1])
		if err != nil || n < 1 {
			return errUsage
		}
		f.N = n
	}
	args = args[2:]
	for len(args) >= 2 && (args[0] == "at" || args[0] == "after") {
		if args[0] == "at" {
			f.Step = sandbox.Step(args[1])
		} else if n, err := strconv.Atoi(args[1]); err == nil {
			f.After = n
		} else {
			return errUsage
		}
		args = args[2:]
	}
	f.Arg = unescaped(strings.Join(args, " "))
	return s.Box.Arm(f)
}

// doAnswer reads words with Go's escapes. A word TEXT*N is TEXT that often, and
// comes without a blank before it.
func (s *script) doAnswer(args []string) error {
	body := ""
	for i, word := range args {
		if at := strings.LastIndex(word, "*"); at > 0 {
			if n, err := strconv.Atoi(word[at+1:]); err == nil {
				body += strings.Repeat(unescaped(word[:at]), n)
				continue
			}
		}
		if i > 0 {
			body += " "
		}
		body += unescaped(word)
	}
	return s.Box.SetFault(sandbox.StatusApplied, 1, "200;body="+body)
}

// unescaped reads Go's escapes in a word, if all of them are some.
func unescaped(word string) string {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(word, `"`, `\"`) + `"`)
	if err != nil {
		return word
	}
	return text
}

func (s *script) doSees(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	ip, err := netip.ParseAddr(args[0])
	if err == nil {
		s.Box.SeeAs(ip)
	}
	return err
}

// doPage reads words with Go's escapes.
func (s *script) doPage(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	s.Box.SayAs(unescaped(strings.Join(args, " ")))
	return nil
}
