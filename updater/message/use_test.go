// SPDX-License-Identifier: GPL-2.0-or-later

package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// product calls f with each node of the program, outside of this package.
func product(t *testing.T, f func(at token.Position, node ast.Node)) {
	set, files := token.NewFileSet(), 0
	for _, root := range []string{"cmd/dynwan", "netwatch", "updater"} {
		err := filepath.WalkDir(filepath.Join("../..", root), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
				filepath.Base(filepath.Dir(path)) == "message" {
				return err
			}
			files++
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err == nil {
				ast.Inspect(file, func(n ast.Node) bool {
					if n != nil {
						f(set.Position(n.Pos()), n)
					}
					return true
				})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 60 {
		t.Fatalf("got %d files, want the whole program", files)
	}
}

// names are the names of the IDs in Go.
func names(t *testing.T) map[string]Row {
	rows, found := map[ID]Row{}, map[string]Row{}
	for _, r := range Rows() {
		rows[r.ID] = r
	}
	set := token.NewFileSet()
	files, _ := filepath.Glob("*.go")
	for _, path := range files {
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == 1 && len(v.Values) == 1 {
				if r, ok := rows[ID(text(v.Values[0]))]; ok {
					found[v.Names[0].Name] = r
				}
			}
			return true
		})
	}
	if len(found) != len(rows) {
		t.Fatalf("%d IDs have a name, want %d", len(found), len(rows))
	}
	return found
}

// text is the value of a string literal.
func text(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		s, _ := strconv.Unquote(l.Value)
		return s
	}
	return ""
}

// of is the name behind "message.", or "".
func of(e ast.Expr) string {
	if s, ok := e.(*ast.SelectorExpr); ok {
		if x, ok := s.X.(*ast.Ident); ok && x.Name == "message" {
			return s.Sel.Name
		}
	}
	return ""
}

func TestEachIDIsUsedWithItsValues(t *testing.T) {
	known, used := names(t), map[ID]bool{}
	product(t, func(at token.Position, n ast.Node) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			used[known[of(n)].ID] = true
		case *ast.ValueSpec: // a Word of netwatch
			if kind, ok := n.Type.(*ast.Ident); ok && kind.Name == "Word" {
				id := ID(text(n.Values[0]))
				if find(id) == nil {
					t.Errorf("%s: %q is no ID", at, id)
				}
				used[id] = true
			}
		case *ast.CallExpr:
			if len(n.Args) == 0 || of(n.Fun) != "New" && of(n.Fun) != "Message" {
				return
			}
			row, ok := known[of(n.Args[0])]
			if want, got := strings.Count(row.English, "%s"), len(n.Args)-1; ok && got != want {
				t.Errorf("%s: %s has %d values, want %d", at, row.ID, got, want)
			}
		}
	})
	for _, r := range Rows() {
		if !used[r.ID] {
			t.Errorf("nobody says %s", r.ID)
		}
	}
}

// fields are those that hold a Message.
var fields = []string{"Text", "Remedy", "Next", "Check", "Notice", "Memory", "IPv6", "Why4", "Down", "Rule", "refusal", "remedy", "notice", "unkept", "why"}

// said says whether an expression is a message, or the English of one.
func said(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return slices.Contains(fields, e.Sel.Name)
	case *ast.CallExpr:
		s, ok := e.Fun.(*ast.SelectorExpr)
		return ok && (s.Sel.Name == "Error" || s.Sel.Name == "String" && said(s.X))
	case *ast.BinaryExpr:
		return said(e.X) || said(e.Y)
	}
	return false
}

// prints says whether an expression is the text of something.
func prints(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	s, ok := call.Fun.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "String"
}

func TestNobodyReadsOrWritesEnglish(t *testing.T) {
	product(t, func(at token.Position, n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			s, ok := n.Fun.(*ast.SelectorExpr)
			if ok && len(n.Args) > 0 && said(n.Args[0]) {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "strings" {
					t.Errorf("%s: strings.%s reads a message", at, s.Sel.Name)
				}
			}
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && (said(n.X) && text(n.Y) != "" || prints(n.X) && strings.Contains(text(n.Y), " ")) {
				t.Errorf("%s: %s is compared with English", at, text(n.Y))
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(fields, key.Name) && strings.Contains(text(n.Value), " ") {
				t.Errorf("%s: %q has no ID", at, text(n.Value))
			}
		case *ast.AssignStmt:
			for i, e := range n.Rhs {
				if len(n.Lhs) == len(n.Rhs) && said(n.Lhs[i]) && strings.Contains(text(e), " ") {
					t.Errorf("%s: %q has no ID", at, text(e))
				}
			}
		}
	})
}
