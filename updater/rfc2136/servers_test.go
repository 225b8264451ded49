// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// secret is that of every key of the servers, by algorithm.
const secret = "c2VjcmV0IG9mIHRoZSBob21lIHJvdXRlciAxMjM0NTY="

// zoneText is the zone that each server begins with.
const zoneText = `$TTL 3600
@ IN SOA ns.example.net. hostmaster.example.net. 1 3600 600 86400 60
@ IN NS ns
ns IN A 127.0.0.1
alias IN CNAME ns
many IN A 203.0.113.1
many IN A 203.0.113.2
`

// server is a real name server on this machine.
type server struct{ name, address string }

// servers starts those that are tried, each with the zone example.net, which
// every key may change, and other.example, which none may.
func servers(t *testing.T) []server {
	return []server{{"BIND", bind(t)}, {"Knot", knot(t)}, {"PowerDNS", powerDNS(t)}}
}

// run starts a server in a directory of its own and waits until it answers.
func run(t *testing.T, port int, program, pkg string, args ...string) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%v; apt-get install %s", err, pkg)
	}
	log := filepath.Join(t.TempDir(), "log")
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait(); out.Close() })
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			conn.Close()
			return
		}
	}
	text, _ := os.ReadFile(log)
	t.Fatalf("%s does not answer: %s", program, text)
}

// freePort returns a port that nobody uses.
func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// write writes a file into a directory that every user can read.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func bind(t *testing.T) string {
	dir, port := t.TempDir(), freePort(t)
	write(t, dir, "example.net", zoneText)
	write(t, dir, "other.example", zoneText)
	conf := fmt.Sprintf(`options { directory %q; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
	pid-file none; session-keyfile none; recursion no; dnssec-validation no; notify no; };
controls { };
`, dir, port)
	var allow string
	for _, a := range algorithmNames() {
		conf += fmt.Sprintf("key %q { algorithm %s; secret %q; };\n", "key-"+a, a, secret)
		allow += fmt.Sprintf("key %q; ", "key-"+a)
	}
	conf += fmt.Sprintf("zone \"example.net\" { type primary; file \"example.net\"; allow-update { %s }; };\n", allow)
	conf += "zone \"other.example\" { type primary; file \"other.example\"; };\n"
	run(t, port, "named", "bind9", "-g", "-c", write(t, dir, "named.conf", conf))
	return fmt.Sprintf("127.0.0.1:%d", port)
}

func knot(t *testing.T) string {
	dir, port := t.TempDir(), freePort(t)
	write(t, dir, "example.net.zone", zoneText)
	write(t, dir, "other.example.zone", zoneText)
	conf := fmt.Sprintf("server:\n  rundir: %q\n  listen: 127.0.0.1@%d\ndatabase:\n  storage: %q\n", dir, port, dir)
	conf += "key:\n"
	var keys []string
	for _, a := range algorithmNames() {
		conf += fmt.Sprintf("  - id: key-%s\n    algorithm: %s\n    secret: %s\n", a, a, secret)
		keys = append(keys, "key-"+a)
	}
	conf += fmt.Sprintf("acl:\n  - id: home\n    key: [%s]\n    action: update\n", strings.Join(keys, ", "))
	conf += fmt.Sprintf("zone:\n  - domain: example.net\n    storage: %q\n    acl: home\n  - domain: other.example\n    storage: %q\n", dir, dir)
	run(t, port, "knotd", "knot", "-c", write(t, dir, "knot.conf", conf))
	return fmt.Sprintf("127.0.0.1:%d", port)
}

func powerDNS(t *testing.T) string {
	dir, port := t.TempDir(), freePort(t)
	write(t, dir, "pdns.conf", fmt.Sprintf(`launch=lmdb
lmdb-filename=%s/db
local-address=127.0.0.1
local-port=%d
socket-dir=%s
dnsupdate=yes
allow-dnsupdate-from=
security-poll-suffix=
query-cache-ttl=0
cache-ttl=0
negquery-cache-ttl=0
zone-cache-refresh-interval=0
`, dir, port, dir))
	tool := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("pdnsutil", append([]string{"--config-dir=" + dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("pdnsutil %s: %v: %s", strings.Join(args, " "), err, out)
		}
	}
	for _, zone := range []string{"example.net", "other.example"} {
		tool("load-zone", zone, write(t, dir, zone, zoneText))
	}
	for _, a := range algorithmNames() {
		tool("import-tsig-key", "key-"+a, a, secret)
		tool("add-meta", "example.net", "TSIG-ALLOW-DNSUPDATE", "key-"+a)
	}
	tool("set-meta", "example.net", "ALLOW-DNSUPDATE-FROM", "127.0.0.0/8")
	tool("set-meta", "example.net", "SOA-EDIT-DNSUPDATE", "INCREASE")
	run(t, port, "pdns_server", "pdns-server", "--config-dir="+dir)
	return fmt.Sprintf("127.0.0.1:%d", port)
}
