// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"cmp"
	"slices"

	"github.com/BurntSushi/toml"

	"dynwan/updater/catalogue"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// find returns a provider by its name: one of the user's own, or one that
// dynwan has.
func (p *parser) find(name string) *provider.Spec {
	if own := p.own[name]; own != nil {
		return own
	}
	return providers.Find(name)
}

// noProvider says why there is no provider of a name.
func noProvider(name string) message.Message {
	return cmp.Or(providers.Gone(name), message.New(message.ProviderUnknown))
}

// providers reads all [provider.NAME] tables.
func (p *parser) providers(raw toml.Primitive) {
	tables, ok := p.value(raw, "provider").table()
	if !ok {
		p.wrong("", p.value(raw, "provider").line(), "provider", message.New(message.NotTables))
	}
	p.own = map[string]*provider.Spec{}
	for _, name := range sorted(tables) {
		p.provider(name, tables[name])
	}
}

// provider reads one [provider.NAME] table and records all its problems.
func (p *parser) provider(name string, raw toml.Primitive) {
	v := p.value(raw, "provider", name)
	keys, ok := v.table()
	switch {
	case !provider.IsName(name):
		p.wrongProvider(provider.Printable(name), 0, "", message.New(message.NotProviderName))
		return
	case providers.Find(name) != nil:
		p.wrongProvider(name, 0, "", message.New(message.ProviderTaken))
		return
	case !ok:
		p.wrongProvider(name, v.line(), "", message.New(message.NotTable))
		return
	}
	before, set, lines := len(p.config.Problems), catalogue.Fields{}, map[string]int{}
	p.fields(name, "", keys, set, lines, "provider", name)
	if len(p.config.Problems) > before {
		return
	}
	spec, broken := catalogue.New(name, set)
	for _, b := range broken {
		p.wrongProvider(name, lines[b.Option], b.Option, b.Rule)
	}
	if spec != nil {
		p.own[name] = spec
	}
}

// fields reads the fields of a provider from a table, or one inside it, into set,
// and their lines.
func (p *parser) fields(name, prefix string, keys map[string]toml.Primitive, set catalogue.Fields, lines map[string]int, path ...string) {
	for _, key := range sorted(keys) {
		here := append(slices.Clone(path), key)
		v := p.value(keys[key], here...)
		if inner, ok := catalogue.Table(key); ok && prefix == "" {
			if sub, ok := v.table(); ok {
				p.fields(name, inner, sub, set, lines, here...)
				continue
			}
		}
		o := catalogue.Field(prefix + key)
		if o == nil {
			p.wrongProvider(name, v.line(), provider.Printable(prefix+key), message.New(message.UnknownField))
			continue
		}
		list, err := v.texts(o)
		if err != nil {
			p.wrongProvider(name, v.line(), o.Name, message.Of(err))
		}
		set[o.Name], lines[o.Name] = list, v.line()
	}
}

// wrongProvider records a problem of a provider of the user's own.
func (p *parser) wrongProvider(name string, line int, field string, rule message.Message) {
	p.wrong(name, line, field, rule)
	p.config.Problems[len(p.config.Problems)-1].Table = "provider"
}
