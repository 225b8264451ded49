// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"dynwan/updater/catalogue"
	"dynwan/updater/foreign"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// known is what package foreign may ask about the providers. It keeps what it
// has read.
type known struct {
	names    []string
	specs    map[string]*provider.Spec
	requests map[string]foreign.Request
}

func (k *known) Names() []string {
	if k.names == nil {
		for _, spec := range providers.WithCode {
			k.names = append(k.names, spec.Name)
		}
		k.names = append(append(k.names, catalogue.Names()...), catalogue.GoneNames()...)
	}
	return k.names
}

func (k *known) Find(name string) *provider.Spec {
	spec, ok := k.specs[name]
	if !ok {
		spec = providers.Find(name)
		k.specs[name] = spec
	}
	return spec
}

func (k *known) Gone(name string) message.Message { return catalogue.Gone(name) }

// Own keeps the provider: accounts of the file may have it.
func (k *known) Own(t foreign.Table) *provider.Spec {
	set := catalogue.Fields{}
	for _, o := range t.Options {
		field := catalogue.Field(o.Key)
		for _, value := range o.Values {
			if field == nil || field.CheckValue(value) != nil {
				return nil
			}
		}
		set[o.Key] = o.Values
	}
	spec, _ := catalogue.New(t.Name, set)
	k.specs[t.Name] = spec
	return spec
}

// Request is that of an entry. In those of a provider that is none the options
// have their own names.
func (k *known) Request(name string) foreign.Request {
	if k.requests == nil {
		k.requests = map[string]foreign.Request{}
		for _, name := range catalogue.Names() {
			k.requests[name] = sent(catalogue.Entry(name))
		}
		for _, spec := range providers.WithCode {
			var r foreign.Request
			for _, o := range spec.Options {
				r.Query = append(r.Query, o.Name+"={"+o.Name+"}")
			}
			k.requests[spec.Name] = r
		}
	}
	return k.requests[name]
}

// sent is the request of an entry.
func sent(set catalogue.Fields) (r foreign.Request) {
	for _, field := range []string{"url", "url4", "url6"} {
		r.URLs = append(r.URLs, set[field]...)
	}
	r.Query = append(append(r.Query, set["query"]...), set["form"]...)
	for _, zone := range set["zone"] {
		r.Zone = zone
	}
	return r
}
