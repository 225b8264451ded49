// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"fmt"
	"time"

	"dynwan/internal/scene"
)

// Two records of one account change together, and their requests go one after
// another: the second waits for the end of the first.

// pairPath is where the requests of the two names arrive, each at its name.
const pairPath = "/pair/"

var pairNames = []string{"one.example.net", "two.example.net"}

// pair starts dynwan anew with an account of two names and gives its line n
// changes.
func (s *stage) pair(p *process, n int) error {
	if err := p.stop(); err != nil {
		return err
	}
	file := s.file("pair.toml")
	err := s.write("pair.toml", `statedir = %q
allow = ["203.0.113.0/24"]
[account.pair]
provider = "dyndns2"
device = %q
server = "https://%s%s"
user = "user"
pass = "secret"
hostname = [%q, %q]
min_gap = "1ns"
settle = "1ns"
`, s.file("pair"), scene.Device, host, pairPath, pairNames[0], pairNames[1])
	if err != nil {
		return err
	}
	two := *p.client
	two.command = func(s *stage) []string { return []string{s.Program, "run", "-config", file} }
	before := time.Now()
	q, err := s.start(&two)
	if err != nil {
		return err
	}
	for i := range n + 1 {
		first, second, err := s.both(q, before)
		if err != nil {
			q.stop()
			return err
		}
		if i > 0 { // the first is the start
			p.client.result.first = append(p.client.result.first, first)
			p.client.result.second = append(p.client.result.second, second)
		}
		time.Sleep(quiet)
		if i == n {
			break
		}
		if before, err = s.change(&two, quiet); err != nil {
			q.stop()
			return err
		}
	}
	p.client.count, p.client.address = two.count, two.address
	return q.stop()
}

// both waits until the server has the address for both names, and returns how
// long after a moment each came.
func (s *stage) both(p *process, after time.Time) (first, second time.Duration, err error) {
	ctx, cancel := limit(0)
	defer cancel()
	var took []time.Duration
	for _, name := range pairNames {
		at, err := s.endpoint.wait(ctx, pairPath+name, p.client.address, after)
		if err != nil {
			return 0, 0, p.explain(err)
		}
		took = append(took, at.Sub(after))
	}
	return min(took[0], took[1]), max(took[0], took[1]), nil
}

// pairNote tells of both.
func pairNote(r result) string {
	at := func(times []time.Duration, p int) string { return decimal(ms(percentile(times, p)), 1) }
	return fmt.Sprintf("two names that change together (%d), ms from change to request: the first p50 %s, p99 %s; the second p50 %s, p99 %s",
		len(r.second), at(r.first, 50), at(r.first, 99), at(r.second, 50), at(r.second, 99))
}
