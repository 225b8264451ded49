// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"time"
)

// bundle is where Debian's ca-certificates keeps all authorities.
const bundle = "/etc/ssl/certs/ca-certificates.crt"

// certify makes an authority and, from it, a certificate for host. It writes
// Debian's authorities and the new one into file, as a client in the field has
// to read them all.
func certify(host, file string) (tls.Certificate, error) {
	debian, err := os.ReadFile(bundle)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("cannot read Debian's authorities, of the package ca-certificates: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("cannot make a key: %w", err)
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "dynwan bench authority"},
		NotBefore: time.Now().AddDate(0, 0, -1), NotAfter: time.Now().AddDate(0, 1, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	root, err := x509.CreateCertificate(rand.Reader, authority, authority, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("cannot make an authority: %w", err)
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: authority.NotBefore, NotAfter: authority.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, authority, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("cannot make a certificate: %w", err)
	}
	all := append(debian, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root})...)
	if err := os.WriteFile(file, all, 0o644); err != nil {
		return tls.Certificate{}, fmt.Errorf("cannot write the authorities: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}
