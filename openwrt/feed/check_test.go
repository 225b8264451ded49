// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"compress/flate"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// opened is an index of apk, taken apart.
type opened struct{ schema, body, signature []byte }

// openADB takes the file of a database apart as apk does.
func openADB(t *testing.T, file []byte) opened {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("ADBd")) {
		t.Fatalf("it begins with %q, want ADBd", file[:4])
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(file[4:])))
	if err != nil || !bytes.HasPrefix(plain, []byte("ADB.")) {
		t.Fatalf("got %v and %.8q, want ADB. and a schema", err, plain)
	}
	o := opened{schema: plain[4:8]}
	for rest := plain[8:]; len(rest) > 0; {
		head := binary.LittleEndian.Uint32(rest)
		kind, size := head>>30, int(head&(1<<30-1))
		switch kind {
		case 0:
			o.body = rest[4:size]
		case 1:
			o.signature = rest[4:size]
		default:
			t.Fatalf("a block of kind %d", kind)
		}
		rest = rest[(size+7)/8*8:]
	}
	return o
}

// check says whether the key of public, a PEM file, made the signature of o.
func (o opened) check(t *testing.T, public []byte) bool {
	t.Helper()
	block, _ := pem.Decode(public)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.(*ecdsa.PublicKey).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	id, body := sha512.Sum512(point), sha512.Sum512(o.body)
	head := append([]byte{0, 4}, id[:16]...)
	sum := sha512.Sum512(slices.Concat(o.schema, head, body[:]))
	return bytes.HasPrefix(o.signature, head) && ecdsa.VerifyASN1(key.(*ecdsa.PublicKey), sum[:], o.signature[len(head):])
}

// checkOpkg says whether the key of public signed message, both files of usign.
func checkOpkg(t *testing.T, public, message, signature []byte) bool {
	t.Helper()
	p, s := base64Line(t, public), base64Line(t, signature)
	return len(p) == 42 && len(s) == 74 && string(p[:2]) == "Ed" && bytes.Equal(p[:10], s[:10]) && ed25519.Verify(p[10:], message, s[10:])
}

// base64Line decodes the second line of a file of usign.
func base64Line(t *testing.T, file []byte) []byte {
	t.Helper()
	lines := strings.Split(string(file), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "untrusted comment: ") || lines[2] != "" {
		t.Fatalf("not a file of usign: %q", file)
	}
	body, err := base64.StdEncoding.DecodeString(lines[1])
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// slurp returns a file.
func slurp(t *testing.T, path ...string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// testKeys returns keys that are new.
func testKeys(t *testing.T) keys {
	t.Helper()
	k, err := makeKeys(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// testFeed writes a feed of both packages.
func testFeed(t *testing.T, k keys) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "feed")
	packages, err := readPackages(testPackages(t))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := writeFeed(dir, packages, k); err != nil || n != 1 {
		t.Fatalf("got %d architectures, %v; want 1", n, err)
	}
	return dir
}
