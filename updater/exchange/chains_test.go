// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// verifies says whether the certificates of dyn.example.net are verified, which is
// what the authorities are asked for, and fails unless they are trusted.
func verifies(t *testing.T, root *party, chains *Chains, version uint16, shown ...*party) (asked bool) {
	t.Helper()
	all := new(Authorities)
	all.Add(root.pem())
	line := Line{Chains: chains, Roots: func() *Authorities { asked = true; return all }}
	if err := shake(t, trust("dyn.example.net", line), version, shown); err != nil {
		t.Fatalf("got %v, want trust", err)
	}
	return asked
}

func TestAChainIsVerifiedOnce(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	middle := root.signs(t, "middle", ca)
	leaf := middle.signs(t, "leaf", site)
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		known := NewChains("these authorities", "")
		if known.expect("dyn.example.net") || !verifies(t, root, known, version, leaf, middle) {
			t.Errorf("TLS %x, the first time: got it known", version)
		}
		text, news := known.Text()
		if !news {
			t.Errorf("TLS %x: got no news, want the chain", version)
		}
		next := NewChains("these authorities", text)
		if !next.expect("dyn.example.net") || verifies(t, root, next, version, leaf, middle) {
			t.Errorf("TLS %x, another process: got it verified again", version)
		}
		if same, news := next.Text(); news || same != text {
			t.Errorf("TLS %x, another process: got news %v and %q, want %q", version, news, same, text)
		}
	}
}

func TestWhatEndsTheMemoryOfAChain(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	leaf := root.signs(t, "leaf", site)
	known := NewChains("these authorities", "")
	verifies(t, root, known, tls.VersionTLS13, leaf)
	text, _ := known.Text()
	words := strings.Fields(text)
	times := func(from, until time.Duration) string {
		now := time.Now()
		return fmt.Sprintln(words[0], words[1], now.Add(from).Unix(), now.Add(until).Unix())
	}
	if verifies(t, root, NewChains("these authorities", times(-time.Hour, time.Hour)), tls.VersionTLS13, leaf) {
		t.Fatal("the test's own text: got it verified again")
	}
	for _, c := range []struct {
		name, basis, text string
		shown             []*party
	}{
		{"other authorities", "those authorities", text, []*party{leaf}},
		{"it is not known which authorities", "", text, []*party{leaf}},
		{"another certificate of the same name", "these authorities", text, []*party{root.signs(t, "leaf", site)}},
		{"one certificate more", "these authorities", text, []*party{leaf, root}},
		{"it has ended", "these authorities", times(-time.Hour, -2*time.Second), []*party{leaf}},
		{"it has yet to begin", "these authorities", times(2*time.Second, time.Hour), []*party{leaf}},
		{"a text that is cut", "these authorities", text[:len(text)-14], []*party{leaf}},
		{"another digest", "these authorities", strings.Replace(text, words[1], words[0], 1), []*party{leaf}},
		{"no text of ours", "these authorities", strings.Repeat(" \n", 20), []*party{leaf}},
	} {
		if !verifies(t, root, NewChains(c.basis, c.text), tls.VersionTLS13, c.shown...) {
			t.Errorf("%s: got trust without a look", c.name)
		}
	}
	if NewChains("these authorities", text).expect("www.example.net") {
		t.Error("another host: got it expected")
	}
}

// TestAKnownChainProvesNothingAlone plays somebody on the way who shows what the
// server shows, and does not have its key.
func TestAKnownChainProvesNothingAlone(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	leaf := root.signs(t, "leaf", site)
	all := new(Authorities)
	all.Add(root.pem())
	known := NewChains("these authorities", "")
	verifies(t, root, known, tls.VersionTLS13, leaf)
	thief := &party{leaf.cert, root.key}
	line := Line{Chains: known, Roots: func() *Authorities { return all }}
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		if err := shake(t, trust("dyn.example.net", line), version, []*party{thief}); err == nil {
			t.Errorf("TLS %x: got trust in a server without the key", version)
		}
	}
	// Its certificate is for this name too, but that was not verified.
	if err := shake(t, trust("www.example.net", line), tls.VersionTLS13, []*party{leaf}); !errors.As(err, new(x509.HostnameError)) {
		t.Errorf("another host: got %v, want that the certificate is for another", err)
	}
}

func TestAChainIsKnownAsLongAsItsShortestCertificate(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	from, until := time.Now().Add(-time.Minute).Truncate(time.Second), time.Now().Add(time.Minute).Truncate(time.Second)
	middle := root.signs(t, "middle", func(c *x509.Certificate) { ca(c); c.NotBefore, c.NotAfter = from, until })
	known := NewChains("these authorities", "")
	verifies(t, root, known, tls.VersionTLS13, middle.signs(t, "leaf", site), middle)
	text, _ := known.Text()
	if want := fmt.Sprintf(" %d %d\n", from.Unix(), until.Unix()); !strings.HasSuffix(text, want) {
		t.Errorf("got %q, want it to end in %q", text, want)
	}
}

func TestNothingIsKnownOfWhatWasNotTrusted(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	all := new(Authorities)
	all.Add(root.pem())
	known := NewChains("these authorities", "")
	for name, line := range map[string]Line{
		"a stranger":            {Chains: known, Roots: func() *Authorities { return new(Authorities) }},
		"the system's":          {Chains: known, Roots: func() *Authorities { return nil }},
		"the system's, no list": {Chains: known},
	} {
		if err := shake(t, trust("dyn.example.net", line), tls.VersionTLS13, []*party{root.signs(t, "leaf", site)}); err == nil {
			t.Errorf("%s: got trust", name)
		}
	}
	if text, news := known.Text(); text != "" || news {
		t.Errorf("got %q, news %v, want nothing", text, news)
	}
}

func TestWithoutABasisNothingIsKept(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	leaf := root.signs(t, "leaf", site)
	known := NewChains("", "")
	for range 2 {
		if !verifies(t, root, known, tls.VersionTLS13, leaf) {
			t.Error("got trust without a look")
		}
		if text, news := known.Text(); text != "" || news {
			t.Errorf("got %q, news %v, want nothing", text, news)
		}
	}
}

// TestOfTheSystemsAuthoritiesNothingIsKept runs once more in a process of its own,
// because Go reads them once.
func TestOfTheSystemsAuthoritiesNothingIsKept(t *testing.T) {
	file := os.Getenv("SSL_CERT_FILE")
	if filepath.Base(file) != "system.pem" {
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+filepath.Join(t.TempDir(), "system.pem"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return
	}
	root := (*party)(nil).signs(t, "root", ca)
	if err := os.WriteFile(file, root.pem(), 0o600); err != nil {
		t.Fatal(err)
	}
	known := NewChains("these authorities", "")
	line := Line{Chains: known, Roots: func() *Authorities { return nil }}
	if err := shake(t, trust("dyn.example.net", line), tls.VersionTLS13, []*party{root.signs(t, "leaf", site)}); err != nil {
		t.Errorf("got %v, want trust", err)
	}
	if text, news := known.Text(); text != "" || news {
		t.Errorf("got %q, news %v, want nothing", text, news)
	}
}

func TestFewChainsAreKept(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	known := NewChains("these authorities", "")
	var leaves []*party
	for range maxChains + 1 {
		leaf := root.signs(t, "leaf", site)
		leaves = append(leaves, leaf)
		verifies(t, root, known, tls.VersionTLS13, leaf)
	}
	text, _ := known.Text()
	if n := strings.Count(text, "\n"); n != maxChains || len(text) > 4<<10 {
		t.Errorf("got %d chains of %d bytes, want %d", n, len(text), maxChains)
	}
	for i, leaf := range leaves[1:] {
		if verifies(t, root, known, tls.VersionTLS13, leaf) {
			t.Errorf("chain %d: got it verified again", i+1)
		}
	}
	if !verifies(t, root, known, tls.VersionTLS13, leaves[0]) {
		t.Error("the oldest: got it known, want it forgotten")
	}
}
