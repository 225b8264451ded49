// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"

	"dynwan/internal/lab"
	"dynwan/internal/rows"
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/catalogue"
	"dynwan/updater/config"
	"dynwan/updater/providers"
)

// Where every host of the internet is, in the namespace of the test. dynwan asks
// no resolver at an address that is not public.
const (
	anyResolver, anyHost4, anyHost6 = "45.0.0.53", "45.0.0.80", "2a00:1450::80"
	ownAddr4, ownAddr6              = "203.0.113.9", "2001:db8:53::9"
)

// internet is a network in which one server is every host.
type internet struct {
	*sandbox.AnyHost
	t   *testing.T
	dir string
	net *lab.Net
}

func newInternet(t *testing.T) *internet {
	t.Helper()
	host, err1 := sandbox.NewAnyHost()
	n, err2 := lab.New()
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	i := &internet{host, t, t.TempDir(), n}
	if err := errors.Join(
		n.ISPAddr(anyResolver+"/32", anyHost4+"/32", anyHost6+"/128"),
		n.AddDevice(scene.Device), n.AddAddr(scene.Device, ownAddr4), n.AddAddr(scene.Device, ownAddr6),
		n.Route(scene.Device), n.Route6(scene.Device), n.Resolv(anyResolver), n.ISP(i.serve),
		os.WriteFile(filepath.Join(i.dir, "ca.pem"), host.CAPEM(), 0o644),
	); err != nil {
		t.Fatal(err)
	}
	return i
}

// serve opens the sockets of the server, and of a resolver that leads every name
// to it.
func (i *internet) serve() error {
	for _, ip := range []string{anyHost4, anyHost6} {
		l, err := net.Listen("tcp", net.JoinHostPort(ip, "443"))
		if err != nil {
			return err
		}
		i.t.Cleanup(func() { l.Close() })
		go i.Serve(l)
	}
	socket, err := net.ListenPacket("udp", anyResolver+":53")
	resolver := &dns.Server{PacketConn: socket, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		m.RecursionAvailable = true
		head := dns.RR_Header{Name: q.Question[0].Name, Rrtype: q.Question[0].Qtype, Class: dns.ClassINET, Ttl: 60}
		switch head.Rrtype {
		case dns.TypeA:
			m.Answer = []dns.RR{&dns.A{Hdr: head, A: net.ParseIP(anyHost4)}}
		case dns.TypeAAAA:
			m.Answer = []dns.RR{&dns.AAAA{Hdr: head, AAAA: net.ParseIP(anyHost6)}}
		}
		w.WriteMsg(m)
	})}
	if err == nil {
		go resolver.ActivateAndServe()
		i.t.Cleanup(func() { resolver.Shutdown() })
	}
	return err
}

// configure writes the configuration of an account and reads it: there is an
// account for each family where the requests are apart.
func (i *internet) configure(name string, table *rows.Table) (file string, accounts []config.Account) {
	i.t.Helper()
	text := fmt.Sprintf("statedir = %q\n[account.home]\nprovider = %q\ndevice = %q\n", i.dir, name, scene.Device)
	if providers.Find(name).Families.IPv6 {
		text += "ipv6 = true\n"
	}
	for _, option := range slices.Sorted(maps.Keys(table.Settings)) {
		text += fmt.Sprintf("%s = %q\n", option, table.Settings[option])
	}
	file = filepath.Join(i.dir, name+".toml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		i.t.Fatal(err)
	}
	c, err := config.Read(file)
	if err != nil || len(c.Accounts) == 0 {
		i.t.Fatalf("%s: %v", text, err)
	}
	return file, c.Accounts
}

// jobOf is what the daemon would want of an account.
func jobOf(a config.Account) updater.Job {
	want := updater.Record{Settings: a.Kept()}
	if a.Flag("ipv4") || !a.Families.IPv6 {
		want.IPv4 = netip.MustParseAddr(ownAddr4)
	}
	if a.Flag("ipv6") {
		want.IPv6 = netip.MustParseAddr(ownAddr6)
	}
	return updater.Job{Task: updater.Update, Account: a.Name, Device: a.Text("device"), Config: a.Whole(), Want: want}
}

// child does a job in a child, as the daemon does, and returns how it ended.
func (i *internet) child(file string, job updater.Job) (o updater.Outcome) {
	i.t.Helper()
	cmd := exec.Command(program, "send", "-config", file)
	cmd.Env = []string{"SSL_CERT_FILE=" + filepath.Join(i.dir, "ca.pem")}
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		i.t.Fatal(err)
	}
	text, _ := job.AppendText(nil)
	in.Write(append(text, '\n'))
	r := bufio.NewReader(out)
	line, _ := r.ReadString('\n')
	for line == "ready\n" { // once more for an add behind a deletion
		fmt.Fprintf(in, "go %d\n", boot.Uptime()+time.Second)
		line, _ = r.ReadString('\n')
	}
	// The end of its input would tell the child that nobody waits for it.
	if err := errors.Join(cmd.Wait(), o.UnmarshalText([]byte(strings.TrimSuffix(line, "\n")))); err != nil {
		i.t.Errorf("the child said %q: %v", line, err)
	}
	return o
}

// TestEachEntryIsSentByTheChild sends to every provider of the catalogue at its
// own host name, with the certificate of an authority of the test.
func TestEachEntryIsSentByTheChild(t *testing.T) {
	i := newInternet(t)
	for _, name := range catalogue.Names() {
		if providers.Find(name).TimeLimit > 0 { // it takes several requests
			i.talk(name)
			continue
		}
		table, err := rows.Read("../../updater/catalogue/testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		good := table.Answers[slices.IndexFunc(table.Answers, func(a rows.Answer) bool { return a.Means == "yes" || a.Means == "unclear" })]
		want := map[string]updater.Kind{"yes": updater.Confirmed, "unclear": updater.Unverified}[good.Means]
		file, accounts := i.configure(name, table)
		all := table.Sends[slices.IndexFunc(table.Sends, func(s rows.Send) bool { return len(s.Requests) == len(accounts) })]
		if len(accounts) == 1 && providers.Find(name).Families.IPv6 {
			all = table.Sends[2] // both in one request
		}
		for n, a := range accounts {
			job := jobOf(a)
			body, from := good.Body, ownAddr4
			if !job.Want.IPv4.IsValid() {
				body, from = strings.ReplaceAll(body, ownAddr4, ownAddr6), ownAddr6
			}
			i.Reply(good.Status, body)
			o := i.child(file, job)
			asked := i.Take()
			if o.Kind != want || !o.Sent || len(asked) != 1 {
				t.Errorf("%s: got %+v after %d requests, want it %s", a.Name, o, len(asked), want)
				continue
			}
			r := all.Requests[n]
			if name == "route53-v1" { // its signature differs with the time
				asked[0].Bytes = rows.Unsigned(asked[0].Bytes)
			}
			if asked[0].Host != r.Host() || asked[0].Bytes != r.Bytes("dynwan/test") {
				t.Errorf("%s: got at %s\n%q\nwant\n%q", name, asked[0].Host, asked[0].Bytes, r.Bytes("dynwan/test"))
			}
			if host, _, _ := net.SplitHostPort(asked[0].Remote.String()); r.Family != "" && host != from {
				t.Errorf("%s: the server saw %s, want %s", name, host, from)
			}
		}
	}
}

// talk changes a record at a provider of steps.
func (i *internet) talk(name string) {
	i.t.Helper()
	talks, err := rows.ReadTalks("../../updater/catalogue/testdata/" + name + ".txt")
	if err != nil {
		i.t.Fatal(err)
	}
	talks.Settings["server"] = strings.Replace(talks.Settings["server"], ":8081", "", 1) // AnyHost has one port
	if talks.Settings["server"] == "" {
		delete(talks.Settings, "server")
	}
	file, accounts := i.configure(name, &talks.Table)
	for n, a := range accounts {
		talk := talks.Talks[n] // the first ones change an address of each family
		var replies []string
		for _, x := range talk.Exchanges {
			replies = append(replies, x.Answer(0))
		}
		i.Script(replies)
		want := map[string]updater.Kind{"yes": updater.Confirmed, "unclear": updater.Unverified}[talk.Ends]
		if o, asked := i.child(file, jobOf(a)), i.Take(); o.Kind != want || !o.Sent || len(asked) != len(replies) {
			i.t.Errorf("%s: got %+v after %d requests, want it %s after %d", a.Name, o, len(asked), want, len(replies))
		}
	}
}

// TestACheckOfWhatDNSCannotTellAsksTheProvider: the child reads, asks for no
// permit and writes nothing.
func TestACheckOfWhatDNSCannotTellAsksTheProvider(t *testing.T) {
	i := newInternet(t)
	talks, err := rows.ReadTalks("../../updater/catalogue/testdata/cloudflare.com-v4.txt")
	if err != nil {
		t.Fatal(err)
	}
	file, accounts := i.configure("cloudflare.com-v4", &talks.Table)
	job := jobOf(accounts[0])
	job.Task, job.Strict = updater.Verify, true
	for held, want := range map[string]updater.Kind{ownAddr4: updater.Confirmed, "203.0.113.1": updater.Unsent} {
		i.Script([]string{
			rows.Exchange{Status: 200, Reply: `{"success": true, "result": [{"id": "z9", "name": "example.net"}]}`}.Answer(0),
			rows.Exchange{Status: 200, Reply: `{"success": true, "result": [{"id": "r1", "type": "A", "content": "` + held + `"}]}`}.Answer(0),
		})
		o, asked := i.child(file, job), i.Take()
		if o.Kind != want || o.Other != (want == updater.Unsent) || o.Sent || len(asked) != 2 || o.Other && o.Text.String() != "accepted 203.0.113.9, but api.cloudflare.com answers 203.0.113.1" {
			t.Errorf("%s is held: got %+v after %d requests, want it %s after 2", held, o, len(asked), want)
		}
	}
}
