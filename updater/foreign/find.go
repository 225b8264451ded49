// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"slices"
	"strings"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// spec finds the provider of a record: the one of its name, the one with its
// server, the protocol that it speaks, or one of the user's own.
func (t *translation) spec(r *record) *provider.Spec {
	for _, name := range r.names {
		name = t.name(strings.ToLower(name))
		if spec := t.known.Find(name); spec != nil {
			return spec
		}
		if why := t.known.Gone(name); why != "" {
			t.refuse(r, why)
			return nil
		}
	}
	a, ok := split(r.url)
	if !ok {
		why := message.New(message.NoneIsOwn)
		if len(r.names) > 0 {
			why = noneIs(r.names[len(r.names)-1])
		}
		t.refuse(r, why)
		return nil
	}
	if spec := t.serving(a, r); spec != nil {
		r.read(a, t.known.Request(spec.Name))
		return spec
	}
	for _, name := range t.known.Names() {
		if why := t.known.Gone(name); why != "" && provider.Within(a.name(), name) {
			t.refuse(r, why)
			return nil
		}
	}
	if r.speaks == "dyndns2" || strings.HasSuffix(strings.TrimSuffix(a.path, "/"), "/nic/update") {
		r.read(a, Request{Query: []string{"hostname={hostname}"}})
		return t.known.Find("dyndns2")
	}
	return t.ofItsOwn(a, r)
}

// name returns what dynwan calls a provider of which another client has its own
// name, another one, or one without its ending or its version.
func (t *translation) name(name string) string {
	if also := alias(name); also != name || slices.Contains(t.known.Names(), name) {
		return also
	}
	for _, versions := range []bool{false, true} {
		for _, known := range t.known.Names() {
			bare, _, version := strings.Cut(known, "-v")
			if (bare == name || strings.HasPrefix(bare, name+".")) && !strings.Contains(bare, "-") && version == versions {
				return known
			}
		}
	}
	return name
}

// serving finds the provider with a server: that of its very path, or the only
// one of its host.
func (t *translation) serving(a address, r *record) *provider.Spec {
	var found []string
	for _, name := range t.known.Names() {
		request := t.known.Request(name)
		for _, u := range request.URLs {
			its, ok := split(u)
			if !ok || its.name() != a.name() || a.host != a.name() && its.host != a.host {
				continue
			}
			if before, _, _, ok := place(its.path, a.path); its.path == a.path || ok && before != "/" {
				return t.known.Find(name)
			}
			if !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
		if request.URLs != nil {
			continue
		}
		if spec := t.known.Find(name); spec != nil &&
			slices.ContainsFunc(spec.Hosts, func(zone string) bool { return provider.Within(a.name(), zone) }) {
			return spec
		}
	}
	// Another path of the host may be another protocol: what it needs must be there.
	if len(found) != 1 || r.values["pass"] == "" {
		return nil
	}
	return t.known.Find(found[0])
}

// noneIs says that there is no provider of a name of the file: with the name if
// it can be one of a provider. All else may be anything, even a password.
func noneIs(name string) message.Message {
	if len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune(".@-", r)
	}) {
		return message.New(message.NoneHasName)
	}
	return message.New(message.NoneIs, name)
}
