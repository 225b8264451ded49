// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto/sha512"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"dynwan/internal/debian"
)

// other runs a program that is not of the project and tells whether it ended
// well.
func other(t *testing.T, pkg, name string, args ...string) bool {
	t.Helper()
	out, err := exec.Command(debian.Program(t, name, pkg), args...).CombinedOutput()
	t.Logf("%s %s: %v, %s", name, args[0], err, out)
	return err == nil
}

// put writes a file into a directory of its own.
func put(t *testing.T, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Debian has neither opkg with usign nor apk 3; it has signify, whose form is
// usign's, and openssl, whose ECDSA is apk's.

func TestSignifyTakesTheSignatureOfOpkg(t *testing.T) {
	dir := testFeed(t, testKeys(t))
	verify := func(public, index, signature string) bool {
		return other(t, "signify-openbsd", "signify-openbsd", "-V", "-p", public, "-m", index, "-x", signature)
	}
	public, index, signature := filepath.Join(dir, "dynwan.pub"), filepath.Join(dir, "x86_64/Packages"), filepath.Join(dir, "x86_64/Packages.sig")
	if !verify(public, index, signature) {
		t.Error("the feed is refused")
	}
	if verify(public, put(t, "Packages", append(slurp(t, index), '\n')), signature) {
		t.Error("a changed index passes")
	}
	if verify(filepath.Join(testFeed(t, testKeys(t)), "dynwan.pub"), index, signature) {
		t.Error("another key passes")
	}
}

func TestSignifySignsWithAKeyOfOurs(t *testing.T) {
	k := testKeys(t)
	// Signify wants this end of the name.
	secret := put(t, "key.sec", k.opkg.secretFile())
	message, signature := put(t, "message", []byte("a message\n")), put(t, "signature", nil)
	if !other(t, "signify-openbsd", "signify-openbsd", "-S", "-s", secret, "-m", message, "-x", signature) {
		t.Fatal("signify cannot use the key")
	}
	if !checkOpkg(t, k.opkg.publicFile(), slurp(t, message), slurp(t, signature)) {
		t.Error("its signature does not pass")
	}
}

func TestOpensslTakesTheSignatureOfAPK(t *testing.T) {
	dir := testFeed(t, testKeys(t))
	o := openADB(t, slurp(t, dir, "x86_64/packages.adb"))
	const head = 2 + 16 // version, hash and key of a signature
	signature := put(t, "signature", o.signature[head:])
	verify := func(public string, body []byte) bool {
		sum := sha512.Sum512(body)
		message := put(t, "message", slices.Concat(o.schema, o.signature[:head], sum[:]))
		return other(t, "openssl", "openssl", "dgst", "-sha512", "-verify", public, "-signature", signature, message)
	}
	if !verify(filepath.Join(dir, "dynwan.pem"), o.body) {
		t.Error("the feed is refused")
	}
	if verify(filepath.Join(dir, "dynwan.pem"), append(o.body, 0)) {
		t.Error("a changed index passes")
	}
	if verify(filepath.Join(testFeed(t, testKeys(t)), "dynwan.pem"), o.body) {
		t.Error("another key passes")
	}
}
