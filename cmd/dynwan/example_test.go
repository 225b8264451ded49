// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/updater/config"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// language is what an example is written in.
type language struct {
	head    string // words at the top
	main    string // begins the configuration as a whole
	account string // begins an account: its name and provider
	line    string // the option that says where the address is
	words   string // before a line of words
	others  bool   // whether the accounts behind the first are in use
	hasMain func(provider.Option) bool
	option  func(o provider.Option, value string) string // a line
}

var inTOML = language{
	head:    "Every option of every provider, for a router or a machine without OpenWrt. ",
	account: "[account.%s]\nprovider = \"%s\"\n", line: "device", words: "# ", others: true,
	hasMain: func(provider.Option) bool { return true },
	option: func(o provider.Option, value string) string {
		value = cmp.Or(value, o.Name)
		truth, isFlag := provider.Truth(value)
		switch {
		case o.Kind == provider.Flag && isFlag:
			return fmt.Sprintf("%s = %v\n", o.Name, truth)
		case o.Kind == provider.Port:
			return fmt.Sprintf("%s = %s\n", o.Name, value)
		case o.Kind == provider.Texts:
			return fmt.Sprintf("%s = [%q]\n", o.Name, value)
		}
		return fmt.Sprintf("%s = %q\n", o.Name, value)
	},
}

var inUCI = language{
	head: "Every option of every provider. \"uci commit\" drops these words; docs/options.md in the sources has them too. An account without enabled is off. ",
	main: "config dynwan 'main'\n\toption enabled '0'\n", account: "config account '%s'\n\toption enabled '0'\n\toption provider '%s'\n",
	line: "interface", words: "\t# ",
	hasMain: func(o provider.Option) bool { return !o.Advanced }, // the directories are the init script's
	option: func(o provider.Option, value string) string {
		word := "option"
		if o.Kind == provider.Texts {
			word = "list"
		}
		return fmt.Sprintf("\t%s %s '%s'\n", word, o.Name, strings.ReplaceAll(value, "'", `'\''`))
	},
}

// example is a configuration with every option of every provider. The ones that
// an account needs are set, the others stand behind a # with their default or an
// example.
func example(l language) string {
	b := &strings.Builder{}
	wrap(b, "# ", l.head+"Made from the descriptions of the providers. What stands right behind a # is not set: it shows the default, or an example if there is none.")
	b.WriteString("\n" + l.main)
	for _, o := range provider.Main {
		if l.hasMain(o) {
			l.put(b, o, false)
		}
	}
	for i, p := range providers.WithCode {
		name, inUse := p.Name, l.others
		if i == 0 {
			name, inUse = "home", true
		}
		b.WriteString("\n")
		wrap(b, "# ", p.Title+". "+strings.Join(facts(p), " "))
		for line := range strings.Lines(fmt.Sprintf(l.account, name, p.Name)) {
			b.WriteString(use(line, inUse))
		}
		needed := func(o provider.Option) bool { return o.Required || o.Name == l.line }
		for _, o := range p.All() {
			if needed(o) {
				l.put(b, o, inUse)
			}
		}
		for _, o := range p.Options {
			if !needed(o) {
				l.put(b, o, false)
			}
		}
		if i > 0 {
			b.WriteString("\n")
			wrap(b, l.words, "And the options that every account has, as in home.")
			continue
		}
		b.WriteString("\n")
		wrap(b, l.words, "The options that every account has, whatever its provider.")
		for _, o := range provider.Common {
			if !needed(o) && !strings.Contains(l.account, " "+o.Name+" ") {
				l.put(b, o, false)
			}
		}
	}
	return b.String()
}

// put writes an option and its words.
func (l language) put(b *strings.Builder, o provider.Option, set bool) {
	wrap(b, l.words, o.Help)
	value := cmp.Or(o.Default, o.Example)
	switch {
	case value == "" && o.Kind == provider.Flag:
		value = "1"
	case value == "" && !o.Required:
		value = "..."
	}
	b.WriteString(use(l.option(o, value), set))
}

// use puts a line out of use, unless it is in use.
func use(line string, inUse bool) string {
	if inUse {
		return line
	}
	return "#" + line
}

// wrap writes words in lines of at most 80 bytes.
func wrap(b *strings.Builder, before, words string) {
	line := before
	for word := range strings.FieldsSeq(words) {
		if len(line)+len(word) > 80 {
			b.WriteString(strings.TrimSuffix(line, " ") + "\n")
			line = before
		}
		line += word + " "
	}
	b.WriteString(strings.TrimSuffix(line, " ") + "\n")
}

// unset is an option of docs/dynwan.toml that is not set.
var unset = regexp.MustCompile(`(?m)^#([a-z0-9_]+) = `)

func TestExampleIsRightAsItIsAndWithAllOptions(t *testing.T) {
	text := example(inTOML)
	whole := unset.ReplaceAllString(text, "$1 = ")
	whole = strings.ReplaceAll(whole, "\nipv6 = false\n", "\nipv6 = true\n") // ip6suffix needs it, and the default is shown
	main, _, _ := strings.Cut(whole, "[account.")
	networks := regexp.MustCompile(`(?m)^allow = .*\n`) // not for the providers' own servers
	for what, c := range map[string]struct {
		text     string
		accounts int
	}{
		"as it is": {text, len(providers.WithCode)}, "all options": {networks.ReplaceAllString(whole, ""), len(providers.WithCode)}, "no account": {main, 0},
	} {
		got := config.Parse("dynwan.toml", c.text)
		if len(got.Problems) > 0 || len(got.Accounts) != c.accounts {
			t.Errorf("%s: got %d accounts, want %d, and %v", what, len(got.Accounts), c.accounts, got.Problems)
		}
	}
	sections := strings.Split(whole, "[account.")[1:]
	for i, p := range providers.WithCode {
		for _, o := range p.All() {
			if at := sections[i] + sections[0]; !strings.Contains(at, "\n"+o.Name+" = ") {
				t.Errorf("%s: the example does not show %s", p.Name, o.Name)
			}
		}
	}
}

// TestExampleIsRightWithEachOption sets one option at a time. Those that only go
// together are left out.
func TestExampleIsRightWithEachOption(t *testing.T) {
	text, n := example(inTOML), 0
	for _, at := range unset.FindAllStringSubmatchIndex(text, -1) {
		option := text[at[2]:at[3]]
		if slices.Contains([]string{"allow", "relay_query", "ip6suffix", "ip6interface", "ip6device"}, option) || option == "port" && strings.Contains(text[:at[0]], "relay_query") {
			continue
		}
		if got := config.Parse("dynwan.toml", text[:at[0]]+text[at[0]+1:]); len(got.Problems) > 0 {
			t.Errorf("%s: got %v", option, got.Problems)
		}
		n++
	}
	if n < len(provider.Common) {
		t.Errorf("got %d options, want those of all accounts and more", n)
	}
}
