// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"dynwan/updater/message"
)

// What is written piece by piece is what encoding/json makes of the whole.
func TestTheBoardIsWrittenAsTheWhole(t *testing.T) {
	b := Board{Version: "1", PID: 7, Running: true, Problems: []Problem{{Text: "a <b>"}}, Accounts: []Block{}}
	same := func(step string) {
		t.Helper()
		dir := t.TempDir()
		if err := b.Write(dir); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, BoardFile))
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(&b)
		if err != nil || string(got) != string(want)+"\n" {
			t.Errorf("%s: got\n%s\nwant %v\n%s", step, got, err, want)
		}
	}
	same("nothing")
	b = Board{Version: "1", Accounts: []Block{{About: About{Account: "rejected"}, Records: []*Status{{Name: "rejected", Text: message.Text("<x> & y\u2028")}}}}}
	same("an account that was there before")
	set := func(account, name string, s Status) { s.Account, s.Name = account, name; b.Set(&s) }
	set("home", "home", Status{State: Settling})
	set("office", "office/a", Status{State: Current, Text: message.New(message.Confirmed, "203.0.113.9")})
	same("two more")
	set("home", "home", Status{State: Waiting, Next: message.New(message.TryingAgain)})
	set("office", "office/b", Status{State: Current})
	set("last", "last", Status{})
	same("a change, a record and an account")
	set("office", "office/c", Status{About: About{Notice: message.Text("it ends")}})
	set("rejected", "rejected", Status{State: Misconfigured})
	same("one more of an account in the middle, which says something of it")
	for _, all := range []any{&Status{}, &About{}} {
		v := reflect.ValueOf(all).Elem()
		for i := range v.NumField() {
			switch f := v.Field(i); f.Kind() {
			case reflect.String:
				if f.Type() == reflect.TypeFor[Refusals]() {
					f.SetString(`{"refused":1,"refused-login":2}`)
					continue
				}
				f.SetString("no_such_id =<a>%20" + v.Type().Field(i).Name)
			case reflect.Float64:
				f.SetFloat(123456789.125)
			case reflect.Bool:
				f.SetBool(true)
			case reflect.Int:
				f.SetInt(42)
			case reflect.Struct: // the other one
			default:
				t.Fatalf("%s: how is it written?", v.Type().Field(i).Name)
			}
		}
		whole := Status{}
		switch all := all.(type) {
		case *Status:
			whole = *all
		case *About:
			whole.About = *all
		}
		set("office", "office/a", whole)
	}
	same("every field")
	set("last", "last/more", Status{})
	set("home", "home", Status{})
	same("one more, and one that is shorter")
	b.Running, b.Problems = false, nil
	same("a change of the first, and the end")
}

// TestWritingTheBoardLeavesNothingForEachRecord, which all are written for a change
// of one.
func TestWritingTheBoardLeavesNothingForEachRecord(t *testing.T) {
	dir := t.TempDir()
	objects := func(records int) float64 {
		var b Board
		for i := range records {
			name := strconv.Itoa(i)
			text := message.New(message.Confirmed, "203.0.113.9 2001:db8::9")
			b.Set(&Status{Name: name, Text: text, Next: message.New(message.Refreshing), Until: 1234.5, Answer: `"good"`, About: About{Account: "home", Notice: text}})
		}
		return testing.AllocsPerRun(20, func() { b.Write(dir) })
	}
	if one, many := objects(1), objects(50); one != many {
		t.Errorf("%v objects for one record, %v for 50, want the same", one, many)
	}
}
