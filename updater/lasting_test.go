// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAConfirmedAddressIsRememberedAndWrittenOnlyWhenItChanges(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k.address")
	a := &Account{Config: &Config{Remember: file}, Machine: &Machine{}}
	for _, c := range []struct {
		name       string
		held       Record
		unverified bool
		want       string
		writes     bool
	}{
		{"nothing is known", Record{}, false, "invalid IP", false},
		{"the first address", recA, false, "203.0.113.1", true},
		{"the same once more", recA, false, "203.0.113.1", false},
		{"one that nobody confirmed", recB, true, "203.0.113.1", false},
		{"another one", recB, false, "203.0.113.2", true},
		{"after half of a change", Record{}, false, "203.0.113.2", false},
	} {
		os.Chtimes(file, epoch, epoch)
		a.Machine.held, a.Machine.unverified = c.held, c.unverified
		a.saveAddress()
		if got := LoadAddress(file).String(); got != c.want || a.unkept != "" {
			t.Errorf("%s: got %s in the file (%q), want %s", c.name, got, a.unkept, c.want)
		}
		info, err := os.Stat(file)
		if wrote := err == nil && !info.ModTime().Equal(epoch); wrote != c.writes {
			t.Errorf("%s: written: %v, want %v", c.name, wrote, c.writes)
		}
	}
}

func TestAnAddressThatCannotBeRememberedIsTold(t *testing.T) {
	a := &Account{Config: &Config{Remember: filepath.Join(t.TempDir(), "no/k.address")}, Machine: &Machine{memory: memory{held: recA}}}
	a.saveAddress()
	if s := a.show(time.Now()); s.Memory == "" || a.Machine.Remembered.IsValid() {
		t.Errorf("status: got %q remembered %v, want the reason and nothing remembered", s.Memory, a.Machine.Remembered)
	}
	a.Remember, a.unkept = "", ""
	if a.saveAddress(); a.unkept != "" {
		t.Errorf("without remember: got %q, want nothing tried", a.unkept)
	}
}

func TestOnlyAnAddressIsRecollected(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k.address")
	for text, want := range map[string]string{
		"203.0.113.1\n": "203.0.113.1", "203.0.113.1": "203.0.113.1", "": "invalid IP", "\n": "invalid IP",
		"2001:db8::1\n": "invalid IP", "203.0.113.1\n203.0.113.2\n": "invalid IP", "203.0.113.": "invalid IP",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := LoadAddress(file).String(); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
