// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"fmt"
	"strings"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// translation is a file on its way into the words of dynwan.
type translation struct {
	known    Known
	device   string // of accounts that name none
	client   *client
	own      []Table
	accounts []*account
	used     map[string]bool // names of sections
	notes    []Note
	noted    map[Note]bool
}

// note adds a note. What holds for all accounts of a file is told once.
func (t *translation) note(line int, b *block, text message.Message) {
	if t.noted[Note{Line: line, Text: text}] {
		return
	}
	t.noted[Note{Line: line, Text: text}] = true
	t.notes = append(t.notes, Note{Line: line, Section: b.name, Text: text})
}

// say adds a note about a record as a whole.
func (t *translation) say(r *record, text message.Message) { t.note(r.line, r.block, text) }

// refuse says why a record is not taken over.
func (t *translation) refuse(r *record, why message.Message) {
	t.say(r, message.New(message.NotTaken, why))
}

// leave says why an option of a record is not taken over.
func (t *translation) leave(r *record, option string, why message.Message) {
	t.note(r.lineOf(option), r.block, message.New(message.OptionNotTaken, option, why))
}

// present takes a section that the configuration of dynwan has already.
func (t *translation) present(b *block) {
	spec := t.known.Find(b.get("provider"))
	if b.kind != "account" || spec == nil {
		return
	}
	for _, host := range b.hostnames() {
		values := func(option string) string {
			if option == "hostname" {
				return host
			}
			return b.get(option)
		}
		t.accounts = append(t.accounts, &account{Table: Table{Name: b.name, old: true}, spec: spec, key: key(spec, values)})
	}
}

// presentOwn takes a provider of the user's own that the configuration of dynwan
// has already.
func (t *translation) presentOwn(b *block) {
	own := Table{Kind: "provider", Name: b.name, old: true}
	for _, o := range b.options {
		if o.list {
			own.add(o.key, o.value)
		} else {
			own.set(o.key, o.value)
		}
	}
	if b.kind == "provider" && t.known.Own(own) != nil {
		t.own = append(t.own, own)
	}
	t.used[b.name] = true
}

// hostnames are the names of an account, one empty one if it has none.
func (b *block) hostnames() (list []string) {
	for _, o := range b.options {
		if o.key == "hostname" {
			list = append(list, fields(o.value)...)
		}
	}
	if list == nil {
		return []string{""}
	}
	return list
}

// key is what the provider counts accounts by.
func key(spec *provider.Spec, get func(option string) string) string {
	parts := []string{spec.Name, spec.PlaceOf(get("server"))}
	for _, option := range spec.CountedBy {
		parts = append(parts, strings.ToLower(get(option)))
	}
	return strings.Join(parts, "\x00")
}

// record finds the provider of a record and adds its accounts.
func (t *translation) record(r *record) {
	spec := t.spec(r)
	if spec == nil {
		return
	}
	if !r.hasFamily(spec) {
		t.refuse(r, message.New(message.HoldsOnly, spec.Name, spec.Families))
		return
	}
	t.trap(spec, r)
	hosts := r.hosts
	if len(hosts) == 0 {
		hosts = []string{r.values["hostname"]}
	}
	o := spec.Find("hostname")
	several := o != nil && o.Several && len(hosts) > 1
	added := false
	for _, host := range hosts {
		if host = r.full(host, t.known.Request(spec.Name).Zone, o); several && added {
			t.join(r, host)
		} else {
			added = t.add(r, spec, host) || added
		}
	}
	if added {
		t.lost(r)
	}
}

// hasFamily says whether a provider holds what the record is about. Of both
// kinds one is enough.
func (r *record) hasFamily(spec *provider.Spec) bool {
	r.ipv6 = r.ipv6 && (spec.Families.IPv6 || !r.ipv4)
	r.ipv4 = r.ipv4 && (spec.Families.IPv4 || !r.ipv6)
	return r.ipv4 && spec.Families.IPv4 || r.ipv6 && spec.Families.IPv6
}

// finish says what the new accounts still need.
func (t *translation) finish() {
	for _, a := range t.accounts {
		if a.old {
			continue
		}
		if a.get("device") == "" && a.get("interface") == "" {
			t.need(a, "device")
		}
		for _, o := range a.spec.Options {
			if o.Required && a.get(o.Name) == "" {
				t.need(a, o.Name)
			}
		}
	}
}

// need says that a new account needs an option.
func (t *translation) need(a *account, option string) {
	t.notes = append(t.notes, Note{Line: a.line, Section: a.from.name, Text: message.New(message.OptionNeeded, option, a.Name)})
}

// lost says what of a record has no counterpart.
func (t *translation) lost(r *record) {
	told := map[string]bool{}
	for _, o := range r.options {
		if told[o.key] || r.consumed[o.key] || o.value == "" {
			continue
		}
		told[o.key] = true
		if why, ok := reason(o.key); ok && !t.has(o) {
			said := message.New(message.OptionWithout, shown(o.key))
			if why != "" {
				said = message.New(message.OptionNotTaken, o.key, message.New(why))
			}
			t.note(o.line, r.block, said)
		}
	}
}

// shown is the name of an option that may be any text, safe to print.
func shown(key string) string {
	if len(key) <= 40 && !strings.ContainsFunc(key, func(r rune) bool { return r != '-' && !provider.IsName(string(r)) }) {
		return key
	}
	return fmt.Sprintf("%.40q", key)
}

// has says whether the account that was added last has an option of that name.
func (t *translation) has(o option) bool {
	return t.accounts[len(t.accounts)-1].get(o.key) != ""
}

// tables are the new accounts, after the providers that they have.
func (t *translation) tables() (list []Table) {
	for _, own := range t.own {
		for _, a := range t.accounts {
			if !own.old && !a.old && a.spec.Name == own.Name {
				list = append(list, own)
				break
			}
		}
	}
	for _, a := range t.accounts {
		if !a.old {
			list = append(list, a.Table)
		}
	}
	return list
}
