// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asks calls what the page asks of the router beside UCI, as rpcd does: the call
// comes on standard input.
func (r *router) asks(method string, call any) (out string) {
	r.t.Helper()
	r.check(os.MkdirAll(r.path("var/run"), 0o755))
	r.script("../openwrt/luci-app-dynwan/root/usr/libexec/rpcd/luci.dynwan", "usr/libexec/rpcd/luci.dynwan")
	text, err := json.Marshal(call)
	r.check(err)
	cmd := exec.Command(filepath.Join(tools, "ash"), r.path("usr/libexec/rpcd/luci.dynwan"), "call", method)
	cmd.Env = []string{"PATH=" + tools, "ROOT=" + r.root, "UCI_CONFIG_DIR=" + r.path("etc/config")}
	cmd.Stdin = strings.NewReader(string(text))
	said, err := cmd.Output()
	r.check(err)
	return strings.TrimSpace(r.unroot(string(said)))
}

type call struct {
	Name   string `json:"name"`
	Config string `json:"config"`
}

// TestThePageTestsWhatIsNotSaved with passwords that only root can read, and that
// are gone afterwards.
func TestThePageTestsWhatIsNotSaved(t *testing.T) {
	r := newRouter(t)
	r.uci("")
	stored := r.read("etc/config/dynwan")
	r.write("etc/init.d/dynwan", `#!/bin/sh
echo "$* in ${UCI_CONFIG_DIR%.*}"
stat -c '%a' "$UCI_CONFIG_DIR" "$UCI_CONFIG_DIR"/*
cat "$UCI_CONFIG_DIR/dynwan"
case "$*$(env)" in *hunter2*) echo the password is shown ;; esac
`)
	r.write("var/run/dynwan-test.999999999/dynwan", "left by a call that was killed")
	got := r.asks("test", call{"new", "config account 'new'\n\toption pass 'hunter2'"})
	want := "once -n -json new in /var/run/dynwan-test\n700\n600\n600\nconfig account 'new'\n\toption pass 'hunter2'"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if left, _ := filepath.Glob(r.path("var/run/dynwan-test.*")); len(left) > 0 {
		t.Errorf("%q stay behind", left)
	}
	if r.read("etc/config/dynwan") != stored {
		t.Error("the configuration was changed")
	}
	for _, name := range []string{"", "-config", "a b", "../x"} {
		if got := r.asks("test", call{name, "x"}); got != "{}" {
			t.Errorf("the account %q: got %s, want nothing", name, got)
		}
	}
}

// TestThePageTestsWithTheProgramItself: the answer is the program's.
func TestThePageTestsWithTheProgramItself(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	for _, c := range []struct{ config, want string }{
		{"config dynwan 'main'\n" + good("new") + "\toption port '80'\n", `{"problems":[{"account":"new","option":"port",`},
		{"config dynwan 'main'\n" + good("new"), `{"problems":[],"records":[{"record":"new","hostname":"new.example.net","good":false,"said":[{"id":"interface-down",`},
	} {
		rc, err := filepath.Abs("testdata/rc.common")
		r.check(err)
		r.script("dynwan", "etc/init.d/real")
		r.write("etc/init.d/dynwan", "#!/bin/sh\nexec "+filepath.Join(tools, "ash")+` -c 'script=$1; shift; . "$script"' sh `+rc+" "+r.path("etc/init.d/real")+" \"$@\"\n")
		if got := r.asks("test", call{"new", c.config}); !strings.HasPrefix(got, c.want) {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestThePageTakesOver shows first what would come, and changes nothing by that.
func TestThePageTakesOver(t *testing.T) {
	r := newRouter(t)
	r.uci("")
	if got := r.asks("preview", call{}); got != "{}" {
		t.Errorf("without ddns-scripts: got %s, want nothing", got)
	}
	r.write("etc/config/ddns", service("home", mtgsyURL, "domain=home.example.net", "username=home.example.net", "password=hunter2", "interface=wan"))
	stored, ddns := r.read("etc/config/dynwan"), r.read("etc/config/ddns")
	got := r.asks("preview", call{})
	if want := `{"accounts":[{"name":"home","section":"home","provider":"mtgsy",`; !strings.HasPrefix(got, want) || strings.Contains(got, "hunter2") {
		t.Errorf("preview: got %s, want %s and no password", got, want)
	}
	if r.read("etc/config/dynwan") != stored {
		t.Error("preview: the configuration was changed")
	}
	if got := r.asks("takeover", call{}); got != `{ "done": true }` || !strings.Contains(r.read("etc/config/dynwan"), "hunter2") {
		t.Errorf("takeover: got %s and the configuration\n%s", got, r.read("etc/config/dynwan"))
	}
	if got := r.asks("takeover", call{}); got != `{ "done": true }` || strings.Count(r.read("etc/config/dynwan"), "hunter2") != 1 || r.read("etc/config/ddns") != ddns {
		t.Errorf("again: got %s and the configuration\n%s", got, r.read("etc/config/dynwan"))
	}
}

// TestOnceThatOnlySaysMakesNoPlaceInFlash, which is for what is kept.
func TestOnceThatOnlySaysMakesNoPlaceInFlash(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\toption remember '1'\n")
	r.program("exit 0")
	for _, c := range []struct {
		args []string
		made bool
	}{{[]string{"once", "-n", "-json", "home"}, false}, {[]string{"once", "-json", "home"}, true}} {
		r.verb(c.args...)
		if _, err := os.Stat(r.path("etc/dynwan")); (err == nil) != c.made {
			t.Errorf("%q: the directory in flash: %v, want %t", c.args, err, c.made)
		}
	}
}
