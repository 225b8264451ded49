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

// dumper reads what the kernel knows about some devices. What it returns is valid until it reads again.
type dumper struct {
	*kernel
	links     [][]byte // the request for each device
	addresses []byte   // the request for the addresses of all
	now       []held
}

func newDumper(devices []string, buffer []byte) *dumper {
	d := &dumper{kernel: newKernel(buffer), now: make([]held, len(devices))}
	// The device is looked up by its name each time: after a redial it has the same name but another index.
	for i, name := range devices {
		request := nl.NewNetlinkRequest(unix.RTM_GETLINK, 0)
		request.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
		request.AddData(nl.NewRtAttr(unix.IFLA_IFNAME, nl.ZeroTerminated(name)))
		d.links, d.now[i].Name = append(d.links, request.Serialize()), name
	}
	request := nl.NewNetlinkRequest(unix.RTM_GETADDR, unix.NLM_F_DUMP)
	request.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	d.addresses = request.Serialize()
	return d
}

// dump asks the kernel for the devices and for their addresses, in this order. With errInterrupted the result is in
// doubt; with any other error there is none.
func (d *dumper) dump() ([]held, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	defer d.close()
	for i := range d.now {
		h := &d.now[i]
		h.Link, h.addresses = Link{Name: h.Name}, h.addresses[:0]
		if err := d.link(d.links[i], &h.Link); err != nil {
			return nil, fmt.Errorf("cannot read the state of %s: %w", h.Name, err)
		}
	}
	err := d.execute(d.addresses, func(body []byte) {
		if len(body) < unix.SizeofIfAddrmsg {
			return
		}
		m := nl.DeserializeIfAddrmsg(body)
		for i := range d.now {
			// Routers have many devices; only the requested ones matter.
			if d.now[i].Index == int(m.Index) {
				d.now[i].addresses = readAddress(d.now[i].addresses, m, body[unix.SizeofIfAddrmsg:])
			}
		}
	})
	if err != nil && err != errInterrupted {
		err = fmt.Errorf("cannot list the addresses: %w", err)
	}
	return d.now, err
}

// link asks for a device.
func (k *kernel) link(request []byte, link *Link) error {
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
	return err
}

// readAddress adds the local address of a message to a list: IFA_ADDRESS is the peer's where there is one, and the only
// one for IPv6.
func readAddress(list []Address, m *nl.IfAddrmsg, rest []byte) []Address {
	a := Address{Flags: uint32(m.IfAddrmsg.Flags), Scope: m.Scope}
	for len(rest) > 0 {
		attr, ok := cut(&rest, binary.NativeEndian.Uint16, unix.SizeofRtAttr)
		if !ok {
			return list
		}
		value := attr[unix.SizeofRtAttr:]
		switch kind := binary.NativeEndian.Uint16(attr[2:]); {
		case kind == unix.IFA_LOCAL, kind == unix.IFA_ADDRESS && !a.IP.IsValid():
			a.IP, _ = netip.AddrFromSlice(value)
		case kind == unix.IFA_FLAGS && len(value) == 4:
			a.Flags = binary.NativeEndian.Uint32(value)
		case kind == unix.IFA_CACHEINFO && len(value) >= 8:
			// The second number is ifa_valid, in seconds; the maximum means forever.
			a.Leased = binary.NativeEndian.Uint32(value[4:]) != math.MaxUint32
		}
	}
	if !a.IP.IsValid() {
		return list
	}
	a.IP = a.IP.Unmap()
	return append(list, a)
}
