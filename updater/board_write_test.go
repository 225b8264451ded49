// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"dynwan/updater/message"
)

// What is written piece by piece is what encoding/json makes of the whole.
func TestTheBoardIsWrittenAsTheWhole(t *testing.T) {
	b := Board{Version: "1", PID: 7, Running: true, Problems: []Problem{{Text: "a <b>"}}}
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
	b.Accounts = []Status{{Account: "rejected", Text: message.Text("<x> & y\u2028")}}
	same("an account that was there before")
	b.Set(Status{Account: "home", State: Settling})
	b.Set(Status{Account: "office", State: Current, Text: message.New(message.Confirmed, "203.0.113.9")})
	same("two more")
	b.Set(Status{Account: "home", State: Waiting, Next: message.New(message.TryingAgain)})
	same("a change")
	b.Set(Status{Account: "rejected", State: Misconfigured})
	all := Status{Account: "office"}
	v := reflect.ValueOf(&all).Elem()
	for i := 1; i < v.NumField(); i++ {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("no_such_id =<a>%20" + v.Type().Field(i).Name)
		case reflect.Float64:
			f.SetFloat(123456789.125)
		case reflect.Bool:
			f.SetBool(true)
		default:
			t.Fatalf("%s: how is it written?", v.Type().Field(i).Name)
		}
	}
	b.Set(all)
	same("every field")
	b.Set(Status{Account: "last"})
	b.Set(Status{Account: "home"})
	same("one more, and one that is shorter")
	b.Running, b.Problems = false, nil
	same("a change of the first, and the end")
}
