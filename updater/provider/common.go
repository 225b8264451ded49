// SPDX-License-Identifier: GPL-2.0-or-later

package provider

import (
	"slices"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/message"
)

// Common are the options that the accounts of all providers have, in the order
// of the form.
var Common = []Option{
	{Name: "enabled", Title: "Enabled", Kind: Flag, Default: "1",
		Help: "Whether dynwan keeps this name up to date."},
	{Name: "interface", Title: "Interface", Kind: Line, Several: true, AtMost: maxLines, Example: "wan",
		Help: "The interface of the internet line, mostly wan. Of several, in the order of preference, the first with a public address counts; to detect one, the first with an IPv4 address at all. Requests leave by it, whatever mwan3 would choose."},
	{Name: "device", Title: "Device", Kind: Text, Several: true, AtMost: maxLines, Advanced: true, Example: "pppoe-wan", Check: checkDevice,
		Help: "The device of the kernel that holds the address, if it belongs to no interface of OpenWrt, or several as with the interface. It overrides the interface."},
	{Name: "prefer", Title: "Preferred address", Kind: Text, Most: 1000, Advanced: true, Example: "203.0.113.0/24",
		Help: "Which address is published if the line has several: addresses or networks such as 203.0.113.0/24; with a ! before them any but these. Otherwise one with a finite lifetime goes first, then the published one."},
	{Name: "address", Title: "Address source", Kind: Word, Words: []string{"device", "probe"}, Default: "device", Advanced: true,
		Help: "device: the one that the line has. probe: the one that a server sees, for a router behind another one, or behind the internet provider’s NAT with ports forwarded to it. It takes a page to ask, or the user name of an account at MyServer.org."},
	{Name: "probe_url", Title: "Detection URL", Kind: URL, Advanced: true, If: "address=probe", Example: "https://api64.ipify.org",
		Help: "A page that answers with the address that it sees, in plain text, JSON or HTML. For both families, each is asked for once: https://api64.ipify.org, https://icanhazip.com, https://ifconfig.co/ip. For IPv4: https://api.ipify.org, https://checkip.amazonaws.com. Without a page the IP check of MyServer.org is asked, which knows IPv4 alone."},
	{Name: "probe_http", Title: "Detection without encryption", Kind: Flag, Default: "0", Advanced: true, If: "address=probe",
		Help: "Allows a page at http://, for a server of your own: everyone on the way can make the name point elsewhere."},
	{Name: "probe_user", Title: "Detection user name", Kind: Text, Most: 120, Advanced: true, If: "address=probe", Example: "me",
		Help: "MyServer.org wants the user name of an account there, and no password. For an account at MyServer.org leave it empty: its own is taken."},
	{Name: "probe_server", Title: "Detection server", Kind: Server, Default: "https://ssl.myserver.org", Advanced: true, If: "address=probe",
		Help: "Who is asked. With http:// everyone on the way can make the name point elsewhere."},
	{Name: "probe_interval", Title: "Detection interval", Kind: Span, Low: time.Second, High: 24 * time.Hour, Default: "30m", Advanced: true, If: "address=probe",
		Help: "When the server is asked again while the line stays as it is, from 1s to 24h. At MyServer.org and for a page it is 5m at least, unless the page is named by an address of your own network; for a server of your own it may be less."},
	{Name: "bind", Title: "Bind to interface", Kind: Flag, Default: "1", Advanced: true,
		Help: "Requests leave by the line, and from the published address, or not at all. Switch it off only if the server is reached by another one."},
	{Name: "settle", Title: "Settle time", Kind: Span, High: time.Minute, Default: "1s", Advanced: true,
		Help: "How long a new address must stay before it is sent, and a line that comes back before it is used, from 0s to 1m."},
	{Name: "min_gap", Title: "Minimum interval", Kind: Span, High: 24 * time.Hour, Default: "11m", Advanced: true,
		Help: "The least time between two updates, never less than the provider wants at its own servers. If you set nothing, it is a tenth more than that. For a server of your own it may be less."},
	{Name: "recheck", Title: "Check interval", Kind: Span, High: 7 * 24 * time.Hour, Default: "24h", Advanced: true,
		Help: "How often DNS is asked whether the name is still right, from 1h to 168h; 0 is never. Where DNS cannot tell, a provider that says what it holds is asked (Cloudflare), and no other. A different answer that comes twice, an hour apart, is corrected. With heartbeats it is never asked, for the provider itself changes the name while the line is offline."},
}

// maxLines is how many lines an account may have.
const maxLines = 8

// Pass is the option for a password.
var Pass = Option{Name: "pass", Title: "Password", Kind: Secret, Required: true,
	Help: "The password of the account at the provider."}

// Remember is an option for a provider with NoQuery.
var Remember = Option{Name: "remember", Title: "Keep over a reboot", Kind: Flag, Default: "0", Advanced: true,
	Help: "Keeps the confirmed address in flash, so that after a reboot nothing is sent if it is still the same. DNS cannot tell what this provider holds."}

// BothFamilies are options for a provider that holds both kinds of address.
var BothFamilies = []Option{
	{Name: "ipv6", Title: "IPv6", Kind: Flag, Default: "0",
		Help: "Whether an IPv6 address is published: that of the line, or of a host behind the router."},
	{Name: "ip6suffix", Title: "IPv6 suffix", Kind: Text, If: "ipv6", Example: "::1234", Check: checkSuffix,
		Help: "Publishes the IPv6 address of a host in the LAN: the prefix that the router has there, and this, the lower half of the host’s address, such as ::1234. A MAC address such as 00:11:22:33:44:55 is for a host that makes its address of it (EUI-64)."},
	{Name: "ip6interface", Title: "Interface of the host", Kind: Line, If: "ipv6", Example: "lan",
		Help: "The interface of that host’s network, mostly lan: its IPv6 prefix is used, of several the newest unless prefer names one. Without an interface it is the prefix of the line."},
	{Name: "ip6device", Title: "Device of the host", Kind: Text, Advanced: true, If: "ipv6", Example: "br-lan", Check: checkDevice,
		Help: "The device of the kernel that has the prefix, if it belongs to no interface of OpenWrt. It overrides the interface."},
	{Name: "ipv4", Title: "IPv4", Kind: Flag, Default: "1", Advanced: true,
		Help: "Whether the IPv4 address of the line is published."},
}

// FamilyRules go with BothFamilies.
var FamilyRules = []Rule{
	{"ipv6", func(s Settings) message.Message {
		return When(!s.Flag("ipv4") && !s.Flag("ipv6"), message.NoFamily)
	}},
	{"ip6suffix", func(s Settings) message.Message {
		return When(s.Text("ip6suffix") != "" && !s.Flag("ipv6"), message.SuffixWithoutIPv6)
	}},
	{"ip6interface", func(s Settings) message.Message {
		return When(s.Text("ip6interface") != "" && s.Text("ip6suffix") == "", message.WithoutSuffix)
	}},
	{"ip6device", func(s Settings) message.Message { // in UCI it may follow from ip6interface
		return When(s.Text("ip6device") != "" && s.Text("ip6interface") == "" && s.Text("ip6suffix") == "", message.WithoutSuffix)
	}},
}

// Success and Failure are options for a provider whose answers are not
// documented.
var (
	Success = Option{Name: "success", Title: "Success text", Kind: Texts, Most: 120, Advanced: true, Example: "done", Check: checkPattern,
		Help: "Texts in the provider’s answer that mean that the update was accepted."}
	Failure = Option{Name: "failure", Title: "Failure text", Kind: Texts, Most: 120, Advanced: true, Example: "no such domain", Check: checkPattern,
		Help: "Texts in the provider’s answer that mean that the update was refused."}
)

// Main are the options of the configuration as a whole: in UCI those of the
// section main, in TOML those before the first table.
var Main = []Option{
	{Name: "statedir", Title: "Directory", Kind: Text, Default: "/var/run/dynwan", Advanced: true,
		Help: "Where state and status are kept, in RAM. OpenWrt has its own."},
	{Name: "rememberdir", Title: "Directory in flash", Kind: Text, Default: "/etc/dynwan", Advanced: true,
		Help: "Where the option remember keeps addresses across a reboot. OpenWrt has its own."},
	{Name: "allow", Title: "Reserved networks", Kind: Texts, Advanced: true, Example: "203.0.113.0/24",
		Help: "Networks that count as public although they are reserved, for a server of your own in such a network. Leave it empty for a provider on the internet."},
}

var commonRules = []Rule{
	{"device", func(s Settings) message.Message { // the one of an interface that has none now
		devices := s.List("device")
		return When(slices.Contains(devices, "") && len(devices) != len(s.List("interface")), message.NotDevice)
	}},
	{"recheck", func(s Settings) message.Message {
		every := s.Span("recheck")
		return When(s.atOwn() && every > 0 && every < time.Hour, message.NotRecheck)
	}},
	{"min_gap", func(s Settings) message.Message {
		switch {
		case !s.atOwn() || s.Span("min_gap") >= s.MinGap:
			return ""
		case s.GapRule != "":
			return message.New(s.GapRule)
		}
		return message.New(message.GapOfProvider, updater.Span(s.MinGap.Seconds()), s.Title)
	}},
}

var commonWarnings = []Rule{
	{"server", func(s Settings) message.Message { return When(InClear(s.Text("server")), message.PasswordInClear) }},
	{"recheck", func(s Settings) message.Message {
		if s.Rechecks() || s.Span("recheck") == 0 {
			return ""
		}
		return message.New(message.RecheckOfNoUse, s.Title)
	}},
}

// InClear says whether everybody on the way can read what is sent to a server.
func InClear(server string) bool { return strings.HasPrefix(strings.ToLower(server), "http:") }

// When is the message of a rule if that is broken.
func When(broken bool, rule message.ID) message.Message {
	if broken {
		return message.New(rule)
	}
	return ""
}

// checkDevice checks the name of a Linux device (dev_valid_name in the kernel).
// The kernel would accept an @, but "ip addr" prints one before the name of a
// lower device, and OpenWrt before the name of an interface.
func checkDevice(name string) error {
	if strings.Contains(name, "@") {
		return message.New(message.DeviceWithAt)
	}
	if len(name) > 15 || name == "." || name == ".." || strings.ContainsAny(name, "/:") ||
		strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return message.New(message.NotDevice)
	}
	return nil
}

func checkSuffix(value string) error {
	_, err := updater.ParseSuffix(value)
	return err
}

// CheckUser checks a user name for a login of the kind basic: a colon ends it
// (RFC 7617, 2).
func CheckUser(value string) error {
	if strings.Contains(value, ":") {
		return message.New(message.UserWithColon)
	}
	return nil
}

// checkPattern checks a text to look for in answers.
func checkPattern(text string) error {
	if strings.TrimSpace(text) == "" {
		return message.New(message.NotPatterns)
	}
	return nil
}
