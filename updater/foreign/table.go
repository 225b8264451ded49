// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"slices"
	"strings"
)

// Table is an account, or a provider of the user's own.
type Table struct {
	Kind, Name string // "account" or "provider"
	Options    []Option
	old        bool // it is in the configuration of dynwan already
}

// Option is an option of a table, a list or one value.
type Option struct {
	Key    string
	Values []string
	List   bool
}

// find returns an option by its name, nil if it is not set.
func (t *Table) find(key string) *Option {
	for i := range t.Options {
		if t.Options[i].Key == key {
			return &t.Options[i]
		}
	}
	return nil
}

// set sets an option to a value.
func (t *Table) set(key, value string) {
	o := t.find(key)
	if o == nil {
		t.Options = append(t.Options, Option{Key: key})
		o = &t.Options[len(t.Options)-1]
	}
	o.Values, o.List = []string{value}, false
}

// add adds a value to a list.
func (t *Table) add(key string, values ...string) {
	o := t.find(key)
	if o == nil {
		t.set(key, "")
		o = t.find(key)
		o.Values = nil
	}
	o.Values, o.List = append(o.Values, values...), true
}

// same says whether two tables have the same options, in any order.
func (t *Table) same(other Table) bool {
	for _, o := range t.Options {
		if p := other.find(o.Key); p == nil || !slices.Equal(o.Values, p.Values) {
			return false
		}
	}
	return len(t.Options) == len(other.Options)
}

// get returns the first value of an option.
func (t *Table) get(key string) string {
	if o := t.find(key); o != nil {
		return o.Values[0]
	}
	return ""
}

// Get returns the first value of an option.
func (t *Table) Get(key string) string { return t.get(key) }

// List returns all values of an option.
func (t *Table) List(key string) []string {
	if o := t.find(key); o != nil {
		return o.Values
	}
	return []string{}
}

// TOML prints a table for dynwan.toml.
func (t *Table) TOML() string {
	text := "[" + t.Kind + "." + t.Name + "]\n"
	for _, o := range t.Options {
		value := ""
		for _, v := range o.Values {
			value += ", " + quoteTOML(v)
		}
		if value = value[2:]; o.List {
			value = "[" + value + "]"
		}
		text += o.Key + " = " + value + "\n"
	}
	return text
}

// UCI prints a table for /etc/config/dynwan. An account is off there.
func (t *Table) UCI() string {
	text := "config " + t.Kind + " '" + t.Name + "'\n"
	if t.Kind == "account" {
		text += "\toption enabled '0'\n"
	}
	for _, o := range t.Options {
		word := "\toption "
		if o.List {
			word = "\tlist "
		}
		for _, v := range o.Values {
			if o.Key != "enabled" {
				text += word + o.Key + " '" + strings.ReplaceAll(v, "'", `'\''`) + "'\n"
			}
		}
	}
	return text
}

// quoteTOML quotes a value. It is one line, as every value that was checked.
func quoteTOML(text string) string {
	return `"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(text) + `"`
}
