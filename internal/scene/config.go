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
	// Real says that the provider's own host name is used, where no reserved
	// network counts as public: the line and the servers have other addresses.
	Real bool
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
	login, secret, allow := s.login, "pass", `allow = ["203.0.113.0/24", "198.51.100.0/24", "2001:db8:53::/48"]`
	switch s.api {
	case "":
		login = fmt.Sprintf("%s\nserver = %q", login, or(c.Server, "https://"+Host))
	case sandbox.Zones:
		secret = "token"
	}
	if c.Real {
		allow = ""
	}
	text := fmt.Sprintf(`statedir = %q
%s
%s
[account.home]
%s
device = %s
%s = %q
min_gap = %q
settle = %q
%s
%s
`, s.StateDir(), allow, c.Top, or(c.Login, login), or(c.Device, `"`+Device+`"`), secret, or(c.Pass, Pass),
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
	case a.API == sandbox.Zones:
		return fmt.Sprintf("provider = \"cloudflare.com-v4\"\nhostname = %q\nzone = \"example.net\"", Domain)
	case a.API == sandbox.Items:
		return fmt.Sprintf("provider = \"spaceship.com\"\nuser = %q\nhostname = %q\nzone = \"example.net\"", a.Email, Domain)
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
