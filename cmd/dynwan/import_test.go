// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dynwan/updater/config"
)

// imported runs dynwan import with a file.
func imported(t *testing.T, text string, args ...string) (out, said string, code int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, append(append([]string{"import"}, args...), path)...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return stdout.String(), strings.ReplaceAll(stderr.String(), path, "FILE"), cmd.ProcessState.ExitCode()
}

// checked runs dynwan check with a configuration.
func checked(t *testing.T, text string) (out string, code int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dynwan.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "check", "-config", path)
	said, _ := cmd.CombinedOutput()
	return strings.ReplaceAll(string(said), path, "FILE"), cmd.ProcessState.ExitCode()
}

func TestWhatIsImportedIsRight(t *testing.T) {
	for _, c := range []struct{ name, text, said, check string }{
		{"inadyn.conf", `period = 300
allow-ipv6 = true
provider default@freedns.afraid.org { username = me password = hunter hostname = a.example.net }
provider default@no-ip.com:1 { username = me password = hunter hostname = { b.example.net, c.example.net } }
provider default@no-ip.com:2 { username = you password = hunter hostname = d.example.net }
provider ipv6@dynv6.com { username = hunter password = hunter hostname = e.dynv6.net }
provider default@duckdns.org { username = none password = hunter hostname = f.duckdns.org ssl = true wildcard = true }
provider default@domaindiscount24.com { username = g.example.net password = hunter hostname = g.example.net }
custom box { username = me password = hunter ddns-server = dyn.example.org ddns-path = "/?h=%h&a=%i" ddns-response = "OK" hostname = h.example.net }
provider default@twodns.de { username = x password = hunter hostname = i.example.net }
`, `FILE:1: "default@freedns.afraid.org": period is not taken over: the kernel tells dynwan of changes
FILE:7: "default@duckdns.org": wildcard is not taken over: set it at the provider
FILE:10: "default@twodns.de": is not taken over: closed on 20 December 2024
`, `a_example_net: ok: afraid.org-v2-basic keeps a.example.net at the address of wan
`},
		{"ddclient.conf", `# by hand
daemon=5m
use=if, if=wan
protocol=dyndns2, server=update.dedyn.io, login=a.dedyn.io, password='hunter' a.dedyn.io
protocol=namecheap, login=example.net, password=hunter www.example.net
protocol=keysystems, password=hunter b.example.net
protocol=dyndns2, login=me, password=hunter c.example.net,d.example.net
protocol=dyndns2, server=dyn.example.org, script=/u.php, login=me, password=hunter e.example.net
protocol=yandex, login=example.net, password=hunter f.example.net
`, `FILE:2: daemon is not taken over: the kernel tells dynwan of changes
FILE:9: is not taken over: no provider of dynwan is yandex
`, `b_example_net: ok: moniker.com keeps b.example.net at the address of wan
`},
		{"/etc/config/ddns", "config service 'home'\n\toption enabled '1'\n\toption service_name 'he.net'\n\toption domain 'a.example.net'\n\toption password 'hunter'\n",
			"FILE:1: home: is now the account home\n", "home: ok: he.net keeps a.example.net at the address of interface wan, which is down\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			device := []string{"-device", "wan"}
			if c.name[0] == '/' {
				device = nil
			}
			out, said, code := imported(t, c.text, device...)
			if said != c.said || code != exitOK || !strings.Contains(out, `"hunter"`) {
				t.Errorf("import: got %d and\n%s\nwant 0 and\n%s", code, said, c.said)
			}
			check, code := checked(t, out)
			if code != exitOK || strings.Count(check, ": ok: ") < strings.Count(out, "[account.") || !strings.Contains(check, c.check) {
				t.Errorf("check of\n%s: got %d and\n%s\nwant 0 and\n%s", out, code, check, c.check)
			}
		})
	}
}

func TestImportSaysWhatItCannotRead(t *testing.T) {
	for text, want := range map[string]string{
		"nothing of this":                     "FILE:1: is the configuration of none of ddns-scripts, inadyn (2.0 or newer) and ddclient\n",
		"protocol=x\nlogin='hunter":           "FILE:2: opens a quote that never ends\n",
		strings.Repeat("#", config.MaxSize+1): "dynwan: FILE: it is too long\n",
	} {
		if out, said, code := imported(t, text); out != "" || said != want || code != exitUsage {
			t.Errorf("%.40q: got %q, %d and %q; want %q", text, said, code, out, want)
		}
	}
	out, err := exec.Command(program, "import", "/nowhere").CombinedOutput()
	if want := "dynwan: open /nowhere: no such file or directory\n"; string(out) != want || err == nil {
		t.Errorf("got %q, %v; want %q", out, err, want)
	}
}

// TestTheImportIsShownBefore without a password.
func TestTheImportIsShownBefore(t *testing.T) {
	out, said, code := imported(t, "config service 'home'\n\toption enabled '1'\n\toption service_name 'duckdns.org'\n\toption domain 'me.duckdns.org'\n"+
		"\toption username 'me.duckdns.org'\n\toption password 'hunter2'\n\toption interface 'wan'\n"+
		"config service 'script'\n\toption enabled '1'\n\toption update_script '/root/hunter2.sh'\n\toption domain 'a.example.net'\n", "-json")
	want := `{"accounts":[{"name":"home","section":"home","provider":"duckdns.org","hostnames":["me.duckdns.org"]}],"left":[`
	if code != exitOK || said != "" || !strings.HasPrefix(out, want) || !strings.Contains(out, `{"section":"script","text":{"id":"not-taken","args":[{"id":"none-is-own","text":"no provider of dynwan is a URL or program of its own"}],"text":"is not taken over: no`) || strings.Contains(out, "hunter2") {
		t.Errorf("got code %d, %q and %s, want %s", code, said, out, want)
	}
}
