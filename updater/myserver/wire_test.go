// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// Where the strings come from. The stored copies of the page differ in what
// they kept, so the table says what was read, not where it stood.
const (
	base      = "FACT: one of the two base strings of the whitepaper, https://ssl.myserver.org:443/autoupdate/dnslogin3.asp?FXN= and http://autoupdate.myserver.org:80/dnslogin3.asp?FXN="
	ports     = "FACT: the whitepaper: without encryption at 80, 8080 and 1400, SSL at 443"
	ipCheck   = "FACT: the whitepaper's IP check, dnslogin3.asp?FXN=GetIPAddress&Usr=USERNAME, and the line it shows as answer, DNS LOGIN:SUCCESS"
	loginList = "INFERRED: the whitepaper's base string and its list of parameters, fxn=login, Usr= and Pwd=, put together"
	badLogin  = "FACT: the whitepaper's answer to a failed login, Error:Invalid Password"
	loginLine = "FACT: a line of the whitepaper's answer to a login"
	dateForm  = "INFERRED: from the one date that the whitepaper shows, Jun 11 2010 12:00AM"
	typeList  = "FACT: the record types in the whitepaper's answer to a login, A, CNAME, MX 1 to MX 10, NS"
	typeSplit = "INFERRED: splitting that line at ;; makes sense of it"
)

// facts are all strings that go over the wire or are looked for in an answer.
var facts = map[string]string{
	"https://ssl.myserver.org":        base,
	"http://autoupdate.myserver.org":  base,
	"myserver.org":                    base,
	"/autoupdate/dnslogin3.asp":       base,
	"/dnslogin3.asp":                  base,
	"FXN=":                            base,
	"FXN=GetIPAddress&Usr={user}":     ipCheck,
	"DNS LOGIN":                       ipCheck,
	"SUCCESS":                         ipCheck,
	"FXN=login&Usr={user}&Pwd={pass}": loginList,
	"Error":                           badLogin,
	"Invalid Password":                badLogin,
	"ExpirationDate":                  loginLine,
	"UserName":                        loginLine,
	"UserLevel":                       loginLine,
	"RecordTypes":                     loginLine,
	"Jan 2 2006 3:04PM":               dateForm,
	"A":                               typeList,
	"CNAME":                           typeList,
	"NS":                              typeList,
	"MX":                              typeList,
	";;":                              typeSplit,
}

// plain are the other strings of a single word, and what they are. A command
// word would be one, so each is here.
var plain = map[string]string{
	"": "nothing", " ": "text", "\n": "text", "0": "a flag", "myserver": "the name of the provider", ",": "a list", ":": "Key:Value", "%%%02X": "text",
	"{": "templates", "}": "templates", "{}\"'<>#\\^`|": "characters that a query must not hold", "=": "queries", "&": "queries",
	"?": "queries", " 443": ports, " 80": ports, " 8080": ports, " 1400": ports, "tcp4": "Go's name of a network",
	"{user}": "placeholder", "{pass}": "placeholder", "{host}": "placeholder", "{domain}": "placeholder",
	"{type}": "placeholder", "{old}": "placeholder", "{new}": "placeholder", "{port}": "placeholder",
	"remember": "key of the configuration", "probe_user": "key of the configuration", "server": "key of the configuration",
	"user": "key of the configuration", "pass": "key of the configuration", "hostname": "key of the configuration",
	"domain": "key of the configuration", "type": "key of the configuration", "port": "key of the configuration",
	"success": "key of the configuration", "failure": "key of the configuration", "login_query": "key of the configuration",
	"delete_query": "key of the configuration", "add_query": "key of the configuration", "relay_query": "key of the configuration",
	"AAAA": "refused",
}

// TestNoStringIsInvented reads this package's source: a string of one word is
// in one of the tables, and what could be a part of a command stands nowhere
// else.
func TestNoStringIsInvented(t *testing.T) {
	found := literals(t)
	for text, places := range found {
		place := strings.Join(places, ", ")
		_, isFact := facts[text]
		_, isPlain := plain[text]
		sentence := strings.Contains(text, " ") && strings.ToLower(text[:1]) == text[:1] || text[0:min(1, len(text))] == ","
		if !isFact && !isPlain && !sentence {
			t.Errorf("%s: the string %q is in no table: where does it come from?", place, text)
		}
		if !isFact && !isPlain && strings.ContainsAny(text, "=&") {
			t.Errorf("%s: the string %q looks like a part of a command", place, text)
		}
		if isFact && !inWire(places) {
			t.Errorf("%s: the string %q belongs into wire.go", place, text)
		}
	}
	for text := range facts {
		if found[text] == nil {
			t.Errorf("%q is in the table and not in the source", text)
		}
	}
	for text := range plain {
		if found[text] == nil {
			t.Errorf("%q is in the table of plain words and not in the source", text)
		}
	}
}

// inWire says whether all places are in the file of the wire.
func inWire(places []string) bool {
	return !slices.ContainsFunc(places, func(p string) bool { return !strings.HasPrefix(p, "wire.go:") })
}

// literals returns all string literals of the package and where they are,
// without those of imports and struct tags.
func literals(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 8 {
		t.Fatalf("files: got %q, %v", files, err)
	}
	found := map[string][]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.Field:
				n.Tag = nil
			case *ast.KeyValueExpr: // words of the form, not of the wire
				if key, ok := n.Key.(*ast.Ident); ok && slices.Contains([]string{"Help", "Title", "About", "Example"}, key.Name) {
					return false
				}
			case *ast.BasicLit:
				if n.Kind == token.STRING {
					text, err := strconv.Unquote(n.Value)
					if err != nil {
						t.Fatal(err)
					}
					found[text] = append(found[text], set.Position(n.Pos()).String())
				}
			}
			return true
		})
	}
	return found
}

// TestLostCommandsHaveNoDefault: an account without them is an account that
// cannot update.
func TestLostCommandsHaveNoDefault(t *testing.T) {
	got := goodBut("delete_query", "", "add_query", "", "relay_query", "").Broken()
	want := []provider.Broken{
		{Option: "delete_query", Rule: message.New(message.MissingCommand)}, {Option: "add_query", Rule: message.New(message.MissingCommand)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("without commands: got %q, want %q", got, want)
	}
}
