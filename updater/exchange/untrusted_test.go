// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"time"
)

// TestWhoseFaultItIs has the texts of what was not trusted.
func TestWhoseFaultItIs(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	old := (*party)(nil).signs(t, "old", func(c *x509.Certificate) { ca(c); c.NotAfter = time.Now().Add(-time.Minute) })
	between := root.signs(t, "between", func(c *x509.Certificate) { ca(c); c.NotAfter = time.Now().Add(-time.Minute) })
	nameless := func(c *x509.Certificate) { c.Subject.CommonName = "dyn.example.net" }
	of := func(p *party) *Authorities {
		all := new(Authorities)
		all.Add(p.pem())
		return all
	}
	for _, c := range []struct {
		name  string
		roots *Authorities
		shown []*party
		text  string
	}{
		{"the router's copy of the authority has ended", of(old), []*party{old.signs(t, "leaf", site)},
			"the authority in ca-bundle ended on " + day(old.cert.NotAfter) + ", and the clock says " + day(time.Now()) + ": upgrade ca-bundle"},
		{"the server's has", of(root), []*party{root.signs(t, "leaf", expired)}, "its certificate ended on"},
		{"one between them has", of(root), []*party{between.signs(t, "leaf", site), between}, "its certificate ended on"},
		{"an authority that is too new", of(old), []*party{root.signs(t, "leaf", site)}, "no authority in ca-bundle signed its certificate: upgrade ca-bundle"},
		{"signed by itself", of(root), []*party{(*party)(nil).signs(t, "leaf", site)}, "its certificate is signed by itself alone"},
		{"without a SAN", of(root), []*party{root.signs(t, "leaf", nameless)}, "its certificate is for no name (SAN): the provider has to renew it"},
		{"for another name", of(root), []*party{root.signs(t, "leaf", func(c *x509.Certificate) { c.DNSNames = []string{"x.example.net"} })}, "its certificate is for another name"},
		{"no authorities", new(Authorities), []*party{root.signs(t, "leaf", site)}, "no authorities in /etc/ssl/certs: install ca-bundle"},
	} {
		err := shake(t, trust("dyn.example.net", Line{Roots: func() *Authorities { return c.roots }}), tls.VersionTLS13, c.shown)
		if err == nil {
			t.Errorf("%s: got trust", c.name)
			continue
		}
		o := Unreachable("dyn.example.net", err)
		if want := "cannot trust dyn.example.net: " + c.text; !strings.HasPrefix(o.Text.String(), want) || !o.Reached || o.Sent {
			t.Errorf("%s: got %+v\nwant %s", c.name, o, want)
		}
	}
}

// TestAddTakesWhatCryptoTLSTakes holds the reader of PEM against that of
// crypto/x509.
func TestAddTakesWhatCryptoTLSTakes(t *testing.T) {
	root := (*party)(nil).signs(t, "root", ca)
	raw := root.cert.Raw
	for name, text := range map[string][]byte{
		"a certificate":              root.pem(),
		"one with headers":           pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"X": "y"}, Bytes: raw}),
		"one of another kind":        pem.EncodeToMemory(&pem.Block{Type: "X509 CERTIFICATE", Bytes: raw}),
		"words around it":            append(append([]byte("words\n"), root.pem()...), "\nwords"...),
		"one with headers before it": append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"X": "y"}, Bytes: raw}), root.pem()...),
		"lines that end as in DOS":   bytes.ReplaceAll(root.pem(), []byte("\n"), []byte("\r\n")),
		"cut in the middle":          root.pem()[:200],
	} {
		pool, all := x509.NewCertPool(), new(Authorities)
		want, got := pool.AppendCertsFromPEM(text), all.Add(text)
		if got != want || !all.Pool([]*x509.Certificate{root.cert}).Equal(pool) {
			t.Errorf("%s: got %v, crypto/x509 has %v, or another certificate", name, got, want)
		}
	}
}
