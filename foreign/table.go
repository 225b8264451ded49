// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"fmt"
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

// set sets an option to a value.
func (t *Table) set(key string, values ...string) {
	o := Option{key, values, len(values) != 1}
	if i := slices.IndexFunc(t.Options, func(o Option) bool { return o.Key == key }); i >= 0 {
		t.Options[i] = o
		return
	}
	t.Options = append(t.Options, o)
}

// add adds a value to an option, to a list beside those that are there.
func (t *Table) add(key, value string, list bool) {
	i := slices.IndexFunc(t.Options, func(o Option) bool { return o.Key == key })
	if list && i >= 0 {
		t.Options[i].Values = append(t.Options[i].Values, value)
		return
	}
	t.set(key, value)
	if list {
		t.Options[len(t.Options)-1].List = true
	}
}

// same says whether two tables have the same options, in any order.
func (t *Table) same(other Table) bool {
	return len(t.Options) == len(other.Options) && !slices.ContainsFunc(t.Options, func(o Option) bool {
		return !slices.ContainsFunc(other.Options, func(p Option) bool { return o.Key == p.Key && slices.Equal(o.Values, p.Values) })
	})
}

// get returns the first value of an option.
func (t *Table) get(key string) string {
	for _, o := range t.Options {
		if o.Key == key && len(o.Values) > 0 {
			return o.Values[0]
		}
	}
	return ""
}

// TOML prints a table for dynwan.toml.
func (t Table) TOML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%s.%s]\n", t.Kind, t.Name)
	for _, o := range t.Options {
		var values []string
		for _, value := range o.Values {
			values = append(values, quoteTOML(value))
		}
		text := strings.Join(values, ", ")
		if o.List {
			text = "[" + text + "]"
		}
		fmt.Fprintf(&b, "%s = %s\n", o.Key, text)
	}
	return b.String()
}

// UCI prints a table for /etc/config/dynwan. An account is off there unless it
// says otherwise.
func (t Table) UCI() string {
	var b strings.Builder
	fmt.Fprintf(&b, "config %s '%s'\n", t.Kind, t.Name)
	if t.Kind == "account" {
		b.WriteString("\toption enabled '0'\n")
	}
	for _, o := range t.Options {
		word := "option"
		if o.List {
			word = "list"
		}
		for _, value := range o.Values {
			if o.Key != "enabled" {
				fmt.Fprintf(&b, "\t%s %s '%s'\n", word, o.Key, strings.ReplaceAll(value, "'", `'\''`))
			}
		}
	}
	return b.String()
}

func quoteTOML(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
