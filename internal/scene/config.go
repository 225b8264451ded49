// SPDX-License-Identifier: GPL-2.0-or-later

package scene

import (
	"fmt"
	"os"
	"strings"
	"time"

	"dynwan/internal/sandbox"
)

// Config is what a play changes in dynwan's configuration. The zero value is
// the usual one: the account of the sandbox updates its one domain over HTTPS,
// in the words of its provider.
type Config struct {
	// Pass is another password.
	Pass string
	// Device is another line than Device, or a list of them, in TOML.
	Device string
	// Server is another place to speak at.
	Server string
	// MinGap is another gap; default 1200ms, a little more than the sandbox's.
	MinGap time.Duration
	// Settle is another settling time; default 100ms.
	Settle time.Duration
	// Login is another provider's part of the account's table, in place of the
	// login and the server.
	Login string
	// Keys are further lines of the account's table.
	Keys []string
	// Top is put before the account's table.
	Top string
	// Tail is put behind the account's table.
	Tail string
}

// Configure writes the configuration file.
func (s *Scene) Configure(c Config) error {
	or := func(text, usual string) string {
		if text == "" {
			return usual
		}
		return text
	}
	if c.MinGap == 0 {
		c.MinGap = 1200 * time.Millisecond
	}
	if c.Settle == 0 {
		c.Settle = 100 * time.Millisecond
	}
	login := fmt.Sprintf("%s\nserver = %q", s.login, or(c.Server, "https://"+Host))
	text := fmt.Sprintf(`statedir = %q
allow = ["203.0.113.0/24", "198.51.100.0/24", "2001:db8:53::/48"]
%s
[account.home]
%s
device = %s
pass = %q
min_gap = %q
settle = %q
%s
%s
`, s.StateDir(), c.Top, or(c.Login, login), or(c.Device, `"`+Device+`"`), or(c.Pass, Pass),
		c.MinGap, c.Settle, strings.Join(c.Keys, "\n"), c.Tail)
	return os.WriteFile(s.ConfigFile(), []byte(text), 0o600)
}

// loginOf is the part of the configuration that differs between the providers.
// How the commands of MyServer.org are worded is lost; these are the sandbox's
// own words.
func loginOf(a sandbox.Account) string {
	switch {
	case a.Dyndns2 != nil:
		names := fmt.Sprintf("%q", Domain)
		if len(a.Domains) > 1 {
			names = `["` + strings.Join(a.Domains, `", "`) + `"]`
		}
		return fmt.Sprintf("provider = \"dyndns2\"\nuser = %q\nhostname = %s", a.Email, names)
	case a.MyServer == nil:
		return fmt.Sprintf("provider = \"mtgsy\"\nemail = %q", Domain)
	}
	return fmt.Sprintf(`provider = "myserver"
user = %q
hostname = %q
delete_query = %q
add_query = %q
success = [%q, %q, %q]`, a.Email, Domain, sandbox.DeleteQuery, sandbox.AddQuery,
		sandbox.TextDeleted, sandbox.TextAdded, sandbox.TextRelayed)
}
