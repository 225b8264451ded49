// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"reflect"
	"testing"
	"time"
)

// party is somebody with a certificate.
type party struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

var serial int64

// signs returns a party whose certificate p signed; a nil p signs itself.
func (p *party) signs(t *testing.T, name string, change func(*x509.Certificate)) *party {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial++
	c := &x509.Certificate{SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	c.Subject.CommonName = name
	change(c)
	signer := &party{c, key}
	if p != nil {
		signer = p
	}
	der, err := x509.CreateCertificate(rand.Reader, c, signer.cert, &key.PublicKey, signer.key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return &party{c, key}
}

func ca(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }

func site(c *x509.Certificate) {
	c.DNSNames, c.IPAddresses = []string{"dyn.example.net"}, []net.IP{net.IPv4(192, 0, 2, 1)}
}

func expired(c *x509.Certificate) { site(c); c.NotAfter = time.Now().Add(-time.Minute) }

func (p *party) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.cert.Raw})
}

// shake plays a handshake with a server that shows some certificates.
func shake(t *testing.T, client *tls.Config, version uint16, shown []*party) error {
	t.Helper()
	own := tls.Certificate{PrivateKey: shown[0].key}
	for _, p := range shown {
		own.Certificate = append(own.Certificate, p.cert.Raw)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{own}, MaxVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		if theirs, err := l.Accept(); err == nil {
			defer theirs.Close()
			theirs.(*tls.Conn).Handshake()
		}
	}()
	ours, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	ours.SetDeadline(time.Now().Add(10 * time.Second))
	c := tls.Client(ours, client)
	err = c.Handshake()
	if got := c.ConnectionState().Version; err == nil && got != version {
		t.Fatalf("handshake: got version %x, want %x", got, version)
	}
	return err
}

// TestTrustIsThatOfTheWholeBundle holds the few authorities that are looked at
// against crypto/tls with all of them.
func TestTrustIsThatOfTheWholeBundle(t *testing.T) {
	var nobody *party
	root := nobody.signs(t, "root", ca)
	twin := nobody.signs(t, "root", ca) // of the same name, with another key
	middle := root.signs(t, "middle", ca)
	stranger := nobody.signs(t, "stranger", ca)
	alone := nobody.signs(t, "alone", site)
	leaf := root.signs(t, "leaf", site)
	below := middle.signs(t, "below", site)
	bundle := func(parties ...*party) []*party {
		if real, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt"); err == nil { // as many as a router has
			for block, rest := pem.Decode(real); block != nil; block, rest = pem.Decode(rest) {
				if c, err := x509.ParseCertificate(block.Bytes); err == nil {
					parties = append(parties, &party{cert: c})
				}
			}
		}
		return parties
	}
	for _, c := range []struct {
		name    string
		host    string
		trusted []*party
		shown   []*party
		fine    bool
	}{
		{"signed by a root", "dyn.example.net", bundle(root), []*party{leaf}, true},
		{"by its address", "192.0.2.1", bundle(root), []*party{leaf}, true},
		{"another address", "192.0.2.2", bundle(root), []*party{leaf}, false},
		{"another name", "www.example.net", bundle(root), []*party{leaf}, false},
		{"the authority shown as well", "dyn.example.net", bundle(root), []*party{leaf, root}, true},
		{"shown authority, unknown", "dyn.example.net", bundle(stranger), []*party{leaf, root}, false},
		{"by way of another", "dyn.example.net", bundle(root), []*party{below, middle}, true},
		{"by way of another that is not shown", "dyn.example.net", bundle(root), []*party{below}, false},
		{"by way of another that is an authority itself", "dyn.example.net", bundle(root, middle), []*party{below}, true},
		{"more shown than needed", "dyn.example.net", bundle(middle), []*party{below, middle, root}, true},
		{"signed by itself, and known", "dyn.example.net", bundle(alone), []*party{alone}, true},
		{"signed by itself", "dyn.example.net", bundle(root), []*party{alone}, false},
		{"known by itself, its signer is not", "dyn.example.net", bundle(leaf), []*party{leaf}, true},
		{"two authorities of one name", "dyn.example.net", bundle(twin, root), []*party{leaf}, true},
		{"another authority of that name", "dyn.example.net", bundle(twin), []*party{leaf}, false},
		{"known, but no authority", "dyn.example.net", bundle(leaf), []*party{leaf.signs(t, "x", site)}, false},
		{"expired", "dyn.example.net", bundle(root), []*party{root.signs(t, "old", expired)}, false},
		{"nobody is known", "dyn.example.net", nil, []*party{leaf}, false},
	} {
		all, pool := new(Authorities), x509.NewCertPool()
		for _, p := range c.trusted {
			all.Add(p.pem())
			pool.AddCert(p.cert)
		}
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			usual := shake(t, &tls.Config{ServerName: c.host, RootCAs: pool}, version, c.shown)
			got := shake(t, trust(c.host, Line{Roots: func() *Authorities { return all }}), version, c.shown)
			if (got == nil) != c.fine || kind(got) != kind(usual) {
				t.Errorf("%s, TLS %x: got %v; crypto/tls has %v; want fine %v", c.name, version, got, usual, c.fine)
			}
		}
	}
}

// kind is what sort of certificate error it is.
func kind(err error) string {
	for _, e := range []any{new(x509.CertificateInvalidError), new(x509.HostnameError), new(x509.UnknownAuthorityError)} {
		if err != nil && errors.As(err, e) {
			return reflect.TypeOf(e).String()
		}
	}
	return fmt.Sprint(err)
}

func TestWithoutAListTheSystemsOwnCounts(t *testing.T) {
	leaf := (*party)(nil).signs(t, "root", ca).signs(t, "leaf", site)
	for name, roots := range map[string]func() *Authorities{"no list": nil, "an empty answer": func() *Authorities { return nil }} {
		err := shake(t, trust("dyn.example.net", Line{Roots: roots}), tls.VersionTLS13, []*party{leaf})
		if !errors.As(err, new(x509.UnknownAuthorityError)) && !errors.As(err, new(x509.SystemRootsError)) {
			t.Errorf("%s: got %v, want a stranger refused", name, err)
		}
	}
}

func TestAddTakesCertificatesAlone(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	all := new(Authorities)
	if all.Add([]byte("no certificate")) || all.Add(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: root.cert.Raw})) {
		t.Error("a file without certificates: got true, want false")
	}
	broken := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: append([]byte{1}, root.cert.RawSubject...)})
	if !all.Add(append(broken, root.pem()...)) || len(all.certificates) != 2 {
		t.Errorf("two certificates: got %d", len(all.certificates))
	}
	// One that cannot be understood does not spoil the others.
	if err := shake(t, trust("dyn.example.net", Line{Roots: func() *Authorities { return all }}), tls.VersionTLS13,
		[]*party{root.signs(t, "leaf", site)}); err != nil {
		t.Errorf("beside a broken one: got %v, want trust", err)
	}
}
