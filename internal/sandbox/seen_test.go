// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"slices"
	"testing"
)

func TestAPageSaysWhatItSeesOfEachFamily(t *testing.T) {
	l := newStepLab(t)
	to := func(r *http.Request) { r.URL.Path = PagePath }
	if got := l.plain("", to); got.status != 404 {
		t.Errorf("before SayAs: got %d, want 404", got.status)
	}
	l.SayAs(`{"ip":"{ip}"}`)
	if got := l.plain("", to); got.body != `{"ip":"127.0.0.1"}` || l.last().Step != StepAddress {
		t.Errorf("got %q and the step %q, want the source", got.body, l.last().Step)
	}
	l.SeeAs(netip.MustParseAddr("2001:db8::9"))
	if got := l.plain("", to); got.body != `{"ip":"127.0.0.1"}` || !slices.Contains(rulesOf(l.last()), RuleTooSoon) {
		t.Errorf("with another address of IPv6: got %q and %v, want the source, and that it came too soon", got.body, rulesOf(l.last()))
	}
	l.SeeAs(netip.MustParseAddr("203.0.113.9"))
	l.mu.Lock()
	six, four := l.sees(netip.MustParseAddr("2001:db8::1")), l.sees(netip.MustParseAddr("::ffff:127.0.0.1"))
	l.mu.Unlock()
	if six.String() != "2001:db8::9" || four.String() != "203.0.113.9" {
		t.Errorf("got %s and %s, want what was set for each family", six, four)
	}
}
