// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// valueRow is a row of testdata/values.json, by which the page of LuCI checks
// its own rules too.
type valueRow struct {
	Key      string            `json:"key"`
	Value    string            `json:"value"`
	Accepted bool              `json:"accepted"`
	With     map[string]string `json:"with"`
}

func TestTheValuesThatThePageAcceptsAreAccepted(t *testing.T) {
	text, err := os.ReadFile("testdata/values.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Values []valueRow `json:"values"`
	}
	if err := json.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	if len(table.Values) < 500 {
		t.Fatalf("the table has %d rows, want at least 500", len(table.Values))
	}
	seen := map[string]bool{}
	for _, row := range table.Values {
		seen[row.provider()+" "+row.Key] = true
		file := row.file(t)
		c := parseConfig("values.toml", file)
		if accepted := len(c.Problems) == 0 && len(c.Accounts) == 1; accepted != row.Accepted {
			t.Errorf("%s = %.60q with %v: accepted is %v, want %v; %.200q", row.Key, row.Value, row.With, accepted, row.Accepted, fmt.Sprint(c.Problems))
		}
	}
	for _, provider := range providers {
		for _, key := range keysOf(provider) {
			if key != "provider" && !seen[provider+" "+key] {
				t.Errorf("no row of the table is about %s of %s", key, provider)
			}
		}
	}
}

// provider is the one whose account the row begins with.
func (row valueRow) provider() string { return cmp.Or(row.With["provider"], "mtgsy") }

// file is the configuration that the init script renders for the row.
func (row valueRow) file(t *testing.T) string {
	t.Helper()
	account := map[string]any{"provider": "mtgsy", "device": "pppoe-wan", "email": "home.example.net", "pass": "x"}
	if row.provider() == "myserver" {
		account = map[string]any{"provider": "myserver", "device": "pppoe-wan", "user": "me", "pass": "x", "hostname": "home.example.net",
			"delete_query": "FXN=TestDelete&Host={host}&IP={old}", "add_query": "FXN=TestAdd&IP={new}"}
	}
	file := map[string]any{"account": map[string]any{"home": account}}
	options := map[string]string{row.Key: row.Value}
	maps.Insert(options, maps.All(row.With))
	for key, text := range options {
		if key == "allow" {
			file[key] = []string{text}
			continue
		}
		account[key] = rendered(key, text)
	}
	var out bytes.Buffer
	if err := toml.NewEncoder(&out).Encode(file); err != nil {
		t.Fatalf("%s = %q cannot be written down: %v", row.Key, row.Value, err)
	}
	return out.String()
}

// wholeNumber is what the init script takes for a number.
var wholeNumber = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

// rendered gives a value of UCI the type that the init script gives it.
func rendered(key, text string) any {
	switch {
	case key == "success" || key == "failure":
		return []string{text}
	case key == "port" && wholeNumber.MatchString(text):
		n, _ := strconv.Atoi(text)
		return n
	case key == "hb" || key == "stealth" || key == "bind" || key == "remember":
		words := map[string]bool{"1": true, "on": true, "true": true, "yes": true, "enabled": true,
			"0": false, "off": false, "false": false, "no": false, "disabled": false}
		if truth, ok := words[text]; ok {
			return truth
		}
	}
	return strings.ToValidUTF8(text, "\u0080")
}
