// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dynwan/internal/samples"
)

func TestTheBasisOfTrust(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bundle.pem")
	samples.Authority(t, file)
	t.Setenv("SSL_CERT_DIR", "")
	t.Setenv("SSL_CERT_FILE", file)
	t.Setenv("GODEBUG", "")
	before := basis("1")
	if before == "" || basis("1") != before {
		t.Fatalf("the same file: got %q, then %q", before, basis("1"))
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func() error
	}{
		{"what Go is told", func() error { return os.Setenv("GODEBUG", "x509usepolicies=0") }},
		{"written over, of the same length and age", func() error {
			time.Sleep(20 * time.Millisecond) // the kernel's clock ticks
			err := os.WriteFile(file, bytes.ToUpper(text), 0o644)
			return errors.Join(err, os.Chtimes(file, info.ModTime(), info.ModTime()))
		}},
		{"another file in its place, of the same length and age", func() error {
			err := os.WriteFile(file+".new", text, 0o644)
			return errors.Join(err, os.Chtimes(file+".new", info.ModTime(), info.ModTime()), os.Rename(file+".new", file))
		}},
		{"longer", func() error { return os.WriteFile(file, append(text, '\n'), 0o644) }},
		{"another name", func() error { t.Setenv("SSL_CERT_FILE", file+".other"); return os.Link(file, file+".other") }},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if now := basis("1"); now == before || now == "" {
			t.Errorf("%s: got %q, want another basis", c.name, now)
		} else {
			before = now
		}
	}
	t.Setenv("SSL_CERT_FILE", file+".gone")
	if got := basis("1"); got != "" {
		t.Errorf("without the file: got %q", got)
	}
	t.Setenv("SSL_CERT_FILE", file)
	t.Setenv("SSL_CERT_DIR", t.TempDir())
	if got := basis("1"); got != "" {
		t.Errorf("a directory, which Go reads: got %q", got)
	}
}
