// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/samples"
	"dynwan/updater/catalogue"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// output is what the built program prints, and its exit code.
func output(t *testing.T, args ...string) (out, problems string, code int) {
	t.Helper()
	var stdout, stderr strings.Builder
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Run()
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

func TestTheSchemaHasEveryOption(t *testing.T) {
	out, problems, code := output(t, "schema")
	var got schema
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitOK || problems != "" {
		t.Fatalf("schema: got code %d, %q, %v", code, problems, err)
	}
	for _, list := range []struct {
		what string
		got  []optionSchema
		want []provider.Option
	}{
		{"main", got.Main, provider.Main}, {"common", got.Common, provider.Common},
	} {
		if !slices.EqualFunc(list.got, list.want, func(a optionSchema, b provider.Option) bool { return a.Name == b.Name && a.Kind == b.Kind }) {
			t.Errorf("%s: got %v", list.what, list.got)
		}
	}
	if len(got.Providers) != len(providers.WithCode) || got.Messages["port-80"] == "" {
		t.Errorf("got %d providers and %q", len(got.Providers), got.Messages["port-80"])
	}
	for i, p := range got.Providers {
		if p.Name != providers.WithCode[i].Name || len(p.Options) != len(providers.WithCode[i].Options) {
			t.Errorf("provider %s: got %d options, want %d", p.Name, len(p.Options), len(providers.WithCode[i].Options))
		}
	}
}

// TestThePageHasTheSchema: what builds the page for a router cannot run the
// program, so the schema stands beside the page.
func TestThePageHasTheSchema(t *testing.T) {
	const file = "openwrt/luci-app-dynwan/htdocs/luci-static/resources/dynwan/schema.json"
	want, _, _ := output(t, "schema")
	if text, err := os.ReadFile("../../" + file); err != nil || string(text) != want {
		t.Errorf("it is out of date (%v); run: go run ./cmd/dynwan schema >%s", err, file)
	}
}

func TestProvidersSaysWhatEachNeeds(t *testing.T) {
	out, _, code := output(t, "providers")
	if code != exitOK || strings.Count(out, "\n") != len(providers.WithCode)+len(catalogue.Names())+1 || !regexp.MustCompile(`(?m)^mtgsy +IPv4 +email, pass +10m apart +its documentation$`).MatchString(out) {
		t.Errorf("providers: got code %d and\n%s", code, out)
	}
	out, _, code = output(t, "providers", "mtgsy")
	for _, want := range []string{"mtgsy: mtgsy.net (CloudFloorDNS), IPv4\n", "at least 10m between two requests.\n", "Only one account for each email.\n", "  email        Login                    needed\n"} {
		if code != exitOK || !strings.Contains(out, want) {
			t.Errorf("providers mtgsy: got code %d and\n%s\nwant %q", code, out, want)
		}
	}
	if byHost, _, _ := output(t, "providers", "WWW.mtgsy.net"); byHost != out {
		t.Errorf("by a server of its own: got\n%s\nwant\n%s", byHost, out)
	}
	if _, problems, code := output(t, "providers", "x\x1b"); code != exitUsage || problems != "dynwan: there is no provider \"x\\x1b\"; dynwan providers lists them\n" {
		t.Errorf("an unknown one: got code %d and %q", code, problems)
	}
}

func TestCheckSaysTheProblemsAsJSON(t *testing.T) {
	file := t.TempDir() + "/dynwan.toml"
	for _, c := range []struct {
		text, want string
		code       int
	}{
		{samples.With(), "[]\n", exitOK},
		{samples.With("port = 80"), `[{"account":"home","option":"port","rule":{"id":"port-80",`, exitUsage},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, _, code := output(t, "check", "-json", "-config", file); code != c.code || !strings.HasPrefix(out, c.want) {
			t.Errorf("got code %d and %s, want %s", code, out, c.want)
		}
	}
}

// TestDescriptionsAreWhole holds each description against what needs it.
func TestDescriptionsAreWhole(t *testing.T) {
	for _, p := range providers.All() {
		for _, o := range p.All() {
			if o.Title == "" || !strings.HasSuffix(o.Help, ".") {
				t.Errorf("%s %s: got the title %q and the help %q, want words for the form", p.Name, o.Name, o.Title, o.Help)
			}
			if on, _, _ := strings.Cut(o.If, "="); on != "" && p.Find(on) == nil {
				t.Errorf("%s %s: depends on %s, which there is not", p.Name, o.Name, on)
			}
			for _, value := range []string{o.Default, o.Example} {
				if err := o.CheckValue(value); value != "" && err != nil {
					t.Errorf("%s %s: %q breaks its own rule: %v", p.Name, o.Name, value, err)
				}
			}
		}
		for _, r := range slices.Concat(p.Rules, p.Warnings) {
			if p.Find(r.Option) == nil {
				t.Errorf("%s: a rule is about %s, which is no option", p.Name, r.Option)
			}
		}
		for _, o := range p.CountedBy {
			if p.Find(o) == nil {
				t.Errorf("%s: is counted by %s, which is no option", p.Name, o)
			}
		}
	}
}
