// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestKeysAreNewAndTheirOwnersAlone(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "keys")
	made, err := makeKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{".": 0o700, opkgKeyFile: 0o600, apkKeyFile: 0o600} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v, %v; want mode %o", name, info.Mode(), err, want)
		}
	}
	read, err := readKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	if made.opkg.id != read.opkg.id || !made.opkg.key.Equal(read.opkg.key) || !made.apk.key.Equal(read.apk.key) {
		t.Error("the keys that are read are not those that were made")
	}
	if _, err := makeKeys(dir); err == nil || !strings.HasSuffix(err.Error(), "file exists") {
		t.Errorf("made a second time: got %v, want that a file exists", err)
	}
	if again, err := readKeys(dir); err != nil || !again.apk.key.Equal(read.apk.key) {
		t.Errorf("the second try changed the keys: %v", err)
	}
}

func TestAKeyThatOthersMayReadIsRefused(t *testing.T) {
	for _, name := range []string{opkgKeyFile, apkKeyFile} {
		for _, mode := range []fs.FileMode{0o640, 0o604} {
			dir := filepath.Join(t.TempDir(), "keys")
			if _, err := makeKeys(dir); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
				t.Fatal(err)
			}
			want := "others may read " + filepath.Join(dir, name) + ": chmod 600 it, or make another key"
			if _, err := readKeys(dir); err == nil || err.Error() != want {
				t.Errorf("mode %o: got %v, want %s", mode, err, want)
			}
		}
	}
}

func TestNoKeyIsMadeOrReadInAGitTree(t *testing.T) {
	tree := t.TempDir()
	for _, dir := range []string{".git", "below"} {
		if err := os.Mkdir(filepath.Join(tree, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{tree, filepath.Join(tree, "a/b")} {
		want := dir + " is in the git tree " + tree + ": keys belong outside"
		if _, err := makeKeys(dir); err == nil || err.Error() != want {
			t.Errorf("make: got %v, want %s", err, want)
		}
		if _, err := readKeys(dir); err == nil || err.Error() != want {
			t.Errorf("read: got %v, want %s", err, want)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(tree, "below"), link); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{link, filepath.Join(link, "new")} {
		if _, err := makeKeys(dir); err == nil {
			t.Errorf("%s, a link into the tree, is taken", dir)
		}
	}
	if left := files(t, tree); len(left) != 0 {
		t.Errorf("got %v in the tree, want nothing", left)
	}
}

func TestAFileThatIsNoKeyIsRefused(t *testing.T) {
	k := testKeys(t)
	file := func(body []byte) string {
		return "untrusted comment: x\n" + base64.StdEncoding.EncodeToString(body) + "\n"
	}
	good := base64Line(t, k.opkg.secretFile())
	locked, damaged := bytes.Clone(good), bytes.Clone(good)
	locked[7], damaged[len(damaged)-1] = 42, damaged[len(damaged)-1]^1
	for text, want := range map[string]string{
		"":                              "it is not a secret key of usign",
		string(k.opkg.publicFile()):     "it is not a secret key of usign",
		file(append(good, 0)):           "it is not a secret key of usign",
		file(locked):                    "a key with a passphrase is not supported",
		file(damaged):                   "the key is damaged",
		"untrusted comment: x\nRWRCSw!": "it is not a secret key of usign",
	} {
		if _, err := parseOpkgKey([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, _ := k.apk.publicFile()
	for name, text := range map[string]string{
		"nothing": "", "a public key": string(public), "another curve": pkcs8(t, p384),
		"no key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
	} {
		if _, err := parseAPKKey([]byte(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestTheKeysOfOpensslAreTaken(t *testing.T) {
	k := testKeys(t).apk
	short, err := k.secretFile()
	if err != nil {
		t.Fatal(err)
	}
	const parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
	for name, text := range map[string]string{
		"ecparam -genkey -noout": string(short), "ecparam -genkey": parameters + string(short), "genpkey": pkcs8(t, k.key),
	} {
		if got, err := parseAPKKey([]byte(text)); err != nil || !got.key.Equal(k.key) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// pkcs8 returns key as `openssl genpkey` writes it.
func pkcs8(t *testing.T, key *ecdsa.PrivateKey) string {
	t.Helper()
	body, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: body}))
}

func TestNoErrorAndNoOutputShowsAKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	var out bytes.Buffer
	if err := run([]string{"-new-key", dir}, &out); err != nil {
		t.Fatal(err)
	}
	secret := base64Line(t, slurp(t, dir, opkgKeyFile))
	for _, shown := range []string{fmt.Sprintf("%x", secret[40:72]), base64.StdEncoding.EncodeToString(secret)[60:100]} {
		if strings.Contains(out.String(), shown) {
			t.Errorf("it says %s", out.String())
		}
	}
	if !strings.Contains(out.String(), fmt.Sprintf("usign key %x", secret[32:40])) {
		t.Errorf("it does not say which key: %s", out.String())
	}
}
