// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dynwan/updater"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// madeUp is a provider that there is not: all that this one file has to say of
// it, everything else follows.
var madeUp = provider.Spec{
	Name: "madeup", Title: "Made Up", Home: "https://madeup.example", TokenPage: "https://madeup.example/tokens", About: "It is made up.",
	Options: []provider.Option{
		{Name: "user", Title: "User name", Kind: provider.Text, Required: true, Help: "Who you are.", Example: "me"},
		provider.Pass,
		{Name: "hostname", Title: "Name", Kind: provider.Host, Required: true, Help: "The name.", Example: "home.example.net"},
		{Name: "wings", Title: "Wings", Kind: provider.Word, Words: []string{"two", "four"}, Default: "two", Kept: true, Help: "How many there are."},
		{Name: "server", Title: "Server", Kind: provider.Server, Default: "https://madeup.example", Help: "Where updates are sent."},
	},
	Families: provider.Families{IPv4: true, IPv6: true}, Hosts: []string{"madeup.example"}, CountedBy: []string{"user", "hostname"},
	New: func(provider.Settings) provider.Provider { return nowhere{} },
}

type nowhere struct{}

func (nowhere) Update(context.Context, provider.Change) updater.Outcome { return updater.Outcome{} }

// madeUpName is the name under which this test binary is dynwan with the
// provider that is made up.
const madeUpName = "dynwan-made-up"

func init() {
	if filepath.Base(os.Args[0]) == madeUpName {
		providers.WithCode = append(providers.WithCode, &madeUp)
		main()
	}
}

// madeUpProgram is the path of that dynwan.
func madeUpProgram(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	path := filepath.Join(t.TempDir(), madeUpName)
	if err == nil {
		err = os.Symlink(self, path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// printed is what a command prints, which must do so without a problem.
func printed(t *testing.T, command ...string) string {
	t.Helper()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", command, err, out)
	}
	return string(out)
}

func TestMadeUpProviderIsInTheProgram(t *testing.T) {
	dynwan := madeUpProgram(t)
	file := filepath.Join(t.TempDir(), "dynwan.toml")
	const text = "[account.x]\nprovider = \"madeup\"\nuser = \"me\"\npass = \"secret\"\nhostname = \"x.example.net\"\ndevice = \"eth0\"\n"
	for _, c := range []struct{ line, want string }{
		{"", "x: ok: madeup keeps x.example.net at the address of eth0"},
		{"wings = \"three\"\n", "account.x.wings: must be two or four"},
		{"email = \"me\"\n", "account.x.email: is a key of provider mtgsy"},
	} {
		if err := os.WriteFile(file, []byte(text+c.line), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, _ := exec.Command(dynwan, "check", "-config", file).CombinedOutput(); !strings.Contains(string(out), c.want) {
			t.Errorf("check with %q: got %q, want %q", c.line, out, c.want)
		}
	}
	var s schema
	if err := json.Unmarshal([]byte(printed(t, dynwan, "schema")), &s); err != nil {
		t.Fatal(err)
	}
	if last := s.Providers[len(s.Providers)-1]; last.Name != "madeup" || last.Options[3].Words[1] != "four" {
		t.Errorf("schema: got %+v", last)
	}
	if out := printed(t, dynwan, "providers"); !strings.Contains(out, "\nmadeup ") {
		t.Errorf("providers: got\n%s", out)
	}
	if out := printed(t, dynwan, "providers", "madeup"); !strings.Contains(out, "\nMake the token or password here: https://madeup.example/tokens\nIt is made up.") || !strings.Contains(out, "  wings     Wings      default two\n") {
		t.Errorf("providers madeup: got\n%s", out)
	}
}

// TestMadeUpProviderIsInTheForm runs the tests of the form in LuCI with the
// schema of that dynwan.
func TestMadeUpProviderIsInTheForm(t *testing.T) {
	file := filepath.Join(t.TempDir(), "schema.json")
	if err := os.WriteFile(file, []byte(printed(t, madeUpProgram(t), "schema")), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SCHEMA", file)
	t.Chdir("../../openwrt/luci-app-dynwan/tests")
	printed(t, "node", "--test", "fields.test.js") // each option of each provider has its field
	const show = `for (const [name, f] of Object.entries(require("./dialog.js").dialog())) if (/__madeup$/.test(name)) console.log(name, f.kind, f.title);`
	want := "user__madeup Value User name\npass__madeup Value Password\nhostname__madeup Value Name\n" +
		"wings__madeup ListValue Wings\nserver__madeup Value Server\n"
	if got := printed(t, "node", "-e", show); got != want {
		t.Errorf("the form: got\n%s\nwant\n%s", got, want)
	}
}

func TestMadeUpProviderIsInThePapers(t *testing.T) {
	defer func(before []*provider.Spec) { providers.WithCode = before }(providers.WithCode)
	providers.WithCode = append(slices.Clone(providers.WithCode), &madeUp)
	for _, c := range []struct{ what, text, want string }{
		{"the page", optionsPage(), "\n## `madeup`: Made Up\n\nIt is made up. "},
		{"the page", optionsPage(), "\n| `wings` | `two` or `four` | `two` | How many there are. A change is sent to the provider. |\n"},
		{"the example in TOML", example(inTOML), "\n[account.madeup]\nprovider = \"madeup\"\n# Who you are.\nuser = \"me\"\n"},
		{"the example in TOML", example(inTOML), "\n# How many there are.\n#wings = \"two\"\n"},
		{"the example in UCI", example(inUCI), "\n#config account 'madeup'\n#\toption enabled '0'\n#\toption provider 'madeup'\n"},
	} {
		if !strings.Contains(c.text, c.want) {
			t.Errorf("%s: got\n%s\nwant %q in it", c.what, c.text, c.want)
		}
	}
	TestExampleIsRightAsItIsAndWithAllOptions(t)
}

// TestMadeUpProviderIsImported runs dynwan-import with the files of a router
// below a directory, as the tests in init.d do.
func TestMadeUpProviderIsImported(t *testing.T) {
	root := t.TempDir()
	put := func(name, text string, replace ...string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
			err = os.WriteFile(path, []byte(strings.NewReplacer(replace...).Replace(text)), 0o755)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	script := func(path string) string {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	put("etc/config/ddns", "")
	put("bin/uci", "#!/bin/sh\n[ \"$*\" = \"export ddns\" ] && echo \"config service 'mine'\n\toption service_name 'madeup'\n\toption username 'me'\n\toption password 'hunter2'\n"+
		"\toption domain 'x.example.net'\n\toption use_ipv6 '1'\"\n")
	put("import", script("../../openwrt/dynwan/files/dynwan-import"),
		"/usr/sbin/dynwan", madeUpProgram(t), "/etc/config", root+"/etc/config")
	t.Setenv("PATH", root+"/bin:"+os.Getenv("PATH"))
	if out := printed(t, "busybox", "ash", root+"/import"); !strings.Contains(out, "Look at") {
		t.Errorf("dynwan-import: got %q", out)
	}
	want := "\nconfig account 'mine'\n\toption enabled '0'\n\toption provider 'madeup'\n\toption interface 'wan6'\n\toption user 'me'\n" +
		"\toption pass 'hunter2'\n\toption hostname 'x.example.net'\n"
	if got := script(root + "/etc/config/dynwan"); got != want {
		t.Errorf("/etc/config/dynwan: got\n%s\nwant\n%s", got, want)
	}
}
