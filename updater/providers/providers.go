// SPDX-License-Identifier: GPL-2.0-or-later

// Package providers lists whom dynwan can update.
package providers

import (
	"slices"

	"dynwan/updater/catalogue"
	"dynwan/updater/dyndns2"
	"dynwan/updater/message"
	"dynwan/updater/mtgsy"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
	"dynwan/updater/rfc2136"
)

// WithCode are the providers with code of their own, in the order of the form. The
// others are entries of the catalogue.
var WithCode = []*provider.Spec{&mtgsy.Spec, &dyndns2.Spec, &rfc2136.Spec, &myserver.Spec}

// Find returns a provider by its name, nil if there is none.
func Find(name string) *provider.Spec {
	if i := slices.IndexFunc(WithCode, func(s *provider.Spec) bool { return s.Name == name }); i >= 0 {
		return WithCode[i]
	}
	return catalogue.Find(name)
}

// All are all that dynwan knows. It reads the whole catalogue: for
// commands that list it.
func All() []*provider.Spec {
	list := slices.Clone(WithCode)
	for _, name := range catalogue.Names() {
		list = append(list, catalogue.Find(name))
	}
	return list
}

// Gone says what became of a provider that other programs know, nothing
// of any other.
func Gone(name string) message.Message {
	if why := catalogue.Gone(name); why != "" {
		return message.New(message.ProviderGone, name, why)
	}
	return ""
}
