// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dynwan/internal/rows"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// settingsOf are the settings of an account at an entry, from those of a table.
func settingsOf(t testing.TB, spec *provider.Spec, table *rows.Table) provider.Settings {
	t.Helper()
	set := map[string][]string{"device": {"pppoe-wan"}}
	for option, value := range table.Settings {
		o := spec.Find(option)
		if o == nil {
			t.Errorf("%s: there is no option %s", spec.Name, option)
			continue
		}
		if err := o.CheckValue(value); err != nil {
			t.Errorf("%s: %s: %v", spec.Name, option, err)
		}
		set[option] = []string{value}
	}
	s := spec.Settings(set)
	for _, b := range s.Broken() {
		t.Errorf("%s: %s: %s", spec.Name, b.Option, b.Rule)
	}
	return s
}

// TestEachEntryIsWhatItsProviderDocuments holds the entries to the tables in
// testdata.
func TestEachEntryIsWhatItsProviderDocuments(t *testing.T) {
	w := newWay(t)
	for _, name := range Names() {
		if len(Find(name).New(Find(name).Settings(nil)).(account).e.steps) > 0 {
			continue // see TestEachProviderOfStepsIsWhatItDocuments
		}
		t.Run(name, func(t *testing.T) {
			table, err := rows.Read("testdata/" + name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			spec := Find(name)
			if spec == nil {
				t.Fatal("the entry cannot be read")
			}
			text, _ := read(name)
			set, _ := Parse(text)
			w.documents(t, spec, set, table)
		})
	}
	files, _ := os.ReadDir("testdata")
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".txt"); ok && !slices.Contains(Names(), name) {
			t.Errorf("%s: there is no entry for it", f.Name())
		}
	}
}

// documents holds a provider to its table.
func (w *way) documents(t *testing.T, spec *provider.Spec, set Fields, table *rows.Table) {
	t.Helper()
	s := settingsOf(t, spec, table)
	complete(t, spec, set, table)
	for _, send := range table.Sends {
		s := s
		for option, value := range send.With {
			s = s.With(option, value)
		}
		w.send(t, s, send.Addrs)
		w.compare(t, s, send)
	}
	final := slices.Contains(table.Rules, "final")
	for _, a := range table.Answers {
		o := s.New(s).(account).judge(&exchange.Answer{Status: a.Status, Body: []byte(a.Body)}, recordOf(table.To...), time.Now())
		if got := meaning(o); got != a.Means || o.Wait < a.Wait || final && o.Guess && !a.Guess {
			t.Errorf("%d %q: got %s after %v (%s; a guess: %v), want %s after %v", a.Status, a.Body, got, o.Wait, o.Text, o.Guess, a.Means, a.Wait)
		}
	}
}

// compare checks that a send was these requests, and no more.
func (w *way) compare(t *testing.T, s provider.Settings, send rows.Send) {
	t.Helper()
	asked := w.Take()
	if len(asked) != len(send.Requests) {
		t.Errorf("%v: got %d requests, want %d", send.Addrs, len(asked), len(send.Requests))
		return
	}
	for i, r := range send.Requests {
		asked[i].Bytes = unsigned(t, s, i, asked[i].Bytes)
		if want := r.Bytes("dynwan/test"); asked[i].Bytes != want || asked[i].Host != r.Host() {
			t.Errorf("%v: got at %s\n%q\nwant\n%q", send.Addrs, asked[i].Host, asked[i].Bytes, want)
		}
		if r.Family != "" && (len(w.families) != len(send.Requests) || w.families[i] != r.Family) {
			t.Errorf("%v: got requests by the families %q, want %s", send.Addrs, w.families, r.Family)
		}
	}
}

// meaning is how a table calls an outcome.
func meaning(o updater.Outcome) string {
	switch o.Kind {
	case updater.Confirmed:
		if o.Text != "" {
			return "same"
		}
		return "yes"
	case updater.Rejected:
		return "no"
	case updater.Unsure:
		return "wait"
	case updater.Unverified:
		return "unclear"
	}
	return string(o.Kind)
}

// complete checks that a table has what each provider must have.
func complete(t *testing.T, spec *provider.Spec, set Fields, table *rows.Table) {
	t.Helper()
	var sends, means []string
	for _, s := range table.Sends {
		var kinds []string
		for _, ip := range s.Addrs {
			kinds = append(kinds, map[bool]string{true: "4", false: "6"}[ip.Is4()])
		}
		sends = append(sends, strings.Join(kinds, ""))
	}
	want := []string{"4"}
	if spec.Families.IPv6 {
		want = []string{"4", "6", "46"}
	}
	if len(sends) < len(want) || !slices.Equal(sends[:len(want)], want) {
		t.Errorf("the table sends %q, want %q", sends, want)
	}
	if got := ruled(spec, set); !slices.Equal(got, table.Rules) {
		t.Errorf("the rules are %q, want %q", got, table.Rules)
	}
	for _, a := range table.Answers {
		means = append(means, a.Means)
	}
	for mean, fields := range map[string][]string{
		"yes": {"yes", "status_yes"}, "same": {"same"}, "no": {"no", "name_no", "status_no"}, "wait": {"wait", "status_wait"}, "unclear": {"unverified", "detects"},
	} {
		if slices.ContainsFunc(fields, set.has) && !set.flag("detects") && !slices.Contains(means, mean) {
			t.Errorf("the table has the answers %q, want one that means %s", means, mean)
		}
	}
}

// ruled are the rules of a provider as a table has them.
func ruled(s *provider.Spec, set Fields) (list []string) {
	if s.MinGap > 0 {
		list = append(list, fmt.Sprint("min_gap ", s.MinGap))
	}
	for _, l := range s.Limits {
		list = append(list, fmt.Sprintf("limit %d in %v", l.N, l.Per))
	}
	if s.Refresh > 0 {
		list = append(list, fmt.Sprint("refresh ", s.Refresh))
	}
	if s.NoQuery {
		list = append(list, "verify none")
	}
	if s.Find("plain_http") != nil {
		list = append(list, "plain_http")
	}
	if set.flag("checked") {
		list = append(list, "final")
	}
	if set.has("counted_by") {
		list = append(list, "counted_by "+strings.Join(set["counted_by"], " "))
	}
	return list
}
