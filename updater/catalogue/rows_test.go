// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dynwan/internal/rows"
	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// way leads every connection to one server, and keeps by which family each was
// wanted.
type way struct {
	*sandbox.AnyHost
	to       net.Addr
	roots    *exchange.Authorities
	families []string
}

func newWay(t testing.TB) *way {
	t.Helper()
	host, err := sandbox.NewAnyHost()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go host.Serve(l)
	w := &way{AnyHost: host, to: l.Addr(), roots: &exchange.Authorities{}}
	w.roots.Add(host.CAPEM())
	return w
}

func (w *way) line() exchange.Line {
	return exchange.Line{
		Roots: func() *exchange.Authorities { return w.roots },
		Lookup: func(_ context.Context, _, family string) ([]netip.Addr, error) {
			if family == "ip6" {
				return []netip.Addr{netip.IPv6Loopback()}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			w.families = append(w.families, strings.TrimPrefix(network, "tcp"))
			return new(net.Dialer).DialContext(ctx, "tcp", w.to.String())
		},
	}
}

// send updates a name to some addresses, as the daemon does: with one request,
// or with one for each.
func (w *way) send(t testing.TB, s provider.Settings, addrs []netip.Addr) {
	t.Helper()
	jobs := []updater.Record{recordOf(addrs...)}
	if s.Families.Apart {
		jobs = nil
		for _, ip := range addrs {
			jobs = append(jobs, recordOf(ip))
		}
	}
	w.families = nil
	for _, want := range jobs {
		s.New(s).Update(t.Context(), provider.Change{Want: want, Agent: "dynwan/test", Permit: func() bool { return true }, Line: w.line()})
	}
}

// recordOf is a record of at most two addresses.
func recordOf(addrs ...netip.Addr) (r updater.Record) {
	for _, ip := range addrs {
		if ip.Is4() {
			r.IPv4 = ip
		} else {
			r.IPv6 = ip
		}
	}
	return r
}

// settingsOf are the settings of an account at an entry, from those of a table.
func settingsOf(t testing.TB, spec *provider.Spec, table *rows.Table) provider.Settings {
	t.Helper()
	set := map[string][]string{"device": {"pppoe-wan"}}
	for option, value := range table.Settings {
		o := spec.Find(option)
		if o == nil {
			t.Errorf("%s: there is no option %s", spec.Name, option)
			continue
		}
		if err := o.CheckValue(value); err != nil {
			t.Errorf("%s: %s: %v", spec.Name, option, err)
		}
		set[option] = []string{value}
	}
	s := spec.Settings(set)
	for _, b := range s.Broken() {
		t.Errorf("%s: %s: %s", spec.Name, b.Option, b.Rule)
	}
	return s
}

// TestEachEntryIsWhatItsProviderDocuments holds the entries to the tables in
// testdata.
func TestEachEntryIsWhatItsProviderDocuments(t *testing.T) {
	w := newWay(t)
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			table, err := rows.Read("testdata/" + name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			spec := Find(name)
			if spec == nil {
				t.Fatal("the entry cannot be read")
			}
			s := settingsOf(t, spec, table)
			complete(t, spec, table)
			for _, send := range table.Sends {
				w.send(t, s, send.Addrs)
				w.compare(t, send)
			}
			for _, a := range table.Answers {
				o := s.New(s).(account).judge(&exchange.Answer{Status: a.Status, Body: []byte(a.Body)}, recordOf(table.To...), time.Now())
				if got := meaning(o, spec); got != a.Means || o.Wait < a.Wait {
					t.Errorf("%d %q: got %s after %v (%s), want %s after %v", a.Status, a.Body, got, o.Wait, o.Text, a.Means, a.Wait)
				}
			}
		})
	}
	files, _ := os.ReadDir("testdata")
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".txt"); ok && !slices.Contains(Names(), name) {
			t.Errorf("%s: there is no entry for it", f.Name())
		}
	}
}

// compare checks that a send was these requests, and no more.
func (w *way) compare(t *testing.T, send rows.Send) {
	t.Helper()
	asked := w.Take()
	if len(asked) != len(send.Requests) {
		t.Errorf("%v: got %d requests, want %d", send.Addrs, len(asked), len(send.Requests))
		return
	}
	for i, r := range send.Requests {
		if want := wire(r); asked[i].Bytes != want || asked[i].Host != strings.TrimPrefix(r.Head[1], "Host: ") {
			t.Errorf("%v: got at %s\n%q\nwant\n%q", send.Addrs, asked[i].Host, asked[i].Bytes, want)
		}
		if r.Family != "" && (i >= len(w.families) || w.families[i] != r.Family) {
			t.Errorf("%v: got requests by the families %q, want %s", send.Addrs, w.families, r.Family)
		}
	}
}

// wire is a request with the lines that all have.
func wire(r rows.Request) string {
	agent, rest := "User-Agent: dynwan/test", []string{}
	for _, line := range r.Head[2:] {
		if strings.HasPrefix(line, "User-Agent: ") {
			agent = line
		} else if line != "" {
			rest = append(rest, line)
		}
	}
	lines := append(append(slices.Clone(r.Head[:2]), agent, "Connection: close"), rest...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n" + r.Body
}

// meaning is how a table calls an outcome.
func meaning(o updater.Outcome, s *provider.Spec) string {
	switch o.Kind {
	case updater.Confirmed:
		if o.Text != "" {
			return "same"
		}
		return "yes"
	case updater.Rejected:
		return "no"
	case updater.Unsure:
		return "wait"
	case updater.Unverified:
		return "unclear"
	}
	return string(o.Kind)
}

// complete checks that a table has what each provider must have.
func complete(t *testing.T, spec *provider.Spec, table *rows.Table) {
	t.Helper()
	var sends, means []string
	for _, s := range table.Sends {
		var kinds []string
		for _, ip := range s.Addrs {
			kinds = append(kinds, map[bool]string{true: "4", false: "6"}[ip.Is4()])
		}
		sends = append(sends, strings.Join(kinds, ""))
	}
	want := []string{"4"}
	if spec.Families.IPv6 {
		want = []string{"4", "6", "46"}
	}
	if !slices.Equal(sends, want) {
		t.Errorf("the table sends %q, want %q", sends, want)
	}
	if got := ruled(spec); !slices.Equal(got, table.Rules) {
		t.Errorf("the rules are %q, want %q", got, table.Rules)
	}
	for _, a := range table.Answers {
		means = append(means, a.Means)
	}
	if !slices.Contains(means, "yes") && !slices.Contains(means, "unclear") {
		t.Errorf("the table has the answers %q, want one that is no refusal", means)
	}
}

// ruled are the rules of a provider as a table has them.
func ruled(s *provider.Spec) (list []string) {
	if s.MinGap > 0 {
		list = append(list, fmt.Sprint("min_gap ", s.MinGap))
	}
	for _, l := range s.Limits {
		list = append(list, fmt.Sprintf("limit %d in %v", l.N, l.Per))
	}
	if s.Refresh > 0 {
		list = append(list, fmt.Sprint("refresh ", s.Refresh))
	}
	if s.NoQuery {
		list = append(list, "verify none")
	}
	if s.Find("plain_http") != nil {
		list = append(list, "plain_http")
	}
	return list
}
