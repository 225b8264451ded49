// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// instance is what the script asks of procd for a running daemon.
var instance = []string{
	"open_service dynwan /etc/init.d/dynwan",
	"open_instance",
	"set_param command /usr/sbin/dynwan run -config /var/etc/dynwan.toml",
	"set_param file /var/etc/dynwan.toml /etc/resolv.conf",
	"set_param respawn 3600 5 0",
	"set_param stdout 1",
	"set_param stderr 1",
	"set_param user dynwan",
	"set_param group dynwan",
	"set_param no_new_privs 1",
	"set_param term_timeout 3",
	"add_jail dynwan procfs",
	"add_jail_mount /var/etc/dynwan.toml /etc/ssl/certs /tmp/resolv.conf.d",
	"add_jail_mount_rw /var/run/dynwan",
	"close_instance",
	"add_reload_trigger dynwan",
	"add_reload_interface_trigger wan",
	"close_service set",
}

// procd returns the calls of procd, each as one text.
func (res result) procd() []string {
	var calls []string
	for _, c := range res.calls {
		if c[0] != "chown" && c[0] != "logger" {
			calls = append(calls, strings.Join(c, " "))
		}
	}
	return calls
}

// runs says whether a start asked procd for a daemon.
func (res result) runs() bool { return len(res.call("open_instance")) > 0 }

func TestProcdGetsTheWholeInstance(t *testing.T) {
	r := newRouter(t)
	r.up("wan", "pppoe-wan")
	r.uci(good("home"))
	res := r.start()
	if got := res.procd(); !slices.Equal(got, instance) {
		t.Errorf("procd: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(instance, "\n"))
	}
	want := []string{"dynwan:dynwan /var/run/dynwan", "root:dynwan /var/etc/dynwan.toml.new"}
	if got := res.call("chown"); !slices.Equal(got, want) {
		t.Errorf("chown: got %q, want %q", got, want)
	}
}

// TestHooksAreCalledOnlyIfThereAreSome, by an instance of its own, which root runs.
func TestHooksAreCalledOnlyIfThereAreSome(t *testing.T) {
	hooks := []string{
		"open_instance hooks",
		"set_param command /usr/sbin/dynwan watch -statedir /var/run/dynwan -exec /sbin/hotplug-call dynwan",
		"set_param respawn 3600 5 0",
		"set_param stdout 1",
		"set_param stderr 1",
		"close_instance",
	}
	end := slices.Index(instance, "close_instance") + 1
	with := slices.Concat(instance[:end], hooks, instance[end:])
	r := newRouter(t)
	r.up("wan", "pppoe-wan")
	r.uci(good("home"))
	for _, step := range []struct {
		name string
		do   func()
		want []string
	}{
		{"no directory", func() {}, instance},
		{"an empty one", func() { r.check(os.MkdirAll(r.path("etc/hotplug.d/dynwan"), 0o755)) }, instance},
		{"a directory in it", func() { r.check(os.Mkdir(r.path("etc/hotplug.d/dynwan/old"), 0o755)) }, instance},
		{"a script", func() { r.write("etc/hotplug.d/dynwan/10-mail", "echo") }, with},
		{"it is deleted", func() { r.check(os.Remove(r.path("etc/hotplug.d/dynwan/10-mail"))) }, instance},
	} {
		step.do()
		if got := r.verb("reload").procd(); !slices.Equal(got, step.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", step.name, strings.Join(got, "\n"), strings.Join(step.want, "\n"))
		}
	}
	r.write("etc/hotplug.d/dynwan/10-mail", "echo")
	r.write("etc/config/dynwan", good("home")) // not switched on
	if got := r.verb("reload"); got.runs() {
		t.Errorf("switched off: got %q, want no instance", got.procd())
	}
}

func TestAnAddressIsKeptOnlyIfAnAccountWantsIt(t *testing.T) {
	mount, owner := "/etc/dynwan", "dynwan:dynwan /etc/dynwan"
	for name, c := range map[string]struct {
		option string
		want   bool
	}{
		"switched on":            {"option remember '1'", true},
		"switched on by a word":  {"option remember 'enabled'", true},
		"in a list":              {"list remember 'on'", true},
		"switched off":           {"option remember 'off'", false},
		"not said":               {"", false},
		"a value that says it":   {"option type 'x\nremember = \"1\"\n'", false},
		"a key that is no key":   {"option unremember '1'", false},
		"in a text of an answer": {"list success 'remember = \"1\"'", false},
	} {
		r := newRouter(t)
		r.uci(good("home") + goodMyserver("office") + "\t" + c.option + "\n")
		for verb, res := range map[string]result{"start": r.verb("start"), "once": r.verb("once", "nobody")} {
			if got := slices.Contains(res.call("chown"), owner); got != c.want {
				t.Errorf("%s, %s: its place is made: got %v, want %v; %q", name, verb, got, c.want, res.call("chown"))
			}
			if got := slices.Contains(res.call("add_jail_mount_rw"), mount); got != (c.want && verb == "start") {
				t.Errorf("%s, %s: it is in the jail: got %v, want %v", name, verb, got, c.want)
			}
		}
		if info, err := os.Stat(r.path("etc/dynwan")); (err == nil) != c.want || err == nil && info.Mode() != 0o755|os.ModeDir {
			t.Errorf("%s: %s: got %v, %v", name, mount, info, err)
		}
	}
}

// TestKeyFilesAreInTheJail: the program reads them there, and nothing else.
func TestKeyFilesAreInTheJail(t *testing.T) {
	const usual = "/var/etc/dynwan.toml /etc/ssl/certs /tmp/resolv.conf.d"
	for option, want := range map[string]string{
		"option key '/etc/home.key'":              usual + " /etc/home.key",
		"option key 'home-key'":                   usual,
		"option key '/etc/a b'":                   usual,
		"option key '/etc/$(id)'":                 usual,
		"list success 'x\nkey = \"/etc/shadow\"'": usual,
	} {
		r := newRouter(t)
		r.uci(good("home") + "\toption enabled '1'\n\t" + option + "\n")
		if got := r.verb("start").call("add_jail_mount"); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: got %q, want %q", option, got, want)
		}
	}
}

func TestOnlyItsUserReadsTheFile(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	r.start()
	for name, want := range map[string]os.FileMode{
		"var/etc/dynwan.toml": 0o640, "var/etc": 0o755 | os.ModeDir, "var/run/dynwan": 0o755 | os.ModeDir,
	} {
		info, err := os.Stat(r.path(name))
		r.check(err)
		if info.Mode() != want {
			t.Errorf("%s: got mode %v, want %v", name, info.Mode(), want)
		}
	}
	r.onlyTheFile()
}

// onlyTheFile checks that no other file with passwords is left behind.
func (r *router) onlyTheFile() {
	r.t.Helper()
	files, err := os.ReadDir(r.path("var/etc"))
	r.check(err)
	for _, f := range files {
		if f.Name() != "dynwan.toml" {
			r.t.Errorf("/var/etc/%s: it is left behind", f.Name())
		}
	}
}

func TestTheFileGoesWithTheService(t *testing.T) {
	r := newRouter(t)
	r.up("wan", "pppoe-wan")
	r.uci(good("home"))
	r.start()
	r.read("var/etc/dynwan.toml")
	r.verb("stop")
	if _, err := os.Stat(r.path("var/etc/dynwan.toml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after the stop: got %v; want no file with passwords left", err)
	}
}

func TestNoSecretLeavesTheFile(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\toption hb 'hunter2'\n" + "config account 'l1'\n\toption enabled 'hunter2'\n\toption pass 'caf\xe9hunter2'\n" +
		"\tlist success 'caf\xe9hunter2'\n" + good("l2") + "\toption port 'hunter2'\n\toption x 'hunter2'\n")
	for _, verb := range []string{"start", "reload", "check", "once"} {
		res := r.verb(verb, "home")
		for _, text := range []string{fmt.Sprint(res.calls), res.out, res.errors} {
			if strings.Contains(text, "hunter2") {
				t.Errorf("%s: a password stands in %q", verb, text)
			}
		}
	}
	if !strings.Contains(r.read("var/etc/dynwan.toml"), "hunter2") {
		t.Error("the file does not hold the password: the test looks for the wrong text")
	}
}

func TestWithNothingToDoNothingRuns(t *testing.T) {
	for name, config := range map[string]string{
		"switched off":           "config dynwan 'main'\n\toption enabled '0'\n" + good("home"),
		"not switched on":        "config dynwan 'main'\n" + good("home"),
		"no main section":        good("home"),
		"no account":             "config dynwan 'main'\n\toption enabled '1'\n",
		"no account switched on": "config dynwan 'main'\n\toption enabled '1'\n" + strings.Replace(good("home"), "'1'", "'off'", 1),
		"the delivered file":     delivered(t),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRouter(t)
			r.uci(good("home"))
			if !r.start().runs() {
				t.Fatal("before: nothing runs, want the daemon")
			}
			r.write("etc/config/dynwan", config)
			res := r.verb("reload")
			want := []string{"open_service dynwan /etc/init.d/dynwan", "add_reload_trigger dynwan", "close_service set"}
			if got := res.procd(); !slices.Equal(got, want) {
				t.Errorf("procd: got %q, want %q", got, want)
			}
			if _, err := os.Stat(r.path("var/etc/dynwan.toml")); !os.IsNotExist(err) {
				t.Errorf("the file with the passwords: got %v, want it gone", err)
			}
			r.onlyTheFile()
		})
	}
}

func delivered(t *testing.T) string {
	text, err := os.ReadFile("../openwrt/dynwan/files/dynwan.config")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheDeliveredFileIsAGoodExample sets all that the file has behind a #.
// cmd/dynwan makes the file, and holds it to having every option.
func TestTheDeliveredFileIsAGoodExample(t *testing.T) {
	text := strings.NewReplacer("enabled '0'", "enabled '1'", "ipv6 '0'", "ipv6 '1'", "''", "'hunter2'", "\n#config", "\nconfig", "\n#\t", "\n\t").Replace(delivered(t))
	// What counts as public is for a server of one's own.
	// And a key whose file is named has its secret there.
	text = regexp.MustCompile(`\n\t(list allow|option secret) .*`).ReplaceAllString(text, "")
	r := newRouter(t)
	r.write("etc/config/dynwan", text)
	r.up("wan", "pppoe-wan")
	r.start()
	res := r.verb("check")
	ok, providers := strings.Count(res.out, ": ok: "), strings.Count(text, "\nconfig account ")
	if res.code != 0 || res.errors != "" || strings.Count(res.out, "\n") != ok || ok != providers || providers < 2 {
		t.Errorf("check: got %d %q %q, want 0 and one account at each of %d providers", res.code, res.out, res.errors, providers)
	}
	if want := "home: ok: mtgsy keeps home.example.net at the address of pppoe-wan\n"; !strings.Contains(res.out, want) {
		t.Errorf("check: got %q, want %q in it", res.out, want)
	}
	options := 1 + providers // each has one, enabled, that is not rendered
	for _, account := range r.accounts() {
		options += len(account)
	}
	// Behind the first account no device is named: netifd gives it.
	if want := strings.Count(text, "\n\toption ") + strings.Count(text, "\n\tlist ") + providers - 1; options != want {
		t.Errorf("options: got %d rendered, want all %d", options, want)
	}
}

// TestTheDeliveredAccountNeedsOnlyALogin does what the README tells to do.
func TestTheDeliveredAccountNeedsOnlyALogin(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", strings.Replace(strings.Replace(strings.Replace(delivered(t),
		"enabled '0'", "enabled '1'", 2), "email 'home.example.net'", "email 'my.example.org'", 1), "pass ''", "pass 'hunter2'", 1))
	if res := r.verb("check"); res.code != 0 || res.out != "home: ok: mtgsy keeps my.example.org at the address of interface wan, which is down\n" {
		t.Errorf("check: got %d %q", res.code, res.out)
	}
}

func TestAReloadWithoutAChangeLeavesTheFileAlone(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\toption offlinetext 'caf\"é\\'\n")
	r.start()
	before, err := os.Stat(r.path("var/etc/dynwan.toml"))
	r.check(err)
	r.check(os.Remove(r.path("usr/sbin/dynwan"))) // it need not be asked again
	res := r.verb("reload")
	after, err := os.Stat(r.path("var/etc/dynwan.toml"))
	r.check(err)
	if !os.SameFile(before, after) || !res.runs() || res.errors != "" {
		t.Errorf("reload: got another file %v, daemon %v, log %q; want the same, true, none", !os.SameFile(before, after), res.runs(), res.errors)
	}
	r.onlyTheFile()
}

func TestOneBadAccountStopsNothing(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "config account 'bad'\n\toption enabled '1'\n\toption provider 'nobody'\n\toption hb 'maybe'\n")
	if res := r.start(); !res.runs() {
		t.Errorf("start: got %q, want the daemon to run", res.procd())
	}
	if got := r.accounts(); len(got) != 2 {
		t.Errorf("accounts: got %v, want the good and the bad one", got)
	}
}

func TestASwitchThatIsNoneIsSaidAndShown(t *testing.T) {
	r := newRouter(t)
	r.uci(good("other") + strings.Replace(good("home"), "'1'", "'ture'", 1))
	res := r.verb("start")
	if want := "dynwan.home.enabled: must be 1 or 0\n"; res.errors != want || !res.runs() {
		t.Errorf("start: got %q, daemon %v, want %q and the daemon for the other account", res.errors, res.runs(), want)
	}
	if got := r.accounts()["home"]["enabled"]; got != "ture" {
		t.Errorf("enabled: got %v, want ture, so that the program leaves the account out", got)
	}
	check := r.verb("check")
	if !strings.Contains(check.out, "dynwan.home.enabled: must be 1 or 0\n") || strings.Contains(check.out, "home: ok") || check.code != 2 {
		t.Errorf("check: got %d %q, want 2 and home misconfigured", check.code, check.out)
	}
}
