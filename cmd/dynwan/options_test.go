// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// TestDocs holds the papers that are made from the Specs against them. With
// -update it writes them.
func TestDocs(t *testing.T) {
	for file, text := range map[string]string{
		"../../docs/options.md":                    optionsPage(),
		"../../docs/providers.md":                  providersPage(),
		"../../docs/own-provider.md":               ownProviderPage(),
		"../../docs/import.md":                     importPage(t),
		"../../docs/dynwan.8":                      manualOfProgram(),
		"../../docs/dynwan.toml.5":                 manualOfConfiguration(),
		"../../docs/dynwan.toml":                   example(inTOML),
		"../../openwrt/dynwan/files/dynwan.config": example(inUCI),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("%s is not what the Specs say (%v): run go test ./cmd/dynwan -run TestDocs -update", file, err)
		}
	}
}

// aboutAccounts is what holds for all accounts.
const aboutAccounts = "NAME is the account's name in the log: at most 32 letters, digits and `_`. An empty value counts as not set. An account with a\n" +
	"mistake is left out; the others run."

// optionsPage is docs/options.md: all that can be set.
func optionsPage() string {
	var b strings.Builder
	b.WriteString(`# Options

Made from the descriptions of the providers by ` + "`go test ./cmd/dynwan -run TestDocs -update`" + `. Two examples have every option:
[dynwan.toml](dynwan.toml) and, for OpenWrt, [/etc/config/dynwan](../openwrt/dynwan/files/dynwan.config). ` + "`dynwan providers`" + ` lists the
providers, ` + "`dynwan providers NAME`" + ` says what one of them needs, and ` + "`dynwan check`" + ` what is wrong with a configuration.

| | in ` + "`/etc/config/dynwan`" + ` | in TOML |
|---|---|---|
| an account | ` + "`config account 'NAME'`" + ` | ` + "`[account.NAME]`" + ` |
| an option | ` + "`option OPTION 'VALUE'`" + ` | ` + "`OPTION = \"VALUE\"`" + ` |
| a list | ` + "`list OPTION 'VALUE'`" + `, once for each value | ` + "`OPTION = [\"VALUE\", \"VALUE\"]`" + ` |
| yes or no | ` + "`1`, `on`, `true`, `yes` or `enabled`; `0`, `off`, `false`, `no` or `disabled`" + ` | also ` + "`true` or `false`" + ` without quotes |
| a port | ` + "`8080`" + ` | also without quotes |
| a time | ` + "`30s`, `11m`, `24h`, `1h30m`" + ` | the same, in quotes |

` + aboutAccounts + `
`)
	section(&b, "The configuration as a whole", provider.Main,
		"In `/etc/config/dynwan` these stand in the section `config dynwan 'main'`, and nothing runs unless its option `enabled` is `1`; in TOML they stand before the first account. An account of UCI without `enabled` is off.")
	section(&b, "Every account", provider.Common, "Each account has a `provider`, which is "+code(ownCode()...)+", one of [the others](providers.md), or [one of your own](own-provider.md). It needs a `device`, or in `/etc/config/dynwan` an `interface`; without both it has the interface `wan` there.")
	for _, p := range providers.WithCode {
		var links []string
		for _, link := range [][2]string{{"home", p.Home}, {"protocol", p.Page}, {"token", p.TokenPage}} {
			if link[1] != "" {
				links = append(links, "["+link[0]+"]("+link[1]+")")
			}
		}
		words := append(factsAndFamilies(p), strings.Join(links, ", "))
		section(&b, fmt.Sprintf("`%s`: %s", p.Name, p.Title), p.Options, strings.TrimSpace(strings.Join(words, " ")))
	}
	return b.String()
}

// factsAndFamilies is what there is to know about a provider, in sentences.
func factsAndFamilies(p *provider.Spec) []string {
	return append(facts(p), "It takes "+p.Families.String()+" addresses.")
}

// section writes a table of options below some words.
func section(b *strings.Builder, title string, options []provider.Option, words string) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n| option | value | if not set | meaning |\n|---|---|---|---|\n", title, words)
	for _, o := range options {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", o.Name, values(o), unsetIs(o), cell(meaning(o)))
	}
}

// unsetIs says what an option is if it is not set.
func unsetIs(o provider.Option) string {
	switch {
	case o.Required:
		return "needed"
	case o.Default != "":
		return code(o.Default)
	}
	return ""
}

// meaning says what an option does, and when.
func meaning(o provider.Option) string {
	text := o.Help
	if on, value, has := strings.Cut(o.If, "="); has {
		text += fmt.Sprintf(" It matters only if `%s` is `%s`.", on, value)
	} else if on != "" {
		text += fmt.Sprintf(" It matters only with `%s`.", on)
	}
	if o.Kept {
		text += " A change is sent to the provider."
	}
	return text
}

// values says what values an option can have.
func values(o provider.Option) string {
	switch o.Kind {
	case provider.Flag:
		return "yes or no"
	case provider.Port:
		return "a port"
	case provider.Host:
		if o.Several {
			return "a full domain name, or a list of them"
		}
		return "a full domain name"
	case provider.URL:
		return "a full address on the web"
	case provider.Server:
		if o.Path {
			return "`https://HOST` or `http://HOST`, also with `:PORT` and a path"
		}
		return "`https://HOST` or `http://HOST`, also with `:PORT`"
	case provider.Span:
		return "a time from " + span(o.Low) + " to " + span(o.High)
	case provider.Word:
		return code(o.Words...)
	case provider.Line:
		if o.Several {
			return "an interface of OpenWrt, or a list of them"
		}
		return "an interface of OpenWrt"
	}
	what := map[provider.Kind]string{provider.Text: "a text", provider.Secret: "a secret", provider.Texts: "a list of texts", provider.Numbers: "a list of numbers"}[o.Kind]
	if what == "" {
		panic("no words for the kind " + o.Kind)
	}
	if o.Several {
		what += ", or a list of them"
	}
	if o.Most > 0 {
		what += fmt.Sprintf(" of at most %d bytes", o.Most)
	}
	return what
}

// span is a time as it can be set.
func span(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// code marks words between which there is a choice.
func code(list ...string) string { return "`" + strings.Join(list, "` or `") + "`" }

// ownCode are the names of the providers with code of their own.
func ownCode() (names []string) {
	for _, p := range providers.WithCode {
		names = append(names, p.Name)
	}
	return names
}
