// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"dynwan/updater/message"
)

// TestAFurtherLineCostsLittle: a resident has a hundred kilobytes for all that it
// knows.
func TestAFurtherLineCostsLittle(t *testing.T) {
	const accounts, most = 2000, 600 // bytes, on 64 bits
	cost := func(lines int) int {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var list []*Account
		for range accounts {
			c := Config{Device: "wan0", Settle: time.Second}
			for i := range lines {
				c.Lines = append(c.Lines, Line{Device: fmt.Sprint("wan", i)})
			}
			a := accountOf(c)
			for i := range lines {
				device := fmt.Sprint("wan", i)
				why := message.New(message.HasOnly, device, recA.IPv4, message.New(message.Shared))
				a.observe(epoch, Observation{Device: device, Why4: why, IPv6: message.New(message.NoAddress, device, "IPv6")})
			}
			list = append(list, a)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(list)
		return int(after.HeapAlloc-before.HeapAlloc) / accounts
	}
	two, four := cost(2), cost(4)
	if got := (four - two) / 2; got > most {
		t.Errorf("a further line costs %d bytes, want at most %d", got, most)
	} else {
		t.Logf("a further line costs %d bytes", got)
	}
}
