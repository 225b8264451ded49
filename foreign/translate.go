// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dynwan/updater/exchange"
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

// account is an account and where it comes from.
type account struct {
	Table
	spec *provider.Spec
	key  string
	line int
	from *block
}

// note adds a note. What holds for all accounts of a file is told once.
func (t *translation) note(line int, b *block, text string) {
	if t.noted[Note{Line: line, Text: text}] {
		return
	}
	t.noted[Note{Line: line, Text: text}] = true
	t.notes = append(t.notes, Note{line, b.name, text})
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
		t.note(r.line, r.block, "is not taken over: "+spec.Name+" holds only "+spec.Families.String()+" addresses")
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

// trap gives the values the meaning that they have at a provider. All are read
// before one is changed.
func (t *translation) trap(spec *provider.Spec, r *record) {
	set, changes := map[string]string{}, []string(nil)
	if len(r.names) > 0 { // a URL says what it means
		changes = trap(t.client.name, spec.Name)
	}
	for _, change := range changes {
		option, field, _ := strings.Cut(change, "=")
		name, domain, below := strings.Cut(field, ".")
		value := r.value(name)
		if r.consumed[field] = true; below {
			value = within(value, r.value(domain))
		}
		set[option] = value
	}
	for option, value := range set {
		if option == "hostname" {
			r.hosts = nil
		}
		r.values[option] = value
	}
	for _, pair := range strings.FieldsFunc(r.values["param_opt"], func(c rune) bool { return c == ' ' || c == '&' }) {
		name, value, _ := strings.Cut(pair, "=")
		if name = strings.TrimPrefix(name, "dns_"); value != "" && spec.Find(name) != nil {
			r.values[name], r.consumed["param_opt"] = value, true
		}
	}
}

// value is what a record has in a field.
func (r *record) value(field string) string {
	if field == "hostname" && len(r.hosts) > 0 {
		return r.hosts[0]
	}
	return r.values[field]
}

// within returns a name below a domain, which it may end with already.
func within(name, domain string) string {
	if name == "" || name == "@" || provider.Within(name, domain) {
		if name == "" || name == "@" {
			return domain
		}
		return name
	}
	return name + "." + domain
}

// full returns the full name of a host: as it is, or in its zone, or else as
// lookup_host has it. An option that does not go into updates is for DNS alone,
// which lookup_host is about; one that is no host is left alone.
func (r *record) full(host, zone string, o *provider.Option) string {
	look := r.values["lookup_host"]
	host = strings.TrimSuffix(host, ".")
	zone = cmp.Or(zone, r.values["zone"])
	switch {
	case o == nil || o.Kind != provider.Host:
		return host
	case look != "" && (host == "" || !o.Kept):
	case exchange.CheckHostname(host) == nil:
		return host
	case zone != "" && (host == "@" || !strings.Contains(host, ".")):
		return within(host, zone)
	case !strings.HasPrefix(look, host+"."):
		return host
	}
	r.consumed["lookup_host"] = true
	return look
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
	for _, o := range spec.Options {
		t.put(a, r, o.Name, r.option(&o, spec))
	}
	a.key = key(spec, a.get)
	for _, option := range spec.CountedBy {
		if a.get(option) == "" && spec.Find(option) != nil && spec.Find(option).Required {
			t.note(r.line, r.block, "is not taken over: its "+option+" is missing")
			return false
		}
	}
	if t.merged(a, r) {
		return false
	}
	if len(t.accounts) == maxAccounts {
		t.note(r.line, r.block, fmt.Sprint("is not taken over: there are ", maxAccounts, " accounts"))
		return false
	}
	a.Name = t.section(r.name, host)
	t.accounts = append(t.accounts, a)
	if t.client.name == "ddns-scripts" {
		t.note(r.line, r.block, "is now the account "+a.Name)
	}
	return true
}

// put sets an option of an account to a value, if there is one and it is right.
func (t *translation) put(a *account, r *record, option, value string) {
	if value == "" {
		return
	}
	if err := a.spec.Find(option).CheckValue(value); err != nil {
		t.note(r.lineOf(option), r.block, option+" is not taken over: "+err.Error())
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
		t.note(r.line, r.block, "hostname is not taken over: "+err.Error())
		return
	}
	o.Values, o.List = append(o.Values, host), true
}

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
			t.note(a.line, r.block, "is not taken over again: it has the account "+other.Name)
			if r.ipv6 {
				t.note(a.line, r.block, "set ipv6 of that account to 1, if it is to hold both kinds of address")
			}
			return true
		case (!r.ipv6 || six) && (!r.ipv4 || four):
			t.note(a.line, r.block, "is not taken over again: it has the account "+other.Name)
			return true
		case !other.alike(a):
			continue
		}
		t.note(a.line, r.block, "is now the other family of the account "+other.Name)
		if line := other.both(a); line != "" {
			t.note(a.line, r.block, "its line "+line+" is not taken over: both addresses are those of one line, see interface and ip6interface")
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
// which mostly has both. It returns the other line if that may be another one.
func (a *account) both(b *account) (line string) {
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
	line = cmp.Or(six.get("device"), six.get("interface"))
	if strings.TrimSuffix(strings.TrimSuffix(line, "6"), "_") == cmp.Or(four.get("device"), four.get("interface")) || line == a.get("device") || line == a.get("interface") {
		return ""
	}
	return line
}

// section returns a name for an account that no section has.
func (t *translation) section(section, host string) string {
	for _, from := range []string{section, host, "account"} {
		name := strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
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
		free = name[:min(len(name), 28)] + "_" + itoa(n)
	}
	t.used[free] = true
	return free
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
			t.note(o.line, r.block, o.key+" is not taken over"+why)
		}
	}
}

// has says whether the account that was added last has an option of that name.
func (t *translation) has(o option) bool {
	return t.accounts[len(t.accounts)-1].get(o.key) != ""
}

// finish says what the new accounts still need.
func (t *translation) finish() {
	for _, a := range t.accounts {
		if a.old {
			continue
		}
		if a.get("device") == "" && a.get("interface") == "" {
			t.notes = append(t.notes, Note{a.line, a.from.name, "device is needed: set that of the account " + a.Name})
		}
		for _, o := range a.spec.Options {
			if o.Required && a.get(o.Name) == "" {
				t.notes = append(t.notes, Note{a.line, a.from.name, o.Name + " is needed: set that of the account " + a.Name})
			}
		}
	}
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
