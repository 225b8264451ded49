// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"os"
	"strings"
	"testing"
)

// failures are what keeps a configuration from being used as a whole.
var failures = map[string]struct {
	do  func(r *router)
	log string
}{
	"the program refuses the file": {
		func(r *router) {
			r.program("echo \"dynwan.home.pass: is not valid TOML: expected ...\" >&2; exit 2")
		},
		"dynwan.home.pass: is not valid TOML: expected ...",
	},
	"the program cannot read the file": {
		func(r *router) {
			r.program("echo 'dynwan: cannot read the configuration: it is too long' >&2; exit 2")
		},
		"dynwan: cannot read the configuration: it is too long",
	},
	"the program is killed": {func(r *router) { r.program("kill -9 $$") }, "stays in force"},
	"the program does not run on this processor": {
		func(r *router) { r.program("exit 126") }, "stays in force",
	},
	"the program is gone": {func(r *router) { r.check(os.Remove(r.path("usr/sbin/dynwan"))) }, "not found"},
	"an error of syntax in UCI": {
		func(r *router) {
			r.uci(good("new") + "\toption pass 'x\nconfig account 'z'\n")
		},
		"Parse error",
	},
	"a name that UCI would drop, to give its options to the section before": {
		func(r *router) { r.uci(good("new") + "config account 'my-home'\n\toption pass 'other'\n") },
		"Parse error",
	},
	"UCI has no configuration": {
		func(r *router) { r.check(os.Remove(r.path("etc/config/dynwan"))) },
		"Entry not found",
	},
	"the main switch is none": {
		func(r *router) {
			r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled 'ja'\n"+good("new"))
		},
		"dynwan.main.enabled: must be 1 or 0",
	},
	"there is no user dynwan": {func(r *router) { r.write("chown-fails", "") }, "stays in force"},
}

// program puts a shell script in the place of dynwan.
func (r *router) program(text string) {
	r.t.Helper()
	r.check(os.Remove(r.path("usr/sbin/dynwan")))
	r.write("usr/sbin/dynwan", "#!/bin/sh\n"+text+"\n")
}

func TestAConfigurationThatCannotBeUsedChangesNothing(t *testing.T) {
	for name, c := range failures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRouter(t)
			r.uci(good("old"))
			r.start()
			before := r.read("var/etc/dynwan.toml")
			r.uci(good("new"))
			c.do(r)
			res := r.verb("reload")
			if got := r.read("var/etc/dynwan.toml"); got != before || !strings.Contains(got, "[account.old]") {
				t.Errorf("the file: got\n%s\nwant the one before\n%s", got, before)
			}
			if !res.runs() || len(res.call("add_reload_interface_trigger")) != 1 {
				t.Errorf("procd: got %q, want the daemon and its trigger as before", res.procd())
			}
			if !strings.Contains(res.errors, c.log) {
				t.Errorf("log: got %q, want %q in it", res.errors, c.log)
			}
			r.onlyTheFile()
		})
	}
}

func TestWithoutAConfigurationBeforeNothingStarts(t *testing.T) {
	for name, c := range failures {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRouter(t)
			r.uci(good("new"))
			c.do(r)
			res := r.verb("start")
			if res.runs() || r.read("var/etc/dynwan.toml") != "" {
				t.Errorf("procd: got %q, want no daemon and no file", res.procd())
			}
			if got := res.call("add_reload_trigger"); len(got) != 1 {
				t.Errorf("triggers: got %q, want the one that hears of a correction", got)
			}
			if !strings.Contains(res.errors, c.log) {
				t.Errorf("log: got %q, want %q in it", res.errors, c.log)
			}
		})
	}
}

func TestProblemsGoToTheLogOfTheDaemon(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled 'ja'\n")
	want := "-s -t dynwan -p daemon.err dynwan.main.enabled: must be 1 or 0"
	if got := r.verb("start").call("logger"); len(got) != 2 || got[0] != want {
		t.Errorf("logger: got %q, want %q first", got, want)
	}
}
