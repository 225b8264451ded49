// SPDX-License-Identifier: GPL-2.0-or-later

// Package sign signs the requests of providers that want each one signed. A way
// of signing is a file:
//
//	aws SERVICE REGION   Amazon's signature version 4
//	tc3 SERVICE          Tencent Cloud's TC3-HMAC-SHA256
//	huawei               Huawei Cloud's SDK-HMAC-SHA256
//	aliyun               Alibaba Cloud's signature of the query
//	ovh                  OVHcloud's signature of three keys
//	nfsn                 NearlyFreeSpeech's digest
//	transip, google      a login that is signed with an RSA key
//
//	err := sign.Sign("aws route53 us-east-1", &request, "https://route53.amazonaws.com", key, time.Now(), rand.Text())
//
// The one thing to know: nothing of a request may change once it is signed.
package sign

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"dynwan/updater/exchange"
)

// Key is what an account signs with.
type Key struct {
	// User is the name of the key, Secret the key itself, and More a second one
	// for those providers that give two.
	User, Secret, More string
}

// job is one request to sign.
type job struct {
	*exchange.Request
	server, host string
	Key
	now   time.Time
	nonce string
	words []string // behind the name of the way
}

// Ways are the ways of signing as an entry names them.
const Ways = "aws SERVICE REGION, tc3 SERVICE, huawei, aliyun, ovh, nfsn, transip or google SCOPE"

// way is how requests are signed.
type way struct {
	sign  func(job) error
	words int  // how many follow the name
	more  bool // the key has a second secret
	rsa   bool // the secret is an RSA key
}

var ways = map[string]way{
	"aws": {sign: aws, words: 2}, "tc3": {sign: tc3, words: 1}, "huawei": {sign: huawei}, "aliyun": {sign: aliyun},
	"ovh": {sign: ovh, more: true}, "nfsn": {sign: nfsn},
	"transip": {sign: transip, rsa: true}, "google": {sign: google, words: 1, rsa: true},
}

// find returns the way that a text names, and the words behind its name.
func find(text string) (w way, words []string, ok bool) {
	words = strings.Fields(text)
	if len(words) == 0 {
		return w, nil, false
	}
	w, ok = ways[words[0]]
	return w, words[1:], ok
}

// Known says whether a text names a way of signing, with the words it needs.
func Known(way string) bool {
	w, words, ok := find(way)
	return ok && len(words) == w.words
}

// Keys are the parts of a Key that a way needs, by their names: user, pass and
// token.
func Keys(way string) []string {
	if w, _, _ := find(way); w.more {
		return []string{"user", "pass", "token"}
	}
	return []string{"user", "pass"}
}

// WantsRSA says whether the secret of a way is an RSA key.
func WantsRSA(way string) bool {
	w, _, _ := find(way)
	return w.rsa
}

// Sign signs a request to a server, https://HOST, at the time now, in a way that
// is Known. The nonce, of 16 letters and digits at least, is one that no other
// request has. It fails if the key cannot be used.
func Sign(way string, r *exchange.Request, server string, k Key, now time.Time, nonce string) error {
	w, words, _ := find(way)
	_, host, _ := strings.Cut(server, "://")
	return w.sign(job{r, server, host, k, now.UTC(), nonce, words})
}

// add adds a header.
func (j job) add(name, value string) { j.Head = append(j.Head, name+": "+value) }

// header is the value of a header, "" if there is none.
func (j job) header(name string) string {
	for _, line := range j.Head {
		if n, value, ok := strings.Cut(line, ": "); ok && strings.EqualFold(n, name) {
			return value
		}
	}
	return ""
}

// path is the path without the query, and query its items in the order in which
// they are signed.
func (j job) path() (path, query string) {
	path, query, _ = strings.Cut(j.Path, "?")
	items := strings.FieldsFunc(query, func(r rune) bool { return r == '&' })
	slices.Sort(items)
	return path, strings.Join(items, "&")
}

// canonical is the request in the form in which Amazon, and those who took it
// over, sign it: with some headers, whose names are in lower case and sorted.
func (j job) canonical(path string, headers ...string) (text, signed string) {
	_, query := j.path()
	lines := []string{method(j.Request), path, query}
	for _, name := range headers {
		value := j.header(name)
		if name == "host" {
			value = j.host
		}
		lines = append(lines, name+":"+value)
	}
	signed = strings.Join(headers, ";")
	return strings.Join(append(lines, "", signed, digest(j.Body)), "\n"), signed
}

// authorize adds the signature of a canonical request by a key that is made for a
// scope: Amazon's way, which Tencent took over.
func (j job) authorize(algorithm, prefix, at, text, signed string, scope ...string) {
	place := strings.Join(scope, "/")
	signature := mac(chain(prefix+j.Secret, scope...), strings.Join([]string{algorithm, at, place, digest([]byte(text))}, "\n"))
	j.add("Authorization", algorithm+" Credential="+j.User+"/"+place+", SignedHeaders="+signed+", Signature="+hex.EncodeToString(signature))
}

// method is that of a request.
func method(r *exchange.Request) string {
	if r.Method == "" {
		return "GET"
	}
	return r.Method
}

// digest is the SHA-256 of a text, in hexadecimal digits.
func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// mac is the HMAC-SHA256 of a text.
func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}

// chain is a key that is made of another one step by step.
func chain(key string, texts ...string) []byte {
	k := []byte(key)
	for _, text := range texts {
		k = mac(k, text)
	}
	return k
}
