// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"testing"
)

// These sums are of what OpenWrt's own programs make of both packages: apk mkndx
// of apk-tools 3.0.5, its database without the signature, and
// scripts/ipkg-make-index.sh of OpenWrt 24.10, the file Packages.
const (
	sumOfAPKIndex  = "d3b399167948634ce33d7dac982e7020cb21b63b7b9f2383c9e2eaed40efe417"
	sumOfOpkgIndex = "434fc80609502f3bd2d82f6bee2644603b92fb1243678cee5149b9cf92af3af7"
)

func TestTheIndexOfAPKIsWhatAPKMakes(t *testing.T) {
	o := openADB(t, slurp(t, testFeed(t, testKeys(t)), "x86_64", "packages.adb"))
	if got := fmt.Sprintf("%x", sha256.Sum256(o.body)); got != sumOfAPKIndex || string(o.schema) != "indx" {
		t.Errorf("got %s of schema %q, want %s of indx:\n%q", got, o.schema, sumOfAPKIndex, o.body)
	}
}

func TestTheSignatureOfAPKHoldsTheIndex(t *testing.T) {
	dir := testFeed(t, testKeys(t))
	o, public := openADB(t, slurp(t, dir, "x86_64", "packages.adb")), slurp(t, dir, "dynwan.pem")
	if !o.check(t, public) {
		t.Error("the signature does not pass")
	}
	if o.check(t, slurp(t, testFeed(t, testKeys(t)), "dynwan.pem")) {
		t.Error("the signature passes by another key")
	}
	o.body[len(o.body)/2] ^= 1
	if o.check(t, public) {
		t.Error("the signature of a changed index passes")
	}
}

func TestTheIndexOfOpkgIsWhatOpenWrtsScriptMakes(t *testing.T) {
	dir := testFeed(t, testKeys(t))
	plain := slurp(t, dir, "x86_64", "Packages")
	if got := fmt.Sprintf("%x", sha256.Sum256(plain)); got != sumOfOpkgIndex {
		t.Errorf("got %s, want %s:\n%s", got, sumOfOpkgIndex, plain)
	}
	z, err := gzip.NewReader(bytes.NewReader(slurp(t, dir, "x86_64", "Packages.gz")))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("Packages.gz: got %v, %q; want Packages", err, got)
	}
}

func TestTheSignatureOfOpkgHoldsTheIndex(t *testing.T) {
	dir := testFeed(t, testKeys(t))
	index, signature, public := slurp(t, dir, "x86_64", "Packages"), slurp(t, dir, "x86_64", "Packages.sig"), slurp(t, dir, "dynwan.pub")
	if !checkOpkg(t, public, index, signature) {
		t.Error("the signature does not pass")
	}
	if checkOpkg(t, slurp(t, testFeed(t, testKeys(t)), "dynwan.pub"), index, signature) {
		t.Error("the signature passes by another key")
	}
	if checkOpkg(t, public, append(index, '\n'), signature) {
		t.Error("the signature of a changed index passes")
	}
}

func TestANumberIsAsShortAsItMayBe(t *testing.T) {
	for _, tt := range []struct {
		n    uint64
		want value
		data string
	}{
		{0, kindInt, ""},
		{1<<28 - 1, kindInt | (1<<28 - 1), ""},
		{1 << 28, kindInt32 | 8, "\x00\x00\x00\x10"},
		{1<<32 - 1, kindInt32 | 8, "\xff\xff\xff\xff"},
		{1 << 32, kindInt64 | 8, "\x00\x00\x00\x00\x01\x00\x00\x00"},
	} {
		db := newADB()
		if got := db.number(tt.n); got != tt.want || string(db.data[8:]) != tt.data {
			t.Errorf("%d: got %#x and %q, want %#x and %q", tt.n, got, db.data[8:], tt.want, tt.data)
		}
	}
}

func TestATextIsThereOnceAndItsLengthAligned(t *testing.T) {
	db := newADB()
	first, long := db.text("x"), db.text(strings.Repeat("y", 256))
	if first != kindBlob8|8 || long != kindBlob16|10 || db.text("x") != first || db.text("") != none {
		t.Errorf("got %#x, %#x, want one byte at 8, 256 at 10 and the first again", first, long)
	}
	if huge := db.text(strings.Repeat("z", 1<<16)); huge != kindBlob32|268 || string(db.data[268:273]) != "\x00\x00\x01\x00z" {
		t.Errorf("got %#x and %q, want 65536 bytes at 268", huge, db.data[268:273])
	}
}

func TestWhatAnIndexCannotSayIsRefused(t *testing.T) {
	for info, want := range map[string]string{
		"depend = libc>=1\n":               `a dependency on "libc>=1" is not supported`,
		"provides = x\n":                   `the line "provides" of .PKGINFO is unknown, or there twice`,
		"pkgname = a\npkgname = b\n":       `the line "pkgname" of .PKGINFO is unknown, or there twice`,
		"size = many\n":                    `the line "size" of .PKGINFO is no number`,
		"pkgname = a\nbuilddate = -1\n":    `the line "builddate" of .PKGINFO is no number`,
		"pkgname = a\ntriggers = /usr/b\n": `the line "triggers" of .PKGINFO is unknown, or there twice`,
	} {
		if _, err := (&pkg{info: info}).indexEntry(newADB()); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", info, err, want)
		}
	}
}
