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

// ways are the ways of signing by their names, and how many words follow.
var ways = map[string]struct {
	sign  func(job) error
	words int
}{
	"aws": {aws, 2}, "tc3": {tc3, 1}, "huawei": {huawei, 0}, "aliyun": {aliyun, 0},
	"ovh": {ovh, 0}, "nfsn": {nfsn, 0}, "transip": {transip, 0}, "google": {google, 1},
}

// Known says whether a text names a way of signing, with the words it needs.
func Known(way string) bool {
	words := strings.Fields(way)
	if len(words) == 0 {
		return false
	}
	w, ok := ways[words[0]]
	return ok && len(words)-1 == w.words
}

// Keys are the parts of a Key that a way needs, by their names: user, pass and
// token.
func Keys(way string) []string {
	if strings.HasPrefix(way, "ovh") {
		return []string{"user", "pass", "token"}
	}
	return []string{"user", "pass"}
}

// WantsRSA says whether the secret of a way is an RSA key.
func WantsRSA(way string) bool {
	return strings.HasPrefix(way, "transip") || strings.HasPrefix(way, "google")
}

// Sign signs a request to a server, https://HOST, at the time now, in a way that
// is Known. The nonce, of 16 letters and digits at least, is one that no other
// request has. It fails if the key cannot be used.
func Sign(way string, r *exchange.Request, server string, k Key, now time.Time, nonce string) error {
	words := strings.Fields(way)
	_, host, _ := strings.Cut(server, "://")
	return ways[words[0]].sign(job{r, server, host, k, now.UTC(), nonce, words[1:]})
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
