// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"fmt"
	"strings"
	"testing"
)

func TestAListThatNeedsManyReadsIsWhole(t *testing.T) {
	n := newNet(t, "br-lan", wan)
	for i := range 250 {
		must(t, n.AddAddr("br-lan", fmt.Sprintf("10.0.%d.1", i)))
	}
	must(t, n.AddAddr(wan, "203.0.113.9"))
	s, err := dump([]string{wan, "br-lan"}, make([]byte, answerBuffer))
	must(t, err)
	got := 0
	for _, a := range s[1].addresses {
		if a.IP.Is4() {
			got++
		}
	}
	if got != 250 {
		t.Errorf("addresses of br-lan: got %d, want 250", got)
	}
	if got := s[0].addresses; len(got) == 0 || got[0].IP.String() != "203.0.113.9" {
		t.Errorf("addresses of %s: got %v, want 203.0.113.9 first", wan, got)
	}
}

func TestAnAnswerThatDoesNotFitIsAnErrorAndNoTruth(t *testing.T) {
	newNet(t, wan)
	_, err := dump([]string{wan}, make([]byte, 64))
	if err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("dump into 64 bytes: got %v, want an error that says the answer is too long", err)
	}
}

func TestErrno(t *testing.T) {
	for body, want := range map[string]string{
		"\x00\x00\x00\x00": "<nil>", "\xff\xff\xff\xff": "operation not permitted", "\x00": "the answer has no end", "": "the answer has no end",
	} {
		if got := fmt.Sprint(errno([]byte(body))); got != want {
			t.Errorf("errno of %q: got %s, want %s", body, got, want)
		}
	}
}

// dump reads once.
func dump(devices []string, buffer []byte) ([]held, error) { return newDumper(devices, buffer).dump() }
