// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"fmt"
	"strings"
	"testing"

	"dynwan/internal/nameserver"
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

func bind(t *testing.T) string {
	dir, port := t.TempDir(), nameserver.FreePort(t)
	nameserver.Write(t, dir, "example.net", zoneText)
	nameserver.Write(t, dir, "other.example", zoneText)
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
	nameserver.Run(t, port, "named", "bind9", "-g", "-c", nameserver.Write(t, dir, "named.conf", conf))
	return fmt.Sprintf("127.0.0.1:%d", port)
}

func knot(t *testing.T) string {
	dir, port := t.TempDir(), nameserver.FreePort(t)
	nameserver.Write(t, dir, "example.net.zone", zoneText)
	nameserver.Write(t, dir, "other.example.zone", zoneText)
	conf := fmt.Sprintf("server:\n  rundir: %q\n  listen: 127.0.0.1@%d\ndatabase:\n  storage: %q\n", dir, port, dir)
	conf += "key:\n"
	var keys []string
	for _, a := range algorithmNames() {
		conf += fmt.Sprintf("  - id: key-%s\n    algorithm: %s\n    secret: %s\n", a, a, secret)
		keys = append(keys, "key-"+a)
	}
	conf += fmt.Sprintf("acl:\n  - id: home\n    key: [%s]\n    action: update\n", strings.Join(keys, ", "))
	conf += fmt.Sprintf("zone:\n  - domain: example.net\n    storage: %q\n    acl: home\n  - domain: other.example\n    storage: %q\n", dir, dir)
	nameserver.Run(t, port, "knotd", "knot", "-c", nameserver.Write(t, dir, "knot.conf", conf))
	return fmt.Sprintf("127.0.0.1:%d", port)
}

func powerDNS(t *testing.T) string {
	dir, port := t.TempDir(), nameserver.FreePort(t)
	nameserver.Write(t, dir, "pdns.conf", fmt.Sprintf(`launch=lmdb
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
	for _, zone := range []string{"example.net", "other.example"} {
		nameserver.Tool(t, dir, "load-zone", zone, nameserver.Write(t, dir, zone, zoneText))
	}
	for _, a := range algorithmNames() {
		nameserver.Tool(t, dir, "import-tsig-key", "key-"+a, a, secret)
		nameserver.Tool(t, dir, "add-meta", "example.net", "TSIG-ALLOW-DNSUPDATE", "key-"+a)
	}
	nameserver.Tool(t, dir, "set-meta", "example.net", "ALLOW-DNSUPDATE-FROM", "127.0.0.0/8")
	nameserver.Tool(t, dir, "set-meta", "example.net", "SOA-EDIT-DNSUPDATE", "INCREASE")
	nameserver.Run(t, port, "pdns_server", "pdns-server", "--config-dir="+dir)
	return fmt.Sprintf("127.0.0.1:%d", port)
}
