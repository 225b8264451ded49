// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/updater"
)

const statusPage = "../../docs/status.md"

// statusParts are what dynwan status -json prints, from the outside in.
var statusParts = []struct {
	title, file, name string
	value             any
}{
	{"The whole", "status.go", "statusJSON", statusJSON{}},
	{"and what status.json has too", "../../updater/board.go", "Board", updater.Board{}},
	{"One of `problems`: what is wrong in the configuration", "../../updater/board.go", "Problem", updater.Problem{}},
	{"One of `accounts`", "../../updater/status.go", "About", updater.About{}},
	{"and its records", "../../updater/board.go", "Block", updater.Block{}},
	{"One of `records`", "../../updater/status.go", "Status", updater.Status{}},
}

// comments returns what stands at or above each field of a struct.
func comments(t *testing.T, file, name string) map[string]string {
	t.Helper()
	parsed, err := goparser.ParseFile(token.NewFileSet(), file, nil, goparser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != name {
			return true
		}
		for _, f := range spec.Type.(*ast.StructType).Fields.List {
			for _, n := range f.Names {
				text := strings.Join(strings.Fields(f.Doc.Text()+f.Comment.Text()), " ")
				found[n.Name] = strings.TrimPrefix(text, n.Name+" is ")
			}
		}
		return false
	})
	return found
}

// jsonType is how a field looks in JSON.
func jsonType(f reflect.Type) string {
	switch {
	case f.Name() == "Message":
		return "message"
	case f.Name() == "Refusals":
		return "object of numbers"
	case f.Kind() == reflect.Slice:
		return "list of objects"
	case f.Kind() == reflect.Float64:
		return "seconds"
	}
	return map[reflect.Kind]string{reflect.Bool: "boolean", reflect.Int: "number", reflect.String: "string"}[f.Kind()]
}

// statusRows are the rows of the page: the part and the name of each field.
var statusRows = regexp.MustCompile("(?m)^(?:## .*|\\| `([a-z0-9_]+)` .*)$")

func rowsOf(page string) map[string]bool {
	rows, part := map[string]bool{}, ""
	for _, m := range statusRows.FindAllStringSubmatch(page, -1) {
		if m[1] == "" {
			part = m[0]
		} else {
			rows[part+" "+m[1]] = true
		}
	}
	return rows
}

// makeStatusPage makes the page from the code.
func makeStatusPage(t *testing.T) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# What `dynwan status -json` prints\n\n"+
		"Made from the code by `go test ./cmd/dynwan -run TestDocsOfTheStatus -update`. `ubus call dynwan status` answers the same; the file\n"+
		"`/var/run/dynwan/status.json` has all but `format` and `uptime`, and is replaced at each change. `dynwan status -metrics` is\n"+
		"[docs/metrics.md](metrics.md), what happens calls [hooks](hooks.md).\n\n"+
		"**This is format %d.** The number grows when a field goes or means something else. New fields, states and IDs of messages may come\n"+
		"at any time: leave out what you do not know. Times are seconds since boot, as `uptime` is, so that a clock that is set makes none\n"+
		"of them wrong; what has no value is left out where the last column says so. A message is `{\"id\": ..., \"args\": [...], \"text\": ...}`:\n"+
		"decide by `id` ([docs/messages.md](messages.md)), show `text`.\n", statusFormat)
	for _, part := range statusParts {
		fmt.Fprintf(&b, "\n## %s\n\n| field | type | meaning | |\n|---|---|---|---|\n", part.title)
		said := comments(t, part.file, part.name)
		for f := range reflect.TypeOf(part.value).Fields() {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !f.IsExported() || f.Anonymous || name == "-" {
				continue
			}
			optional := ""
			if options == "omitempty" {
				optional = "may be missing"
			}
			text := said[f.Name]
			if text == "" {
				text = usualMeanings[part.name+"."+name]
			}
			if text == "" {
				t.Errorf("%s.%s: no comment says what it means", part.name, f.Name)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", name, jsonType(f.Type), text, optional)
		}
	}
	b.WriteString("\n## States\n\n| `state` | meaning |\n|---|---|\n")
	text, err := os.ReadFile("../../updater/status.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`State += "([a-z ]+)" +// (.*)`).FindAllStringSubmatch(string(text), -1) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", m[1], m[2])
	}
	b.WriteString(ubusPart)
	return b.String()
}

// usualMeanings are those of fields whose names need no comment in the code.
var usualMeanings = map[string]string{
	"Board.version": "of the daemon", "Board.pid": "its process number, in its jail", "Board.problems": "what is wrong in the configuration",
	"Board.accounts": "each with its records", "Problem.option": "which one", "Problem.rule": "which rule is broken",
	"About.account": "the section of the configuration", "About.provider": "its name in `dynwan providers`", "Block.records": "a name in a family each, or in both",
	"Status.hostname": "the name that it keeps right", "Status.state": "see below", "Status.next": "what happens next", "Status.since": "when it came into its state",
	"Status.until": "when what happens next does", "Status.asked": "when the last request was sent",
}

const ubusPart = `
## ubus

rpcd answers these where it is installed; who may call them over HTTP is decided by the groups ` + "`dynwan-status` (`status`) and\n`dynwan-act` (`check`, `once`)" + ` of its access lists.

| call | answer |
|---|---|
| ` + "`ubus call dynwan status`" + ` | as above; ` + "`{\"running\":false}`" + ` if there is no status |
| ` + "`ubus call dynwan check`" + ` | ` + "`{\"code\":0,\"problems\":[...]}`" + `: the problems of the configuration as it is stored now; ` + "`code`" + ` is the exit code of ` + "`dynwan check`" + ` |
| ` + "`ubus call dynwan once '{\"name\":\"home\"}'`" + ` | ` + "`{\"code\":0,\"account\":{...}}`" + `: ` + "`uptime`" + ` and one of ` + "`accounts`" + ` after the daemon's work was done once by hand; ` + "`code`" + ` is the exit code of ` + "`dynwan once`" + `: 0 current, 3 refused, 4 nothing sent, 5 sent and not confirmed |

What fails answers ` + "`{\"code\":...,\"text\":\"...\"}`" + `; an update that takes longer than 25 seconds goes on, and the answer is
` + "`{\"running\":true,\"text\":\"...\"}`" + `.
`

// TestDocsOfTheStatus holds docs/status.md against the code. With -update it writes
// it, unless a field has gone while the number of the format stayed.
func TestDocsOfTheStatus(t *testing.T) {
	want := makeStatusPage(t)
	before, err := os.ReadFile(statusPage)
	if *update {
		same := strings.Contains(string(before), fmt.Sprintf("**This is format %d.**", statusFormat))
		for _, row := range slices.Sorted(maps.Keys(rowsOf(string(before)))) {
			if same && !rowsOf(want)[row] {
				t.Errorf("%s has gone: statusFormat must grow", row)
			}
		}
		if t.Failed() {
			return
		}
		before, err = []byte(want), os.WriteFile(statusPage, []byte(want), 0o644)
	}
	if err != nil || string(before) != want {
		t.Errorf("docs/status.md is not what the code says (%v): run go test ./cmd/dynwan -run TestDocsOfTheStatus -update", err)
	}
}
