// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"encoding/binary"
	"errors"
	"net/netip"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// NoRoute says whether a device has no route to an IPv4 address, from its address from if that is valid; "" means that
// it has one. A socket that is bound to the device does not notice: without a route Linux treats every address as a
// neighbour (ip_route_output_key_hash_rcu) and waits three seconds for ARP. Without ARP, as on PPPoE, that works, so no
// route is missed.
func NoRoute(device string, from, to netip.Addr) Word {
	d := newDumper([]string{device}, make([]byte, answerBuffer))
	if d.open() != nil {
		return ""
	}
	defer d.close()
	k, link := d.kernel, &d.now[0].Link
	err := k.link(d.links[0], link)
	if err != nil || link.Index == 0 || link.NoARP || !to.Is4() {
		return "" // connecting will show it
	}
	if err = k.route(link.Index, from, to); !errors.Is(err, unix.EHOSTUNREACH) && !errors.Is(err, unix.ENETUNREACH) {
		return ""
	}
	if k.route(0, netip.Addr{}, to) != nil {
		return Unrouted
	}
	return RoutedElsewhere
}

// route returns an error if there is no route to an address, through a device if index is not 0.
func (k *kernel) route(index int, from, to netip.Addr) error {
	about := &nl.RtMsg{RtMsg: unix.RtMsg{Family: unix.AF_INET, Dst_len: 32, Flags: unix.RTM_F_FIB_MATCH}}
	request := nl.NewNetlinkRequest(unix.RTM_GETROUTE, 0)
	request.AddData(about)
	request.AddData(nl.NewRtAttr(unix.RTA_DST, to.AsSlice()))
	if from.Is4() {
		about.Src_len = 32
		request.AddData(nl.NewRtAttr(unix.RTA_SRC, from.AsSlice()))
	}
	if index != 0 {
		request.AddData(nl.NewRtAttr(unix.RTA_OIF, binary.NativeEndian.AppendUint32(nil, uint32(index))))
	}
	return k.execute(request.Serialize(), func([]byte) {})
}
