// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/dnscheck"
)

// TestAReasonIsASentence: what netwatch names is said of the device.
func TestAReasonIsASentence(t *testing.T) {
	private := netip.MustParseAddr("10.0.0.1")
	for _, c := range []struct {
		reason netwatch.Reason
		want   string
	}{
		{netwatch.Reason{}, ""},
		{netwatch.Reason{Word: netwatch.NoDevice}, "wan does not exist"},
		{netwatch.Reason{Word: netwatch.DeviceDown}, "wan is down"},
		{netwatch.Reason{Word: netwatch.NoCarrier}, "wan has no carrier"},
		{netwatch.Reason{Word: netwatch.NoAddress}, "wan has no IPv6 address"},
		{netwatch.Reason{Word: netwatch.Private, Address: private}, "wan has only 10.0.0.1, a private address"},
		{netwatch.Reason{Word: netwatch.LeftOutByPrefer, Address: private, More: 2}, "wan has only 10.0.0.1, which prefer leaves out (and 2 more)"},
	} {
		if got := why("wan", "IPv6", c.reason).String(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.reason, got, c.want)
		}
	}
}

func TestAnAddressThatIsRememberedIsNotAddedAgain(t *testing.T) {
	ip := netip.MustParseAddr("203.0.113.9")
	job := updater.Job{Anyway: true, Remembered: ip, Want: updater.Record{IPv4: ip}}
	_, o, done := oldRecord("home.example.net", dnscheck.Answer{}, errors.New("x"), job)
	if want := "the provider held 203.0.113.9 before the reboot, and DNS does not tell"; !done || o.Text.String() != want {
		t.Errorf("got %+v, want %q", o, want)
	}
}

func TestCommandsWithNothingToDoSaySo(t *testing.T) {
	p := newPlay(t, nil)
	empty := filepath.Join(t.TempDir(), "empty.toml")
	p.ok(os.WriteFile(empty, nil, 0o600))
	out, _, code := p.run("check", "-config", empty)
	if want := "no account is configured; dynwan has nothing to do\n"; out != want || code != exitOK {
		t.Errorf("check: got %q, %d; want %q", out, code, want)
	}
	_, problem, code := p.run("check", "-config", empty+"x")
	if want := "dynwan: cannot read the configuration: stat " + empty + "x: no such file or directory\n"; problem != want || code != exitUsage {
		t.Errorf("check: got %q, %d; want %q", problem, code, want)
	}
	_, problem, code = p.run("once", "-config", p.ConfigFile(), "nobody")
	if want := "dynwan: there is no account nobody to work with\n"; problem != want || code != exitUsage {
		t.Errorf("once: got %q, %d; want %q", problem, code, want)
	}
	_, problem, code = p.run("status", "-statedir", "/nowhere")
	if want := "dynwan: cannot read /nowhere/status.json: no such file or directory; is dynwan running?\n"; problem != want || code != exitSystem {
		t.Errorf("status: got %q, %d; want %q", problem, code, want)
	}
	p.ok(p.Line("203.0.113.9"))
	p.once(exitOK, "home: confirmed 203.0.113.9")
	p.ok(os.RemoveAll(p.StateDir())) // so that only DNS knows
	out, _, code = p.run("once", "-n", "-config", p.ConfigFile(), "home")
	if want := "home: would send nothing: "; !strings.HasPrefix(out, want) || code != exitOK {
		t.Errorf("once -n: got %q, %d; want %q", out, code, want)
	}
}
