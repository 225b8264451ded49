// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
)

// opkgKey signs as OpenWrt's usign and OpenBSD's signify do: by Ed25519. The
// files are a line of comment and a line of base64, of this:
//
//	secret     "Ed" "BK" rounds[4] salt[16] check[8] id[8] key[64]
//	public     "Ed" id[8] key[32]
//	signature  "Ed" id[8] signature[64]
//
// Check is of a passphrase; usign knows none, which is 0 rounds.
type opkgKey struct {
	id  [8]byte // random; the router's file of the public key is called so
	key ed25519.PrivateKey
}

const (
	secretStart = "Ed" + "BK" + "\x00\x00\x00\x00"
	secretSize  = len(secretStart) + 16 + 8 + 8 + ed25519.PrivateKeySize
)

// newOpkgKey makes a key.
func newOpkgKey() (opkgKey, error) {
	var k opkgKey
	if _, err := rand.Read(k.id[:]); err != nil {
		return k, err
	}
	var err error
	_, k.key, err = ed25519.GenerateKey(rand.Reader)
	return k, err
}

// secretFile returns the file of k for its owner.
func (k opkgKey) secretFile() []byte {
	check := sha512.Sum512(k.key)
	body := append([]byte(secretStart), make([]byte, 16)...)
	body = append(body, check[:8]...)
	body = append(body, k.id[:]...)
	return k.file("private key", append(body, k.key...))
}

// publicFile returns the file of k for the routers.
func (k opkgKey) publicFile() []byte {
	return k.file("public key", k.body(k.key.Public().(ed25519.PublicKey)))
}

// sign returns the file of the signature of message.
func (k opkgKey) sign(message []byte) []byte {
	return k.file("signed by key", k.body(ed25519.Sign(k.key, message)))
}

// body returns what a public key and a signature have in common, and end.
func (k opkgKey) body(end []byte) []byte {
	return append(append([]byte("Ed"), k.id[:]...), end...)
}

// file returns body with the comment that usign writes.
func (k opkgKey) file(comment string, body []byte) []byte {
	return fmt.Appendf(nil, "untrusted comment: %s %x\n%s\n", comment, k.id, base64.StdEncoding.EncodeToString(body))
}

// parseOpkgKey reads the file of a secret key.
func parseOpkgKey(file []byte) (opkgKey, error) {
	var k opkgKey
	_, line, _ := bytes.Cut(file, []byte("\n"))
	body, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(line)))
	if err != nil || len(body) != secretSize || !bytes.HasPrefix(body, []byte("EdBK")) {
		return k, errors.New("it is not a secret key of usign")
	}
	if !bytes.HasPrefix(body, []byte(secretStart)) {
		return k, errors.New("a key with a passphrase is not supported")
	}
	key := ed25519.PrivateKey(body[secretSize-ed25519.PrivateKeySize:])
	// Its second half is the public key, which a damaged file no longer fits.
	if !ed25519.NewKeyFromSeed(key.Seed()).Equal(key) {
		return k, errors.New("the key is damaged")
	}
	k.key = key
	copy(k.id[:], body[secretSize-ed25519.PrivateKeySize-len(k.id):])
	return k, nil
}
