// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// router is the file system of a router with our scripts and the stand-ins.
type router struct {
	t    *testing.T
	root string
}

// result is how a run of a script ended. The root stands in none of its texts.
type result struct {
	code        int
	out, errors string
	calls       [][]string // what was asked of procd, chown and logger
}

// newRouter installs everything below a directory of its own.
func newRouter(t *testing.T) *router {
	t.Helper()
	r := &router{t, t.TempDir()}
	for _, dir := range []string{"etc/config", "var", "up", "usr/sbin"} {
		r.check(os.MkdirAll(r.path(dir), 0o755))
	}
	r.script("dynwan", "etc/init.d/dynwan")
	r.script("render.sh", "usr/lib/dynwan/render.sh")
	r.script("../openwrt/dynwan/files/dynwan-import", "usr/sbin/dynwan-import")
	r.script("testdata/functions.sh", "lib/functions.sh")
	r.script("testdata/network.sh", "lib/functions/network.sh")
	r.write("etc/resolv.conf", "search lan\nnameserver 127.0.0.1\nnameserver ::1\n")
	r.check(os.Symlink(filepath.Join(tools, "dynwan"), r.path("usr/sbin/dynwan")))
	return r
}

func (r *router) path(name string) string { return filepath.Join(r.root, name) }

func (r *router) check(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// absolute finds the paths of a script that are the router's.
var absolute = regexp.MustCompile(`(^|[\s"'=(])/(etc|lib|usr|var)/`)

// script installs a script with its absolute paths moved below the root.
func (r *router) script(from, to string) {
	r.t.Helper()
	text, err := os.ReadFile(from)
	r.check(err)
	moved := absolute.ReplaceAllString(string(text), "${1}"+r.root+"/${2}/")
	r.write(to, moved)
}

func (r *router) write(name, text string) {
	r.t.Helper()
	r.check(os.MkdirAll(filepath.Dir(r.path(name)), 0o755))
	r.check(os.WriteFile(r.path(name), []byte(text), 0o755))
}

// read returns the text of a file, "" if there is none.
func (r *router) read(name string) string {
	r.t.Helper()
	text, err := os.ReadFile(r.path(name))
	if !os.IsNotExist(err) {
		r.check(err)
	}
	return string(text)
}

// uci writes /etc/config/dynwan: the main section switched on, and more.
func (r *router) uci(text string) {
	r.t.Helper()
	r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled '1'\n"+text)
}

// up gives an interface a device, down takes it.
func (r *router) up(name, device string) { r.write("up/"+name, device+"\n") }
func (r *router) down(name string)       { r.check(os.Remove(r.path("up/" + name))) }

// verb runs a verb of the init script.
func (r *router) verb(args ...string) result {
	r.t.Helper()
	rc, err := filepath.Abs("testdata/rc.common")
	r.check(err)
	return r.run(append([]string{rc, r.path("etc/init.d/dynwan")}, args...)...)
}

// run runs a script under busybox ash.
func (r *router) run(args ...string) result {
	r.t.Helper()
	os.Remove(r.path("calls"))
	var out, errors strings.Builder
	line := append([]string{"-c", `umask 022; script=$1; shift; . "$script"`, "sh"}, args...)
	cmd := exec.Command(filepath.Join(tools, "ash"), line...)
	cmd.Env = []string{"PATH=" + tools, "ROOT=" + r.root, "UCI_CONFIG_DIR=" + r.path("etc/config")}
	cmd.Stdout, cmd.Stderr = &out, &errors
	err := cmd.Run()
	if cmd.ProcessState == nil {
		r.check(err)
	}
	res := result{code: cmd.ProcessState.ExitCode(), out: r.unroot(out.String()), errors: r.unroot(errors.String())}
	for line := range strings.Lines(r.read("calls")) {
		res.calls = append(res.calls, strings.Split(strings.TrimSuffix(r.unroot(line), "\t\n"), "\t"))
	}
	return res
}

func (r *router) unroot(text string) string { return strings.ReplaceAll(text, r.root, "") }

// start runs start, which must be silent.
func (r *router) start() result {
	r.t.Helper()
	res := r.verb("start")
	if res.errors != "" || res.out != "" {
		r.t.Fatalf("start: got output %q %q, want none", res.out, res.errors)
	}
	return res
}

// accounts decodes what was rendered.
func (r *router) accounts() map[string]map[string]any {
	r.t.Helper()
	var file struct{ Account map[string]map[string]any }
	if _, err := toml.Decode(r.read("var/etc/dynwan.toml"), &file); err != nil {
		r.t.Fatalf("what was rendered is no TOML: %v\n%s", err, r.read("var/etc/dynwan.toml"))
	}
	return file.Account
}

// call returns the words of all calls of one kind, each call as one text.
func (res result) call(name string) []string {
	var found []string
	for _, c := range res.calls {
		if c[0] == name {
			found = append(found, strings.Join(c[1:], " "))
		}
	}
	return found
}
