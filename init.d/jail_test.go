// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAnyInterfaceMayBringAResolver(t *testing.T) {
	const trigger = "interface.* 2000 /etc/init.d/dynwan reload"
	for text, want := range map[string]string{
		"search lan\nnameserver 127.0.0.1\nnameserver ::1\n": "[]",
		"nameserver 203.0.113.53\n":                          "[" + trigger + "]",
		"":                                                   "[" + trigger + "]",
	} {
		r := newRouter(t)
		r.uci(good("home") + "\toption device 'eth1'\n")
		r.write("etc/resolv.conf", text)
		res := r.start()
		if got := fmt.Sprint(res.call("add_raw_trigger")); got != want {
			t.Errorf("resolv.conf %q: got triggers %s, want %s", text, got, want)
		}
		if all := strings.Join(res.procd(), "\n"); want != "[]" && !strings.Contains(all, "\nopen_trigger\nadd_raw_trigger "+trigger+"\nclose_trigger\n") {
			t.Errorf("resolv.conf %q: got\n%s\nwant the trigger between its open and its close", text, all)
		}
	}
	r := newRouter(t)
	r.check(os.Remove(r.path("etc/resolv.conf")))
	r.uci("")
	if got := r.start().call("add_raw_trigger"); len(got) != 0 {
		t.Errorf("with nothing to do: got triggers %q, want none", got)
	}
}

// A command that is killed can clean nothing up.
func TestAKilledCommandLeavesNoPasswordBehind(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	r.program(`cat "$3" >"$ROOT/seen"; echo $$ >"$ROOT/pid.new"; mv "$ROOT/pid.new" "$ROOT/pid"; exec sleep 60`)
	rc, err := os.Getwd()
	r.check(err)
	cmd := exec.Command(tools+"/ash", rc+"/testdata/rc.common", r.path("etc/init.d/dynwan"), "once", "home")
	cmd.Env = []string{"PATH=" + tools, "ROOT=" + r.root, "UCI_CONFIG_DIR=" + r.path("etc/config")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.check(cmd.Start())
	for try := 0; r.read("pid") == "" && try < 500; try++ {
		time.Sleep(10 * time.Millisecond)
	}
	r.check(syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL))
	cmd.Wait()
	if got := r.read("seen"); !strings.Contains(got, "pass = ") {
		t.Errorf("the program saw %q, want the configuration", got)
	}
	r.onlyTheFile()
}
