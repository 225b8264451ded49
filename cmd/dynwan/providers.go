// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"slices"

	"dynwan/updater/dyndns2"
	"dynwan/updater/mtgsy"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
	"dynwan/updater/rfc2136"
)

// providers are all that dynwan knows, in the order of the form.
var providers = []*provider.Spec{&mtgsy.Spec, &dyndns2.Spec, &rfc2136.Spec, &myserver.Spec}

// findProvider returns a provider by its name, nil if there is none.
func findProvider(name string) *provider.Spec {
	if i := slices.IndexFunc(providers, func(s *provider.Spec) bool { return s.Name == name }); i >= 0 {
		return providers[i]
	}
	return nil
}

// providerNames are their names.
func providerNames() []string {
	var names []string
	for _, s := range providers {
		names = append(names, s.Name)
	}
	return names
}
