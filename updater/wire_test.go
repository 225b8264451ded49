// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"reflect"
	"strings"
	"testing"
)

// TestEachFieldOfALineIsReadAsItWasWritten fills jobs, outcomes, statuses and
// configurations field by field, and wants each exported one of them to be in
// the line.
func TestEachFieldOfALineIsReadAsItWasWritten(t *testing.T) {
	for _, c := range []struct {
		value any
		but   string // what is not in the line
	}{
		{new(Job), ""}, {new(Outcome), "Tried"}, {new(Status), ""}, {new(Config), "Lines Host Probes Tally"}, {new(Line), ""}, {new(Host), ""}, {new(ProbeSource), "Again"},
	} {
		var fields []Field
		switch v := c.value.(type) {
		case *Status:
			fields = v.Fields()
		case *ProbeSource:
			fields = v.settings()
		case interface{ fields() []Field }:
			fields = v.fields()
		}
		in := map[any]bool{}
		for _, f := range fields {
			in[f.Value] = true
		}
		for _, p := range pointers(reflect.ValueOf(c.value).Elem(), c.but) {
			if !in[p] {
				t.Errorf("%T: a field of type %T is in no line", c.value, p)
			}
		}
		for _, f := range fields {
			for _, text := range []string{"true", "7", `"x y\tz\n"`, "203.0.113.1", "1.5"} {
				f.set("")
				if f.set(text) != nil || string(f.append(nil)) != text {
					continue
				}
				line := string(AppendFields(nil, fields, '\t'))
				if f.set(""); ReadFields(line, fields, "\t") != nil || string(f.append(nil)) != text {
					t.Errorf("%T: %s is not read from %q", c.value, f.Name, line)
				}
				in[f.Name] = true
				break
			}
			if f.set(""); !in[f.Name] || len(f.append(nil)) != 0 {
				t.Errorf("%T: no value of %s is the same after it was written and read, and then zero", c.value, f.Name)
			}
		}
	}
}

// pointers returns a pointer to each exported field, of structs inside too, as
// the lines have them.
func pointers(v reflect.Value, but string) (list []any) {
	for i := range v.NumField() {
		name, f := v.Type().Field(i).Name, v.Field(i)
		switch plain := map[reflect.Kind]reflect.Type{reflect.String: reflect.TypeFor[*string](), reflect.Int64: reflect.TypeFor[*int64]()}[f.Kind()]; {
		case !v.Type().Field(i).IsExported() || strings.Contains(but, name):
		case f.Kind() == reflect.Struct && f.Type() != reflect.TypeOf(record1.IPv4):
			list = append(list, pointers(f, but)...)
		case plain != nil && f.Type().Name() != "Message":
			list = append(list, f.Addr().Convert(plain).Interface())
		default:
			list = append(list, f.Addr().Interface())
		}
	}
	return list
}

var record1 Record

func TestALineThatIsNoneIsNotRead(t *testing.T) {
	for _, text := range []string{"kind confirmed", "kind \"confirmed\"\tsent", "kind \"confirmed\"\tsent maybe", "Kind \"confirmed\"", "panic: x", "kind \"confirmed\"\t\t", "{}"} {
		var o Outcome
		if err := o.UnmarshalText([]byte(text)); (err == nil) != (text == "kind \"confirmed\"\tsent") {
			t.Errorf("%q: got %+v, %v; want an error but for an empty value", text, o, err)
		}
	}
}
