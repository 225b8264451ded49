// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dynwan/updater/exchange"
)

// authority makes a certificate of its own and writes it to a file.
func authority(t *testing.T, path string) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true}
	template.Subject.CommonName = filepath.Base(path)
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func trusts(all *exchange.Authorities, c *x509.Certificate) bool {
	_, err := c.Verify(x509.VerifyOptions{Roots: all.Pool([]*x509.Certificate{c})})
	return err == nil
}

func TestFilesBesideTheBundleCountAndLinksDoNot(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	own := authority(t, filepath.Join(dir, "own.pem"))
	part := authority(t, filepath.Join(elsewhere, "part.pem"))
	if err := os.Symlink(filepath.Join(elsewhere, "part.pem"), filepath.Join(dir, "part.pem")); err != nil {
		t.Fatal(err)
	}
	all := new(exchange.Authorities)
	for _, name := range filesBeside(filepath.Join(dir, "ca-certificates.crt")) {
		text, err := os.ReadFile(name)
		if err != nil || !all.Add(text) {
			t.Errorf("%s: got %v, want its authority", name, err)
		}
	}
	if !trusts(all, own) || trusts(all, part) {
		t.Errorf("trusted: the user's own %v, a link %v; want the own alone", trusts(all, own), trusts(all, part))
	}
}

func TestTheUsersOwnPlaceForAuthoritiesIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bundle.pem")
	own := authority(t, file)
	t.Setenv("SSL_CERT_DIR", "")
	t.Setenv("SSL_CERT_FILE", file)
	if all := roots(); all == nil || !trusts(all, own) {
		t.Error("SSL_CERT_FILE: want its authority trusted")
	}
	t.Setenv("SSL_CERT_FILE", file+".gone")
	if roots() != nil {
		t.Error("SSL_CERT_FILE that is not there: want Go's own way")
	}
	t.Setenv("SSL_CERT_FILE", file)
	t.Setenv("SSL_CERT_DIR", t.TempDir())
	if roots() != nil {
		t.Error("SSL_CERT_DIR: want Go's own way")
	}
}
