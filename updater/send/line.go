// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
)

// control binds sockets to the device of a job, if that is wanted.
func (a Sender) control(job updater.Job, from netip.Addr) control {
	if !a.Flag("bind") {
		return nil
	}
	return toDevice(job.Device, from)
}

// line is how a job reaches servers: through its device, and from the
// published address if the device holds it.
func (a Sender) line(job updater.Job) exchange.Line {
	own := map[byte]netip.Addr{'4': job.Want.IPv4, '6': job.Want.IPv6}
	if a.Host() != nil {
		delete(own, '6') // it is the host's
	}
	switch {
	case !a.Flag("bind"):
		own = nil
	case a.Probes():
		// A question by IPv6 leaves from the address that is watched: the kernel
		// would take a temporary one.
		own = map[byte]netip.Addr{}
		if job.Task == updater.Probe {
			own['6'] = job.Want.IPv6
		}
	}
	return exchange.Line{Roots: sync.OnceValue(Roots), Chains: a.Known, Lookup: a.dns(job).Lookup,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			from := own[network[len(network)-1]]
			d := net.Dialer{Control: a.control(job, from)}
			if from.IsValid() {
				d.LocalAddr = localAddr(network, netip.AddrPortFrom(from, 0))
			}
			return d.DialContext(ctx, network, address)
		}}
}

// localAddr is where a connection of a network such as "tcp4" comes from.
func localAddr(network string, from netip.AddrPort) net.Addr {
	if strings.HasPrefix(network, "udp") {
		return net.UDPAddrFromAddrPort(from)
	}
	return net.TCPAddrFromAddrPort(from)
}

// dns queries through the device of a job, and only servers with a public
// address.
func (a Sender) dns(job updater.Job) dnscheck.Client {
	return dnscheck.Client{Control: a.control(job, netip.Addr{}), Public: a.Public}
}
