// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/dyndns2"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// ruled are providers of dyndns2 that are made up, each with rules of its own.
var ruled = []*provider.Spec{
	withRule("expiring", func(s *provider.Spec) { s.Refresh = killTerm }),
	withRule("limiting", func(s *provider.Spec) { s.Limits = killLimits }),
	withRule("joining", func(s *provider.Spec) { s.Refresh, s.Limits = killTerm, killLimits }),
	withRule("untold", func(s *provider.Spec) { s.NoQuery = true }),
}

// The rules of these providers, in the time of the kill tests.
const killTerm = 1500 * time.Millisecond

var killLimits = []updater.Limit{{N: 3, Per: 2 * time.Second}, {N: 6, Per: 5 * time.Second}}

func withRule(name string, rule func(*provider.Spec)) *provider.Spec {
	s := dyndns2.Spec
	s.Name, s.Title, s.About = name, name, "It is made up."
	rule(&s)
	return &s
}

// ruledName is the file name under which this test binary is dynwan with these
// providers. Its children have another os.Args[0], and the same file.
const ruledName = "dynwan-ruled"

func init() {
	if self, _ := os.Readlink("/proc/self/exe"); filepath.Base(self) == ruledName {
		providers.WithCode = append(append(providers.WithCode, ruled...), recordsSpec())
		main()
	}
}

// ruledProgram is the path of that dynwan.
func ruledProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	path := filepath.Join(t.TempDir(), ruledName)
	if err == nil && os.Link(self, path) != nil { // another file system
		var text []byte
		if text, err = os.ReadFile(self); err == nil {
			err = os.WriteFile(path, text, 0o755)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// judging makes the account one of dyndns2 at a provider that judges by rules. What
// a child was told is lost with its daemon, and DNS is no help under these
// rules: an update that changes nothing is no breach.
func judging(d sandbox.Dyndns2) func(*sandbox.Config) {
	d.Touch = time.Nanosecond
	return func(c *sandbox.Config) { c.Accounts[0].Dyndns2 = &d }
}

// The provider counts what has arrived, and the client all that may have.
var judgedLimits = []sandbox.Limit{{Most: 3, Within: 2 * time.Second}, {Most: 6, Within: 5 * time.Second}}

// judgedTerm is long enough for a daemon that was killed, at 7 days to 5.
const judgedTerm = killTerm + 4*time.Second

func TestExpiringKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: judging(sandbox.Dyndns2{Expires: judgedTerm}), steps: 1, spec: ruled[0]})
}

func TestExpiringRebootAnywhere(t *testing.T) {
	testKills(t, rounds{change: judging(sandbox.Dyndns2{Expires: judgedTerm}), wipe: true, steps: 1, spec: ruled[0]})
}

func TestLimitingKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: judging(sandbox.Dyndns2{Limits: judgedLimits}), steps: 1, spec: ruled[1]})
}

func TestJoiningKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: judging(sandbox.Dyndns2{Limits: judgedLimits, Expires: judgedTerm + 5*time.Second}), steps: 1, both: true, spec: ruled[2]})
}

func TestUntoldKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: judging(sandbox.Dyndns2{}), steps: 1, spec: ruled[3]})
}
