// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"dynwan/internal/sandbox"
)

// options are the flags of serve.
type options struct {
	listen, controlListen, ns2, sees             netip.Addr
	http, httpAlt, https, dns, resolver, control uint
	provider, path                               string
	email, pass, domains, zones, style, allow    string
	hosts                                        string
	ttl, minGap, outageGap                       time.Duration
	blockAfter                                   int
	caching, requireHost                         bool
	oneUpdate, unauthorized                      bool
	caOut                                        string
}

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("dynwan-sandbox serve", flag.ContinueOnError)
	f.SetOutput(stderr)
	o.placeFlags(f)
	o.providerFlags(f)
	o.hostFlags(f)
	if err := f.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return o, err
		}
		return o, errUsage
	}
	if f.NArg() > 0 {
		fmt.Fprintf(stderr, "dynwan-sandbox serve: takes flags only, got %q\n", f.Args())
		return o, errUsage
	}
	return o, nil
}

func (o *options) placeFlags(f *flag.FlagSet) {
	loopback := netip.MustParseAddr("127.0.0.1")
	f.TextVar(&o.listen, "listen", loopback, "`address` of the web server, the first name server and the resolver")
	f.TextVar(&o.ns2, "ns2", netip.Addr{}, "`address` of a second name server; none by default")
	f.TextVar(&o.controlListen, "control-listen", loopback, "`address` of the control interface; who reaches it may do everything")
	f.UintVar(&o.http, "http", 8080, "`port` for HTTP, the provider's 80; 0: one that is free")
	f.UintVar(&o.httpAlt, "http-alt", 8147, "second `port` for HTTP")
	f.UintVar(&o.https, "https", 8443, "`port` for HTTPS, the provider's 443")
	f.UintVar(&o.dns, "dns", 5353, "`port` of the name servers")
	f.UintVar(&o.resolver, "resolver", 5354, "`port` of the recursive resolver")
	f.UintVar(&o.control, "control", 8081, "`port` of the control interface")
	f.StringVar(&o.caOut, "ca-out", "", "write the certificate of the authority to this `file`")
}

func (o *options) providerFlags(f *flag.FlagSet) {
	f.StringVar(&o.provider, "provider", "mtgsy", "whose `protocol` the account speaks: "+providers)
	f.StringVar(&o.email, "email", "user@example.net", "account `name`")
	f.StringVar(&o.pass, "pass", "example-password", "account `password`")
	f.StringVar(&o.domains, "domain", "home.example.net", "dynamic `domains` of the account, separated by commas")
	f.StringVar(&o.zones, "zone", "", "DNS `zones`, separated by commas; each domain is its own by default")
	f.TextVar(&o.sees, "sees", netip.Addr{}, "`address` that the IP check of MyServer.org answers to the user looker, as behind NAT; none by default")
	f.StringVar(&o.style, "style", string(sandbox.Words), fmt.Sprintf("`style` of the answers: one of %v", sandbox.Styles()))
	f.StringVar(&o.allow, "allow", "192.0.2.0/24,198.51.100.0/24,203.0.113.0/24", "`prefixes` that count as public, separated by commas")
	f.DurationVar(&o.ttl, "ttl", time.Minute, "`TTL` of the dynamic names")
	f.DurationVar(&o.minGap, "min-gap", 10*time.Minute, "least `time` between two requests; negative: no rule")
	f.IntVar(&o.blockAfter, "block-after", 0, "block an account after this `number` of offending requests; 0: never")
	f.BoolVar(&o.caching, "caching", false, "the resolver keeps answers for their TTL")
	f.BoolVar(&o.requireHost, "require-host", false, "calling the provider by another name than www.mtgsy.net is a breach")
}

// hostFlags are for dyndns2 alone.
func (o *options) hostFlags(f *flag.FlagSet) {
	f.StringVar(&o.hosts, "hosts", "", "`hosts`, separated by commas, of the user "+member+" with the same password, who speaks dyndns2; none by default")
	f.StringVar(&o.path, "path", "", "`path` at which dyndns2 is spoken; default /nic/update")
	f.BoolVar(&o.oneUpdate, "one-update", false, "an update by dyndns2 removes the address of the family that it does not name, as at dyn.com")
	f.BoolVar(&o.unauthorized, "unauthorized", false, "badauth of dyndns2 has the status 401")
	f.DurationVar(&o.outageGap, "outage-gap", 0, "least `time` between 911 of dyndns2 and the next request; default three times -min-gap")
}

// providers are the values of -provider.
const providers = "mtgsy, myserver or dyndns2"

// looker is the user of the IP check beside the account.
const looker = "looker"

// member is the user of dyndns2 beside the account.
const member = "member"

// config is the stand-in that the flags describe.
func (o options) config() (sandbox.Config, error) {
	cfg := sandbox.Config{
		Accounts:  []sandbox.Account{{Email: o.email, Pass: o.pass, Domains: list(o.domains)}},
		Zones:     list(o.zones),
		HostAddrs: []netip.Addr{o.listen},
		CertNames: []string{"localhost", o.listen.String()},
		Style:     sandbox.Style(o.style), TTL: o.ttl, MinGap: o.minGap, OutageGap: o.outageGap, BlockAfter: o.blockAfter,
		Caching: o.caching, RequireHost: o.requireHost,
		NameServers: []sandbox.NameServer{nameServer("a.ns.mtgsy.com", o.listen)},
	}
	switch o.provider {
	case "mtgsy":
	case "myserver":
		cfg.Accounts[0].MyServer = &sandbox.MyServer{}
	case "dyndns2":
		cfg.Accounts[0].Dyndns2 = o.dyndns2()
	default:
		return cfg, fmt.Errorf("read -provider: %q is not %s", o.provider, providers)
	}
	if o.hosts != "" {
		cfg.Accounts = append(cfg.Accounts, sandbox.Account{Email: member, Pass: o.pass, Domains: list(o.hosts), Dyndns2: o.dyndns2()})
	}
	if o.sees.IsValid() {
		cfg.Accounts = append(cfg.Accounts, sandbox.Account{Email: looker, Pass: o.pass, MyServer: &sandbox.MyServer{}})
	}
	if o.ns2.IsValid() {
		cfg.NameServers = append(cfg.NameServers, nameServer("b.ns.mtgsy.com", o.ns2))
	}
	for _, text := range list(o.allow) {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return cfg, fmt.Errorf("read -allow: %q is not a prefix", text)
		}
		cfg.Allow = append(cfg.Allow, p)
	}
	return cfg, nil
}

func nameServer(name string, ip netip.Addr) sandbox.NameServer {
	if ip.Is4() {
		return sandbox.NameServer{Name: name, IPv4: ip}
	}
	return sandbox.NameServer{Name: name, IPv6: ip}
}

// places are the addresses of all sockets.
func (o options) places() sandbox.Places {
	at := func(ip netip.Addr, port uint) string {
		return net.JoinHostPort(ip.String(), strconv.FormatUint(uint64(port), 10))
	}
	p := sandbox.Places{
		HTTP: at(o.listen, o.http), HTTPAlt: at(o.listen, o.httpAlt), HTTPS: at(o.listen, o.https),
		Authority: []string{at(o.listen, o.dns)}, Resolver: at(o.listen, o.resolver), Control: at(o.controlListen, o.control),
	}
	if o.ns2.IsValid() {
		p.Authority = append(p.Authority, at(o.ns2, o.dns))
	}
	return p
}

// list splits at commas; nothing is no list.
func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// dyndns2 is how a provider of dyndns2 behaves.
func (o options) dyndns2() *sandbox.Dyndns2 {
	return &sandbox.Dyndns2{Path: o.path, OneUpdate: o.oneUpdate, Unauthorized: o.unauthorized}
}
