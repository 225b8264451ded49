// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"cmp"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// trap gives the values the meaning that they have at a provider. All are read
// before one is changed.
func (t *translation) trap(spec *provider.Spec, r *record) {
	set, changes := map[string]string{}, []string(nil)
	if len(r.names) > 0 { // a URL says what it means
		changes = trap(t.client.name, spec.Name)
	}
	hosts := r.hosts
	for _, change := range changes {
		option, field, _ := strings.Cut(change, "=")
		name, domain, below := strings.Cut(field, ".")
		if spec.Find(option) != nil || option != "ttl" { // the number of a record is looked up
			r.consumed[name] = true
		}
		switch {
		case option == "hostname" && name == "hostname": // of each
			hosts = nil
			for _, host := range r.hosts {
				hosts = append(hosts, within(host, r.value(domain)))
			}
			continue
		case option == "hostname":
			hosts = nil
		}
		if set[option] = r.value(name); below {
			set[option] = within(r.value(name), r.value(domain))
		}
		if set[option] == "" && field != "" {
			delete(set, option) // nothing to go by
		}
	}
	r.hosts = hosts
	for option, value := range set {
		r.values[option] = value
	}
	r.pairs(spec, "param_enc")
	r.pairs(spec, "param_opt")
	r.consumed["record_id"] = spec.Reads // an option of the same program
	if spec.Find("algorithm") != nil {
		t.signed(r)
	}
	if spec.Name == "cloudflare.com-v4" && strings.Contains(r.values["user"], "@") {
		delete(r.values, "pass")
		t.say(r, message.New(message.GlobalKey))
	}
}

// pairs takes the options that a field has as NAME=VALUE. A provider that is read
// first finds the numbers of zones and records by itself.
func (r *record) pairs(spec *provider.Spec, field string) {
	for _, pair := range strings.FieldsFunc(r.values[field], func(c rune) bool { return c == ' ' || c == '&' }) {
		name, value, _ := strings.Cut(pair, "=")
		if also := pairNames[name]; also != "" {
			name = also
		}
		switch {
		case value == "":
		case spec.Find(name) != nil:
			r.values[name], r.consumed[field] = value, true
		case spec.Reads && (name == "zone_id" || name == "record_id"):
			r.consumed[field] = true
		}
	}
}

// pairNames are names in such fields that dynwan has another word for.
var pairNames = map[string]string{"dns_record_id": "record_id", "RecordId": "record_id", "service_id": "account", "project": "account", "zone": "zone_id"}

// signed takes the key of an update as nsupdate has it: ALGORITHM:NAME, or the
// name alone, which its versions take for different algorithms; or in a file.
func (t *translation) signed(r *record) {
	algorithm, name, ok := strings.Cut(r.values["key"], ":")
	switch {
	case strings.HasPrefix(r.values["key"], "/"):
		t.say(r, message.New(message.KeyFileReadable))
	case ok:
		r.values["algorithm"], r.values["key"] = strings.ToLower(algorithm), name
	default:
		t.say(r, message.New(message.KeyWithoutMethod))
	}
	r.values["nameserver"] = strings.Join(strings.Fields(r.values["nameserver"]), ":") // SERVER PORT
	r.consumed["force_dnstcp"] = true                                                  // TCP is the usual way
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
