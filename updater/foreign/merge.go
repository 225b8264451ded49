// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"cmp"
	"strings"

	"dynwan/updater/message"
)

// merged says whether there is an account for this name already. The other
// family of a record that is new itself joins it.
func (t *translation) merged(a *account, r *record) bool {
	for _, other := range t.accounts {
		if other.key != a.key {
			continue
		}
		six, four := other.get("ipv6") == "1", other.get("ipv4") != "0"
		switch {
		case other.old:
			t.say(r, message.New(message.HasAccount, other.Name))
			if r.ipv6 {
				t.say(r, message.New(message.SetIPv6Of))
			}
			return true
		case (!r.ipv6 || six) && (!r.ipv4 || four):
			t.say(r, message.New(message.HasAccount, other.Name))
			return true
		case !other.alike(a):
			continue
		}
		t.say(r, message.New(message.NowOtherFamily, other.Name))
		if !other.both(a) {
			t.say(r, message.New(message.LineNotTaken))
		}
		return true
	}
	return false
}

// alike says whether two accounts differ in their families and lines only.
func (a *account) alike(b *account) bool {
	for _, o := range a.spec.Options {
		if o.Name != "ipv4" && o.Name != "ipv6" && a.get(o.Name) != b.get(o.Name) {
			return false
		}
	}
	return true
}

// both makes an account one of both families: of the line of its IPv4 address,
// which mostly has both. same says whether the other one has that line
// too, by its name.
func (a *account) both(b *account) (same bool) {
	four, six := a.Table, b.Table
	if a.get("ipv4") == "0" {
		four, six = six, four
	}
	merged := Table{Kind: "account", Name: a.Name}
	for _, o := range four.Options {
		if o.Key != "ipv4" {
			merged.Options = append(merged.Options, o)
		}
	}
	a.Table = merged
	a.set("ipv6", "1")
	line := cmp.Or(six.get("device"), six.get("interface"))
	its := cmp.Or(four.get("device"), four.get("interface"))
	return line == its || strings.TrimSuffix(strings.TrimSuffix(line, "6"), "_") == its
}
