// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Chains are the certificates that servers were trusted with. A server shows the
// same ones for weeks, and each sender is a new process: to read the authorities
// and to verify the certificates once more takes it longer than all the rest.
//
// Only what follows from the certificates alone is remembered: that somebody who
// is trusted signed them for that host. That the server has the key of its
// certificate is proved in every handshake. None of this is secret, but who can
// write it decides who is trusted.
type Chains struct {
	basis string
	// text has a line for each, the newest first: a digest of the host, one of the
	// host and its certificates, and the Unix times between which all of the chain
	// are valid. Both digests are of the basis too.
	text  string
	added bool
}

// maxChains is of how many servers it is remembered: more than a router has, for
// behind one name there may be several. They take less than 3 KiB.
const maxChains = 16

// NewChains takes what Text has returned, maybe in another process. basis names
// all that the trust depends on beside a server's certificates; what was verified
// with another one counts no more. Without a basis nothing is remembered.
func NewChains(basis, text string) *Chains { return &Chains{basis: basis, text: text} }

// Text returns what to remember, and whether there is news in it.
func (c *Chains) Text() (text string, news bool) { return c.text, c.added }

// expect says whether the certificates of a host will probably be known.
func (c *Chains) expect(host string) bool {
	return c != nil && c.basis != "" && strings.Contains(c.text, c.digest(host, nil))
}

// hold says whether a host was trusted with the certificates that it shows, and
// would be now.
func (c *Chains) hold(host string, shown []*x509.Certificate, now time.Time) bool {
	if c == nil || c.basis == "" {
		return false
	}
	_, after, found := strings.Cut(c.text, c.both(host, shown))
	line, _, _ := strings.Cut(after, "\n")
	first, last, _ := strings.Cut(line, " ")
	from, err1 := strconv.ParseInt(first, 10, 64)
	until, err2 := strconv.ParseInt(last, 10, 64)
	return found && err1 == nil && err2 == nil && !now.Before(time.Unix(from, 0)) && !now.After(time.Unix(until, 0))
}

// add remembers that a host is trusted with the certificates that it shows, by
// way of those of a verified chain.
func (c *Chains) add(host string, shown, verified []*x509.Certificate) {
	if c == nil || c.basis == "" {
		return
	}
	from, until := verified[0].NotBefore, verified[0].NotAfter
	for _, v := range verified {
		if v.NotBefore.After(from) {
			from = v.NotBefore
		}
		if v.NotAfter.Before(until) {
			until = v.NotAfter
		}
	}
	text := c.both(host, shown) + strconv.FormatInt(from.Unix(), 10) + " " + strconv.FormatInt(until.Unix(), 10) + "\n"
	n := 1
	for line := range strings.Lines(c.text) {
		if n++; n > maxChains {
			break
		}
		text += line
	}
	c.text, c.added = text, true
}

// both is how the line of a host and its certificates begins.
func (c *Chains) both(host string, shown []*x509.Certificate) string {
	return c.digest(host, nil) + " " + c.digest(host, shown) + " "
}

// digest reduces the basis, a host and certificates to 64 hex digits.
func (c *Chains) digest(host string, shown []*x509.Certificate) string {
	all := []byte(strconv.Quote(c.basis) + strconv.Quote(host)) // no other texts are the same bytes
	for _, s := range shown {
		all = append(all, s.Raw...) // DER begins with its length
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:])
}
