// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestSourcesBecomeFiles(t *testing.T) {
	for _, tt := range []struct {
		name    string
		sources []source
		want    string
	}{
		{"a file with the mode it is given", []source{{from: "a/script", to: "/usr/bin/x", mode: 0o600}}, "/usr/bin/x 0600 false S"},
		{"a configuration file", []source{{from: "a/b/text", to: "/etc/config/x", mode: 0o600, conf: true}}, "/etc/config/x 0600 true T"},
		{"a directory with its modes", []source{{from: "a", to: "/www"}}, "/www/b/text 0644 false T\n/www/script 0755 false S"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			put(t, "a/script", "S")
			put(t, "a/b/text", "T")
			if err := os.Chmod("a/script", 0o740); err != nil {
				t.Fatal(err)
			}
			files, err := readSources(tt.sources)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range files {
				got = append(got, fmt.Sprintf("%s %04o %v %s", f.Path, f.Mode, f.Conf, f.Body))
			}
			same(t, "files", strings.Join(got, "\n"), tt.want)
		})
	}
}

func TestASourceIsCompiledOrTheErrorNamesIt(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "text", "abc")
	upper := func(body []byte) ([]byte, error) { return bytes.ToUpper(body), nil }
	files, err := readSources([]source{{from: "text", to: "/text", compile: upper}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the file", string(files[0].Body), "ABC")
	refuse := func([]byte) ([]byte, error) { return nil, errors.New("no") }
	_, err = readSources([]source{{from: "text", to: "/text", compile: refuse}})
	if want := "could not read text: no"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestALinkAmongTheSourcesIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "a/text", "T")
	if err := os.Symlink("text", "a/link"); err != nil {
		t.Fatal(err)
	}
	_, err := readSources([]source{{from: "a", to: "/www"}})
	if want := "could not read a: a/link is neither a file nor a directory"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestARecipeWithoutAProgramMakesOnePackageForAll(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "htdocs/view/x.js", "js")
	r := recipe{name: "luci-app-x", feed: "openwrt/luci-app-x", section: "luci", depends: []string{"x"}, description: "Shows x.",
		sources: []source{{from: "htdocs", to: "/www"}}}
	d, err := newDist("dist")
	if err != nil {
		t.Fatal(err)
	}
	in, err := r.read("none")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.pack(options{version: "1.0-r2", formats: []format{ipk, apk}, epoch: testEpoch}, in, d); err != nil {
		t.Fatal(err)
	}
	_, control, files, _ := openIPK(t, slurp(t, "dist", "luci-app-x_1.0-r2_all.ipk"))
	same(t, "control part", strings.Join(lines(control), "\n"), `5 0755 0:0 "":"" 1763841607 ./
0 0644 0:0 "":"" 1763841607 ./control
0 0755 0:0 "":"" 1763841607 ./postinst
0 0755 0:0 "":"" 1763841607 ./prerm`)
	same(t, "control", body(t, control, "./control"), `Package: luci-app-x
Version: 1.0-r2
Depends: x
Source: openwrt/luci-app-x
SourceName: luci-app-x
License: GPL-2.0-or-later
LicenseFiles: LICENSE
Section: luci
SourceDateEpoch: 1763841607
Architecture: all
Installed-Size: 3584
Description:  Shows x.
`)
	same(t, "the file", body(t, files, "./www/view/x.js"), "js")
	info, files, _ := openAPK(t, slurp(t, "dist", "luci-app-x-1.0-r2_noarch.apk"))
	if !strings.Contains(body(t, info, ".PKGINFO"), "\narch = noarch\n") {
		t.Errorf("the apk is not for every processor:\n%s", body(t, info, ".PKGINFO"))
	}
	same(t, "the list", body(t, files, "lib/apk/packages/luci-app-x.list"), "/www/view/x.js\n")
	same(t, "the metadata", strings.Join(lines(files), "\n"), `5 0755 0:0 "root":"root" 1763841607 lib/
5 0755 0:0 "root":"root" 1763841607 lib/apk/
5 0755 0:0 "root":"root" 1763841607 lib/apk/packages/
0 0644 0:0 "root":"root" 1763841607 lib/apk/packages/luci-app-x.list
5 0755 0:0 "root":"root" 1763841607 www/
5 0755 0:0 "root":"root" 1763841607 www/view/
0 0644 0:0 "root":"root" 1763841607 www/view/x.js`)
}

func TestAPackageThatNoManagerCanInstallIsRefused(t *testing.T) {
	ok := []File{{Path: "/a"}}
	for _, tt := range []struct {
		name string
		p    Package
		want string
	}{
		{"a name with a capital", Package{Name: "Dynwan", Files: ok}, `"Dynwan" is not a name for a package`},
		{"a name that is two lines", Package{Name: "a\nb", Files: ok}, `"a\nb" is not a name for a package`},
		{"no files", Package{Name: "x"}, "package x has no files"},
		{"a relative path", Package{Name: "x", Files: []File{{Path: "a"}}}, `"a" is not an absolute, clean path without blanks`},
		{"a path that climbs", Package{Name: "x", Files: []File{{Path: "/a/../b"}}}, `"/a/../b" is not an absolute, clean path without blanks`},
		{"a path of two words", Package{Name: "x", Files: []File{{Path: "/a b"}}}, `"/a b" is not an absolute, clean path without blanks`},
		{"two files of one name", Package{Name: "x", Files: []File{{Path: "/a"}, {Path: "/a"}}}, "/a is there twice"},
	} {
		if err := tt.p.check(); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestFilesAreInTheOrderOfTheirDirectories(t *testing.T) {
	var got []string
	for _, f := range withDirectories([]File{{Path: "/a-b/d"}, {Path: "/a/c"}, {Path: "/a/b/c"}, {Path: "/a.b"}}) {
		got = append(got, f.Path)
	}
	same(t, "order", strings.Join(got, " "), "/a /a/b /a/b/c /a/c /a-b /a-b/d /a.b")
}

func TestTheRecipeSaysWhatTheFeedSays(t *testing.T) {
	t.Chdir("../..")
	r := recipes[0]
	if _, err := readSources(r.sources); err != nil {
		t.Errorf("the project: %v", err)
	}
	feed := string(slurp(t, "openwrt/dynwan", "Makefile"))
	// define returns what the feed's Makefile defines, as the shell gets it.
	define := func(name string) string {
		_, rest, _ := strings.Cut(feed, "define Package/dynwan"+name+"\n")
		text, _, found := strings.Cut(rest, "endef\n")
		if !found {
			t.Errorf("the feed does not define Package/dynwan%s", name)
		}
		return strings.ReplaceAll(text, "$$", "$")
	}
	same(t, "postinst", shebang+r.postInst, define("/postinst"))
	same(t, "description", r.description+"\n", strings.ReplaceAll("\n"+define("/description"), "\n  ", "\n")[1:])
	for _, want := range []string{"  SECTION:=" + r.section + "\n", "  USERID:=" + r.users + "\n", " +ca-bundle\n"} {
		if !strings.Contains(define(""), want) {
			t.Errorf("the feed's package lacks %q:\n%s", want, define(""))
		}
	}
	commands := map[fs.FileMode]string{0o755: "$(INSTALL_BIN)", 0o644: "$(INSTALL_DATA)", 0o600: "$(INSTALL_CONF)"}
	var want, conffiles string
	for _, s := range r.sources {
		from := strings.Replace(s.from, "openwrt/dynwan/", "./", 1)
		from = strings.Replace(from, "init.d/", "$(PKG_BUILD_DIR)/init.d/", 1)
		want += fmt.Sprintf("%s %s $(1)%s\n", commands[s.mode], from, s.to)
		if s.conf {
			conffiles += s.to + "\n"
		}
	}
	same(t, "conffiles", conffiles, define("/conffiles"))
	var got string
	for line := range strings.Lines(define("/install")) {
		if line = strings.TrimSpace(line); len(strings.Fields(line)) == 3 && strings.HasPrefix(line, "$(INSTALL_") && !strings.HasPrefix(line, "$(INSTALL_DIR)") {
			got += line + "\n"
		}
	}
	same(t, "installed files, sorted", sortedLines(want), sortedLines(got))
}

func TestTheCollectorSaysWhatItsFeedSays(t *testing.T) {
	t.Chdir("../..")
	r := recipeOf("prometheus-node-exporter-lua-dynwan")
	if _, err := readSources(r.sources); err != nil {
		t.Errorf("the project: %v", err)
	}
	feed := string(slurp(t, r.feed, "Makefile"))
	for _, want := range []string{"  SECTION:=" + r.section + "\n", "  TITLE:=" + r.description + "\n", "  PKGARCH:=all\n",
		"  DEPENDS:=+" + strings.Join(r.depends[1:], " +") + "\n", "PKG_VERSION:=0.1.0\n",
		"\t$(INSTALL_DATA) ." + strings.TrimPrefix(r.sources[0].from, r.feed) + " $(1)" + r.sources[0].to + "\n"} {
		if !strings.Contains(feed, want) {
			t.Errorf("the feed lacks %q:\n%s", want, feed)
		}
	}
}

// sortedLines returns the lines of text in order.
func sortedLines(text string) string {
	return strings.Join(slices.Sorted(strings.Lines(text)), "")
}
