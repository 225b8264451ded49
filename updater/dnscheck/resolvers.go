// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"dynwan/updater/message"
)

// How answers and errors name the resolvers.
const (
	systemResolver = "the system's resolver"
	lineResolver   = "the line's resolver"
)

// resolvers are recursive servers, and how they are reached.
type resolvers struct {
	name  string
	addrs []netip.Addr
	via   net.Dialer
	first *atomic.Int32 // which of them answered last
}

// resolvers returns those of this machine, and those of the line if they are
// known and differ.
func (a Client) resolvers() []resolvers {
	all := []resolvers{{name: systemResolver, addrs: readResolvers(a.resolvConf()), first: new(atomic.Int32)}}
	text, _ := os.ReadFile(cmp.Or(a.LineConf, "/tmp/resolv.conf.d/resolv.conf.auto"))
	if line := parseResolvConf(string(text)); len(line) > 0 && !slices.Equal(line, all[0].addrs) {
		all = append(all, resolvers{lineResolver, line, net.Dialer{Control: a.Control}, new(atomic.Int32)})
	}
	return all
}

// maxResolvers is the number of nameserver lines that resolv.conf(5) allows.
const maxResolvers = 3

// readResolvers reads the addresses of the system's resolvers from a file like
// /etc/resolv.conf. Without the file, or without a usable line in it, the
// resolver is this machine, as resolv.conf(5) says.
func readResolvers(path string) []netip.Addr {
	text, _ := os.ReadFile(path)
	if found := parseResolvConf(string(text)); len(found) > 0 {
		return found
	}
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
}

func parseResolvConf(text string) []netip.Addr {
	var found []netip.Addr
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != "nameserver" || len(found) == maxResolvers {
			continue
		}
		if addr, err := netip.ParseAddr(fields[1]); err == nil {
			found = append(found, addr.Unmap())
		}
	}
	return found
}

// queryResolvers asks resolvers what the servers of the zone would say.
// net.Resolver is not used: it would read /etc/hosts, which may have the
// router's own name.
func (a Client) queryResolvers(ctx context.Context, from resolvers, q question) ([]result, error) {
	r, errs := a.resolve(ctx, from, q, a.ownData)
	for i, err := range errs {
		errs[i] = message.Because(message.New(message.OfResolver, from.name, from.addrs[i], message.Of(err)), err)
	}
	return []result{{Server{from.name, r.addrs}, r.alias, r.ttl}}, message.Join(errs...)
}

// ownData says why a resolver's answer does not come from the zone's servers,
// or nil. dnsmasq itself answers for names from /etc/hosts, DHCP leases and
// "address=" lines, and marks these answers as authoritative. Other resolvers
// do not mark them, but such a name often points into the local network on
// purpose.
func (a Client) ownData(r reply) error {
	if err := r.doubt(); err != nil {
		return err
	}
	if r.Authoritative {
		return message.New(message.OwnData)
	}
	if !r.RecursionAvailable {
		return message.New(message.NoRecursion)
	}
	for _, addr := range r.addrs {
		if !a.public(addr) {
			return message.New(message.AnswersNoPublicAddress, addr)
		}
	}
	return nil
}

func (a Client) public(addr netip.Addr) bool { return a.Public == nil || a.Public(addr) }
