// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// config is a configuration file after all its rules were checked.
type config struct {
	StateDir string         // where state and status live; in RAM
	Remember string         // where the addresses live that outlast a reboot; in flash
	Allow    []netip.Prefix // count as public although a registry reserves them
	Accounts []account      // the ones without a problem, by name
	Left     []string       // names of the ones that were left out
	Problems []problem      // in the order of their lines
}

// problem is one thing wrong in a configuration file.
type problem struct {
	File    string
	Line    int    // 0 if not known
	Key     string // "account.home.port"
	Account string // "home", or "" if it concerns the whole file
	Text    string // the rule, never a value
}

// String prints a problem as "FILE:LINE: KEY RULE".
func (p problem) String() string {
	text := p.File
	if p.Line > 0 {
		text += fmt.Sprintf(":%d", p.Line)
	}
	if p.Key != "" {
		return text + ": " + p.Key + ": " + p.Text
	}
	return text + ": " + p.Text
}

// maxConfig bounds the configuration file.
const maxConfig = 1 << 20

// readConfig reads and checks a configuration file. The error is for a file
// that cannot be read at all; everything else is a problem.
func readConfig(path string) (*config, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxConfig {
		err = errors.New("it is too long")
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	return parseConfig(path, string(text)), nil
}

// parseConfig checks the text of a configuration file.
func parseConfig(path, text string) *config {
	c := &config{StateDir: "/var/run/dynwan", Remember: "/etc/dynwan"}
	if nesting(text) > maxNesting {
		c.Problems = []problem{{File: path, Text: fmt.Sprintf("is nested more than %d deep", maxNesting)}}
		return c
	}
	top := map[string]toml.Primitive{}
	md, err := toml.Decode(text, &top)
	if err != nil {
		c.Problems = []problem{syntaxProblem(path, err)}
		return c
	}
	p := parser{path: path, md: &md, config: c}
	for _, key := range sorted(top) {
		p.topKey(key, top[key])
	}
	if raw, ok := top["account"]; ok {
		p.accounts(raw)
	}
	p.twins()
	slices.SortStableFunc(c.Problems, func(a, b problem) int { return a.Line - b.Line })
	return c
}

// syntaxProblem reports what the TOML library says of a broken file, without
// the pieces that it quotes: one of them may be of a password.
func syntaxProblem(path string, err error) problem {
	p := problem{File: path, Text: "is not valid TOML"}
	if broken, ok := errors.AsType[toml.ParseError](err); ok {
		p.Line, p.Key = broken.Position.Line, broken.LastKey
		if message := unquoted(broken.Message); message != "" {
			p.Text += ": " + message
		}
	}
	return p
}

// unquoted replaces every quoted part of a text by an ellipsis. A text with an
// odd quote is given up whole.
func unquoted(text string) string {
	for _, q := range []string{`"`, "'", "`"} {
		parts := strings.Split(text, q)
		if len(parts)%2 == 0 {
			return ""
		}
		for i := 1; i < len(parts); i += 2 {
			parts[i] = "..."
		}
		text = strings.Join(parts, "")
	}
	// A number that is out of range is not quoted, and may be a password too.
	words := strings.Fields(text)
	for i, word := range words {
		if strings.ContainsAny(word, "0123456789") {
			words[i] = "..."
		}
	}
	return strings.Join(words, " ")
}

// twins refuses accounts that would update the same thing twice: the provider
// counts the time between their requests together, or each would send whenever
// the other has.
func (p *parser) twins() {
	first := map[string]string{}
	kept := p.config.Accounts[:0]
	for _, a := range p.config.Accounts {
		if other, ok := first[a.key()]; ok {
			p.leave(a.Name, 0, "account."+a.Name+"."+a.twin(), "is also updated by account."+other+"; one of them is enough")
			continue
		}
		name := digest(a.Provider, a.place(&a), strings.ToLower(strings.TrimSuffix(a.Hostname, ".")))
		if other, ok := first[name]; ok {
			p.leave(a.Name, 0, "account."+a.Name+".hostname", "is also updated by account."+other+"; one of them is enough")
			continue
		}
		first[a.key()], first[name] = a.Name, a.Name
		kept = append(kept, a)
	}
	p.config.Accounts = kept
}

// leave notes a problem of an account, which is left out.
func (p *parser) leave(name string, line int, key, text string) {
	p.config.Problems = append(p.config.Problems, problem{File: p.path, Line: line, Key: key, Account: name, Text: text})
	if !slices.Contains(p.config.Left, name) {
		p.config.Left = append(p.config.Left, name)
	}
}
