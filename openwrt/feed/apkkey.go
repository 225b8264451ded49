// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha512"
	"crypto/x509"
	"encoding/pem"
	"errors"
)

// apkKey signs for apk, by ECDSA on the curve that OpenWrt's build takes,
// prime256v1. Its files are what openssl reads and writes.
type apkKey struct{ key *ecdsa.PrivateKey }

// newAPKKey makes a key.
func newAPKKey() (apkKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return apkKey{key}, err
}

// secretFile returns the file of k for its owner.
func (k apkKey) secretFile() ([]byte, error) {
	body, err := x509.MarshalECPrivateKey(k.key)
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: body}), err
}

// publicFile returns the file of k for the routers.
func (k apkKey) publicFile() ([]byte, error) {
	body, err := x509.MarshalPKIXPublicKey(k.key.Public())
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: body}), err
}

// id is by what apk finds the key of a signature.
func (k apkKey) id() ([16]byte, error) {
	point, err := k.key.PublicKey.Bytes()
	sum := sha512.Sum512(point)
	return [16]byte(sum[:16]), err
}

// sign returns the signature of message. Without a source of randomness it is
// the same each time (RFC 6979).
func (k apkKey) sign(message []byte) ([]byte, error) {
	sum := sha512.Sum512(message)
	return k.key.Sign(nil, sum[:], crypto.SHA512)
}

// parseAPKKey reads the file of a secret key: of `openssl ecparam -genkey`, or
// of `openssl genpkey`.
func parseAPKKey(file []byte) (apkKey, error) {
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		var key any
		var err error
		switch block.Type {
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		default: // such as EC PARAMETERS
			continue
		}
		if ec, ok := key.(*ecdsa.PrivateKey); err == nil && ok && ec.Curve == elliptic.P256() {
			return apkKey{ec}, nil
		}
		break
	}
	return apkKey{}, errors.New("it is not a secret EC key on prime256v1, without a passphrase")
}
