// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"slices"
	"time"

	"dynwan/updater/message"
)

// Authorities are the certificates of those who may sign a server's
// certificate. A router knows 140 of them, and an update needs one: parsing
// them all takes longer than everything else that a sender does. So they stay
// unparsed until a server has shown which ones it refers to.
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
		if block.Type == "CERTIFICATE" && len(block.Headers) == 0 { // as in crypto/x509
			a.certificates = append(a.certificates, block.Bytes)
		}
	}
}

// None says that there are no authorities. A nil a stands for the system's.
func (a *Authorities) None() bool {
	if a != nil {
		return len(a.certificates) == 0
	}
	system, err := x509.SystemCertPool()
	return err != nil || system.Equal(x509.NewCertPool())
}

// Pool returns the authorities that can matter for the certificates of a
// server: those that signed one of them, and those that are among them. Both
// contain the issuer's name of that certificate, byte for byte. Others that
// contain it do no harm, since they are authorities too.
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

// trust makes a TLS connection to host be trusted if one of the line's roots
// signed for it. It makes the same check as crypto/tls with the same package, only
// later: once the server's certificates are known.
func trust(host string, line Line) *tls.Config {
	return &tls.Config{
		ServerName:         host,
		InsecureSkipVerify: true, // VerifyConnection does it
		VerifyConnection: func(s tls.ConnectionState) error {
			shown := s.PeerCertificates
			if line.Chains.hold(host, shown, time.Now()) {
				return nil
			}
			o := x509.VerifyOptions{DNSName: host, Intermediates: x509.NewCertPool()}
			for _, c := range shown[1:] {
				o.Intermediates.AddCert(c)
			}
			var a *Authorities
			if line.Roots != nil {
				a = line.Roots()
			}
			if a != nil {
				o.Roots = a.Pool(shown)
			}
			verified, err := shown[0].Verify(o)
			if err != nil {
				return &untrusted{err, shown, a.None()}
			}
			if a != nil { // nobody knows where the system's are from
				line.Chains.add(host, shown, verified[0])
			}
			return nil
		},
	}
}

// untrusted is why a server's certificate is not trusted.
type untrusted struct {
	error
	shown []*x509.Certificate
	none  bool // there are no authorities
}

func (u *untrusted) Unwrap() error { return u.error }

// reason says which certificate is to blame: the expired one may be the
// router's own copy of an authority.
func (u *untrusted) reason() message.Message {
	ended, invalid := errors.AsType[x509.CertificateInvalidError](u)
	_, otherName := errors.AsType[x509.HostnameError](u)
	_, stranger := errors.AsType[x509.UnknownAuthorityError](u)
	leaf := u.shown[0]
	switch {
	case u.none:
		return message.New(message.NoAuthorities)
	case invalid && ended.Reason == x509.Expired:
		if slices.ContainsFunc(u.shown, ended.Cert.Equal) {
			return message.New(message.CertificateEnded, day(ended.Cert.NotAfter), day(time.Now()))
		}
		return message.New(message.AuthorityEnded, day(ended.Cert.NotAfter), day(time.Now()))
	case otherName && len(leaf.DNSNames)+len(leaf.IPAddresses) == 0:
		return message.New(message.NoName)
	case otherName:
		return message.New(message.OtherName)
	case stranger && bytes.Equal(leaf.RawIssuer, leaf.RawSubject):
		return message.New(message.SelfSigned)
	case stranger:
		return message.New(message.UnknownAuthority)
	}
	return cause(u.error)
}
