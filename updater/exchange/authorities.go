// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
)

// Authorities are the certificates of those who may sign servers. A router
// knows 140 of them, and an update needs one: to understand all of them takes
// longer than everything else that a sender does. So they are kept as they
// stand in the file until a server has shown whom it refers to.
type Authorities struct {
	certificates [][]byte // DER
}

// Add adds the certificates of a PEM file, and says whether there were any.
func (a *Authorities) Add(text []byte) bool {
	before := len(a.certificates)
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return len(a.certificates) > before
		}
		if block.Type == "CERTIFICATE" {
			a.certificates = append(a.certificates, block.Bytes)
		}
	}
}

// Pool returns the authorities that can matter for what a server showed: the
// ones that signed a certificate of it, and the ones that are shown themselves.
// In both stands the name of who signed that certificate, byte for byte. That
// others may be among them is no harm, they are authorities too.
func (a *Authorities) Pool(shown []*x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, der := range a.certificates {
		for _, c := range shown {
			if !bytes.Contains(der, c.RawIssuer) {
				continue
			}
			if authority, err := x509.ParseCertificate(der); err == nil {
				pool.AddCert(authority)
			}
			break
		}
	}
	return pool
}

// trust sets up a TLS connection to host to be trusted if one of the roots
// signed for it; nil means the system's. It asks what crypto/tls would ask of
// the same package, a moment later: when it is known what the server showed.
func trust(host string, roots func() *Authorities) *tls.Config {
	return &tls.Config{
		ServerName:         host,
		InsecureSkipVerify: true, // VerifyConnection does it
		VerifyConnection: func(s tls.ConnectionState) error {
			shown := s.PeerCertificates
			o := x509.VerifyOptions{DNSName: host, Intermediates: x509.NewCertPool()}
			for _, c := range shown[1:] {
				o.Intermediates.AddCert(c)
			}
			if roots != nil {
				if a := roots(); a != nil {
					o.Roots = a.Pool(shown)
				}
			}
			_, err := shown[0].Verify(o)
			return err
		},
	}
}
