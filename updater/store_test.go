// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"errors"
	"hash/crc32"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"dynwan/updater/message"
)

func TestTheStateFileIsOneLineAField(t *testing.T) {
	s := ramStore(t)
	m := memory{held: recA, unverified: true, arrived: s.Now().Add(-time.Second), unsure: 2, refusal: message.Text("no \"way\"\n")}
	if _, err := s.save("k", "home", m); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.path("k.state"))
	if err != nil {
		t.Fatal(err)
	}
	_, lines, _ := strings.Cut(string(text), "\n")
	want := "boot_id \"boot1\"\naccount \"home\"\nheld 203.0.113.1\nheld_settings \"s1\"\nunverified true\n" +
		"arrived 3599000000000\nunsure 2\nrefusal literal =no%20\"way\"%0A\n"
	if lines != want {
		t.Errorf("state: got\n%s\nwant\n%s", lines, want)
	}
}

// TestEveryFieldIsInTheStateFile fills the memory field by field.
func TestEveryFieldIsInTheStateFile(t *testing.T) {
	if n := fieldsOf(reflect.TypeFor[memory]()); len(new(memory).fields()) != n {
		t.Errorf("the state file has %d fields, the memory %d", len(new(memory).fields()), n)
	}
	seen := map[any]bool{}
	for _, f := range new(memory).fields() {
		if seen[f.Name] {
			t.Errorf("two lines are called %s", f.Name)
		}
		seen[f.Name] = true
		for _, text := range []string{"true", "7", `"x"`, "203.0.113.1"} {
			if f.set(text) == nil && string(f.append(nil)) == text {
				seen[f.Value] = true
			}
		}
		if !seen[f.Value] {
			t.Errorf("%s: no value of it is the same after it was written and read", f.Name)
		}
	}
}

func fieldsOf(t reflect.Type) (n int) {
	for f := range t.Fields() {
		if in := f.Type; in == reflect.TypeFor[Record]() {
			n += fieldsOf(in)
		} else {
			n++
		}
	}
	return n
}

func TestAnOlderStateFileCountsAsDamaged(t *testing.T) {
	s := ramStore(t)
	text := "{\"account\":\"home\",\"boot_id\":\"boot1\",\"held\":{\"ipv4\":\"203.0.113.1\"}}"
	if err := os.WriteFile(s.path("k.state"), []byte(stateHead(crc32.ChecksumIEEE([]byte(text)))+text), 0o600); err != nil {
		t.Fatal(err)
	}
	if m, _, err := s.load("k"); !errors.Is(err, errNotOurs) || m != ignorance(s.Now()) {
		t.Errorf("got %+v, %v; want only the gap known", m, err)
	}
}

func stateHead(sum uint32) string { return string(appendHead(nil, sum)) }
