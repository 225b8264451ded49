// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/message"
)

func TestKeyFiles(t *testing.T) {
	for _, c := range []struct {
		name, text, key string // key is "" for an error
	}{
		{"tsig-keygen", "key \"home-key\" {\n\talgorithm hmac-sha512;\n\tsecret \"" + secret + "\";\n};\n", "home-key"},
		{"rndc-confgen", "# Start\nkey \"rndc-key\" {\n  algorithm hmac-md5; // old\n  secret \"" + secret + "\";\n};\noptions { default-key \"rndc-key\"; };", "rndc-key"},
		{"without quotes", "key home. { secret " + secret + "; algorithm HMAC-SHA256; };", "home"},
		{"behind another statement", "/* key no { */ include \"x\"; key a.b { algorithm hmac-sha1; secret \"" + secret + "\"; };", "a.b"},
		{"no key", "options { };", ""},
		{"no secret", "key a { algorithm hmac-sha256; };", ""},
		{"no base64", "key a { algorithm hmac-sha256; secret \"?\"; };", ""},
		{"unknown algorithm", "key a { algorithm hmac-crc; secret \"" + secret + "\"; };", ""},
		{"cut", "key a { algorithm hmac-sha256; secret \"" + secret[:20], ""},
		{"empty", "", ""},
		{"a comment without an end", "/* key a", ""},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		k, err := readKey(path)
		want, _ := wire(c.key)
		if (err == nil) != (c.key != "") || err == nil && !bytes.Equal(k.name, want) {
			t.Errorf("%s: got %q, %v, want %q", c.name, k.name, err, c.key)
		}
		if err != nil && strings.Contains(err.Error(), secret[:20]) {
			t.Errorf("%s: the error has the secret: %v", c.name, err)
		}
	}
	_, s := newFake(t)
	o := update(t, s, "203.0.113.7", map[string]string{"key": "/nonexistent/key", "secret": ""})
	if o.Kind != updater.Rejected || o.Text.ID() != message.CannotUseKey || !strings.Contains(o.Text.String(), "no such file") {
		t.Errorf("a missing file: got %s, %q", o.Kind, o.Text)
	}
}

// TestTheBytesOfAnUpdate: written by hand from RFC 2136, 2 and RFC 8945, 4; its
// MAC was made with Python's hmac.
func TestTheBytesOfAnUpdate(t *testing.T) {
	k, err := newKey("k", "hmac-sha256", "c2VjcmV0") // "secret"
	if err != nil {
		t.Fatal(err)
	}
	c := change{name: dnsmessage.MustNewName("a.example."), zone: dnsmessage.MustNewName("example."), ttl: time.Minute,
		sets: []set{{kind: dnsmessage.TypeA, want: record("203.0.113.7").IPv4, known: true}}}
	signed, _ := k.sign(c.packet(0x1234), time.Unix(1_800_000_000, 0))
	const name, zone = "0161076578616d706c6500", "076578616d706c6500"
	message := "1234" + "2800" + "0001" + "0002" + "0002" + "0000" + // UPDATE: one zone, two prerequisites, two changes
		zone + "0006" + "0001" +
		name + "0005" + "00fe" + "00000000" + "0000" + // no alias
		name + "0001" + "00fe" + "00000000" + "0000" + // no address
		name + "0001" + "00ff" + "00000000" + "0000" + // delete all
		name + "0001" + "0001" + "0000003c" + "0004" + "cb007107"
	mac := "509db9a32ab0597cbff44ae4ddf7bef3efb0e83a3559b559539236959bec25ea"
	want := strings.Replace(message, "0000"+zone, "0001"+zone, 1) +
		"016b00" + "00fa" + "00ff" + "00000000" + "003d" + // k, TSIG, ANY, 61 bytes
		"0b686d61632d73686132353600" + "00006b49d200" + "012c" + "0020" + mac + "1234" + "0000" + "0000"
	if got := hex.EncodeToString(signed); got != want {
		t.Errorf("got  %s\nwant %s\nunsigned %s", got, want, message)
	}
}

// FuzzSplit: a hostile message is read or refused, and what is read has the size
// that it says.
func FuzzSplit(f *testing.F) {
	k, _ := newKey("k", "hmac-sha256", "c2VjcmV0")
	signed, mac := k.sign(query(dnsmessage.MustNewName("a.example."), dnsmessage.TypeA, 1), time.Unix(1_800_000_000, 0))
	f.Add(signed)
	f.Add(signed[:40])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, packet []byte) {
		r, err := decode(packet, 1, k, mac, time.Unix(1_800_000_000, 0))
		if err != nil {
			return
		}
		if r.genuine {
			t.Errorf("%x passes for signed", packet) // the key has signed requests alone
		}
		if len(r.addrs) > maxAddrs {
			t.Errorf("%d addresses", len(r.addrs))
		}
	})
}
