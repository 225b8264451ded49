// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/rows"
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater/message"
)

// tries runs once -n -json of the account home and returns what it prints, and
// the IDs of what it says of each record.
func (p *play) tries(wantCode int) (found trials, ids []string) {
	p.t.Helper()
	out, problems, code := p.run("once", "-n", "-json", "-config", p.ConfigFile(), "home")
	if err := json.Unmarshal([]byte(out), &found); err != nil || code != wantCode || problems != "" {
		p.t.Errorf("once -n -json: got code %d, %q and %q (%v), want code %d", code, out, problems, err, wantCode)
	}
	if strings.Contains(out, scene.Pass) {
		p.t.Errorf("the password stands in %s", out)
	}
	if left, _ := filepath.Glob(filepath.Join(p.StateDir(), "trial.*")); len(left) > 0 {
		p.t.Errorf("it left %q behind", left)
	}
	for _, r := range found.Records {
		ids = append(ids, saidIDs(r.Said)...)
	}
	return found, ids
}

func saidIDs(list []message.Message) (ids []string) {
	for _, m := range list {
		ids = append(ids, string(m.ID()))
	}
	return ids
}

func (p *play) triesAndFinds(what string, wantCode int, want ...string) {
	p.t.Helper()
	if _, got := p.tries(wantCode); !slices.Equal(got, want) {
		p.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// TestATrialSaysWhatAnUpdateWouldDo: nothing is sent, whatever it finds, and what
// the daemon remembers hides nothing.
func TestATrialSaysWhatAnUpdateWouldDo(t *testing.T) {
	p := newPlay(t, nil)
	p.triesAndFinds("no address", exitUnsent, "no-address")
	p.ok(p.Line("203.0.113.9"))
	p.triesAndFinds("no record", exitOK, "on-device", "no-record-yet", "reached", "login-unknown", "would-send")
	found, _ := p.tries(exitOK)
	for i, want := range []string{"203.0.113.9 on pppoe-wan", "no A record of home.example.net yet", "reached https://dyn.example.com",
		"whether the login is right shows only when an update is sent", "would send 203.0.113.9 to https://dyn.example.com"} {
		if got := found.Records[0].Said[i].String(); got != want {
			t.Errorf("no record: got %q, want %q", got, want)
		}
	}
	if n := len(p.Box.Ledger()); n != 0 {
		t.Errorf("it sent %d requests", n)
	}
	p.once(exitOK, "home: confirmed 203.0.113.9")
	p.triesAndFinds("the record", exitOK, "on-device", "answers", "reached", "login-unknown", "would-send-nothing")
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.triesAndFinds("within the gap", exitOK, "on-device", "answers", "reached", "login-unknown", "would-send")
	p.fault(sandbox.Refuse, 0, "")
	if _, ids := p.tries(exitUnsent); !slices.Contains(ids, "cannot-reach") {
		t.Errorf("no server: got %q, want cannot-reach", ids)
	}
	if n := len(p.Box.Ledger()); n != 1 {
		t.Errorf("the provider read %d requests, want the one of once", n)
	}
}

// TestATrialOfWrongSettingsSaysWhatIsWrong as check does.
func TestATrialOfWrongSettingsSaysWhatIsWrong(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	p.ok(p.Configure(scene.Config{Keys: []string{"port = 80"}}))
	p.ok(os.RemoveAll(p.StateDir())) // as before the first start
	found, _ := p.tries(exitUsage)
	if len(found.Problems) != 1 || found.Problems[0].Option != "port" || len(found.Records) != 0 {
		t.Errorf("got %+v, want a problem of port alone", found)
	}
}

// TestATrialLogsInWhereThatCanBeKnown: what is read first shows whether the login
// is right, and what is written then is not sent.
func TestATrialLogsInWhereThatCanBeKnown(t *testing.T) {
	i := newInternet(t)
	i.ok(i.net.AddAddr(scene.Device, "45.0.113.91"))
	const name, loggedIn = "desec.io-rest", "the login works"
	talks, err := rows.ReadTalks("../../updater/catalogue/testdata/" + name + ".txt")
	i.ok(err)
	talks.Settings["ipv6"] = "0"
	file := filepath.Join(i.dir, "trial.toml")
	i.ok(os.WriteFile(file, []byte("statedir = '"+i.dir+"'\n[account.home]\nprovider = '"+name+"'\ndevice = '"+scene.Device+
		"'\ntoken = 't0k'\nhostname = 'home.example.net'\nzone = 'example.net'\n"), 0o600))
	for _, c := range []struct {
		reply string
		code  int
		want  []string
	}{
		{talks.Talks[0].Exchanges[0].Answer(0), exitOK, []string{"on-device", "answers", "reached", "login-works", "would-send"}},
		{strings.ReplaceAll(talks.Talks[0].Exchanges[0].Answer(0), "203.0.113.1", "45.0.113.91"), exitOK, []string{"on-device", "answers", "reached", "login-works", "would-send-nothing"}},
		{"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", exitUnsent, nil},
	} {
		i.Script([]string{c.reply})
		cmd := exec.Command(program, "once", "-n", "-json", "-config", file, "home")
		cmd.Env = []string{"SSL_CERT_FILE=" + filepath.Join(i.dir, "ca.pem")}
		out, _ := cmd.Output()
		var found trials
		i.ok(json.Unmarshal(out, &found))
		ids := saidIDs(found.Records[0].Said)
		if strings.Contains(string(out), loggedIn) != slices.Contains(ids, "login-works") {
			t.Errorf("%s: got %s, want %q with its ID", c.reply[:12], out, loggedIn)
		}
		if code := cmd.ProcessState.ExitCode(); code != c.code || c.want != nil && !slices.Equal(ids, c.want) || c.want == nil && slices.Contains(ids, "login-works") {
			t.Errorf("%s: got code %d and %s, want %d and %q", c.reply[:12], code, out, c.code, c.want)
		}
		if asked := i.Take(); len(asked) != 1 {
			t.Errorf("%s: it sent %d requests, want the one that reads", c.reply[:12], len(asked))
		}
	}
}

func (i *internet) ok(err error) {
	i.t.Helper()
	if err != nil {
		i.t.Fatal(err)
	}
}
