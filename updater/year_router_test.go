// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"path/filepath"
	"time"
)

// routerStories are years in which the daemon or the whole router stops.
var routerStories = []story{
	{
		name:     "restarts every week and reboots every month add no request",
		live:     restartsAndReboots,
		requests: 364, bound: settle + answer, lines: 2 + 364*3 + 52 + 12*2,
	},
	{
		name:     "a daemon killed while it sends waits for the gap and asks DNS",
		live:     deaths,
		requests: 12, bound: settle + answer, lines: 2 + 12*3,
	},
	{
		name:     "a daemon stopped while it waits for an answer keeps the gap",
		live:     stops,
		requests: 2 * 12, bound: gap + answer, lines: 2 + 12*4,
	},
	{
		name:     "a refused account is left alone until its login changes",
		live:     refusals,
		requests: 2, lost: 1, bound: settle + answer, lines: 4 + 298 + 42 + 2,
	},
	{
		name:     "a restart asks DNS about an unclear answer anew",
		live:     restartsAfterUnclear,
		requests: 12, bound: settle + answer, lines: 2 + 12*4,
	},
	{
		// The price of a flash that is never written: nobody remembers the last
		// request. A router takes a minute to boot, and its name was right.
		name:     "a reboot with another address forgets the gap",
		live:     rebootsInTheGap,
		requests: 2 * 12, early: 12, bound: settle + answer, lines: 2 + 12*4,
	},
	{
		// DNS shows addresses only, so it cannot tell whether they took effect.
		name:     "new settings whose answer got lost are sent twice",
		live:     newSettings,
		requests: 2 * 12, needless: 12, bound: 0, lines: 2 + 12*3,
	},
}

// forget removes files of the daemon.
func (y *year) forget(pattern string) {
	files, err := filepath.Glob(filepath.Join(y.dir, pattern))
	if err != nil || len(files) == 0 {
		y.t.Fatalf("files %s of the daemon: got %q, %v, want some", pattern, files, err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			y.t.Fatal(err)
		}
	}
}

// reboots starts the daemon without anything that was in RAM.
func (y *year) reboots() {
	y.stop()
	y.forget("*")
	y.boot()
}

func restartsAndReboots(y *year) {
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.offersNothing("wan is down")
		y.sleep(3 * time.Second)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.sleep(time.Minute)
		if n%7 == 0 {
			y.restarts()
		}
		if n%30 == 0 {
			y.reboots()
			y.offers(y.line)
			y.sleep(time.Minute)
		}
	}
}

func deaths(y *year) {
	y.wantAsks = []time.Duration{settle}
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.becomes(hung)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.sleep(5 * time.Second)
		y.stop()
		y.forget("*.lock") // the kernel drops the locks of a dead process
		y.becomes(well)
		y.boot()
		y.sees(Record{IPv4: y.line}, "")
		y.wantAsks = append(y.wantAsks, y.now()+gap)
	}
	close(y.hang)
}

func stops(y *year) {
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.becomes(mute)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.sleep(5 * time.Second)
		y.stop()
		over := y.now()
		y.becomes(well)
		y.boot()
		y.offers(address(100 + n))
		y.expect(address(100+n), over+gap)
	}
}

func rebootsInTheGap(y *year) {
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.sleep(5 * time.Minute)
		y.reboots()
		y.offers(address(100 + n))
		y.expect(address(100+n), y.now()+settle)
	}
}

func refusals(y *year) {
	y.wantAsks = []time.Duration{settle}
	y.until(day)
	y.becomes(refusing)
	y.offers(address(1))
	y.expect(address(1), y.now()+settle)
	for n := 2; n < 300; n++ {
		y.until(time.Duration(n) * day)
		if n%7 == 0 {
			y.restarts()
		}
		y.offers(address(n))
	}
	y.sleep(time.Hour)
	y.stop()
	y.becomes(well)
	y.boot()
	y.account.Machine.Login = "login2"
	y.offers(address(300))
	y.expect(address(300), y.now()+settle)
}

func restartsAfterUnclear(y *year) {
	y.wantAsks = []time.Duration{settle}
	y.becomes(vague)
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.sleep(30 * time.Second)
		y.restarts()
		y.wantAsks = append(y.wantAsks, y.now()+unclearWaits[0])
	}
}

func newSettings(y *year) {
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.becomes(mute)
		y.stop()
		y.boot()
		y.account.Settings = "other settings " + address(n).String()
		y.offers(y.line)
		sent := y.now() + settle
		y.expect(y.line, sent)
		y.sleep(time.Minute)
		y.becomes(well)
		y.expect(y.line, sent+30*time.Second+gap)
		y.sleep(time.Hour)
	}
}
