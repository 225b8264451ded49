// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"io"
	"os"
	"slices"
	"strings"

	"dynwan/updater/message"
)

// algorithm is one that a key can have: its name for people, and in messages.
type algorithm struct {
	name, wire string
	hash       func() hash.Hash
}

// algorithms are those of RFC 8945, 6 that a key can have, the usual one first.
var algorithms = []algorithm{
	{"hmac-sha256", "hmac-sha256", sha256.New},
	{"hmac-sha512", "hmac-sha512", sha512.New},
	{"hmac-sha384", "hmac-sha384", sha512.New384},
	{"hmac-sha224", "hmac-sha224", sha256.New224},
	{"hmac-sha1", "hmac-sha1", sha1.New},
	{"hmac-md5", "hmac-md5.sig-alg.reg.int", md5.New},
}

func algorithmNames() (names []string) {
	for _, a := range algorithms {
		names = append(names, a.name)
	}
	return names
}

// key signs messages.
type key struct {
	name, algorithm []byte // as in a message
	secret          []byte
	hash            func() hash.Hash
}

// newKey returns a key. how names its algorithm, the secret is in base64.
func newKey(name, how, secret string) (key, error) {
	i := slices.IndexFunc(algorithms, func(a algorithm) bool {
		return strings.EqualFold(a.name, how) || strings.EqualFold(a.wire, strings.TrimSuffix(how, "."))
	})
	if i < 0 {
		return key{}, message.New(message.MustBe, strings.Join(algorithmNames(), " or "))
	}
	k := key{hash: algorithms[i].hash}
	var err error
	if k.name, err = wire(strings.ToLower(name)); err != nil {
		return key{}, message.New(message.NotKeyName)
	}
	if k.secret, err = base64.StdEncoding.DecodeString(secret); err != nil || len(k.secret) == 0 {
		return key{}, message.New(message.NotBase64)
	}
	k.algorithm, _ = wire(algorithms[i].wire)
	return k, nil
}

// mac is the signature of some bytes.
func (k key) mac(parts ...[]byte) []byte {
	h := hmac.New(k.hash, k.secret)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// readKey reads a key from a file of BIND. Its errors name no content.
func readKey(path string) (key, error) {
	f, err := os.Open(path)
	if err != nil {
		return key{}, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return key{}, err
	}
	return parseKey(string(text))
}

// parseKey reads the first key of a file of BIND:
//
//	key "NAME" { algorithm hmac-sha256; secret "BASE64"; };
func parseKey(text string) (key, error) {
	words := tokens(text)
	start := slices.Index(words, "key")
	if start < 0 || start+2 >= len(words) || words[start+2] != "{" {
		return key{}, message.New(message.NotKeyFile)
	}
	name, algorithm, secret := words[start+1], "hmac-sha256", ""
	for i := start + 3; i+1 < len(words) && words[i] != "}"; i++ {
		switch words[i] {
		case "algorithm":
			algorithm = words[i+1]
		case "secret":
			secret = words[i+1]
		}
	}
	return newKey(name, algorithm, secret)
}

// tokens returns the words, braces and semicolons of a file of BIND, without
// quotes and comments.
func tokens(text string) (list []string) {
	for text = skip(text); text != ""; text = skip(text) {
		end := 1
		switch {
		case text[0] == '"':
			if end = strings.IndexByte(text[1:], '"'); end < 0 {
				return list
			}
			list, text = append(list, text[1:end+1]), text[end+2:]
			continue
		case !strings.ContainsRune("{};", rune(text[0])):
			if end = strings.IndexAny(text, " \t\r\n{};\""); end < 0 {
				end = len(text)
			}
		}
		list, text = append(list, text[:end]), text[end:]
	}
	return list
}

// skip drops blanks and comments.
func skip(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		end := ""
		switch {
		case strings.HasPrefix(text, "#"), strings.HasPrefix(text, "//"):
			end = "\n"
		case strings.HasPrefix(text, "/*"):
			end = "*/"
		default:
			return text
		}
		_, text, _ = strings.Cut(text[1:], end)
	}
}
