// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// shortest is the length below which a word is not taken out of other texts:
// it would tear them apart, and nobody could tell it from an accident.
const shortest = 4

// masker takes passwords out of a text, in each form in which a request may
// carry them.
func masker(passwords []string) *strings.Replacer {
	// The longest first, or a password that starts with another would keep its end.
	passwords = slices.SortedFunc(slices.Values(passwords), func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, p := range passwords {
		if len(p) < shortest {
			continue
		}
		forms := []string{p, url.QueryEscape(p), url.PathEscape(p), base64.StdEncoding.EncodeToString([]byte(p))}
		for _, form := range forms {
			pairs = append(pairs, form, "***")
		}
	}
	return strings.NewReplacer(pairs...)
}

// isPassword says whether a parameter is the password of a protocol, or of one
// that a confused client may take this for.
func isPassword(name string) bool {
	return slices.Contains([]string{"pass", "pwd", "password"}, strings.ToLower(name))
}

// sent collects what a request sent as password.
func (q query) sent() []string {
	var values []string
	for _, p := range q.params {
		if isPassword(p.Name) {
			values = append(values, p.Value)
		}
	}
	return values
}
