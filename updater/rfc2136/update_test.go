// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// update sends one update with settings that differ from the usual ones.
func update(t *testing.T, s server, want string, set map[string]string) updater.Outcome {
	t.Helper()
	return updateAt(t, s, want, set, time.Now, nil)
}

func updateAt(t *testing.T, s server, want string, set map[string]string, now func() time.Time, permit func() bool) updater.Outcome {
	t.Helper()
	values := map[string][]string{
		"nameserver": {s.address}, "hostname": {"home.example.net"}, "key": {"key-hmac-sha256"}, "secret": {secret}, "ipv6": {"1"},
	}
	for k, v := range set {
		values[k] = []string{v}
	}
	settings := Spec.Settings(values)
	for _, o := range Spec.Options {
		for _, v := range values[o.Name] {
			if err := o.CheckValue(v); v != "" && err != nil {
				t.Fatalf("%s: %v", o.Name, err)
			}
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	return account{settings}.update(ctx, provider.Change{Want: record(want), Line: testLine, Permit: permit}, now)
}

// record reads one address, or two with a blank between them.
func record(text string) (r updater.Record) {
	for word := range strings.FieldsSeq(text) {
		if ip := netip.MustParseAddr(word); ip.Is4() {
			r.IPv4 = ip
		} else {
			r.IPv6 = ip
		}
	}
	return r
}

var testLine = exchange.Line{
	Lookup: func(_ context.Context, host, family string) ([]netip.Addr, error) {
		if ip, err := netip.ParseAddr(host); err == nil && ip.Is4() == (family == "ip4") {
			return []netip.Addr{ip}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	},
	Dial: (&net.Dialer{}).DialContext,
}

// held asks a server what a name holds, sorted.
func held(t *testing.T, s server, name string) string {
	t.Helper()
	var all []string
	for _, kind := range []dnsmessage.Type{dnsmessage.TypeA, dnsmessage.TypeAAAA} {
		conn, err := net.Dial("udp", s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		plain := &session{Conn: conn}
		answer, err := plain.exchange(query(dnsmessage.MustNewName(name+"."), kind, 7))
		if err != nil {
			t.Fatal(err)
		}
		var r reply
		if err := r.read(answer); err != nil {
			t.Fatal(err)
		}
		for _, ip := range r.addrs {
			all = append(all, ip.String())
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// TestRealServers changes names at name servers of Debian.
func TestRealServers(t *testing.T) {
	const v4, other4, v6, other6 = "203.0.113.7", "203.0.113.8", "2001:db8::7", "2001:db8::8"
	for _, s := range servers(t) {
		t.Run(s.name, func(t *testing.T) {
			expect := func(what string, o updater.Outcome, kind updater.Kind, text string) {
				t.Helper()
				if o.Kind != kind || !strings.Contains(o.Text.String()+" "+o.Remedy.String(), text) {
					t.Errorf("%s: got %s, %q %q, want %s, %q", what, o.Kind, o.Text, o.Remedy, kind, text)
				}
				if strings.Contains(o.Text.String()+o.Answer, secret) {
					t.Errorf("%s: the secret is in the text", what)
				}
			}
			holds := func(name, want string) {
				t.Helper()
				if got := held(t, s, name); got != want {
					t.Errorf("%s holds %q, want %q", name, got, want)
				}
			}
			for _, a := range algorithmNames() {
				for _, transport := range []string{"tcp", "udp"} {
					name := transport + "-" + a + ".example.net"
					set := map[string]string{"key": "key-" + a, "algorithm": a, "hostname": name, "transport": transport}
					o := update(t, s, v4, set)
					expect(name, o, updater.Confirmed, "")
					if o.Notice != "" || !o.Sent {
						t.Errorf("%s: sent %v, notice %q", name, o.Sent, o.Notice)
					}
					holds(name, v4)
				}
			}
			const home = "home.example.net"
			expect("both families at once", update(t, s, v4+" "+v6, nil), updater.Confirmed, "")
			holds(home, v6+" "+v4)
			o := update(t, s, v4+" "+v6, nil)
			expect("again", o, updater.Confirmed, "had "+v4)
			if o.Sent {
				t.Error("an update was sent for what the server held")
			}
			expect("one family", update(t, s, other4, nil), updater.Confirmed, "")
			holds(home, v6+" "+other4)
			expect("the other one", update(t, s, other4+" "+other6, map[string]string{"zone": "example.net"}), updater.Confirmed, "")
			holds(home, other6+" "+other4)
			expect("in capitals", update(t, s, v4, map[string]string{"hostname": "HOME.Example.net", "key": "KEY-hmac-sha256"}), updater.Confirmed, "")
			holds(home, other6+" "+v4)
			expect("one of several", update(t, s, v4, map[string]string{"hostname": "many.example.net"}), updater.Confirmed, "")
			holds("many.example.net", v4)
			expect("the apex", update(t, s, v4, map[string]string{"hostname": "example.net"}), updater.Confirmed, "")
			holds("example.net", v4)

			badKey, forbidden, late := "correct key", "allow it there", updater.Unsent
			switch s.name {
			case "Knot":
				forbidden = "not for this name"
			case "PowerDNS":
				badKey, late = "zone or the key", updater.Rejected
			}
			for _, c := range []struct {
				what string
				set  map[string]string
				text string
			}{
				{"wrong secret", map[string]string{"secret": "d3Jvbmc="}, badKey},
				{"wrong algorithm", map[string]string{"algorithm": "hmac-sha512"}, badKey},
				{"unknown key", map[string]string{"key": "nobody"}, badKey},
				{"forbidden zone", map[string]string{"hostname": "home.other.example"}, forbidden},
				{"foreign zone", map[string]string{"hostname": "home.example.com"}, "whether it serves the zone"},
				{"an alias", map[string]string{"hostname": "alias.example.net"}, "remove the alias"},
			} {
				expect(c.what, update(t, s, v4, c.set), updater.Rejected, c.text)
			}
			holds("home.other.example", "")

			o = updateAt(t, s, other4, nil, func() time.Time { return time.Now().Add(-time.Hour) }, nil)
			expect("an hour late", o, late, "clock")
			if !o.Clock {
				t.Error("setting the clock is not said to help")
			}
			meanwhile := func() bool {
				expect("the other one's", update(t, s, "203.0.113.99", nil), updater.Confirmed, "")
				return true
			}
			expect("changed meanwhile", updateAt(t, s, other4, nil, time.Now, meanwhile), updater.Unsure, "same moment")
			holds(home, other6+" 203.0.113.99")
			expect("not permitted", updateAt(t, s, other4, nil, time.Now, func() bool { return false }), updater.Unsent, "before anything was sent")
			holds(home, other6+" 203.0.113.99")
		})
	}
}
