// SPDX-License-Identifier: GPL-2.0-or-later

// Package config reads and checks the configuration: TOML with the accounts, and
// providers of the user's own.
package config

import (
	"errors"
	"net/netip"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// Config is a configuration file that has been checked.
type Config struct {
	StateDir string         // for state and status; in RAM
	Remember string         // for the addresses that are kept across a reboot; in flash
	Allow    []netip.Prefix // these count as public although they are reserved
	Accounts []Account      // the ones without a problem, by name
	Rejected []string       // names of the ones that were left out
	Problems []Problem      // in the order of their lines
	UCI      bool           // the file is made from UCI, so problems are shown in UCI's terms
}

// FromUCI is the first line of a file that is made from UCI.
const FromUCI = "uci = true\n"

// MaxSize bounds the configuration file.
const MaxSize = 1 << 20

// Read reads and checks a configuration file. The error means that the
// file cannot be read at all; everything else is a problem.
func Read(path string) (*Config, error) { return ReadAccount(path, "") }

// ReadAccount reads one account of a configuration file, all if its name is "".
// A sender needs no other, nor their providers.
func ReadAccount(path, name string) (*Config, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > MaxSize {
		err = message.New(message.TooLong)
	}
	var text []byte
	if err == nil {
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, message.Because(message.New(message.CannotReadConfiguration, message.Of(err)), err)
	}
	return parseAccount(path, string(text), name), nil
}

// Parse checks the text of a configuration file.
func Parse(path, text string) *Config { return parseAccount(path, text, "") }

func parseAccount(path, text, only string) *Config {
	c := &Config{StateDir: provider.Main[0].Default, Remember: provider.Main[1].Default, UCI: strings.HasPrefix(text, FromUCI)}
	p := parser{path: path, config: c, only: only}
	if nesting(text) > maxNesting {
		p.wrong("", 0, "", message.New(message.NestedTooDeep, maxNesting))
		return c
	}
	top := map[string]toml.Primitive{}
	md, err := toml.Decode(text, &top)
	if err != nil {
		p.notTOML(err)
		return c
	}
	p.md = &md
	for _, key := range sorted(top) {
		p.topKey(key, top[key])
	}
	if raw, ok := top["provider"]; ok {
		p.providers(raw)
	}
	if raw, ok := top["account"]; ok {
		p.accounts(raw)
	}
	p.duplicates()
	slices.SortStableFunc(c.Problems, func(a, b Problem) int { return a.Line - b.Line })
	return c
}

// notTOML records what the TOML library says about a broken file, without the
// parts that it quotes: one may be part of a password.
func (p *parser) notTOML(err error) {
	broken, _ := errors.AsType[toml.ParseError](err)
	rule := message.New(message.NotTOML)
	if text := unquoted(broken.Message); text != "" {
		rule = message.New(message.NotTOMLBecause, text)
	}
	account, option := "", broken.LastKey
	if key, ok := strings.CutPrefix(option, "account."); ok {
		account, option, _ = strings.Cut(key, ".")
	}
	p.wrong(account, broken.Position.Line, option, rule)
}

// unquoted replaces every quoted part of a text by an ellipsis. A text with an
// unmatched quote is dropped whole.
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

// duplicates rejects accounts that update the same login or the same name: the
// provider counts their requests together, or each would send whenever the
// other has sent.
func (p *parser) duplicates() {
	first := map[string]string{}
	kept := p.config.Accounts[:0]
	for _, a := range p.config.Accounts {
		place := a.PlaceOf(a.Text("server"))
		parts := []string{a.Spec.Name, place, strings.ToLower(strings.TrimSuffix(a.Text("hostname"), "."))}
		if a.Families.Apart && a.Flag("ipv6") { // another record, as in Key
			parts = append(parts, "IPv6")
		}
		name := provider.Digest(parts...)
		if other, ok := first[a.Key()]; ok {
			p.leave(a.Account, 0, a.CountedBy[len(a.CountedBy)-1], message.New(message.Duplicate, other))
			continue
		}
		if other, ok := first[name]; ok {
			p.leave(a.Account, 0, "hostname", message.New(message.Duplicate, other))
			continue
		}
		first[a.Key()], first[name] = a.Name, a.Name
		kept = append(kept, a)
	}
	p.config.Accounts = slices.DeleteFunc(kept, func(a Account) bool { return slices.Contains(p.config.Rejected, a.Account) })
}
