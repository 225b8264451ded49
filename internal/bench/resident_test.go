// SPDX-License-Identifier: GPL-2.0-or-later

package bench_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dynwan/internal/bench"
	"dynwan/internal/budget"
	"dynwan/internal/lab"
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

func TestMain(m *testing.M) { os.Exit(lab.Main(m.Run)) }

// program builds dynwan as it is shipped.
func program(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dynwan")
	out, err := exec.Command("go", "build", "-trimpath", "-tags", "netgo,osusergo,quietruntime",
		"-ldflags", "-s -w -checklinkname=0", "-o", path, "../../cmd/dynwan").CombinedOutput()
	if err != nil {
		t.Fatalf("cannot build the program: %v\n%s", err, out)
	}
	return path
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestResidentBudget plays 10 updates with 1,000 events on another line among
// them. The update after the last event shows that all of them were read.
func TestResidentBudget(t *testing.T) {
	if testing.Short() {
		t.Skip("left out by -short: it plays the built program")
	}
	limits, err := budget.Read("../../budget")
	must(t, err)
	s, err := scene.New(program(t), t.TempDir(), func(c *sandbox.Config) { c.MinGap = -1 })
	must(t, err)
	defer s.Close()
	must(t, s.Configure(scene.Config{MinGap: time.Nanosecond, Settle: time.Nanosecond}))
	must(t, s.Net.AddDevice("lan0"))
	must(t, s.Line("203.0.113.1"))
	d, err := s.Start()
	must(t, err)
	defer d.Kill()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	from, err := d.WaitLine(ctx, 0, "confirmed 203.0.113.1")
	must(t, err)
	for update := 2; update <= 10; update++ {
		for range 56 { // twice, in 9 rounds: 1,008 events
			must(t, s.Net.AddAddr("lan0", "10.9.8.7/32"))
			must(t, s.Net.DelAddr("lan0", "10.9.8.7/32"))
		}
		next := fmt.Sprintf("203.0.113.%d", update)
		must(t, s.Change(fmt.Sprintf("203.0.113.%d", update-1), next))
		from, err = d.WaitLine(ctx, from, "confirmed "+next)
		must(t, err)
	}
	m, err := bench.MemoryOf(d.PID())
	must(t, err)
	t.Logf("RssAnon %d KiB, RSS %d KiB, PSS %d KiB", m.Anon, m.RSS, m.PSS)
	if err := limits.Check("host.rssanon_kib", float64(m.Anon)); err != nil {
		t.Error(err)
	}
	if requests := len(s.Box.Ledger()); requests < 10 {
		t.Errorf("requests: got %d, want the 10 updates", requests)
	}
}
