// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"errors"
	"maps"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dynwan/updater/catalogue"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// parser collects the problems of one file.
type parser struct {
	path   string
	md     *toml.MetaData
	config *Config
	only   string                    // the account that is read, "" for all
	own    map[string]*provider.Spec // the providers that the user describes
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func (p *parser) value(raw toml.Primitive, key ...string) value {
	return value{p.md, raw, p.md.Type(key...), p.config.UCI}
}

// topKey reads one key of the top level.
func (p *parser) topKey(key string, raw toml.Primitive) {
	i := slices.IndexFunc(provider.Main, func(o provider.Option) bool { return o.Name == key })
	v := p.value(raw, key)
	var err error
	switch {
	case key == "account", key == "provider": // last, because accounts depend on the other keys
	case key == "uci":
		_, err = v.texts(&provider.Option{Kind: provider.Flag})
	case i < 0:
		key, err = provider.Printable(key), message.New(message.UnknownKey)
	default:
		var list []string
		if list, err = v.texts(&provider.Main[i]); err == nil {
			err = p.setMain(key, list)
		}
	}
	if err != nil {
		p.wrong("", v.line(), key, message.Of(err))
	}
}

// setMain takes the value of a key of the top level.
func (p *parser) setMain(key string, list []string) error {
	target := map[string]*string{"statedir": &p.config.StateDir, "rememberdir": &p.config.Remember}[key]
	for _, text := range list {
		if target != nil {
			if *target = text; !filepath.IsAbs(text) {
				return message.New(message.NotAbsolute)
			}
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return message.New(message.NotPrefixes)
		}
		p.config.Allow = append(p.config.Allow, prefix)
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
		if p.only == "" || p.only == name {
			p.account(name, tables[name])
		}
	}
}

// account reads one [account.NAME] table and records all its problems.
func (p *parser) account(name string, raw toml.Primitive) {
	if !provider.IsName(name) {
		p.leave(provider.Printable(name), 0, "", message.New(message.NotAccountName))
		return
	}
	keys, ok := p.value(raw, "account", name).table()
	if !ok {
		p.leave(name, p.value(raw, "account", name).line(), "", message.New(message.NotTable))
		return
	}
	if !p.off(name, keys) {
		p.accountKeys(name, keys)
	}
}

// off says whether an account is switched off: nothing else of it need be right.
func (p *parser) off(name string, keys map[string]toml.Primitive) bool {
	list, err := p.value(keys["enabled"], "account", name, "enabled").texts(&provider.Option{Kind: provider.Flag})
	return err == nil && len(list) == 1 && list[0] == "0"
}

// accountKeys reads the keys of an account.
func (p *parser) accountKeys(name string, keys map[string]toml.Primitive) {
	bad := false
	reject := func(key string, rule message.Message) {
		p.leave(name, p.value(keys[key], "account", name, key).line(), provider.Printable(key), rule)
		bad = true
	}
	set := map[string][]string{}
	read := func(key string, o *provider.Option) {
		list, err := p.value(keys[key], "account", name, key).texts(o)
		if check := checks[key]; err == nil && check != nil && len(list) > 0 {
			err = check(list[0])
		}
		if set[key] = list; err != nil {
			reject(key, message.Of(err))
		}
	}
	if _, ok := keys["provider"]; ok { // which options there are depends on it
		read("provider", &provider.Option{Kind: provider.Text})
	}
	var spec *provider.Spec
	if list := set["provider"]; len(list) > 0 {
		if spec = p.find(list[0]); spec == nil {
			reject("provider", noProvider(list[0]))
		}
	}
	for _, key := range sorted(keys) {
		if key == "provider" {
			continue
		}
		if o := spec.Find(key); o != nil {
			read(key, o)
		} else if rule := unknown(key, spec); rule != "" && !p.follows(key, keys) {
			reject(key, rule)
		}
	}
	if bad {
		return
	}
	if spec == nil {
		reject("provider", message.New(message.MissingProvider))
		return
	}
	a := Account{name, name, spec.Settings(set), p.config.Allow, false}
	for _, b := range a.brokenRules(len(p.config.Allow)) {
		reject(b.Option, b.Rule)
	}
	if !bad {
		p.config.Accounts = append(p.config.Accounts, a.records()...)
	}
}

// unknown says what is wrong with a key that is no option of a provider. Without
// a provider it may be one of any.
func unknown(key string, spec *provider.Spec) message.Message {
	var with []string
	for _, other := range providers.WithCode {
		if other.Find(key) != nil {
			with = append(with, other.Name)
		}
	}
	switch inCatalogue := catalogue.IsKey(key); {
	case with == nil && !inCatalogue:
		return message.New(message.UnknownAccountKey)
	case spec == nil:
		return ""
	case !spec.Families.IPv6 && slices.ContainsFunc(provider.BothFamilies, func(o provider.Option) bool { return o.Name == key }):
		return message.New(message.IPv4Only, spec.Name)
	case with == nil:
		return message.New(message.KeyOfOthers, spec.Name)
	}
	return message.New(message.KeyOfProvider, strings.Join(with, ", "))
}

// follows says whether the init script, and not the user, may have set a key: of
// the option that it follows from, the rule is said already.
func (p *parser) follows(key string, keys map[string]toml.Primitive) bool {
	_, set := keys["ip6interface"]
	return p.config.UCI && key == "ip6device" && set
}

// where is a type that accepts no value. The library's error is the only way to
// learn the line of a value.
type where struct{}

func (*where) UnmarshalText([]byte) error { return errors.New("here") }
