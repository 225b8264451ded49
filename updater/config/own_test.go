// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"dynwan/updater/catalogue"
)

const mine = `[provider.mine]
families = "together"
url = "https://dyn.example.com/u"
query = ["h={hostname}", "a={ip4}", "b={ip6}", "k={token}"]
yes = ["done"]
`

const atMine = `[account.home]
provider = "mine"
device = "eth0"
token = "hunter2"
hostname = "home.example.net"
`

func TestAProviderOfTheUsersOwn(t *testing.T) {
	for _, c := range []struct{ text, problems string }{
		{mine + atMine, ""},
		{strings.ReplaceAll(mine, "yes = [\"done\"]", "[provider.mine.answer]\nyes = [\"done\"]\nstatus = { no = [401] }\n[provider.mine.rules]\nmin_gap = \"20m\"\n[provider.mine.options]\ntoken = \"It.\"") + atMine, ""},
		{strings.Replace(mine, "https", "http", 1) + atMine, "f:3: provider.mine.url: must be https:// and one host, and then a path at most, where alone placeholders may stand; or {update_url}\n" +
			"f:7: account.home.provider: must be the name of a provider: dynwan providers lists them; or it is one of your own that has a mistake"},
		{mine + "token_page = \"https://dyn.example.com/tokens\"\n" + atMine, ""},
		{mine + "token_page = \"http://dyn.example.com/tokens\"\n", "f:6: provider.mine.token_page: must be https://..."},
		{mine + "token_page = \"https://dyn.example.com/\\\"><script>\"\n", "f:6: provider.mine.token_page: must be a full URL such as http://www.example.net/away"},
		{mine + "urll = \"x\"\n", "f:6: provider.mine.urll: is not a key of a provider"},
		{mine + "[provider.mine.rules]\nmin_gap = \"x\"\n", "f:7: provider.mine.min_gap: must be a time from 0s to 24h0m0s with its unit, such as \"1s\""},
		{mine + "status = { no = [4] }\n", "f:6: provider.mine.status_no: must be numbers of HTTP from 200 to 599"},
		{mine + "status = { no = [\"x\"] }\n", "f:6: provider.mine.status_no: must be numbers of HTTP from 200 to 599"},
		{mine + "status = { no = [true] }\n", "f:6: provider.mine.status_no: must be a list of numbers"},
		{mine + "status = 4\n", "f:6: provider.mine.status: is not a key of a provider"},
		{strings.Replace(mine, "yes", "no", 1), "f: provider.mine.yes: is missing: some answer must mean that the address is set; set yes, status_yes, as or unverified"},
		{strings.Replace(mine, ".mine", ".mtgsy", 1), "f: provider.mtgsy: is the name of a provider that dynwan has; take another one"},
		{strings.Replace(mine, ".mine", `."my.dns"`, 1), "f: provider.\"my.dns\": the name of a provider must be 1 to 32 letters, digits or _"},
		{"provider = 1\n", "f:1: provider: must be a table a name, such as [account.home]"},
		{"[provider]\nmine = 1\n", "f:2: provider.mine: must be a table, such as [account.home]"},
		{mine + strings.Replace(atMine, `"mine"`, `"google.com"`, 1), "f:7: account.home.provider: there is no provider google.com: " + catalogue.Gone("google.com").String()},
		{mine + atMine + "pass = \"hunter2\"\n", "f:11: account.home.pass: is a key of provider mtgsy, dyndns2, myserver"},
		{mine + atMine + "record_id = \"7\"\n", "f:11: account.home.record_id: is a key of other providers; dynwan providers mine says which this one has"},
		{mine + atMine + "pas = \"hunter2\"\n", "f:11: account.home.pas: is not a key of an account"},
		{mine + atMine + "port = 80\n", "f:11: account.home.port: is a key of provider mtgsy, myserver"},
	} {
		var list []string
		for _, p := range Parse("f", c.text).Problems {
			list = append(list, p.String())
		}
		if got := strings.Join(list, "\n"); got != c.problems {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.problems)
		}
		if strings.Contains(strings.Join(list, ""), "hunter2") {
			t.Errorf("a problem tells a secret: %q", list)
		}
	}
}

// TestAnotherDescriptionIsAnotherConfiguration: a refusal may have been its
// fault, and a sender must not work by another one than the daemon.
func TestAnotherDescriptionIsAnotherConfiguration(t *testing.T) {
	one := Parse("f", mine+atMine).Accounts[0]
	two := Parse("f", strings.Replace(mine, "done", "OK", 1)+atMine).Accounts[0]
	if one.Whole() == two.Whole() || one.Login() == two.Login() || one.Kept() != two.Kept() || one.Key() != two.Key() {
		t.Errorf("got %s %s %s %s, want the first two to differ from %s %s %s %s", one.Whole(), one.Login(), one.Kept(), one.Key(), two.Whole(), two.Login(), two.Kept(), two.Key())
	}
}

// TestASenderReadsItsAccountAlone and finds it as the daemon has it.
func TestASenderReadsItsAccountAlone(t *testing.T) {
	text := mine + strings.Replace(atMine, "home", "away", 1) + strings.Replace(atMine, "home.example.net", "other.example.net", 1)
	all, one := parseAccount("f", text, ""), parseAccount("f", text, "home")
	if len(all.Accounts) != 2 || len(one.Accounts) != 1 || one.Accounts[0].Whole() != all.Accounts[1].Whole() {
		t.Errorf("got %d and %d accounts", len(all.Accounts), len(one.Accounts))
	}
}

// TestTheExamplesOfTheManualAreRight: docs/own-provider.md has three.
func TestTheExamplesOfTheManualAreRight(t *testing.T) {
	page, err := os.ReadFile("../../docs/own-provider.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```(toml)?\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) != 3 {
		t.Fatalf("examples: got %d", len(blocks))
	}
	for _, b := range blocks {
		text := b[2]
		if b[1] == "" { // UCI
			text = regexp.MustCompile(`(?m)^config provider '(.*)'$`).ReplaceAllString(text, "[provider.$1]")
			text = regexp.MustCompile(`(?m)^\toption (\S+) '(.*)'$`).ReplaceAllString(text, "$1 = \"$2\"")
			for _, list := range []string{"query", "yes", "same", "no"} {
				items := ""
				line := regexp.MustCompile(`(?m)^\tlist ` + list + ` '(.*)'\n`)
				for _, found := range line.FindAllStringSubmatch(text, -1) {
					items += "\"" + found[1] + "\", "
				}
				text = line.ReplaceAllString(text, "") + list + " = [" + items + "]\n"
			}
		}
		if list := Parse("f", text).Problems; len(list) > 0 {
			t.Errorf("%s\n%v", text, list)
		}
	}
}
