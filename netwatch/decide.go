// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"net/netip"
	"slices"

	"golang.org/x/sys/unix"
)

// Addrs is what a device offers to publish. For each family either the address is valid or the reason why there is
// none is set.
type Addrs struct {
	IPv4, IPv6 netip.Addr
	Why4, Why6 Reason
	// Hidden is the IPv4 address of a device without a public one, if another router may make it one: a private address,
	// or one that is shared by the provider's NAT.
	Hidden netip.Addr
	// Also is another usable IPv4 address, if neither the user nor netifd prefers one of the two.
	Also netip.Addr
}

// Link is a device as the kernel lists it.
type Link struct {
	Name    string
	Index   int  // 0: there is no such device
	Up      bool // IFF_UP: it is switched on
	Running bool // IFF_RUNNING: it can carry packets
	NoARP   bool // IFF_NOARP: it does not use ARP
}

// Address is an address of a device as the kernel lists it.
type Address struct {
	IP     netip.Addr // IFA_LOCAL, never the peer's
	Flags  uint32     // IFA_FLAGS; the 8 bits of the message's header lose some
	Scope  uint8      // RT_SCOPE_UNIVERSE is 0
	Leased bool       // its lifetime is finite

	excluded bool // the preference excludes it
}

// Decide chooses the addresses to publish among all that the device holds, which are in the kernel's order. Addresses
// in allow count as public although they are reserved; that is for test networks.
//
// If several are usable, the IPv4 address is chosen by these criteria, in this order:
//
//   - one that the user prefers, or that netifd says is the interface's own; what they exclude is never published
//   - one with a finite lifetime: the line assigned it, while a permanent one was added. After a lease that was lost and
//     came back it is chosen again, although another one has been published meanwhile
//   - the one that is published, to avoid a needless change
//   - one that is not secondary
//   - the first in the kernel's order, which is the oldest
//
// For IPv6 a preferred one comes first, and then the first in the kernel's order, which is the newest: that is right
// where a provider has changed the prefix and the old one has not expired yet (RFC 8978). The choice changes only when
// an address comes or goes, not as a lifetime gets shorter.
func Decide(link Link, addresses []Address, allow []netip.Prefix, prefer Preference, published netip.Addr) Addrs {
	return decide(link, slices.Clone(addresses), allow, prefer, published)
}

// decide is Decide, which writes into the list.
func decide(link Link, addresses []Address, allow []netip.Prefix, prefer Preference, published netip.Addr) Addrs {
	var a Addrs
	if word := unusable(link); word != "" {
		a.Why4.Word, a.Why6.Word = word, word
		return a
	}
	for i := range addresses {
		x := &addresses[i]
		x.IP = x.IP.Unmap().WithZone("")
		x.excluded = prefer.outside && !prefer.prefers(x.IP)
	}
	a.IPv4, a.Why4 = choose(addresses, netip.Addr.Is4, allow, func(x Address) int {
		return rank(prefer.prefers(x.IP), x.Leased, x.IP == published, !secondary(x))
	})
	a.IPv6, a.Why6 = choose(addresses, netip.Addr.Is6, allow, func(x Address) int { return rank(prefer.prefers(x.IP)) })
	if !a.IPv4.IsValid() {
		a.Hidden = hidden(addresses)
		return a
	}
	for _, x := range addresses {
		if x.IP.Is4() && x.IP != a.IPv4 && flaw(x, allow) == "" && prefer.prefers(x.IP) == prefer.prefers(a.IPv4) {
			a.Also = x.IP
			break
		}
	}
	return a
}

// hidden returns the first of the non-public IPv4 addresses at which others can reach the device.
func hidden(addresses []Address) netip.Addr {
	for _, a := range addresses {
		if a.IP.Is4() && unfit(a) == "" && find(a.IP, local) == "" {
			return a.IP
		}
	}
	return netip.Addr{}
}

// unusable says why the device cannot carry traffic, or nothing.
func unusable(l Link) Word {
	switch {
	case l.Index == 0:
		return NoDevice
	case !l.Up:
		return DeviceDown
	case !l.Running:
		return NoCarrier
	}
	return ""
}

// rank is higher the earlier the first true reason comes.
func rank(reasons ...bool) int {
	n := 1
	for _, holds := range reasons {
		if n <<= 1; holds {
			n++
		}
	}
	return n
}

// choose returns the first of the highest-ranked among the addresses of one family.
func choose(addresses []Address, family func(netip.Addr) bool, allow []netip.Prefix, rank func(Address) int) (netip.Addr, Reason) {
	var found netip.Addr
	best, has := 0, false
	for _, a := range addresses {
		if !family(a.IP) {
			continue
		}
		has = true
		if r := rank(a); r > best && flaw(a, allow) == "" {
			best, found = r, a.IP
		}
	}
	if found.IsValid() {
		return found, Reason{}
	}
	if !has {
		return found, Reason{Word: NoAddress}
	}
	miss, others := nearest(addresses, family, allow)
	return found, Reason{flaw(miss, allow), miss.IP, max(others, 0)}
}

// nearest is the address whose flaw tells the user most: one with a public number, or else one that is not just
// link-local. Every IPv6 device has a link-local address, so these do not count as others either.
func nearest(addresses []Address, family func(netip.Addr) bool, allow []netip.Prefix) (miss Address, others int) {
	best := 0
	for _, a := range addresses {
		if !family(a.IP) {
			continue
		}
		rank := 3
		if a.IP.IsLinkLocalUnicast() {
			rank = 1
		} else if reserved(a.IP, allow) != "" {
			rank = 2
		}
		if rank > 1 {
			others++
		}
		if rank > best {
			best, miss = rank, a
		}
	}
	return miss, others - 1
}

// flaw says why the address cannot be published.
func flaw(a Address, allow []netip.Prefix) Word {
	if word := reserved(a.IP, allow); word != "" {
		return word
	}
	return unfit(a)
}

// unfit says what the kernel holds against an address that is public by its number, or nothing.
func unfit(a Address) Word {
	switch {
	case a.Scope != unix.RT_SCOPE_UNIVERSE:
		return NotGlobal
	case a.Flags&unix.IFA_F_DADFAILED != 0:
		return UsedElsewhere
	case a.Flags&unix.IFA_F_TENTATIVE != 0:
		return Tentative
	case a.Flags&unix.IFA_F_DEPRECATED != 0:
		return Deprecated
	case a.IP.Is6() && a.Flags&unix.IFA_F_TEMPORARY != 0:
		return Temporary
	case a.excluded:
		return LeftOutByPrefer
	}
	return ""
}

// secondary: the same bit means secondary for IPv4 and temporary for IPv6 (linux/if_addr.h).
func secondary(a Address) bool {
	return a.IP.Is4() && a.Flags&unix.IFA_F_SECONDARY != 0
}
