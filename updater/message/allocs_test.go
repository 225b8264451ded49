// SPDX-License-Identifier: GPL-2.0-or-later

package message

import (
	"net/netip"
	"testing"
	"time"
)

// The resident makes a few messages at each event. fmt would keep a printer for
// them, and make more pieces of memory than the message is.
func TestAMessageIsFewPiecesOfMemory(t *testing.T) {
	address := netip.MustParseAddr("203.0.113.7")
	for _, tt := range []struct {
		name   string
		value  any
		want   Message
		pieces float64
	}{
		{"a text", "wan", "unreachable =wan", 1},
		{"a text to be escaped", "a b%", "unreachable =a%20b%25", 3},
		{"an address", address, "unreachable =203.0.113.7", 2},
		{"a number", 500, "unreachable =500", 2},
		{"a time", 2 * time.Minute, "unreachable =2m0s", 2},
	} {
		if got := New("unreachable", tt.value); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if got := testing.AllocsPerRun(100, func() { New("unreachable", tt.value) }); got > tt.pieces {
			t.Errorf("%s: %v pieces of memory, want %v", tt.name, got, tt.pieces)
		}
	}
}
