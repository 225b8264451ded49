// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net/netip"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// held is what the kernel knows about one device.
type held struct {
	Link
	addresses []Address
}

// dump asks the kernel for the devices and for their addresses, in this order. With errInterrupted the result is in
// doubt; with any other error there is none.
func dump(devices []string, buffer []byte) ([]held, error) {
	k, err := openKernel(buffer)
	if err != nil {
		return nil, err
	}
	defer k.close()
	now := make([]held, len(devices))
	for i, name := range devices {
		if now[i].Link, err = k.link(name); err != nil {
			return nil, fmt.Errorf("cannot read the state of %s: %w", name, err)
		}
	}
	request := nl.NewNetlinkRequest(unix.RTM_GETADDR, unix.NLM_F_DUMP)
	request.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	err = k.execute(request, func(body []byte) {
		if len(body) < unix.SizeofIfAddrmsg {
			return
		}
		m := nl.DeserializeIfAddrmsg(body)
		for i := range now {
			// Routers have many devices; only the requested ones matter.
			if now[i].Index == int(m.Index) {
				now[i].addresses = readAddress(now[i].addresses, m, body[unix.SizeofIfAddrmsg:])
			}
		}
	})
	if err != nil {
		err = fmt.Errorf("cannot list the addresses: %w", err)
	}
	return now, err
}

// link looks the device up by its name each time: after a redial it has the same name but another index.
func (k kernel) link(name string) (Link, error) {
	link := Link{Name: name}
	request := nl.NewNetlinkRequest(unix.RTM_GETLINK, 0)
	request.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	request.AddData(nl.NewRtAttr(unix.IFLA_IFNAME, nl.ZeroTerminated(name)))
	err := k.execute(request, func(body []byte) {
		if len(body) < unix.SizeofIfInfomsg {
			return
		}
		m := nl.DeserializeIfInfomsg(body)
		link.Index, link.Up, link.Running = int(m.Index), m.Flags&unix.IFF_UP != 0, m.Flags&unix.IFF_RUNNING != 0
		link.NoARP = m.Flags&unix.IFF_NOARP != 0
	})
	if errors.Is(err, unix.ENODEV) {
		err = nil
	}
	return link, err
}

// readAddress adds the local address of a message to a list: IFA_ADDRESS is the peer's where there is one, and the only
// one for IPv6.
func readAddress(list []Address, m *nl.IfAddrmsg, rest []byte) []Address {
	attrs, err := nl.ParseRouteAttr(rest)
	if err != nil {
		return list
	}
	a := Address{Flags: uint32(m.IfAddrmsg.Flags), Scope: m.Scope}
	for _, attr := range attrs {
		switch {
		case attr.Attr.Type == unix.IFA_LOCAL, attr.Attr.Type == unix.IFA_ADDRESS && !a.IP.IsValid():
			a.IP, _ = netip.AddrFromSlice(attr.Value)
		case attr.Attr.Type == unix.IFA_FLAGS && len(attr.Value) == 4:
			a.Flags = binary.NativeEndian.Uint32(attr.Value)
		case attr.Attr.Type == unix.IFA_CACHEINFO && len(attr.Value) >= 8:
			// The second number is ifa_valid, in seconds; the maximum means forever.
			a.Leased = binary.NativeEndian.Uint32(attr.Value[4:]) != math.MaxUint32
		}
	}
	if !a.IP.IsValid() {
		return list
	}
	a.IP = a.IP.Unmap()
	return append(list, a)
}
