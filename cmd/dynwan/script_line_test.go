// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/vishvananda/netlink"

	"dynwan/internal/lab"
	"dynwan/internal/scene"
)

// The line: an address, routes, the device, the cable, the resolver.

func (s *script) doLine(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	had := s.address
	s.address = args[0]
	switch {
	case args[0] == "none" && had == "":
		return errors.New("the line has no address that line gave it")
	case args[0] == "none":
		s.address = ""
		return s.Net.DelAddr(scene.Device, had)
	case had != "":
		return s.Change(had, args[0])
	}
	return s.Line(args[0])
}

// options takes pairs such as dev NAME from the end of words, as ip does; the
// usual device is the line.
func options(words []string, names ...string) (rest []string, value map[string]string) {
	value = map[string]string{"dev": scene.Device}
	for n := len(words); n >= 2 && slices.Contains(append(names, "dev"), words[n-2]); n = len(words) {
		value[words[n-2]] = words[n-1]
		words = words[:n-2]
	}
	return words, value
}

func (s *script) doAddress(args []string) error {
	args, option := options(args, "lifetime")
	if len(args) != 2 {
		return errUsage
	}
	var life []lab.AddrOption
	if text := option["lifetime"]; text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			return err
		}
		life = append(life, lab.Lifetime(d, d))
	}
	switch args[0] {
	case "add":
		return s.Net.AddAddr(option["dev"], args[1], life...)
	case "del":
		return s.Net.DelAddr(option["dev"], args[1], life...)
	case "deprecate":
		return s.Net.ReplaceAddr(option["dev"], args[1], lab.Lifetime(2*time.Hour, 0))
	}
	return errUsage
}

func (s *script) doRoute(args []string) error {
	args, option := options(args, "src")
	switch strings.Join(args, " ") {
	case "add":
		err := s.Net.Route(option["dev"])
		if err == nil && option["src"] != "" {
			err = speakFrom(option["dev"], option["src"])
		}
		return err
	case "add ipv6":
		return s.Net.Route6(option["dev"])
	case "del":
		return noRoute4()
	}
	return errUsage
}

func (s *script) doDevice(args []string) error {
	name := scene.Device
	if len(args) == 2 {
		name = args[1]
		args = args[:1]
	}
	switch strings.Join(args, " ") {
	case "add":
		return s.Net.AddDevice(name)
	case "del":
		if name == scene.Device {
			s.address = ""
		}
		return s.Net.DelDevice(name)
	case "up":
		return s.Net.LinkUp(name)
	case "down":
		return s.Net.LinkDown(name)
	}
	return errUsage
}

func (s *script) doCable(args []string) error {
	switch strings.Join(args, " ") {
	case "out":
		return s.Net.CarrierDown(scene.Device)
	case "in":
		return s.Net.CarrierUp(scene.Device)
	}
	return errUsage
}

func (s *script) doResolv(args []string) error {
	untimed := len(args) > 1 && args[len(args)-1] == "untimed"
	if untimed {
		args = args[:len(args)-1]
	}
	if len(args) == 0 {
		return errUsage
	}
	servers := strings.Join(args, "\nnameserver ")
	if untimed {
		return s.Net.ResolvConf("nameserver " + servers + "\n")
	}
	return s.Net.Resolv(servers)
}

func (s *script) doHosts(args []string) error {
	if len(args) != 2 {
		return errUsage
	}
	return s.Net.Hosts("127.0.0.1 localhost\n" + strings.Join(args, " ") + "\n")
}

// speakFrom makes the kernel choose an address for what leaves by a device.
func speakFrom(device, address string) error {
	link, err := netlink.LinkByName(device)
	if err != nil {
		return err
	}
	routes, err := routes4()
	for _, r := range routes {
		if r.LinkIndex == link.Attrs().Index {
			r.Src = net.ParseIP(address)
			err = errors.Join(err, netlink.RouteReplace(&r))
		}
	}
	return err
}

// noRoute4 takes the default routes of IPv4 away.
func noRoute4() error {
	routes, err := routes4()
	for _, r := range routes {
		err = errors.Join(err, netlink.RouteDel(&r))
	}
	return err
}

// routes4 are the default routes of IPv4.
func routes4() ([]netlink.Route, error) {
	_, all, err := net.ParseCIDR("0.0.0.0/0")
	if err != nil {
		return nil, err
	}
	routes, err := netlink.RouteListFiltered(netlink.FAMILY_V4, &netlink.Route{Dst: all}, netlink.RT_FILTER_DST)
	if err == nil && len(routes) == 0 {
		err = errors.New("there is no default route")
	}
	return routes, err
}
