// SPDX-License-Identifier: GPL-2.0-or-later

package scene

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// Config is what a play changes in dynwan's configuration. The zero value is
// the usual one: the account updates its one domain over HTTPS.
type Config struct {
	// Pass is another password.
	Pass string
	// Server is another place to speak at.
	Server string
	// MinGap is another gap; default 1200ms, a little more than the sandbox's.
	MinGap time.Duration
	// Settle is another settling time; default 100ms.
	Settle time.Duration
	// Keys are further lines of the account's table.
	Keys []string
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
	text := fmt.Sprintf(`statedir = %q
allow = ["203.0.113.0/24"]

[account.home]
provider = "mtgsy"
device = %q
email = %q
pass = %q
server = %q
min_gap = %q
settle = %q
%s
%s
`, s.StateDir(), Device, Domain, or(c.Pass, Pass), or(c.Server, "https://"+Host),
		c.MinGap, c.Settle, strings.Join(c.Keys, "\n"), c.Tail)
	return os.WriteFile(s.ConfigFile(), []byte(text), 0o600)
}
