// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWhatAnAccountSaysOfItself(t *testing.T) {
	want := recA
	a := accountOf(Config{Name: "home", Device: "wan", MinGap: 10 * time.Minute, Probes: []*ProbeSource{newLook()}})
	k := a.Probes[0]
	k.line, k.waits, a.Machine.held = netip.MustParseAddr("192.168.1.2"), a.Machine, want
	unknown := k.without("")
	a.Remember = filepath.Join(t.TempDir(), "none", "k.address")
	a.saveAddress()
	store := Store{Dir: t.TempDir(), Boot: func() time.Duration { return time.Hour }}
	err := errors.Join(os.WriteFile(store.path("k"+stateFile), []byte("x"), 0o600))
	_, _, unusable := store.load("k")
	if err != nil || unusable == nil {
		t.Fatalf("got %v and %v, want a state file that cannot be used", err, unusable)
	}
	for got, want := range map[string]string{
		a.holds(want).String(): "203.0.113.1, as eyes.example sees wan",
		a.accepted().String():  "the provider took 203.0.113.1 and said neither yes nor no",
		unknown.String():       "the address that eyes.example sees is not known yet",
		a.unkept.String():      "cannot write " + a.Remember + ": no such file or directory; after a reboot DNS decides",
		unusable.Error():       "cannot use the state in " + store.path("k"+stateFile) + ": its content is damaged",
		a.confirmed().String(): "confirmed 203.0.113.1",
		a.trouble().String():   "an update may have arrived before dynwan was stopped",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
