// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"slices"

	"dynwan/updater/catalogue"
	"dynwan/updater/dyndns2"
	"dynwan/updater/mtgsy"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
	"dynwan/updater/rfc2136"
)

// providers are those with code of their own, in the order of the form. The
// others are entries of the catalogue.
var providers = []*provider.Spec{&mtgsy.Spec, &dyndns2.Spec, &rfc2136.Spec, &myserver.Spec}

// findProvider returns a provider by its name, nil if there is none.
func findProvider(name string) *provider.Spec {
	if i := slices.IndexFunc(providers, func(s *provider.Spec) bool { return s.Name == name }); i >= 0 {
		return providers[i]
	}
	return catalogue.Find(name)
}

// allProviders are all that dynwan knows. It reads the whole catalogue: for
// commands that list it.
func allProviders() []*provider.Spec {
	list := slices.Clone(providers)
	for _, name := range catalogue.Names() {
		list = append(list, catalogue.Find(name))
	}
	return list
}
