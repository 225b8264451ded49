// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dynwan/updater"
	"dynwan/updater/message"
)

// Problem is one thing wrong in a configuration file.
type Problem struct {
	Account string          // "home", or "" if it concerns the whole file
	Option  string          // "" if it concerns the whole account, or is not known
	Rule    message.Message // never contains a value that may be a password
	File    string          // "" if the option comes from UCI
	Line    int             // 0 if not known
	Table   string          // of Account, if that is no account
}

// String prints a problem as "FILE:LINE: account.NAME.OPTION: RULE", or as
// "dynwan.NAME.OPTION: RULE" where the file is made from UCI.
func (p Problem) String() string {
	key := p.Option
	switch {
	case p.File == "" && p.Account == "":
		key = strings.TrimSuffix("dynwan.main."+key, ".")
	case p.File == "":
		key = strings.TrimSuffix("dynwan."+p.Account+"."+key, ".")
	case p.Account != "":
		key = strings.TrimSuffix(cmp.Or(p.Table, "account")+"."+p.Account+"."+key, ".")
	}
	text := p.Rule.String()
	if key != "" {
		text = key + ": " + text
	}
	switch {
	case p.File == "":
		return text
	case p.Line > 0:
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, text)
	}
	return p.File + ": " + text
}

// Shown is the problem as status.json has it.
func (p Problem) Shown() updater.Problem {
	return updater.Problem{Account: p.Account, Option: p.Option, Rule: p.Rule, Text: p.String()}
}

// leave records a problem of an account, which is then left out.
func (p *parser) leave(name string, line int, option string, rule message.Message) {
	p.wrong(name, line, option, rule)
	if !slices.Contains(p.config.Rejected, name) {
		p.config.Rejected = append(p.config.Rejected, name)
	}
}

// wrong records a problem.
func (p *parser) wrong(account string, line int, option string, rule message.Message) {
	file := p.path
	if p.config.UCI {
		file = ""
	}
	p.config.Problems = append(p.config.Problems, Problem{account, option, rule, file, line, ""})
}
