// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// account is an account and where it comes from.
type account struct {
	Table
	spec *provider.Spec
	key  string
	line int
	from *block
}

// add adds an account, unless there is one that does the same.
func (t *translation) add(r *record, spec *provider.Spec, host string) bool {
	a := &account{Table: Table{Kind: "account"}, spec: spec, line: r.line, from: r.block}
	if r.off {
		a.set("enabled", "0")
	}
	a.set("provider", spec.Name)
	if device := cmp.Or(r.place.get("device"), t.device); device != "" {
		t.put(a, r, "device", device)
	}
	for _, o := range r.place.Options {
		if o.Key != "device" && (o.Key != "interface" || a.get("device") == "") {
			t.put(a, r, o.Key, o.Values[0])
		}
	}
	r.values["hostname"] = host
	r.consumed["lookup_host"] = r.consumed["lookup_host"] || r.values["lookup_host"] == host
	for _, o := range spec.Options {
		t.put(a, r, o.Name, r.option(&o, spec))
	}
	a.key = key(spec, a.get)
	for _, option := range spec.CountedBy {
		if a.get(option) == "" && spec.Find(option) != nil && spec.Find(option).Required {
			t.refuse(r, message.New(message.LacksOption, option))
			return false
		}
	}
	if t.merged(a, r) {
		return false
	}
	if len(t.accounts) == maxAccounts {
		t.refuse(r, message.New(message.ManyAccounts, maxAccounts))
		return false
	}
	a.Name = t.section(r.name, host)
	t.accounts = append(t.accounts, a)
	if t.client.name == "ddns-scripts" {
		t.say(r, message.New(message.NowAccount, a.Name))
		t.notes[len(t.notes)-1].Account = a.Name
	}
	return true
}

// put sets an option of an account to a value, if there is one and it is right.
func (t *translation) put(a *account, r *record, option, value string) {
	if value == "" {
		return
	}
	if err := a.spec.Find(option).CheckValue(value); err != nil {
		t.leave(r, option, message.Of(err))
		return
	}
	a.set(option, value)
}

// option is what a record has for an option of its provider.
func (r *record) option(o *provider.Option, spec *provider.Spec) string {
	value := r.values[o.Name]
	switch o.Name {
	case "email":
		value = r.first("email", "user")
	case "pass":
		value = r.first("pass", "token")
	case "token":
		if _, said := r.values["token"]; !said && spec.Find("pass") == nil {
			value = r.values["pass"]
		}
	case "server":
		if strings.Contains(value, "://") {
			break // a trap gave it
		}
		if value = r.server(); o.Default != "" && spec.Own(value) {
			value = ""
		}
	case "ipv6":
		if value = ""; r.ipv6 {
			value = "1"
		}
	case "ipv4":
		if value = ""; !r.ipv4 {
			value = "0"
		}
	}
	if _, err := strconv.ParseUint(value, 10, 32); err == nil && o.Kind == provider.Span {
		value += "s" // other clients count seconds
	}
	return value
}

// first returns the first of some values that is there.
func (r *record) first(options ...string) string {
	for _, option := range options {
		if value := r.values[option]; value != "" {
			return value
		}
	}
	return ""
}

// join adds a name to the account that was added last.
func (t *translation) join(r *record, host string) {
	o := t.accounts[len(t.accounts)-1].find("hostname")
	if host == "" || o == nil || slices.Contains(o.Values, host) {
		return
	}
	if err := exchange.CheckHostname(host); err != nil {
		t.say(r, message.New(message.OptionNotTaken, "hostname", err))
		return
	}
	o.Values, o.List = append(o.Values, host), true
}

// section returns a name for an account that no section has.
func (t *translation) section(section, host string) string {
	for _, from := range []string{section, host, "account"} {
		name := strings.Map(func(r rune) rune {
			if provider.IsName(string(r)) {
				return r
			}
			return '_'
		}, from)
		if t.client.name != "ddns-scripts" && from == section {
			continue // its name is the provider's
		}
		if strings.Trim(name, "_") == "" {
			continue
		}
		return t.free(name)
	}
	return t.free("account")
}

// free returns a name that no section has, and takes it.
func (t *translation) free(name string) string {
	free := name
	for n := 2; len(free) > 32 || t.used[free]; n++ {
		free = name[:min(len(name), 28)] + "_" + strconv.Itoa(n)
	}
	t.used[free] = true
	return free
}
