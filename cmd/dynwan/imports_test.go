// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"os/exec"
	"path/filepath"
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
	const said = "dynwan/updater/message"
	aProvider := []string{"dynwan/updater", said, "dynwan/updater/answer", "dynwan/updater/exchange", "dynwan/updater/provider"}
	for _, c := range []struct {
		pkg string
		may []string // beside the standard library
		not []string // of the standard library, at any depth
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
		{"dynwan/updater/catalogue", append([]string{"dynwan/updater/dyndns2", "dynwan/updater/sign", "github.com/BurntSushi/toml"}, aProvider...), []string{"net/http", "regexp", "text/template", "encoding/xml"}},
		{"dynwan/cmd/dynwan", []string{"dynwan/updater/foreign", "dynwan/netwatch", "dynwan/updater", said, "dynwan/updater/dnscheck", "dynwan/updater/exchange",
			"dynwan/updater/catalogue", "dynwan/updater/dyndns2", "dynwan/updater/mtgsy", "dynwan/updater/myserver", "dynwan/updater/provider", "dynwan/updater/rfc2136",
			"github.com/BurntSushi/toml", sys}, nil},
	} {
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

func TestOnlyTheConfigurationKnowsTOML(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 5 {
		t.Fatalf("files: got %q, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		has := strings.Contains(string(text), `"github.com/BurntSushi/toml"`)
		if allowed := slices.Contains([]string{"config.go", "parser.go", "own.go", "value.go"}, file) || strings.HasSuffix(file, "_test.go"); has && !allowed {
			t.Errorf("%s imports toml, want that in the readers of the configuration only", file)
		}
	}
}
