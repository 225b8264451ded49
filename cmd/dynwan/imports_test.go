// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// goList returns what go list prints for a package of the module, sorted.
func goList(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list %v: %v", args, err)
	}
	lines := strings.Fields(string(out))
	slices.Sort(lines)
	return slices.Compact(lines)
}

// TestWhoImportsWhom holds the packages to their places: who wants another
// import has to change this table, and say why.
func TestWhoImportsWhom(t *testing.T) {
	const sys = "golang.org/x/sys/unix"
	const said, toml = "dynwan/updater/message", "github.com/BurntSushi/toml"
	aProvider := []string{"dynwan/updater", said, "dynwan/updater/answer", "dynwan/updater/exchange", "dynwan/updater/provider"}
	table := []struct {
		pkg string
		may []string // beside the standard library
		not []string // at any depth
	}{
		{"dynwan/netwatch", []string{"github.com/vishvananda/netlink/nl", sys}, []string{"net/http"}},
		{"dynwan/updater/message", nil, []string{"net"}}, // of words alone
		{"dynwan/updater", []string{said}, []string{"net/http", "crypto/tls", "os/exec"}},
		{"dynwan/updater/dnscheck", []string{said, "golang.org/x/net/dns/dnsmessage"}, []string{"net/http", "crypto/tls"}},
		{"dynwan/updater/answer", nil, []string{"net", "html", "regexp"}}, // of bytes alone, and small
		{"dynwan/updater/exchange", []string{"dynwan/updater", said, "dynwan/updater/answer"}, []string{"net/http"}},
		{"dynwan/updater/provider", []string{"dynwan/updater", said, "dynwan/updater/exchange"}, []string{"net/http"}},
		{"dynwan/updater/mtgsy", aProvider, []string{"net/http"}},
		{"dynwan/updater/dyndns2", aProvider, []string{"net/http"}},
		{"dynwan/updater/myserver", aProvider, []string{"net/http"}},
		{"dynwan/updater/rfc2136", append([]string{"dynwan/updater/dnscheck", "golang.org/x/net/dns/dnsmessage"}, aProvider...), []string{"net/http", "regexp"}},
		{"dynwan/updater/foreign", []string{said, "dynwan/updater/exchange", "dynwan/updater/provider"}, []string{"net/http", "regexp"}},
		{"dynwan/updater/sign", []string{"dynwan/updater/exchange", said}, []string{"net/http", "regexp"}},
		{"dynwan/updater/catalogue", append([]string{"dynwan/updater/dyndns2", "dynwan/updater/sign", toml}, aProvider...), []string{"net/http", "regexp", "text/template", "encoding/xml"}},
		{"dynwan/updater/providers", []string{said, "dynwan/updater/catalogue", "dynwan/updater/dyndns2", "dynwan/updater/mtgsy", "dynwan/updater/myserver",
			"dynwan/updater/provider", "dynwan/updater/rfc2136"}, []string{"net/http", "regexp"}},
		{"dynwan/updater/config", []string{said, "dynwan/netwatch", "dynwan/updater", "dynwan/updater/catalogue", "dynwan/updater/exchange", "dynwan/updater/myserver",
			"dynwan/updater/provider", "dynwan/updater/providers", toml}, []string{"net/http", "regexp"}},
		{"dynwan/updater/send", []string{said, sys, "dynwan/netwatch", "dynwan/updater", "dynwan/updater/boot", "dynwan/updater/config", "dynwan/updater/dnscheck",
			"dynwan/updater/exchange", "dynwan/updater/myserver", "dynwan/updater/provider"}, []string{"net/http", "regexp"}},
		{"dynwan/updater/boot", []string{sys, "dynwan/updater"}, []string{"crypto/tls"}},
		{"dynwan/updater/child", []string{said, sys, "dynwan/updater", "dynwan/updater/boot"}, []string{"crypto/tls"}},
		{"dynwan/updater/resident", []string{sys}, []string{"net", "encoding/json"}},
		{"dynwan/updater/hooks", []string{said, sys, "dynwan/updater", "dynwan/updater/provider", "dynwan/updater/resident"}, []string{"net/http", toml}},
		// What stays in memory has nothing that a child can do.
		{"dynwan/updater/daemon", []string{said, sys, "dynwan/netwatch", "dynwan/updater", "dynwan/updater/boot", "dynwan/updater/child", "dynwan/updater/resident"},
			[]string{"crypto/tls", "os/exec", "flag", "dynwan/updater/config", "dynwan/updater/provider", "dynwan/updater/exchange", toml}},
		{"dynwan/cmd/dynwan", []string{said, "dynwan/updater", "dynwan/updater/boot", "dynwan/updater/catalogue", "dynwan/updater/child", "dynwan/updater/config",
			"dynwan/updater/daemon", "dynwan/updater/exchange", "dynwan/updater/foreign", "dynwan/updater/hooks", "dynwan/updater/provider", "dynwan/updater/providers",
			"dynwan/updater/resident", "dynwan/updater/send"}, nil},
	}
	listed := []string{}
	for _, c := range table {
		listed = append(listed, c.pkg)
		for _, imported := range goList(t, "-f", `{{join .Imports "\n"}}`, c.pkg) {
			if strings.Contains(imported, ".") || strings.HasPrefix(imported, "dynwan") {
				if !slices.Contains(c.may, imported) {
					t.Errorf("%s imports %s, want only %q", c.pkg, imported, c.may)
				}
			}
		}
		deps := goList(t, "-deps", c.pkg)
		for _, no := range c.not {
			if slices.Contains(deps, no) {
				t.Errorf("%s depends on %s, want it kept out", c.pkg, no)
			}
		}
	}
	for _, pkg := range goList(t, "-deps", "dynwan/cmd/dynwan") {
		if strings.HasPrefix(pkg, "dynwan/") && !slices.Contains(listed, pkg) {
			t.Errorf("%s is in no row: whom may it import?", pkg)
		}
	}
}

func TestShippedModules(t *testing.T) {
	got := goList(t, "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "dynwan/cmd/dynwan")
	want := []string{"dynwan", "github.com/BurntSushi/toml", "github.com/vishvananda/netlink", "github.com/vishvananda/netns", "golang.org/x/net", "golang.org/x/sys"}
	if !slices.Equal(got, want) {
		t.Errorf("modules in the program: got %q, want %q", got, want)
	}
	for _, pkg := range goList(t, "-deps", "dynwan/cmd/dynwan") {
		if strings.HasPrefix(pkg, "dynwan/internal") {
			t.Errorf("the program contains %s, which is no part of the product", pkg)
		}
	}
}
