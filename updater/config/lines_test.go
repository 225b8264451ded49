// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"fmt"
	"strings"
	"testing"

	"dynwan/internal/samples"
)

func TestALineMayBeAList(t *testing.T) {
	for _, c := range []struct {
		name, lines, want, source string
	}{
		{"one", `device = "wan"`, "wan", "the address of wan"},
		{"one in a list", `device = ["wan"]`, "wan", "the address of wan"},
		{"two", `device = ["wan", "lte"]`, "wan lte", "the address of the first of these that has one: wan, lte"},
		{"a device before an interface", "interface = [\"wan\", \"wanb\"]\ndevice = \"eth7\"", "eth7", "the address of eth7"},
		{"of two interfaces one is down", "interface = [\"wan\", \"wanb\"]\ndevice = [\"\", \"eth1\"]", "(interface wan is down) eth1",
			"the address of the first of these that has one: interface wan, which is down, eth1"},
		{"two interfaces without a device", `interface = ["wan", "wanb"]`, "(interface wan is down) (interface wanb is down)",
			"the address of the first of these that has one: interface wan, which is down, interface wanb, which is down"},
		{"one interface without a device", `interface = "wan"`, "(interface wan is down)", "the address of interface wan, which is down"},
	} {
		conf := Parse("f", strings.Replace(samples.With(), "device = \"wan\"\n", "", 1)+c.lines+"\n")
		if len(conf.Problems) > 0 {
			t.Errorf("%s: got %v", c.name, conf.Problems)
			continue
		}
		var got []string
		for _, l := range conf.Accounts[0].Lines() {
			if l.Device != "" {
				got = append(got, l.Device)
			} else {
				got = append(got, "("+l.Down.String()+")")
			}
		}
		if says := conf.Accounts[0].Source().String(); strings.Join(got, " ") != c.want || says != c.source {
			t.Errorf("%s: got %v and %q, want %s and %q", c.name, got, says, c.want, c.source)
		}
		if a := conf.Records()[0]; (len(got) > 1) != (len(a.Lines) == len(got)) || len(got) == 1 && a.Lines != nil {
			t.Errorf("%s: the plan has %+v, want lines only if there are several", c.name, a.Lines)
		}
	}
}

func TestUCIMaySeparateLinesByBlanks(t *testing.T) {
	a := Parse("f", FromUCI+samples.With(`interface = "wan wanb"`)).Accounts[0]
	if got := a.List("interface"); fmt.Sprint(got) != "[wan wanb]" {
		t.Errorf("got %q", got)
	}
}

func TestAListOfLinesThatIsWrong(t *testing.T) {
	names := make([]string, 9)
	for i := range names {
		names[i] = fmt.Sprintf("%q", fmt.Sprint("eth", i))
	}
	nine := "[" + strings.Join(names, ", ") + "]"
	for line, want := range map[string]string{
		`device = ["wan", "wan"]`:           "account.home.device: must not have wan twice",
		`interface = ["wan", "lan", "wan"]`: "account.home.interface: must not have wan twice",
		"device = " + nine:                  "account.home.device: must not have more than 8",
		"interface = " + nine:               "account.home.interface: must not have more than 8",
		`device = ["wan", ""]`:              "account.home.device: must be the name of a device",
		"interface = [\"a\", \"b\", \"c\"]\ndevice = [\"\", \"x\"]": "account.home.device: must be the name of a device",
		`device = ["wan", "@lan"]`:                                  "account.home.device: must be the part before the @",
		`interface = ["wan", "l-n"]`:                                "account.home.interface: must be the name of an interface",
		`interface = ["wan", ""]`:                                   "account.home.interface: must be the name of an interface",
		`device = 5`:                                                "account.home.device: must be a text in quotes or a list of them",
	} {
		text := strings.Replace(samples.With(), "device = \"wan\"\n", "", 1) + line + "\n"
		c := Parse("f", text)
		if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].String(), want) || len(c.Accounts) != 0 {
			t.Errorf("%s: got %v and %d accounts, want %q alone", line, c.Problems, len(c.Accounts), want)
		}
	}
}

// TestAProbeIsOfAllItsLines: accounts with the same share it, others do not.
func TestAProbeIsOfAllItsLines(t *testing.T) {
	keys := map[string]string{}
	for _, lines := range []string{`device = ["wan", "lte"]`, `device = ["lte", "wan"]`, `device = "wan"`, "device = [\"wan\", \"lte\"]\nsettle = \"3s\""} {
		text := strings.Replace(samples.With("address = \"probe\"", `probe_user = "x"`), "device = \"wan\"\n", "", 1) + lines + "\n"
		c := Parse("f", text)
		if len(c.Problems) > 0 {
			t.Fatal(c.Problems)
		}
		key := c.Accounts[0].ProbeSources()[0].Key
		if other, ok := keys[key]; ok {
			t.Errorf("%q and %q share a probe", lines, other)
		}
		keys[key] = lines
	}
}
