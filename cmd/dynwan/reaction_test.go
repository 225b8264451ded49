// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater/send"
)

// BenchmarkReaction measures the time from a change on the line to the first
// byte of the request at the provider, with the start of the child and TLS in
// it, and without the time for which an address has to hold still.
func BenchmarkReaction(b *testing.B) { benchmarkReaction(b, scene.Config{}) }

// BenchmarkReactionOfCatalogue is the same with a provider that is described:
// it may take a millisecond more.
func BenchmarkReactionOfCatalogue(b *testing.B) {
	benchmarkReaction(b, scene.Config{
		Login: "provider = \"mine\"\nhostname = \"" + scene.Domain + "\"",
		Tail: `[provider.mine]
families = "ipv4"
url = "https://` + scene.Host + `/dns/update.php"
query = ["email={hostname}", "pass={pass}", "hb=0", "ip={ip}"]
yes = ["successfully updated"]
`})
}

func benchmarkReaction(b *testing.B, c scene.Config) {
	s, err := scene.New(program, b.TempDir(), func(c *sandbox.Config) { c.MinGap = -1 })
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	c.MinGap, c.Settle = time.Nanosecond, time.Nanosecond
	must(s.Configure(c))
	// A router knows 140 authorities, and the sender reads them all.
	authorities, err := os.ReadFile(send.Bundle)
	must(err)
	own, err := os.ReadFile(s.CAFile())
	must(err)
	must(os.WriteFile(s.CAFile(), append(authorities, own...), 0o644))
	must(s.Line("203.0.113.1"))
	d, err := s.Start()
	must(err)
	defer d.Kill()
	from, err := d.WaitLine(b.Context(), 0, "confirmed 203.0.113.1")
	must(err)
	took := []time.Duration{}
	for last := "203.0.113.1"; b.Loop(); {
		next := fmt.Sprintf("203.0.113.%d", 2+len(took)%250)
		time.Sleep(50 * time.Millisecond) // a quiet time before the change
		must(s.Net.DelAddr(scene.Device, last))
		if from, err = d.WaitLine(b.Context(), from, "nothing to publish"); err != nil {
			b.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
		before := time.Now()
		must(s.Line(next))
		from, err = d.WaitLine(b.Context(), from, "confirmed "+next)
		must(err)
		l := s.Box.Ledger()
		took = append(took, l[len(l)-1].FirstByte.Sub(before))
		last = next
	}
	slices.Sort(took)
	for _, p := range []int{50, 90, 99} {
		b.ReportMetric(ms(took[(len(took)-1)*p/100]), fmt.Sprintf("p%d-ms", p))
	}
	b.ReportMetric(ms(took[len(took)-1]), "max-ms")
	b.ReportMetric(0, "ns/op") // the loop's own time says nothing
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
