// SPDX-License-Identifier: GPL-2.0-or-later

// Package samples has what tests of several packages read: small configurations,
// and a certificate authority.
package samples

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// With returns the smallest good account with one line changed or added.
func With(lines ...string) string {
	keys := []string{`provider = "mtgsy"`, `device = "wan"`, `email = "home.example.net"`, `pass = "hunter2"`}
	for _, line := range lines {
		name, _, _ := strings.Cut(line, " =")
		kept := keys[:0:0]
		for _, k := range keys {
			if !strings.HasPrefix(k, name+" =") {
				kept = append(kept, k)
			}
		}
		keys = append(kept, line)
	}
	return "[account.home]\n" + strings.Join(keys, "\n") + "\n"
}

// Dyn is the smallest good account at a server of dyndns2 with some names.
func Dyn(account, hostname string) string {
	return "[account." + account + "]\nprovider = \"dyndns2\"\ndevice = \"wan\"\nserver = \"https://dyn.example.com\"\n" +
		"user = \"me\"\npass = \"hunter2\"\nhostname = " + hostname + "\n"
}

// Authority makes a certificate of its own and writes it to a file.
func Authority(t testing.TB, path string) *x509.Certificate {
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
