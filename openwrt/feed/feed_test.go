// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// files returns the files below dir and what they hold.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		below, err := filepath.Rel(dir, name)
		found[below] = string(slurp(t, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// twoArchs returns a directory with both packages and one of them for a second
// architecture.
func twoArchs(t *testing.T) string {
	t.Helper()
	dir := testPackages(t)
	other := testAPK(t, "pkgname = zeta\npkgver = 1.2-r3\narch = mips_24kc\n")
	if err := os.WriteFile(filepath.Join(dir, "zeta-1.2-r3_mips_24kc.apk"), other, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestEveryArchitectureHasWhatItsRoutersCanInstall(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "keys")
	if err := run([]string{"-new-key", keys}, new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	packages, to, out := twoArchs(t), filepath.Join(t.TempDir(), "feed"), new(bytes.Buffer)
	if err := run([]string{"-packages", packages, "-key", keys, "-out", to}, out); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), to+": 5 packages for 2 architectures, signed by usign key ") {
		t.Errorf("it says %s", out)
	}
	got := files(t, to)
	for name, from := range map[string]string{
		"dynwan.pub": "", "dynwan.pem": "",
		"x86_64/zeta_1.2-r3_x86_64.ipk": "zeta_1.2-r3_x86_64.ipk", "x86_64/zeta-1.2-r3.apk": "zeta-1.2-r3_x86_64.apk",
		"x86_64/alpha_1.2-r3_all.ipk": "alpha_1.2-r3_all.ipk", "x86_64/alpha-1.2-r3.apk": "alpha-1.2-r3_noarch.apk",
		"x86_64/Packages": "", "x86_64/Packages.gz": "", "x86_64/Packages.sig": "", "x86_64/packages.adb": "",
		"mips_24kc/zeta-1.2-r3.apk": "", "mips_24kc/alpha_1.2-r3_all.ipk": "alpha_1.2-r3_all.ipk", "mips_24kc/alpha-1.2-r3.apk": "alpha-1.2-r3_noarch.apk",
		"mips_24kc/Packages": "", "mips_24kc/Packages.gz": "", "mips_24kc/Packages.sig": "", "mips_24kc/packages.adb": "",
	} {
		text, ok := got[name]
		if !ok || from != "" && text != string(slurp(t, packages, from)) {
			t.Errorf("%s: there: %v; want it, and as %q is", name, ok, from)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is there, too", name)
	}
}

func TestAFeedHasNoSecretAndIsTheSameEachTime(t *testing.T) {
	k := testKeys(t)
	first, second := files(t, testFeed(t, k)), files(t, testFeed(t, k))
	pem, err := k.apk.secretFile()
	if err != nil {
		t.Fatal(err)
	}
	scalar, err := k.apk.key.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s is another in a second feed", name)
		}
		for _, secret := range [][]byte{k.opkg.key.Seed(), scalar, bytes.Split(pem, []byte("\n"))[1]} {
			if strings.Contains(text, string(secret)) {
				t.Errorf("%s holds a secret key", name)
			}
		}
	}
}

func TestAFeedThatCannotBeIsNotBegun(t *testing.T) {
	keys := filepath.Join(t.TempDir(), "keys")
	if err := run([]string{"-new-key", keys}, new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	empty, broken, full, odd, all := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	packages := testPackages(t)
	for name, body := range map[string][]byte{
		filepath.Join(broken, "x.ipk"): []byte("x"), filepath.Join(full, "x"): nil, filepath.Join(odd, "x.apk"): testAPK(t, "pkgname = ../x\npkgver = 1\narch = y\n"),
		filepath.Join(all, "x.ipk"): slurp(t, packages, "alpha_1.2-r3_all.ipk"),
	} {
		if err := os.WriteFile(name, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ args, want string }{
		{"-packages " + packages + " -out OUT", "no keys: name their directory by -key, or make them by -new-key"},
		{"-packages " + packages + " -out OUT -key " + empty, "could not read a key: "},
		{"-packages " + empty + " -out OUT -key " + keys, empty + " has no packages"},
		{"-packages " + broken + " -out OUT -key " + keys, broken + "/x.ipk is not a package: "},
		{"-packages " + odd + " -out OUT -key " + keys, odd + `/x.apk is not a package: its pkgname is "../x"`},
		{"-packages " + all + " -out OUT -key " + keys, "no package is for a processor"},
		{"-packages " + packages + " -out " + full + " -key " + keys, full + " is not empty"},
		{"-packages " + packages + " feed", `"feed" is one word too many`},
	} {
		out := filepath.Join(t.TempDir(), "out")
		err := run(strings.Fields(strings.ReplaceAll(tt.args, "OUT", out)), new(bytes.Buffer))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.args, err, tt.want)
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%s: a feed is there", tt.args)
		}
	}
}

func TestThePaperNamesTheFiles(t *testing.T) {
	paper := string(slurp(t, "../../docs/feed.md"))
	for _, name := range []string{
		"| `" + opkgKeyFile + "` |", "| `" + apkKeyFile + "` |", "wget -O /etc/apk/keys/dynwan.pem https://example.org/dynwan/" + apkPublicFile + "\n",
		"https://example.org/dynwan/" + opkgPublicFile + " && opkg-key add ", "/packages.adb\" >>/etc/apk/repositories.d/customfeeds.list\n",
	} {
		if !strings.Contains(paper, name) {
			t.Errorf("docs/feed.md lacks %q", name)
		}
	}
}
