// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// plugin calls the plugin as rpcd does: what was sent is a line on its stdin.
func (r *router) plugin(input string, args ...string) map[string]any {
	r.t.Helper()
	cmd := exec.Command(filepath.Join(tools, "ash"), append([]string{r.path("usr/libexec/rpcd/dynwan")}, args...)...)
	cmd.Env = []string{"PATH=" + tools, "ROOT=" + r.root}
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	var answer map[string]any
	if err == nil {
		err = json.Unmarshal(out, &answer)
	}
	if err != nil {
		r.t.Fatalf("%q with %s: got %v and %q, want JSON", args, input, err, out)
	}
	if left, _ := filepath.Glob(r.path("var/run/dynwan-rpcd.*")); len(left) > 0 {
		r.t.Errorf("%q: left %q", args, left)
	}
	return answer
}

// newPlugin is a router whose service and program are scripts.
func newPlugin(t *testing.T, service, program string) *router {
	r := newRouter(t)
	r.script("../openwrt/dynwan/files/dynwan.rpcd", "usr/libexec/rpcd/dynwan")
	r.check(os.MkdirAll(r.path("var/run"), 0o755))
	r.check(os.Remove(r.path("usr/sbin/dynwan")))
	r.write("etc/init.d/dynwan", "#!"+filepath.Join(tools, "ash")+"\necho \"$*\" >>\"$ROOT/called\"\n"+service+"\n")
	r.write("usr/sbin/dynwan", "#!"+filepath.Join(tools, "ash")+"\n"+program+"\n")
	return r
}

func TestUbusListsWhatThereIs(t *testing.T) {
	r := newPlugin(t, "", "")
	got, _ := json.Marshal(r.plugin("", "list"))
	if want := `{"check":{},"once":{"name":"String"},"status":{}}`; string(got) != want {
		t.Errorf("list: got %s, want %s", got, want)
	}
}

func TestUbusAnswers(t *testing.T) {
	for _, c := range []struct {
		name, service, program string
		method, input          string
		want, called           string
	}{
		{"the status", "", `echo "{\"args\":\"$*\"}"`, "status", "{}", `{"args":"status -json -statedir /var/run/dynwan"}`, ""},
		{"no status", "", `echo "dynwan: cannot read" >&2; exit 1`, "status", "{}", `{"running":false}`, ""},
		{"a configuration without a fault", "echo '[]'", "", "check", "{}", `{"code":0,"problems":[]}`, "check -json\n"},
		{"one with faults", `echo '[{"account":"home"}]'; exit 2`, "", "check", "{}", `{"code":2,"problems":[{"account":"home"}]}`, "check -json\n"},
		{"an update", `echo '{"uptime":1,"account":"home"}'`, "", "once", `{"name":"home"}`, `{"account":{"account":"home","uptime":1},"code":0}`, "once -json home\n"},
		{"one of a page, with its session", `echo '{}'; exit 3`, "", "once", `{ "name": "home", "ubus_rpc_session": "0000" }`, `{"account":{},"code":3}`, "once -json home\n"},
		{"a record of one", "echo '{}'", "", "once", `{"name":"home/www.example.net/IPv6"}`, `{"account":{},"code":0}`, "once -json home/www.example.net/IPv6\n"},
		{"what went wrong", "printf 'a \"b\" \\\\ c\\n\\001\\303\\244' >&2; exit 2", "", "once", `{"name":"home"}`, `{"code":2,"text":"a \"b\" \\ c ???"}`, "once -json home\n"},
		{"no name", "", "", "once", "{}", `{"code":2,"text":"name: the account that is meant"}`, ""},
		{"an option for a name", "", "", "once", `{"name":"-n"}`, `{"code":2,"text":"name: the account that is meant"}`, ""},
		{"two words for a name", "", "", "once", `{"name":"a b"}`, `{"code":2,"text":"name: the account that is meant"}`, ""},
		{"a command for a name", "", "", "once", `{"name":"$(reboot)"}`, `{"code":2,"text":"name: the account that is meant"}`, ""},
	} {
		r := newPlugin(t, c.service, c.program)
		got, _ := json.Marshal(r.plugin(c.input+"\n", "call", c.method))
		if text := r.unroot(string(got)); text != c.want || r.read("called") != c.called {
			t.Errorf("%s: got %s after %q, want %s after %q", c.name, text, r.read("called"), c.want, c.called)
		}
	}
}

// TestUbusDoesNotWaitForEver: rpcd would kill the plugin after half a minute.
func TestUbusDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	r := newPlugin(t, "sleep 28; echo over >>\"$ROOT/called\"", "")
	began := time.Now()
	got, _ := json.Marshal(r.plugin("{\"name\":\"home\"}\n", "call", "once"))
	if want := `{"running":true,"text":"it goes on; see the status"}`; string(got) != want || time.Since(began) > 29*time.Second {
		t.Errorf("got %s after %v, want %s", got, time.Since(began), want)
	}
	for range 100 {
		if time.Sleep(100 * time.Millisecond); strings.Contains(r.read("called"), "over") {
			return
		}
	}
	t.Errorf("it does not go on: %q", r.read("called"))
}

// TestWhoMayCall: who may read sees the status alone.
func TestWhoMayCall(t *testing.T) {
	text, err := os.ReadFile("../openwrt/dynwan/files/dynwan.acl.json")
	if err != nil {
		t.Fatal(err)
	}
	var list map[string]struct {
		Read, Write struct{ Ubus map[string][]string }
	}
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	read, write := map[string]bool{}, map[string]bool{}
	for _, group := range list {
		for object, methods := range group.Read.Ubus {
			for _, m := range methods {
				read[object+" "+m] = true
			}
		}
		for object, methods := range group.Write.Ubus {
			for _, m := range methods {
				write[object+" "+m] = true
			}
		}
	}
	if len(read) != 1 || !read["dynwan status"] || len(write) != 2 || !write["dynwan check"] || !write["dynwan once"] {
		t.Errorf("read: got %v, write: got %v", read, write)
	}
}
