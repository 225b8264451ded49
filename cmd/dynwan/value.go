// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"dynwan/updater/message"
)

// parser collects the problems of one file.
type parser struct {
	path   string
	md     *toml.MetaData
	config *config
}

// value is one value of the file, not yet decoded.
type value struct {
	md   *toml.MetaData
	raw  toml.Primitive
	kind string // the library's name of its type
	uci  bool   // the user wrote it in UCI, which names types differently
}

func (p *parser) value(raw toml.Primitive, key ...string) value {
	return value{p.md, raw, p.md.Type(key...), p.config.UCI}
}

// topKey reads one key of the top level.
func (p *parser) topKey(key string, raw toml.Primitive) {
	v := p.value(raw, key)
	var err error
	switch key {
	case "statedir":
		err = v.text(&p.config.StateDir, checkDir)
	case "rememberdir":
		err = v.text(&p.config.Remember, checkDir)
	case "allow":
		err = v.list(new([]string), func(text string) error {
			prefix, err := netip.ParsePrefix(text)
			if err != nil {
				return message.New(message.NotPrefixes)
			}
			p.config.Allow = append(p.config.Allow, prefix)
			return nil
		})
	case "uci":
		err = v.flag(new(bool))
	case "account":
		return // last, because the rules of accounts depend on the other keys
	default:
		key, err = shorten(key), message.New(message.UnknownKey)
	}
	if err != nil {
		p.wrong("", v.line(), key, message.Of(err))
	}
}

func checkDir(dir string) error {
	if !filepath.IsAbs(dir) {
		return message.New(message.NotAbsolute)
	}
	return nil
}

// accounts reads all [account.NAME] tables.
func (p *parser) accounts(raw toml.Primitive) {
	tables, ok := p.value(raw, "account").table()
	if !ok {
		p.leave("", p.value(raw, "account").line(), "account", message.New(message.NotTables))
	}
	for _, name := range sorted(tables) {
		p.account(name, tables[name])
	}
}

// account reads one [account.NAME] table and records all its problems.
func (p *parser) account(name string, raw toml.Primitive) {
	if !validName(name) {
		p.leave(shorten(name), 0, "", message.New(message.NotAccountName))
		return
	}
	keys, ok := p.value(raw, "account", name).table()
	if !ok {
		p.leave(name, p.value(raw, "account", name).line(), "", message.New(message.NotTable))
		return
	}
	provider := ""
	p.value(keys["provider"], "account", name, "provider").word(&provider, providers...)
	a := newAccount(name, provider)
	bad := false
	for _, key := range sorted(keys) {
		v := p.value(keys[key], "account", name, key)
		if err := a.set(key, v); err != nil {
			p.leave(name, v.line(), shorten(key), message.Of(err))
			bad = true
		}
	}
	if bad {
		return
	}
	if a.protocol != nil {
		a.complete(&a)
	}
	flaws := a.check(len(p.config.Allow))
	for _, f := range flaws {
		p.leave(name, p.value(keys[f.key], "account", name, f.key).line(), f.key, f.rule)
	}
	if len(flaws) == 0 {
		a.allow = p.config.Allow
		p.config.Accounts = append(p.config.Accounts, a)
	}
}

// validName says whether a name can be a UCI section, a table and a word in
// the log.
func validName(name string) bool {
	return name != "" && len(name) <= 32 && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
	})
}

// shorten makes a key of the file safe to print.
func shorten(key string) string {
	if validName(key) {
		return key
	}
	return fmt.Sprintf("%.40q", key)
}

// where is a type that accepts no value. The library's error is the only way to
// learn the line of a value.
type where struct{}

func (*where) UnmarshalText([]byte) error { return errors.New("here") }

// rule is the rule that the value breaks, in the words of TOML or of UCI.
func (v value) rule(toml, uci message.ID) message.Message {
	if v.uci {
		return message.New(uci)
	}
	return message.New(toml)
}

// line returns the line of the value, 0 if it cannot be known.
func (v value) line() int {
	for _, target := range []any{new(where), new([]where)} {
		if at, ok := errors.AsType[toml.ParseError](v.md.PrimitiveDecode(v.raw, target)); ok {
			return at.Position.Line
		}
	}
	return 0
}

// table decodes a table into its keys. The library accepts a number as an empty
// table, and has no type for a table that only its subtables name.
func (v value) table() (map[string]toml.Primitive, bool) {
	var keys map[string]toml.Primitive
	err := v.md.PrimitiveDecode(v.raw, &keys)
	return keys, err == nil && (v.kind == "Hash" || v.kind == "")
}

// text decodes a string and checks it.
func (v value) text(target *string, rule func(string) error) error {
	var text string
	if v.kind != "String" || v.md.PrimitiveDecode(v.raw, &text) != nil {
		return v.rule(message.NotText, message.NotTextUCI)
	}
	if err := rule(text); err != nil {
		return err
	}
	*target = text
	return nil
}

// word decodes one of a set of words.
func (v value) word(target *string, words ...string) error {
	return v.text(target, func(text string) error {
		if !slices.Contains(words, text) {
			return message.New(message.MustBe, strings.Join(words, " or "))
		}
		return nil
	})
}

// flag decodes true or false.
func (v value) flag(target *bool) error {
	if v.kind != "Bool" || v.md.PrimitiveDecode(v.raw, target) != nil {
		return v.rule(message.NotFlag, message.NotFlagUCI)
	}
	return nil
}

// number decodes an integer and checks it.
func (v value) number(target *int, rule func(int64) error) error {
	var n int64
	if v.kind != "Integer" || v.md.PrimitiveDecode(v.raw, &n) != nil {
		return v.rule(message.NotNumber, message.NotNumberUCI)
	}
	*target = int(n)
	return rule(n)
}

// span decodes a duration such as "1s".
func (v value) span(target *time.Duration, low, high time.Duration) error {
	return v.text(new(string), func(text string) error {
		d, err := time.ParseDuration(text)
		if err != nil || d < low || d > high {
			return message.New(message.NotSpan, low, high)
		}
		*target = d
		return nil
	})
}

// list decodes a list of strings and checks each.
func (v value) list(target *[]string, rule func(string) error) error {
	if v.kind != "Array" || v.md.PrimitiveDecode(v.raw, target) != nil {
		return v.rule(message.NotTexts, message.NotTextsUCI)
	}
	for _, text := range *target {
		if err := rule(text); err != nil {
			return err
		}
	}
	return nil
}
