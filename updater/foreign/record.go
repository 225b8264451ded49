// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"slices"
	"strings"

	"dynwan/updater/message"
)

// record is what another client keeps right: a block in the words of dynwan.
type record struct {
	*block
	// names are what its client calls the provider, the surest first.
	names []string
	// url is where it sends to, with {user}, {pass}, {hostname} and {ip} in it.
	url string
	// speaks is the protocol, if that is said.
	speaks string
	// values are those of the options of dynwan, and its own by their names.
	values map[string]string
	hosts  []string
	ipv4   bool
	ipv6   bool
	off    bool
	// place are the options that say which address is published.
	place Table
	// yes are the words of an answer that means success.
	yes []string
	// consumed are the options of values that went into an account.
	consumed map[string]bool
}

// record makes one of a block; words are "OPTION=OTHER", the other client's
// names of dynwan's options.
func (b *block) record(words ...string) *record {
	r := &record{block: b, values: map[string]string{}, consumed: map[string]bool{}}
	for _, o := range b.options {
		r.values[o.key] = o.value
	}
	for _, word := range words {
		option, other, _ := strings.Cut(word, "=")
		if value, ok := r.values[other]; ok {
			r.values[option] = value
			delete(r.values, other) // it may be an option of dynwan that means something else
		}
	}
	// What some clients want in the place of a user name that there is not.
	if user := strings.ToLower(r.values["user"]); slices.Contains([]string{"none", "nouser", "token", "bearer"}, user) {
		r.values["user"] = ""
	}
	return r
}

// web takes the page that tells an address, if it can be trusted.
func (t *translation) web(r *record, option, page string) {
	if strings.HasPrefix(page, "https://") && !strings.Contains(page, "@") && r.ipv4 {
		r.place.set("address", "probe")
		r.place.set("probe_url", page)
		return
	}
	t.leave(r, option, message.New(message.TakesLine))
}

// lineOf is the line of an option, or of its block.
func (b *block) lineOf(key string) int {
	for _, o := range slices.Backward(b.options) {
		if o.key == key {
			return o.line
		}
	}
	return b.line
}

// withPlaceholders puts dynwan's placeholders in the place of others. A brace of
// the text itself would be one too: it is written by its code.
func withPlaceholders(text string, pairs ...string) string {
	return strings.NewReplacer(append(pairs, "{", "%7B", "}", "%7D")...).Replace(text)
}

// fields splits a list.
func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}
