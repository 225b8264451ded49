// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// pageWay is the way to a page of the test: where Want is an IPv6 address, that
// is asked for.
func pageWay(want updater.Record, line exchange.Line) provider.Change {
	return provider.Change{
		Want: want, Agent: "dynwan/test", Permit: func() bool { return true }, Line: line,
		Public: func(ip netip.Addr) bool {
			return strings.HasPrefix(ip.String(), "203.0.113.") || strings.HasPrefix(ip.String(), "2001:db8:")
		},
	}
}

func TestAPageSaysWhichAddressItSees(t *testing.T) {
	four, six := updater.Record{}, updater.Record{IPv6: netip.MustParseAddr("2001:db8::2")}
	for _, c := range []struct {
		wants  updater.Record
		status int
		body   string
		want   string // the address, or a part of the reason why there is none
	}{
		{four, 200, "203.0.113.9", "203.0.113.9"},
		{four, 200, `{"ip":"203.0.113.9"}`, "203.0.113.9"},
		{four, 200, "203.0.113.9 203.0.113.10", "203.0.113.9 and 203.0.113.10"},
		{four, 200, "192.168.1.2", "192.168.1.2, which is not public"},
		{four, 200, "2001:db8::9", "the answer to the IP check holds no public IPv4 address"},
		{four, 500, "203.0.113.9", "status 500"},
		{four, 302, "203.0.113.9", "status 302"},
		{four, 200, strings.Repeat("<!-- -->", 512) + "203.0.113.9", "no public IPv4 address"}, // too long
		{six, 200, "2001:db8::9", "2001:db8::9"},
		{six, 200, `{"ip":"2001:db8::9"}`, "2001:db8::9"},
		{six, 200, "203.0.113.9", "no public IPv6 address"},
		{six, 200, "fd00::9", "fd00::9, which is not public"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RequestURI() != "/ip?format=text" {
				t.Errorf("got a question for %s", r.URL)
			}
			w.WriteHeader(c.status)
			io.WriteString(w, c.body)
		}))
		way := &sandbox.Recorder{Server: s.Listener.Addr()}
		lookup := func(context.Context, string, string) ([]netip.Addr, error) {
			return []netip.Addr{netip.MustParseAddr("::1")}, nil
		}
		o := askPage(t.Context(), "http://page.example.com/ip?format=text", pageWay(c.wants, exchange.Line{Lookup: lookup, Dial: way.Dial}))
		s.Close()
		if good := o.Kind == updater.Confirmed; !o.Sent || good && o.Seen.String() != c.want || !good && !strings.Contains(o.Text.String(), c.want) {
			t.Errorf("%d %q: got %+v, want %s", c.status, c.body, o, c.want)
		}
	}
	refused := provider.Change{Permit: func() bool { return false }, Line: exchange.Line{}}
	if o := askPage(t.Context(), "https://%zz", refused); o.Kind != updater.Unsent || o.Sent {
		t.Errorf("a page that cannot be read: got %+v, want nothing sent", o)
	}
}

// TestAQuestionLeavesByItsFamily, to a real server on the loopback of each, which
// answers with the address that it sees.
func TestAQuestionLeavesByItsFamily(t *testing.T) {
	hosts := map[string]netip.Addr{"ip4": netip.MustParseAddr("127.0.0.1"), "ip6": netip.MustParseAddr("::1")}
	var port string
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // one that all of the internet could reach
		from := netip.MustParseAddrPort(r.RemoteAddr).Addr()
		io.WriteString(w, map[netip.Addr]string{hosts["ip4"]: "203.0.113.9", hosts["ip6"]: "2001:db8::9"}[from])
	})
	for _, at := range []string{"127.0.0.1:0", "[::1]:"} {
		l, err := net.Listen("tcp", at+port)
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ = net.SplitHostPort(l.Addr().String())
		s := &http.Server{Handler: page}
		go s.Serve(l)
		t.Cleanup(func() { s.Close() })
	}
	var dialed []string
	line := exchange.Line{
		Lookup: func(_ context.Context, host, family string) ([]netip.Addr, error) {
			if host == "four.example" && family == "ip6" {
				return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
			}
			return []netip.Addr{hosts[family]}, nil
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialed = append(dialed, network)
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	for _, c := range []struct {
		host, network, want string
		line                updater.Record
	}{
		{"both.example", "tcp4", "203.0.113.9", updater.Record{IPv4: netip.MustParseAddr("192.168.1.2")}},
		{"both.example", "tcp6", "2001:db8::9", updater.Record{IPv6: netip.MustParseAddr("2001:db8::2")}},
		{"four.example", "tcp4", "203.0.113.9", updater.Record{}},
	} {
		dialed = nil
		o := askPage(t.Context(), "http://"+c.host+":"+port+"/", pageWay(c.line, line))
		if o.Kind != updater.Confirmed || o.Seen.String() != c.want || len(dialed) != 1 || dialed[0] != c.network {
			t.Errorf("%s over %s: got %+v, dialed %q; want %s", c.host, c.network, o, dialed, c.want)
		}
	}
	o := askPage(t.Context(), "http://four.example:"+port+"/", pageWay(updater.Record{IPv6: netip.MustParseAddr("2001:db8::2")}, line))
	if want := "four.example has no IPv6 address, so that it cannot say which one it sees"; o.Sent || !o.Reached || o.Text.String() != want {
		t.Errorf("a page of IPv4 alone: got %+v, want %q and the waits for a server that is reached", o, want)
	}
}

// TestAPageThatIsSilentIsGivenUpSoon: the other family waits for it.
func TestAPageThatIsSilentIsGivenUpSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		go io.Copy(io.Discard, theirs)
		defer theirs.Close()
		start := time.Now()
		o := askPage(t.Context(), "http://page.example.com/", pageWay(updater.Record{}, exchange.Line{
			Lookup: func(context.Context, string, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr("203.0.113.1")}, nil
			},
			Dial: func(context.Context, string, string) (net.Conn, error) { return ours, nil },
		}))
		if took := time.Since(start); took != pageTime || !o.Sent || o.Kind != updater.Unsent {
			t.Errorf("got %+v after %v, want no answer after %v", o, took, pageTime)
		}
	})
}
