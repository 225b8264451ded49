// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"regexp"
	"strings"

	"dynwan/updater/catalogue"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
	"dynwan/updater/send"
)

// The manual pages in docs/, in the language mdoc, are made of the usage and of
// the Specs. They are for machines with man(1); a router gets neither.

// manualDate is when something in the pages was changed last that is not made from
// something else.
const manualDate = "November 26, 2026"

// manual is a page.
type manual struct{ strings.Builder }

// page begins a page.
func page(name, section, what string) *manual {
	m := &manual{}
	fmt.Fprintf(m, ".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n.\\\" Made by go test ./cmd/dynwan -run TestDocs -update.\n"+
		".Dd "+manualDate+"\n.Dt %s %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", strings.ToUpper(name), section, name, what)
	return m
}

// lines writes lines of mdoc as they are.
func (m *manual) lines(list ...string) { m.WriteString(strings.Join(list, "\n") + "\n") }

// text writes sentences: mdoc wants each on a line of its own.
func (m *manual) text(words string) {
	words = strings.Join(strings.Fields(words), " ")
	for line := range strings.SplitSeq(sentenceEnd.ReplaceAllString(words, "$1\n$2"), "\n") {
		var b strings.Builder
		wrap(&b, "", mdoc(line))
		for line := range strings.Lines(b.String()) {
			if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
				line = `\&` + line
			}
			m.WriteString(line)
		}
	}
}

// sentenceEnd is where a sentence ends and another one begins.
var sentenceEnd = regexp.MustCompile("([.][`)\"’]*) ([A-Z{`/])")

// mdoc is a line of text in mdoc: `code` is bold.
func mdoc(line string) string {
	line = strings.NewReplacer(`\`, `\e`, "’", `\(cq`, "–", `\(en`, "-", `\-`).Replace(line)
	return regexp.MustCompile("`([^`]+)`").ReplaceAllString(line, `\fB$1\fR`)
}

// option writes an item of a list of options.
func (m *manual) option(o provider.Option) {
	m.lines(".It Ic " + o.Name)
	what := strings.ToUpper(values(o)[:1]) + values(o)[1:]
	switch unset := unsetIs(o); {
	case unset == "needed":
		what += ", needed"
	case unset != "":
		what += "; " + unset + " unless set"
	}
	m.text(what + ". " + meaning(o))
}

// options writes a section of options below some words.
func (m *manual) options(title, words string, options []provider.Option) {
	m.lines(".Sh " + strings.ToUpper(title))
	m.text(words)
	m.lines(".Bl -tag -width Ds")
	for _, o := range options {
		m.option(o)
	}
	m.lines(".El")
}

// manualOfConfiguration is dynwan.toml(5).
func manualOfConfiguration() string {
	m := page("dynwan.toml", "5", "configuration of dynwan")
	m.lines(".Sh DESCRIPTION", "The configuration of", ".Xr dynwan 8", "is a file in TOML.",
		"On OpenWrt it is made from", ".Pa /etc/config/dynwan ,", "where the options have the same names.")
	m.lines(".Pp")
	m.text("Each table `[account.NAME]` is an account at a provider. " + aboutAccounts)
	m.lines(".Pp")
	m.text("A value is a text in double quotes, a list of texts in brackets, `true` or `false`, or a number for a port. A time is a text such as `\"30s\"`, `\"11m\"` or `\"1h30m\"`.")
	m.options("The configuration as a whole", "These stand before the first account.", provider.Main)
	m.options("Every account", "Each account has a `provider`, which is "+code(ownCode()...)+", one of the others that `dynwan providers` lists, or one of your own. "+
		"It needs a `device`.", provider.Common)
	for _, p := range providers.WithCode {
		m.options("Provider "+p.Name, p.Title+". "+strings.Join(factsAndFamilies(p), " "), p.Options)
	}
	m.options("Other providers", "An account at another provider has some of these. `dynwan providers NAME` says which, and what they are there; docs/providers.md of the source has it for all of them.", catalogue.Shared())
	m.options("Providers of your own", "A table `[provider.NAME]` describes a provider that dynwan does not know. Its accounts have the options that its request names.", catalogue.Format)
	m.lines(".Sh FILES", ".Bl -tag -width Ds", ".It Pa "+defaultConfig, "The file that is read if none is named.", ".El",
		".Sh EXAMPLES", ".Bd -literal")
	m.lines("[account.home]", `provider = "mtgsy"`, `device = "pppoe\-wan"`, `email = "home.example.net"`, `pass = "..."`)
	m.lines(".Ed", ".Sh SEE ALSO", ".Xr dynwan 8")
	return m.String()
}

// usageLine is a line of the usage: how a command is called, and what it does.
type usageLine struct{ call, does string }

// usageLines are the commands as the usage has them, and what follows them.
func usageLines() (list []usageLine, rest string) {
	const column = 17
	_, text, _ := strings.Cut(usage, "\n\n")
	text, rest, _ = strings.Cut(text, "\n\n")
	for line := range strings.SplitSeq(text, "\n") {
		call, does := strings.TrimSpace(line), ""
		if len(line) > column && line[column-1] == ' ' {
			call, does = strings.TrimSpace(line[:column]), line[column:]
		}
		if call != "" {
			list = append(list, usageLine{call: call})
		}
		last := &list[len(list)-1]
		last.does = strings.TrimSpace(last.does + " " + does)
	}
	return list, rest
}

// call is how a command is called, in mdoc.
func call(words string) string {
	name, rest, _ := strings.Cut(words, " ")
	text := "Cm " + name
	for _, word := range regexp.MustCompile(`[][|]|[^][| ]+`).FindAllString(rest, -1) {
		flag, isFlag := strings.CutPrefix(word, "-")
		name, more := strings.CutSuffix(word, "...")
		switch {
		case word == "[":
			text += " Oo"
		case word == "]":
			text += " Oc"
		case word == "|":
			text += " |"
		case isFlag:
			text += " Fl " + flag
		case more:
			text += " Ar " + name + " ..."
		default:
			text += " Ar " + word
		}
	}
	return text
}

// manualOfProgram is dynwan(8).
func manualOfProgram() string {
	m := page("dynwan", "8", "dynamic-DNS updater")
	m.lines(".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Fl config Ar file", ".Op Ar arguments", ".Sh DESCRIPTION",
		".Nm", "keeps names at dynamic\\-DNS providers pointed at the addresses of a",
		"router\\(cqs lines.", "It waits for the kernel to report a change,",
		"asks DNS whether an update is needed,", "and has a child that lives for seconds send it.", ".Pp", "The commands are:", ".Bl -tag -width Ds")
	list, rest := usageLines()
	for _, c := range list {
		m.lines(".It " + call(c.call))
		m.text(sentence(c.does))
	}
	m.lines(".El", ".Pp")
	file, codes, _ := strings.Cut(rest, "\n\n")
	m.text(strings.Replace(file, "FILE is "+defaultConfig+" unless named.", "`-config` names the configuration, which otherwise is `"+defaultConfig+"`.", 1))
	m.lines(".Sh ENVIRONMENT", ".Bl -tag -width Ds", ".It Ev SSL_CERT_FILE , Ev SSL_CERT_DIR",
		"Where the certificate authorities are, if not in", ".Pa "+send.Bundle+" .", "A child gets these and no other variable but", ".Ev GODEBUG .", ".El")
	m.lines(".Sh FILES", ".Bl -tag -width Ds", ".It Pa "+defaultConfig, "The configuration, see", ".Xr dynwan.toml 5 .",
		".It Pa "+provider.Main[0].Default, "State and status, in RAM:", ".Pa status.json", "is for everybody to read,", ".Pa *.state",
		"is what is known of a record.", "Both are there after a restart, and gone after a reboot.",
		".It Pa "+provider.Main[0].Default+".told", "What a program was told by", ".Cm watch .",
		".It Pa "+provider.Main[1].Default, "Confirmed addresses, in flash, of accounts with the option remember alone.", ".El")
	m.lines(".Sh EXIT STATUS")
	m.text(strings.TrimPrefix(codes, "Exit codes: "))
	m.lines(".Sh SIGNALS", ".Bl -tag -width Ds", ".It Dv SIGTERM , SIGINT", "The daemon ends; a sender at work has 0.4 seconds to end.",
		".It Dv SIGUSR1", "The daemon reads the state files again, after", ".Cm once", "has sent something.", ".El",
		".Sh SEE ALSO", ".Xr dynwan.toml 5")
	return m.String()
}

// sentence makes a sentence of words.
func sentence(words string) string {
	return strings.ToUpper(words[:1]) + strings.TrimSuffix(words[1:], ".") + "."
}
