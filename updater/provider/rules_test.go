// SPDX-License-Identifier: GPL-2.0-or-later

package provider

import (
	"slices"
	"testing"
	"time"

	"dynwan/updater/message"
)

// ruled is a provider of one place, which no option names.
func ruled(change func(*Spec)) *Spec {
	s := &Spec{
		Name: "made", Title: "Made Up", CountedBy: []string{"user", "hostname"},
		Options: []Option{{Name: "user", Kind: Text}, Pass, {Name: "hostname", Kind: Host}},
	}
	change(s)
	return s
}

func account(more ...string) map[string][]string {
	set := map[string][]string{"device": {"wan"}, "user": {"Me"}, "pass": {"secret"}, "hostname": {"a.example.net"}}
	for i := 0; i < len(more); i += 2 {
		set[more[i]] = []string{more[i+1]}
	}
	return set
}

func TestTheGapOfAProvider(t *testing.T) {
	for _, c := range []struct {
		rule  time.Duration
		set   string // min_gap; "": it is not set
		usual time.Duration
		want  string // what is wrong
	}{
		{0, "", 11 * time.Minute, ""},
		{0, "1s", time.Second, ""},
		{time.Minute, "", 66 * time.Second, ""},
		{10 * time.Minute, "", 11 * time.Minute, ""},
		{30 * time.Minute, "", 33 * time.Minute, ""},
		{30 * time.Minute, "11m", 11 * time.Minute, "must be at least 30m: Made Up allows no update sooner after another one"},
		{90 * time.Second, "90s", 90 * time.Second, ""},
		{90 * time.Second, "89s", 89 * time.Second, "must be at least 1m30s: Made Up allows no update sooner after another one"},
	} {
		spec := ruled(func(s *Spec) { s.MinGap = c.rule })
		set := account()
		if c.set != "" {
			set["min_gap"] = []string{c.set}
		}
		s, got := spec.Settings(set), ""
		for _, b := range s.Broken() {
			got = b.Rule.String()
		}
		if s.Span("min_gap") != c.usual || got != c.want {
			t.Errorf("a rule of %v and min_gap %q: got %v, %q; want %v, %q", c.rule, c.set, s.Span("min_gap"), got, c.usual, c.want)
		}
	}
	own := ruled(func(s *Spec) { s.MinGap, s.GapRule = time.Hour, message.GapUnknown })
	if list := own.Settings(account("min_gap", "1s")).Broken(); len(list) != 1 || list[0].Rule != message.New(message.GapUnknown) {
		t.Errorf("a rule with a reason of its own: got %v", list)
	}
}

func TestDNSIsNotRecheckedWhereItCannotTell(t *testing.T) {
	spec := ruled(func(s *Spec) { s.NoQuery = true })
	if s := spec.Settings(account()); s.Span("recheck") != 0 || len(s.Doubts()) != 0 || len(s.Broken()) != 0 {
		t.Errorf("recheck: got %v, %v, want never and no doubt", s.Span("recheck"), s.Doubts())
	}
	want := "is of no use: DNS cannot tell what Made Up holds, so it is never asked"
	if list := spec.Settings(account("recheck", "24h")).Doubts(); len(list) != 1 || list[0].Option != "recheck" || list[0].Rule.String() != want {
		t.Errorf("recheck = 24h: got %v, want %q", list, want)
	}
}

func TestLimitsCountAllNamesOfALogin(t *testing.T) {
	key := func(s *Spec, section string, more ...string) string {
		return s.Settings(account(more...)).CountKey(section)
	}
	spec, bare := ruled(func(*Spec) {}), ruled(func(s *Spec) { s.CountedBy = []string{"hostname"} })
	keys := []string{
		key(spec, "home"), key(spec, "home", "user", "you"), key(bare, "home"), key(bare, "work"),
	}
	slices.Sort(keys)
	if len(slices.Compact(keys)) != 4 {
		t.Errorf("got %q, want four logins", keys)
	}
	if key(spec, "home") != key(spec, "work", "hostname", "b.example.net", "user", "me") || key(bare, "home") != key(bare, "home", "hostname", "b.example.net") {
		t.Error("the names of a login are counted apart")
	}
}
