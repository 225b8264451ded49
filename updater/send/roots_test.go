// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"

	"dynwan/internal/samples"
	"dynwan/updater/exchange"
)

func trusts(all *exchange.Authorities, c *x509.Certificate) bool {
	_, err := c.Verify(x509.VerifyOptions{Roots: all.Pool([]*x509.Certificate{c})})
	return err == nil
}

func TestFilesBesideTheBundleCountAndLinksDoNot(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	own := samples.Authority(t, filepath.Join(dir, "own.pem"))
	part := samples.Authority(t, filepath.Join(elsewhere, "part.pem"))
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
	own := samples.Authority(t, file)
	t.Setenv("SSL_CERT_DIR", "")
	t.Setenv("SSL_CERT_FILE", file)
	if all := Roots(); all == nil || !trusts(all, own) {
		t.Error("SSL_CERT_FILE: want its authority trusted")
	}
	t.Setenv("SSL_CERT_FILE", file+".gone")
	if Roots() != nil {
		t.Error("SSL_CERT_FILE that is not there: want Go's own way")
	}
	t.Setenv("SSL_CERT_FILE", file)
	t.Setenv("SSL_CERT_DIR", t.TempDir())
	if Roots() != nil {
		t.Error("SSL_CERT_DIR: want Go's own way")
	}
}
