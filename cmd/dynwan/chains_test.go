// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/internal/samples"
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// reads returns a function that says whether somebody has opened a file since it
// was called last.
func reads(t *testing.T, path string) func() bool {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	if _, err := unix.InotifyAddWatch(fd, path, unix.IN_OPEN); err != nil {
		t.Fatal(err)
	}
	return func() bool {
		n, _ := unix.Read(fd, make([]byte, 4096))
		return n > 0
	}
}

// TestTheAuthoritiesAreReadOnce plays updates to the built program, each by a
// sender of its own.
func TestTheAuthoritiesAreReadOnce(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	file := filepath.Join(p.StateDir(), "chains")
	read := reads(t, p.CAFile())
	last := "203.0.113.9"
	update := func(to string) {
		t.Helper()
		p.ok(p.Change(last, to))
		last = to
		p.says("home: confirmed " + to)
	}
	p.begins()
	p.says("home: confirmed 203.0.113.9")
	info, err := os.Stat(file)
	p.ok(err)
	if !read() || info.Mode() != 0o600 || info.Size() > 1<<10 {
		t.Errorf("the first update: got %v of %d bytes, want the authorities read and a short file of the owner's", info.Mode(), info.Size())
	}
	update("203.0.113.10")
	if read() {
		t.Error("the second update: got the authorities read again")
	}
	p.ok(os.Chtimes(p.CAFile(), time.Time{}, time.Unix(1, 0)))
	update("203.0.113.11")
	if !read() {
		t.Error("after a change of the file of authorities: got it not read")
	}
	good, err := os.ReadFile(file)
	p.ok(err)
	p.ok(os.WriteFile(file, bytes.ToUpper(good), 0o600))
	update("203.0.113.12")
	if !read() {
		t.Error("with a file that is damaged: got the authorities not read")
	}
	p.requests(4)

	// The server's certificate is known, its authority no longer.
	all, err := os.ReadFile(p.CAFile())
	p.ok(err)
	samples.Authority(t, p.CAFile())
	p.ok(p.Change(last, "203.0.113.13"))
	p.says("cannot trust " + scene.Host + ": no authority in ca-bundle signed its certificate")
	p.requests(4)
	p.ok(os.WriteFile(p.CAFile(), all, 0o644))
	p.says("home: confirmed 203.0.113.13")
	p.requests(5)

	// Somebody shows another certificate for the same name.
	p.fault(sandbox.CertSelfSigned, 1, "")
	p.ok(p.Change("203.0.113.13", "203.0.113.14"))
	p.says("cannot trust " + scene.Host + ": its certificate is signed by itself alone")
	p.requests(5)
}

func TestOnceKnowsNoCertificates(t *testing.T) {
	p := newPlay(t, nil)
	p.begins()
	p.says("home: confirmed 203.0.113.9")
	read := reads(t, p.CAFile())
	p.ok(p.Command("once", "-n", "-json", "-config", p.ConfigFile(), "home").Run())
	if !read() {
		t.Error("once -n: got the authorities not read")
	}
}
