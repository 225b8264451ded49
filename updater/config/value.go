// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// value is one value of the file, not yet decoded.
type value struct {
	md   *toml.MetaData
	raw  toml.Primitive
	kind string // the library's name of its type
	uci  bool   // the user wrote it in UCI, where every value is a text
}

// texts decodes the value of an option and checks it: a list has any number of
// texts, everything else one, or none if it is empty. A flag or a number may
// also be a text, in the words of UCI.
func (v value) texts(o *provider.Option) ([]string, error) {
	list, ok := v.decode(o)
	if len(list) == 1 && list[0] == "" && v.kind == "String" {
		return nil, nil // not set
	}
	truth, isFlag := false, false
	if len(list) == 1 {
		truth, isFlag = provider.Truth(list[0])
	}
	switch {
	case o.Kind == provider.Flag && ok && isFlag && truth:
		return []string{"1"}, nil
	case o.Kind == provider.Flag && ok && isFlag:
		return []string{"0"}, nil
	case o.Kind == provider.Flag && v.uci:
		return nil, message.New(message.NotFlagUCI)
	case o.Kind == provider.Flag:
		return nil, message.New(message.NotFlag)
	case !ok && o.Kind == provider.Numbers:
		return nil, message.New(message.NotNumbers)
	case !ok && o.Several:
		return nil, message.New(message.NotTextOrTexts)
	case !ok && o.Kind == provider.Texts:
		return nil, message.New(message.NotTexts)
	case !ok && o.Kind == provider.Port:
		return nil, message.New(message.NotPort)
	case !ok:
		return nil, message.New(message.NotText)
	}
	if o.AtMost > 0 && len(list) > o.AtMost {
		return nil, message.New(message.TooMany, o.AtMost)
	}
	for i, text := range list {
		if err := o.CheckValue(text); err != nil {
			return nil, err
		}
		if o.Several && text != "" && slices.ContainsFunc(list[:i], func(before string) bool { return strings.EqualFold(before, text) }) {
			return nil, message.New(message.NamedTwice, text)
		}
	}
	return list, nil
}

// decode decodes a value as texts, if it is of a type that fits an option. A list
// of UCI in the place of a text is joined, as OpenWrt does it, and a text there
// that may be several is split at its blanks.
func (v value) decode(o *provider.Option) (list []string, ok bool) {
	several := o.Kind == provider.Texts || o.Kind == provider.Numbers || o.Several
	switch v.kind {
	case "String":
		var text string
		ok = v.md.PrimitiveDecode(v.raw, &text) == nil
		if o.Several && v.uci && text != "" {
			return strings.Fields(text), ok
		}
		return []string{text}, ok
	case "Bool":
		var truth bool
		ok = v.md.PrimitiveDecode(v.raw, &truth) == nil
		return []string{strconv.FormatBool(truth)}, ok && o.Kind == provider.Flag
	case "Integer":
		var n int64
		ok = v.md.PrimitiveDecode(v.raw, &n) == nil
		return []string{strconv.FormatInt(n, 10)}, ok && o.Kind == provider.Port
	case "Array":
		ok = v.md.PrimitiveDecode(v.raw, &list) == nil
		if o.Kind == provider.Numbers && !ok {
			return v.numbers()
		}
		if !several && v.uci {
			return []string{strings.Join(list, " ")}, ok
		}
		return list, ok && several
	}
	return nil, false
}

// numbers decodes a list of numbers without quotes.
func (v value) numbers() (list []string, ok bool) {
	var numbers []int64
	err := v.md.PrimitiveDecode(v.raw, &numbers)
	for _, n := range numbers {
		list = append(list, strconv.FormatInt(n, 10))
	}
	return list, err == nil
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
