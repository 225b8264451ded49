// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/hex"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// recipeOf returns the recipe of the package name.
func recipeOf(name string) recipe {
	return recipes[slices.IndexFunc(recipes, func(r recipe) bool { return r.name == name })]
}

// packLuCI packs the page and its translation out of the project that the test
// stands in, without programs.
func packLuCI(t *testing.T) string {
	t.Helper()
	d, err := newDist(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"luci-app-dynwan", "luci-i18n-dynwan-de", "luci-i18n-dynwan-zh-cn"} {
		r := recipeOf(name)
		in, err := r.read("none")
		if err != nil {
			t.Fatal(err)
		}
		opts := options{version: "0.1.0-r1", formats: []format{ipk, apk}, epoch: testEpoch}
		if err := r.pack(opts, in, d); err != nil {
			t.Fatal(err)
		}
	}
	return d.dir
}

func TestThePageIsPackedForOpkg(t *testing.T) {
	enterProject(t)
	dist := packLuCI(t)
	_, control, files, _ := openIPK(t, slurp(t, dist, "luci-app-dynwan_0.1.0-r1_all.ipk"))
	same(t, "control", body(t, control, "./control"), `Package: luci-app-dynwan
Version: 0.1.0-r1
Depends: libc, luci-base, dynwan
Source: openwrt/luci-app-dynwan
SourceName: luci-app-dynwan
License: GPL-2.0-or-later
LicenseFiles: LICENSE
Section: luci
SourceDateEpoch: 1763841607
Architecture: all
Installed-Size: 5120
Description:  LuCI page for dynwan, the dynamic DNS updater
`)
	same(t, "postinst-pkg", body(t, control, "./postinst-pkg"), shebang+luciPostInst)
	same(t, "files", strings.Join(lines(files), "\n"), `5 0755 0:0 "":"" 1763841607 ./
5 0755 0:0 "":"" 1763841607 ./usr/
5 0755 0:0 "":"" 1763841607 ./usr/share/
0 0644 0:0 "":"" 1763841607 ./usr/share/acl.json
5 0755 0:0 "":"" 1763841607 ./www/
0 0644 0:0 "":"" 1763841607 ./www/view.js`)
	same(t, "view.js", body(t, files, "./www/view.js"), "'use strict';\n")
}

func TestTheTranslationIsPackedForOpkg(t *testing.T) {
	enterProject(t)
	dist := packLuCI(t)
	_, control, files, _ := openIPK(t, slurp(t, dist, "luci-i18n-dynwan-de_0.1.0-r1_all.ipk"))
	same(t, "control", body(t, control, "./control"), `Package: luci-i18n-dynwan-de
Version: 0.1.0-r1
Depends: libc, luci-app-dynwan
Source: openwrt/luci-app-dynwan
SourceName: luci-i18n-dynwan-de
License: GPL-2.0-or-later
LicenseFiles: LICENSE
Section: luci
SourceDateEpoch: 1763841607
Architecture: all
Installed-Size: 7168
Description:  Translation for luci-app-dynwan - Deutsch (German)
`)
	same(t, "control part", strings.Join(lines(control), "\n"), `5 0755 0:0 "":"" 1763841607 ./
0 0644 0:0 "":"" 1763841607 ./control
0 0755 0:0 "":"" 1763841607 ./postinst
0 0755 0:0 "":"" 1763841607 ./prerm`)
	same(t, "files", strings.Join(lines(files), "\n"), `5 0755 0:0 "":"" 1763841607 ./
5 0755 0:0 "":"" 1763841607 ./etc/
5 0755 0:0 "":"" 1763841607 ./etc/uci-defaults/
0 0644 0:0 "":"" 1763841607 ./etc/uci-defaults/luci-i18n-dynwan-de
5 0755 0:0 "":"" 1763841607 ./usr/
5 0755 0:0 "":"" 1763841607 ./usr/lib/
5 0755 0:0 "":"" 1763841607 ./usr/lib/lua/
5 0755 0:0 "":"" 1763841607 ./usr/lib/lua/luci/
5 0755 0:0 "":"" 1763841607 ./usr/lib/lua/luci/i18n/
0 0644 0:0 "":"" 1763841607 ./usr/lib/lua/luci/i18n/dynwan.de.lmo`)
	same(t, "the script that lists the language", body(t, files, "./etc/uci-defaults/luci-i18n-dynwan-de"),
		"uci set luci.languages.de='Deutsch (German)'; uci commit luci\n")
	same(t, "the texts", hex.EncodeToString([]byte(body(t, files, "./usr/lib/lua/luci/i18n/dynwan.de.lmo"))),
		"4164726573736500"+"71677946000000010000000000000007"+"00000008")
}

func TestThePageAndItsTranslationArePackedForAPK(t *testing.T) {
	enterProject(t)
	dist := packLuCI(t)
	for _, tt := range []struct{ name, info, list string }{
		{"luci-app-dynwan", "depend = libc\ndepend = luci-base\ndepend = dynwan\n", "/usr/share/acl.json\n/www/view.js\n"},
		{"luci-i18n-dynwan-de", "depend = libc\ndepend = luci-app-dynwan\n",
			"/etc/uci-defaults/luci-i18n-dynwan-de\n/usr/lib/lua/luci/i18n/dynwan.de.lmo\n"},
		{"luci-i18n-dynwan-zh-cn", "depend = libc\ndepend = luci-app-dynwan\n",
			"/etc/uci-defaults/luci-i18n-dynwan-zh-cn\n/usr/lib/lua/luci/i18n/dynwan.zh-cn.lmo\n"},
	} {
		control, files, _ := openAPK(t, slurp(t, dist, tt.name+"-0.1.0-r1_noarch.apk"))
		info := body(t, control, ".PKGINFO")
		for _, want := range []string{"pkgname = " + tt.name + "\n", "arch = noarch\n", "origin = openwrt/luci-app-dynwan\n", tt.info} {
			if !strings.Contains(info, "\n"+want) && !strings.HasPrefix(info, want) {
				t.Errorf("%s: .PKGINFO lacks %q:\n%s", tt.name, want, info)
			}
		}
		// OpenWrt's default_postinst finds the script of the language in it.
		same(t, tt.name+".list", body(t, files, "lib/apk/packages/"+tt.name+".list"), tt.list)
		for _, script := range []string{".post-install", ".post-upgrade"} {
			if !strings.HasSuffix(body(t, control, script), "default_postinst\n"+recipeOf(tt.name).postInst) {
				t.Errorf("%s: %s does not end with default_postinst and the recipe's own:\n%s", tt.name, script, body(t, control, script))
			}
		}
	}
}

func TestAnInstallationMakesLuCISeeThePage(t *testing.T) {
	for _, tt := range []struct {
		name, rpcd string
		env        []string
		left, log  string
	}{
		{"on a router", "echo \"$1\" >>log\n", nil, "keep", "reload\n"},
		{"on a router whose rpcd does not answer", "echo \"$1\" >>log\necho oh no >&2\nexit 1\n", nil, "keep", "reload\n"},
		{"into an image", "echo \"$1\" >>log\n", []string{"IPKG_INSTROOT=/image"}, "keep luci-indexcache.1.json luci-indexcache.2.json luci-modulecache", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			put(t, "log", "")
			put(t, "etc/init.d/rpcd", tt.rpcd)
			for _, name := range []string{"keep", "luci-indexcache.1.json", "luci-indexcache.2.json", "luci-modulecache/a"} {
				put(t, "tmp/"+name, "")
			}
			script := strings.NewReplacer("/tmp/", "tmp/", "/etc/", "sh etc/").Replace(luciPostInst)
			cmd := exec.Command("sh", "-c", script)
			cmd.Env = append([]string{"PATH=/usr/bin:/bin"}, tt.env...)
			if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("got error %v and output %q, want none", err, out)
			}
			same(t, "what rpcd was told", string(slurp(t, ".", "log")), tt.log)
			entries, err := os.ReadDir("tmp")
			if err != nil {
				t.Fatal(err)
			}
			var left []string
			for _, e := range entries {
				left = append(left, e.Name())
			}
			same(t, "what is left in /tmp", strings.Join(left, " "), tt.left)
		})
	}
}

func TestThePageOfTheProjectIsWhereLuCILooks(t *testing.T) {
	t.Chdir("../..")
	in, err := recipeOf("luci-app-dynwan").read("none")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, f := range in.files {
		paths = append(paths, f.Path)
	}
	for _, want := range []string{
		"/usr/share/luci/menu.d/luci-app-dynwan.json",
		"/usr/share/rpcd/acl.d/luci-app-dynwan.json",
		"/www/luci-static/resources/view/",
		"/www/luci-static/resources/dynwan/schema.json",
	} {
		if !slices.ContainsFunc(paths, func(path string) bool { return strings.HasPrefix(path, want) }) {
			t.Errorf("nothing is at %s:\n%s", want, strings.Join(paths, "\n"))
		}
	}
}

// languages are the directories of po with a translation.
func languages(t *testing.T, po string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(po)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "templates" {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestLuCIFindsEveryTextOfATranslation(t *testing.T) {
	t.Chdir("../luci-app-dynwan/po")
	for _, language := range languages(t, ".") {
		po := string(slurp(t, language, "dynwan.po"))
		if _, err := compileLMO([]byte(po)); err != nil {
			t.Fatalf("%s: %v", language, err)
		}
		messages, err := readPO(po)
		if err != nil {
			t.Fatalf("%s: %v", language, err)
		}
		seen := make(map[uint32]string)
		for _, m := range messages {
			// LuCI makes one blank of many before it looks a text up, and
			// resolves no escape.
			if plain := strings.Join(strings.Fields(m.id), " "); m.id != plain || strings.Contains(m.id, `\n`) || strings.Contains(m.id, `\t`) {
				t.Errorf("%s: LuCI does not find %q: it looks for one line with single blanks", language, m.id)
			}
			key := m.key(0)
			if other, found := seen[superFastHash(key)]; found {
				t.Errorf("%s: %q and %q are the same to LuCI", language, other, key)
			}
			seen[superFastHash(key)] = key
		}
	}
}

func TestNoTranslationLacksATextOfThePage(t *testing.T) {
	t.Chdir("../luci-app-dynwan/po")
	template, err := readPO(string(slurp(t, "templates", "dynwan.pot")))
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range languages(t, ".") {
		translated, err := readPO(string(slurp(t, language, "dynwan.po")))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range template {
			i := slices.IndexFunc(translated, func(g message) bool { return g.key(0) == m.key(0) })
			if i < 0 || slices.Contains(translated[i].forms, "") {
				t.Errorf("no translation of %q in %s", m.id, language)
			}
		}
	}
	if len(template) < 2 {
		t.Errorf("%d texts in the template, want many", len(template))
	}
}

func TestTheRecipeOfThePageSaysWhatTheFeedSays(t *testing.T) {
	feed := string(slurp(t, "../luci-app-dynwan", "Makefile"))
	app, german := recipeOf("luci-app-dynwan"), recipeOf("luci-i18n-dynwan-de")
	for _, want := range []string{
		"\nLUCI_TITLE:=" + app.description + "\n",
		// OpenWrt adds libc to every package.
		"\nLUCI_DEPENDS:=+" + strings.Join(app.depends[1:], " +") + "\n",
		"\nLUCI_PKGARCH:=" + anyArch + "\n",
		"\nPKG_PO_VERSION:=$(PKG_VERSION)-r$(PKG_RELEASE)\n",
		"\nPKG_LICENSE:=GPL-2.0-or-later\n",
		"\nPKG_LICENSE_FILES:=LICENSE\n",
		"\nLUCI_MINIFY_JS:=0\n",
		"\ninclude $(TOPDIR)/feeds/luci/luci.mk\n",
		// The scan of the feed looks for the word.
		"\n# call BuildPackage - OpenWrt buildroot signature\n",
	} {
		if !strings.Contains(feed, want) {
			t.Errorf("the feed's Makefile lacks %q", strings.TrimSpace(want))
		}
	}
	program := string(slurp(t, "../dynwan", "Makefile"))
	for _, name := range []string{"PKG_VERSION:=", "PKG_RELEASE:="} {
		same(t, name, lineWith(feed, name), lineWith(program, name))
	}
	same(t, "the first dependencies", app.depends[0]+" "+strings.Join(german.depends, " "), "libc libc "+app.name)
	// luci.mk makes a package of every directory with a translation.
	same(t, "the languages", strings.Join(languages(t, "../luci-app-dynwan/po"), " "), "de zh_Hans")
	chinese := recipeOf("luci-i18n-dynwan-zh-cn")
	same(t, "the script that lists Chinese", string(chinese.made[0].Body), "uci set luci.languages.zh_cn='简体中文 (Simplified Chinese)'; uci commit luci\n")
	same(t, "where its texts come from", chinese.sources[0].from, "openwrt/luci-app-dynwan/po/zh_Hans/dynwan.po")
}

// lineWith returns the line of text that begins with start.
func lineWith(text, start string) string {
	_, rest, _ := strings.Cut("\n"+text, "\n"+start)
	line, _, _ := strings.Cut(rest, "\n")
	return start + line
}
