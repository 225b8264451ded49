// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"slices"
	"strings"
	"testing"
)

func TestCheckTellsThePageAsJSON(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled '0'\n"+good("home")+"\toption port '80'\n")
	res := r.verb("check", "-json")
	want := `[{"account":"home","option":"port","rule":{"id":"port-80",`
	if !strings.HasPrefix(res.out, want) || strings.Count(res.out, "\n") != 1 || res.code != 2 {
		t.Errorf("check -json: got exit %d and %q, want 2 and %q alone", res.code, res.out, want)
	}
	r.onlyTheFile()
}

func TestCheckTellsInTheNamesOfUCI(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + good("office") + "\toption port '80'\n\toption mx 'mail.example.net'\n\toption hb 'maybe'\n" +
		"config account 'empty'\n\toption enabled '1'\n\toption device 'eth1'\n")
	res := r.verb("check")
	want := `dynwan.office.hb: must be 1 or 0
dynwan.office.mx: must end with a period: the protocol page wants the server name in full, such as "mail.example.net."
dynwan.office.port: must not be 80: the protocol page says "If port is 80 DO NOT USE"; leave port out
dynwan.empty.provider: is missing; dynwan providers lists them
home: ok: mtgsy keeps home.example.net at the address of interface wan, which is down
`
	if got := lines(res.out); !slices.Equal(got, lines(want)) {
		t.Errorf("check: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines(want), "\n"))
	}
	if res.code != 2 || res.errors != "" {
		t.Errorf("check: got exit %d and %q, want 2 and nothing", res.code, res.errors)
	}
	r.onlyTheFile()
	if r.read("var/etc/dynwan.toml") != "" {
		t.Error("check: it wrote the file of the daemon")
	}
}

// lines returns the lines of a text in alphabetical order.
func lines(text string) []string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	slices.Sort(all)
	return all
}

func TestCheckSaysThatNothingRuns(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", good("home"))
	res := r.verb("check")
	want := "home: ok: mtgsy keeps home.example.net at the address of interface wan, which is down\n" +
		"dynwan.main.enabled: is off, so nothing of this runs\n"
	if res.code != 0 || res.out != want {
		t.Errorf("check: got %d %q, want 0 %q", res.code, res.out, want)
	}
}

func TestCheckOfWhatUCICannotReadFails(t *testing.T) {
	r := newRouter(t)
	r.uci("\toption x 'y\n")
	res := r.verb("check")
	if res.code != 2 || !strings.Contains(res.errors, "Parse error") || res.out != "" {
		t.Errorf("check: got %d %q %q, want 2 and the error of UCI", res.code, res.out, res.errors)
	}
	r.onlyTheFile()
}

func TestOnceWorksWithTheConfigurationOfNow(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	r.start()
	before := r.read("var/etc/dynwan.toml")
	r.uci(good("home") + "\toption pass 'n\"ew'\n")
	r.program(`echo "$@"; cat "$3"; ls /proc/self/fd | grep -qx 1000 && echo "the lock is held"; exit 4`)
	res := r.verb("once", "-n", "home")
	first, file, _ := strings.Cut(res.out, "\n")
	words := strings.Fields(first)
	if res.code != 4 || len(words) != 5 || words[2] != "/proc/self/fd/8" || words[0] != "once" || words[1] != "-config" || words[3] != "-n" || words[4] != "home" {
		t.Errorf("once: got %d %q, want 4 and once -config FILE -n home", res.code, first)
	}
	if !strings.Contains(file, `pass = "n\"ew"`) {
		t.Errorf("once: got the configuration\n%s\nwant the new password in it", file)
	}
	if strings.Contains(file, "the lock is held") {
		t.Error("once: it holds the lock of procd.sh, so that a reload has to wait for it")
	}
	if got := r.read("var/etc/dynwan.toml"); got != before {
		t.Error("once: it changed the file of the daemon")
	}
	if got := res.call("send_signal"); !slices.Equal(got, []string{"dynwan instance1 USR1"}) {
		t.Errorf("once: got signals %q, want the daemon to be woken", got)
	}
	r.onlyTheFile()
}

func TestOnceWithTheProgramItself(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"once", "-n", "home"}, 4, "home: interface wan is down; nothing to publish\n"},
		{[]string{"once", "nobody"}, 2, "dynwan: there is no account nobody to work with\n"},
		{[]string{"once"}, 2, "Usage: dynwan"},
	} {
		res := r.verb(c.args...)
		if res.code != c.code || !strings.HasPrefix(res.out+res.errors, c.want) {
			t.Errorf("%q: got %d %q, want %d %q", c.args, res.code, res.out+res.errors, c.code, c.want)
		}
	}
}
