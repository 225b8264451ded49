// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

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
	"net"
	"sync"
	"time"
)

// authority is the stand-in's own certificate authority and the one key that
// all its server certificates use.
type certAuthority struct {
	names []string
	key   *ecdsa.PrivateKey
	cert  *x509.Certificate
	leaf  *ecdsa.PrivateKey

	mu   sync.Mutex
	good *tls.Certificate // what is shown without a fault
	made time.Time        // when it was issued
}

// renewal is how long the stand-in shows the same certificate: like a provider's,
// it is renewed a month before it ends.
const renewal = 60 * 24 * time.Hour

// show returns the server certificate for a handshake.
func (a *certAuthority) show(f ActiveFault, now time.Time) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if age := now.Sub(a.made); f.Name == "" && a.good != nil && age >= 0 && age < renewal {
		return a.good, nil
	}
	made, err := a.issue(f, now)
	if f.Name == "" && err == nil {
		a.good, a.made = made, now
	}
	return made, err
}

func newCertAuthority(names []string, now time.Time) (*certAuthority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the authority: %w", err)
	}
	leaf, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the key of the server: %w", err)
	}
	template := &x509.Certificate{
		SerialNumber:          serial(),
		Subject:               pkix.Name{CommonName: "dynwan sandbox authority", Organization: []string{"dynwan sandbox"}},
		NotBefore:             now.AddDate(-1, 0, 0),
		NotAfter:              now.AddDate(10, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("make the certificate of the authority: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("read back the certificate of the authority: %w", err)
	}
	return &certAuthority{names: names, key: key, cert: cert, leaf: leaf}, nil
}

// CAPEM is the certificate of the stand-in's authority, for a client's pool.
func (s *Sandbox) CAPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.ca.cert.Raw})
}

// issue makes a server certificate.
func (a *certAuthority) issue(f ActiveFault, now time.Time) (*tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: a.names[0]},
		NotBefore:    now.Add(-24 * time.Hour),
		NotAfter:     now.AddDate(0, 3, 0),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	parent, signer, names := a.cert, a.key, a.names
	switch f.Name {
	case CertWrongName:
		names = []string{"router.example.com"}
		template.Subject.CommonName = names[0]
	case CertSelfSigned:
		parent, signer = template, a.leaf
	case CertExpired:
		template.NotBefore, template.NotAfter = now.AddDate(0, -3, 0), now.Add(-24*time.Hour)
	case CertNotYet:
		// The argument was checked when the fault was set.
		template.NotBefore, _ = parseStart(f.Arg, now)
		template.NotAfter = template.NotBefore.AddDate(0, 3, 0)
	}
	addNames(template, names)
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &a.leaf.PublicKey, signer)
	if err != nil {
		return nil, fmt.Errorf("make a server certificate: %w", err)
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.leaf}, nil
}

func addNames(template *x509.Certificate, names []string) {
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
			continue
		}
		template.DNSNames = append(template.DNSNames, name)
	}
}

// tlsConfig offers HTTP/1.1 alone, as a server of that age does.
func (s *Sandbox) tlsConfig() *tls.Config {
	return &tls.Config{
		NextProtos: []string{"http/1.1"},
		// A resumed session would not ask for the certificate.
		SessionTicketsDisabled: true,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			s.mu.Lock()
			f := s.take(atCertificate, anyFault)
			s.mu.Unlock()
			return s.ca.show(f, s.cfg.Now())
		},
	}
}

// serial is a random certificate number.
func serial() *big.Int {
	n, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return big.NewInt(1)
	}
	return n
}
