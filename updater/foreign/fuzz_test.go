// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"maps"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/BurntSushi/toml"
)

// FuzzImport reads any file. What comes out can be read, and a second run adds
// nothing.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		"", "config", "config service x", "config service 'x'\n\toption domain a.example.net\n\toption service_name he.net\n\toption password 'h\"u\\n'\n",
		"config service\n\toption update_url 'http://u:p@x.example:81/{user}%7B?a=[IP]&key=%00&b=[DOMAIN]'\n\toption domain a.example.net\n",
		"package dynwan\nconfig account a\n\tlist hostname x\nconfig provider b\n\toption url https://a.example/\npackage ddns\nconfig service c\n",
		"config service 'x'\n\toption domain 'unclosed\n", "option a b\n",
		"config service\n\toption service_name he.net\n\toption domain a.example.net\n\toption password x\n\toption 'an \x1b[31modd\nkey' y\n",
		"provider default@he.net:1 { hostname = {a.example.net, b} password = \"x\\", "provider x {", "provider x { a = }", "provider x { a = { }", "/*",
		"custom x { ddns-server = a.example ddns-path = \"/%h%%%i?%u\" hostname = a.example.net append-myip = true }", "include(\"x\") a=b\nprovider x { }",
		"protocol=he.net password=p a.example.net\n", "login='", "use=web, \\\n", "protocol=dyndns2 server=http://x:1/ a,b c d e", "server=a.example password=\\",
	} {
		f.Add(seed, "")
		f.Add(seed, "eth0")
	}
	f.Fuzz(func(t *testing.T, text, device string) {
		r, err := Read(text, maps.Clone(some), device)
		if err != nil {
			line, _, _ := strings.Cut(err.Error(), ":")
			if n, wrong := strconv.Atoi(line); wrong != nil || n < 1 || n > strings.Count(text, "\n")+1 {
				t.Errorf("got %q, want the number of a line first", err)
			}
			return
		}
		for _, n := range r.Notes {
			if !whole(n.Text) || strings.ContainsFunc(n.Text.String(), unicode.IsControl) || len(n.Text.String()) > 300 {
				t.Errorf("got %q, want a message with an ID, of one line", n.Text)
			}
		}
		var file map[string]map[string]map[string]any
		if _, err := toml.Decode(asTOML(r), &file); err != nil {
			t.Fatalf("got %v in\n%s", err, asTOML(r))
		}
		uci := ""
		for _, table := range r.Tables {
			uci += table.UCI()
			for _, o := range table.Options {
				switch v := file[table.Kind][table.Name][o.Key].(type) {
				case string:
					if v != o.Values[0] {
						t.Errorf("%s %q: got %q in TOML", o.Key, o.Values, v)
					}
				case []any:
					if len(v) != len(o.Values) {
						t.Errorf("%s %q: got %q in TOML", o.Key, o.Values, v)
					}
				default:
					t.Errorf("%s %q: got %v in TOML", o.Key, o.Values, v)
				}
			}
		}
		if detect(text) == nil || detect(text).name != "ddns-scripts" || strings.Contains(text, "package") {
			return
		}
		again, err := Read("package dynwan\n"+uci+"package ddns\n"+text, maps.Clone(some), device)
		if err != nil || len(again.Tables) > 0 {
			t.Errorf("after\n%s\nthe second run: got %v\n%s", uci, err, asTOML(again))
		}
	})
}
