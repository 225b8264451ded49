// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"strings"
	"testing"

	"dynwan/internal/samples"
)

// beside puts an account that is right in front of another one.
func beside(account string) string { return samples.Dyn("other", `"other.example.net"`) + account }

// TestWhatIsWrongWithAFamilyOrANameIsSaidAtItsOption, in TOML with its line and
// in UCI, while the other account is kept.
func TestWhatIsWrongWithAFamilyOrANameIsSaidAtItsOption(t *testing.T) {
	const (
		at4     = "is of no use: provider %s holds IPv4 addresses only"
		tooLong = "must not be longer than 64 bits: the upper half is the prefix, which the router gives"
	)
	mtgsy, steps := strings.ReplaceAll(at4, "%s", "mtgsy"), strings.ReplaceAll(at4, "%s", "myserver")
	home := samples.Dyn("home", `"home.example.net"`)
	for _, c := range []struct {
		account string
		want    []string // OPTION: RULE
	}{
		{samples.With(`ipv6 = "1"`), []string{"ipv6: " + mtgsy}},
		{samples.With(`ipv4 = "0"`), []string{"ipv4: " + mtgsy}},
		{samples.With(`ip6suffix = "::1"`), []string{"ip6suffix: " + mtgsy}},
		{samples.With(`ip6interface = "lan"`), []string{"ip6interface: " + mtgsy}},
		{samples.With(`ip6device = "br-lan"`), []string{"ip6device: " + mtgsy}},
		{stepsWith("remember", "ipv6 = \"1\"\nip6suffix = \"::1\""), []string{"ipv6: " + steps, "ip6suffix: " + steps}},
		{home + "ipv6 = \"1\"\nip6suffix = \"::1:2:3:4:5\"\n", []string{"ip6suffix: " + tooLong}},
		{home + "ipv6 = \"1\"\nip6suffix = \"2001:db8::1\"\n", []string{"ip6suffix: " + tooLong}},
		{home + "ip6suffix = \"::1\"\n", []string{"ip6suffix: is of no use while ipv6 is off"}},
		{home + "ipv4 = \"0\"\n", []string{"ipv6: must be on while ipv4 is off: nothing is published otherwise"}},
		{samples.Dyn("home", `["home.example.net", "www.example.net", "home.example.net"]`), []string{"hostname: must not have home.example.net twice"}},
		{samples.Dyn("home", `["home.example.net", "HOME.example.net"]`), []string{"hostname: must not have HOME.example.net twice"}},
	} {
		for head, prefix := range map[string]string{"": "account.home.", FromUCI: "dynwan.home."} {
			p := Parse("f", head+beside(c.account))
			var got []string
			for _, problem := range p.Problems {
				got = append(got, problem.String())
			}
			for i, want := range c.want {
				if i >= len(got) || !strings.HasSuffix(got[i], prefix+want) {
					t.Errorf("%q:\n got %q\nwant %q at its option", head+c.account, got, prefix+want)
				}
			}
			if len(got) != len(c.want) || len(p.Accounts) != 1 || p.Accounts[0].Name != "other" {
				t.Errorf("%q: got %q and %d accounts, want no more than %q, and the other account", head+c.account, got, len(p.Accounts), c.want)
			}
		}
	}
}

// TestTheDeviceThatFollowsFromANetworkIsNoSecondProblem in UCI, where the user
// has set the network alone.
func TestTheDeviceThatFollowsFromANetworkIsNoSecondProblem(t *testing.T) {
	const network = "ip6interface = \"lan\"\nip6device = \"br-lan\""
	for head, want := range map[string]int{"": 2, FromUCI: 1} {
		p := Parse("f", head+samples.With(network))
		if len(p.Problems) != want || p.Problems[0].Option != "ip6interface" {
			t.Errorf("%q: got %q, want %d", head, p.Problems, want)
		}
	}
}
