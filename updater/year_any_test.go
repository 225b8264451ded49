// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"
)

// TestAnyYear mixes all that can go wrong, so no list says which requests must
// come. The ledger must explain each of them: it took effect or the provider
// lost it, none is needless, none comes too early, the record is right in time.
func TestAnyYear(t *testing.T) { testAnyYear(t, 3, func(*year) {}) }

// TestAnyYearWithAHost mixes them on a line with IPv4 and a LAN with IPv6, whose
// prefix changes and goes too.
func TestAnyYearWithAHost(t *testing.T) { testAnyYear(t, 5, (*year).hasHost) }

// testAnyYear allows some lines in the log a step.
func testAnyYear(t *testing.T, lines int, begin func(y *year)) {
	const steps = 600
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			live := func(y *year) {
				begin(y)
				anything(y, steps, rand.New(rand.NewPCG(seed, 1)))
			}
			inYear(t, live, func(y *year) {
				lost, needless, early := y.sins()
				if needless != 0 || early != 0 || len(y.ledger) < steps/3 || lost == 0 {
					y.t.Errorf("requests %d, lost %d, needless %d, early %d; want many, some, none, none",
						len(y.ledger), lost, needless, early)
				}
				bound := 2*time.Hour + answer
				if y.host != nil {
					bound += hold // for the family that is away
				}
				y.wantRight(bound)
				if most := steps * lines; len(y.lines) > most {
					y.t.Errorf("the log has %d lines, want at most %d", len(y.lines), most)
				}
			})
		})
	}
}

// anything lives through a number of steps and ends with a healthy provider.
func anything(y *year, steps int, rnd *rand.Rand) {
	bad := []condition{closed, hidden, failing, mute, deaf, vague, well, well}
	for n := 1; n <= steps; n++ {
		y.sleep(time.Duration(rnd.Int64N(int64(340 * day / time.Duration(steps)))))
		if y.mood == hidden {
			y.becomes(well) // a try every five minutes makes a slow test
		}
		if y.host != nil {
			anyPrefix(y, rnd)
		}
		switch rnd.IntN(8) {
		case 0:
			flap(y)
		case 1:
			here := y.line
			y.offersNothing("wan has only 100.64.3.1, shared by the provider's NAT")
			y.sleep(time.Duration(rnd.Int64N(int64(7 * time.Hour))))
			y.offers(here)
		case 2:
			y.restarts()
		case 3:
			y.becomes(well)
			y.sleep(3 * time.Hour) // the gap of the last request must be over
			y.reboots()
			if y.host != nil {
				y.lanHas(y.prefix)
			}
			y.offers(y.line)
		case 4:
			y.becomes(bad[rnd.IntN(len(bad))])
		default:
			y.offersNothing("wan is down")
			y.sleep(3 * time.Second)
			y.offers(address(n))
		}
	}
	y.becomes(well)
	y.sleep(3 * time.Hour)
}

// anyPrefix changes the prefix of the LAN, or takes it away, now and then.
func anyPrefix(y *year, rnd *rand.Rand) {
	switch rnd.IntN(4) {
	case 0:
		y.lanHas(netip.Addr{})
	case 1:
		y.lanHas(address6(rnd.IntN(20)))
		y.sleep(time.Duration(rnd.Int64N(int64(20 * time.Second))))
	}
}
