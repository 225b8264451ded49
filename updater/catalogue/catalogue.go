// SPDX-License-Identifier: GPL-2.0-or-later

// Package catalogue serves providers that need no code of their own: each is an
// entry, a small file NAME.toml beside this one, which says what is sent and
// what the answers mean.
//
// Find makes a provider.Spec of an entry, and New one of what a user describes
// in the same words. The one thing to know: fields.go has every word of the
// format; FuzzTemplate holds that no value of an account leaves the place in the
// request that its entry gives it.
package catalogue

import (
	"embed"
	"strings"

	"dynwan/updater/provider"
)

// entries are not parsed until one is asked for, so that a process that sleeps
// has none of them in memory.
//
//go:embed *.toml
var entries embed.FS

// Find returns a shipped provider by its name, nil if there is none.
func Find(name string) *provider.Spec {
	text, ok := read(name)
	if !ok {
		return nil
	}
	set, err := Parse(text)
	if err != nil {
		return nil // a test holds that there is none
	}
	e := newEntry(name, set)
	e.shipped = true
	return e.spec(text)
}

// Names are the names of all entries, sorted.
func Names() (list []string) {
	files, _ := entries.ReadDir(".")
	for _, f := range files {
		list = append(list, strings.TrimSuffix(f.Name(), ".toml"))
	}
	return list
}

// Entry returns the fields of a shipped provider, none if there is no such.
func Entry(name string) Fields {
	text, ok := read(name)
	if !ok {
		return nil
	}
	set, _ := Parse(text)
	return set
}

// read returns the text of a file of this directory.
func read(name string) (string, bool) {
	text, err := entries.ReadFile(name + ".toml")
	return string(text), err == nil
}

// New returns the provider that a user has described under a name, or what is
// wrong with the description, each value of which is valid.
func New(name string, set Fields) (*provider.Spec, []provider.Broken) {
	e := newEntry(name, set)
	if list := e.broken(); len(list) > 0 {
		return nil, list
	}
	return e.spec(set.String()), nil
}
