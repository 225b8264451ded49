// SPDX-License-Identifier: GPL-2.0-or-later

package scene

import (
	"os"
	"strings"
	"testing"

	"dynwan/internal/sandbox"
)

// Each provider has its own lines, and those that all have.
func TestConfigureForEachProvider(t *testing.T) {
	common := []string{`pass = "tr0ub4dor & 3"`, `server = "https://dyn.example.com"`, `device = "pppoe-wan"`}
	for provider, tt := range map[string]struct {
		account sandbox.Account
		lines   []string
	}{
		"mtgsy":    {sandbox.Account{Email: Email}, []string{`email = "home.example.net"`}},
		"myserver": {sandbox.Account{Email: Email, MyServer: &sandbox.MyServer{}}, []string{`user = "me@example.org"`, `hostname = "home.example.net"`}},
		"dyndns2":  {sandbox.Account{Email: Email, Dyndns2: &sandbox.Dyndns2{}}, []string{`user = "me@example.org"`, `hostname = "home.example.net"`}},
	} {
		s := &Scene{Dir: t.TempDir(), login: loginOf(tt.account)}
		if err := s.Configure(Config{}); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(s.ConfigFile())
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range append(append(tt.lines, `provider = "`+provider+`"`), common...) {
			if strings.Count(string(text), "\n"+line+"\n") != 1 {
				t.Errorf("%s: the line %s is not there once:\n%s", provider, line, text)
			}
		}
	}
}
