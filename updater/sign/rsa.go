// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// errKey says no more: it must not show the key.
const errKey = message.Message(message.NotRSA)

// CheckRSA says whether a text is an RSA key that can sign. Its lines may be
// joined, with blanks or none between them.
func CheckRSA(text string) error {
	_, err := rsaKey(text)
	return err
}

func rsaKey(text string) (*rsa.PrivateKey, error) {
	text = strings.ReplaceAll(text, `\n`, "\n") // as it stands in Google's file
	parts := strings.Split(text, "-----")       // the key stands between its first line and its last one
	if len(parts) > 2 {
		text = parts[2]
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, errKey
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	var outer struct { // RFC 5208; x509 would bring in all kinds of keys, 130 KB of them
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return nil, errKey
	}
	key, err := x509.ParsePKCS1PrivateKey(outer.Key)
	if err != nil {
		return nil, errKey
	}
	return key, nil
}

// transip signs the body of a login. https://api.transip.nl/rest/docs.html
func transip(j job) error {
	key, err := rsaKey(j.Secret)
	if err != nil {
		return err
	}
	sum := sha512.Sum512(j.Body)
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA512, sum[:])
	if err != nil {
		return errKey
	}
	j.add("Signature", base64.StdEncoding.EncodeToString(signature))
	return nil
}

// google fills the form of a login with a token that the account has signed
// itself, for an hour. https://developers.google.com/identity/protocols/oauth2/service-account
func google(j job) error {
	key, err := rsaKey(j.Secret)
	if err != nil {
		return err
	}
	code := base64.RawURLEncoding
	at := j.now.Unix()
	claim, err := json.Marshal(map[string]any{"iss": j.User, "scope": j.words[0], "aud": j.server + j.Path, "iat": at, "exp": at + 3600})
	if err != nil {
		return err
	}
	token := code.EncodeToString([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + code.EncodeToString(claim)
	sum := sha256.Sum256([]byte(token))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	if err != nil {
		return errKey
	}
	j.Body = []byte("grant_type=" + exchange.Escape("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&assertion=" + token + "." + code.EncodeToString(signature))
	return nil
}
