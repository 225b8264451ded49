// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dynwan/updater/message"
)

// A template is the part of a command after the question mark, as the account's
// documentation shows it, with placeholders for the values.

// The placeholders.
const (
	forUser   = "{user}"
	forPass   = "{pass}"
	forHost   = "{host}"
	forDomain = "{domain}"
	forType   = "{type}"
	forOld    = "{old}"
	forNew    = "{new}"
	forPort   = "{port}"
)

// common are the placeholders that every template may have.
var common = []string{forUser, forPass, forHost, forDomain, forType}

// maxTemplate bounds a template in bytes.
const maxTemplate = 1000

// checkTemplate checks the form of a template, and that its only placeholders
// are the common ones and those also allowed.
func checkTemplate(template string, allowed ...string) error {
	if err := checkFunction(template); err != nil {
		return err
	}
	allowed = append(allowed, common...)
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		if err := checkLiteral(before); err != nil {
			return err
		}
		if !found {
			return nil
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || !slices.Contains(allowed, "{"+name+"}") {
			return message.New(message.Placeholders, strings.Join(sorted(allowed), " "))
		}
		rest = tail
	}
}

// checkFunction requires a command word: "All commands must use one of the two
// base strings", and both end with FXN=.
func checkFunction(template string) error {
	n := len(function)
	if len(template) < n || !strings.EqualFold(template[:n], function) {
		return message.New(message.CommandStart, function)
	}
	if word, _, _ := strings.Cut(template[n:], "&"); word == "" || strings.Contains(word, "{") {
		return message.New(message.CommandWord, function)
	}
	return nil
}

// checkLiteral checks the part of a template that is sent unchanged.
func checkLiteral(part string) error {
	for i := 0; i < len(part); i++ {
		switch c := part[i]; {
		case c == '%':
			if _, err := strconv.ParseUint(part[i+1:min(i+3, len(part))], 16, 8); err != nil || len(part) < i+3 {
				return message.New(message.NotHexadecimal)
			}
		case c <= ' ' || c > '~' || strings.IndexByte("{}\"'<>#\\^`|", c) >= 0:
			return message.New(message.NotInCommand, strconv.QuoteRune(rune(c)), fmt.Sprintf("%%%02X", c))
		}
	}
	return nil
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }
