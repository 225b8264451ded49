// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// around is the round of a provider that is out of order.
const around = 14*time.Minute + 30*time.Second

// The waits after a failure, as the user knows them; the least of those that are
// drawn.
var (
	unsentWaits = []time.Duration{
		250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second,
		8 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
	}
	awayWaits   = []time.Duration{30 * time.Second, 30 * time.Second, around}
	unsureWaits = []time.Duration{
		gap, gap, around, around, around,
		30 * time.Minute, time.Hour, 2 * time.Hour,
	}
	unclearWaits = []time.Duration{
		time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour,
	}
)

// providerStories are years in which the provider makes trouble, too.
var providerStories = []story{
	{
		name:     "minutes without a route cost no request and at most five minutes",
		live:     func(y *year) { minutesWithout(y, hidden, unsentWaits) },
		requests: 51, bound: 5*time.Minute + answer, lines: 2 + 51*4,
	},
	{
		name:     "minutes of a provider that takes nothing cost no request and at most a round",
		live:     func(y *year) { minutesWithout(y, closed, awayWaits) },
		requests: 51, bound: around + answer, lines: 2 + 51*4,
	},
	{
		name:     "days without a provider cost no request, and the last address wins",
		live:     daysClosed,
		requests: 4, bound: around + answer, lines: 2 + 4*3*4,
	},
	{
		name:     "a provider that fails for a day is asked ever more rarely",
		live:     daysFailing,
		requests: 12 * 19, lost: 12 * 18, bound: 2*time.Hour + answer, lines: 2 + 12*4,
	},
	{
		name:     "a lost answer to an update that took effect is no second request",
		live:     lostAnswers,
		requests: 51, bound: settle + answer, lines: 2 + 51*3,
	},
	{
		name:     "a lost update is sent again after the gap",
		live:     lostUpdates,
		requests: 2 * 51, lost: 51, bound: gap + answer, lines: 2 + 51*3,
	},
	{
		name:     "an unclear answer is one request, and DNS confirms it",
		live:     unclearAnswers,
		requests: 364, bound: settle + answer, lines: 2 + 364*3,
	},
	{
		name:     "an unclear answer is never sent again, even if nothing changed",
		live:     carelessAnswers,
		requests: 12 + 12, lost: 12, bound: settle + answer, lines: 2 + 12*6,
	},
	{
		// Whatever may have arrived counts as having arrived: it would be worse
		// to believe a name server that is late.
		name:     "going back after an unclear answer that changed nothing is a needless request",
		live:     backAfterCareless,
		requests: 24, lost: 12, needless: 12, bound: 0, lines: 2 + 12*6,
	},
	{
		name:     "without an answer from DNS a lost answer is sent again in the end",
		live:     lostAndBlind,
		requests: 24, needless: 12, bound: settle + answer, lines: 2 + 12*4,
	},
}

// attempts are the jobs after a change when all of them end unsent: a table of
// waits up to the first job that is not before until.
func attempts(change, until time.Duration, waits []time.Duration) (failed []time.Duration, next time.Duration) {
	at := change + settle
	for i := 0; at < until; i++ {
		failed = append(failed, at)
		at += waits[min(i, len(waits)-1)]
	}
	return failed, at
}

func minutesWithout(y *year, m condition, waits []time.Duration) {
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		y.becomes(m)
		y.sleep(10 * time.Second)
		change := y.now()
		y.offers(address(n))
		y.sleep(time.Duration(n) * time.Minute)
		y.becomes(well)
		failed, at := attempts(change, y.now(), waits)
		y.wantTries = append(y.wantTries, failed...)
		y.expect(address(n), at)
	}
}

func daysClosed(y *year) {
	for n := 1; n <= 4; n++ {
		y.until(time.Duration(n) * 80 * day)
		y.becomes(closed)
		for i := range 2 {
			y.sleep(day)
			y.offersNothing("wan is down")
			y.sleep(3 * time.Second)
			y.offers(address(3*n + i))
			failed, _ := attempts(y.now(), y.now()+day, awayWaits)
			y.wantTries = append(y.wantTries, failed...)
		}
		y.sleep(day)
		change := y.now()
		y.offers(address(3*n + 2))
		y.sleep(12*time.Hour + time.Second)
		y.becomes(well)
		failed, at := attempts(change, y.now(), awayWaits)
		y.wantTries = append(y.wantTries, failed...)
		y.expect(y.line, at)
	}
}

func daysFailing(y *year) {
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.becomes(failing)
		y.offers(address(n))
		change, at := y.now(), y.now()+settle
		for i := 0; ; i++ {
			y.expect(address(n), at)
			if at >= change+day {
				break
			}
			at += answer + unsureWaits[min(i, len(unsureWaits)-1)]
		}
		y.sleep(day)
		y.becomes(well)
		y.sleep(3 * time.Hour)
	}
}

func lostAnswers(y *year) {
	y.wantAsks = []time.Duration{settle}
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		y.becomes(mute)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.wantAsks = append(y.wantAsks, y.now()+settle+30*time.Second+gap)
	}
}

func lostUpdates(y *year) {
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		y.becomes(deaf)
		y.offers(address(n))
		sent := y.now() + settle
		y.expect(address(n), sent)
		y.sleep(time.Minute)
		y.becomes(well)
		y.expect(address(n), sent+30*time.Second+gap)
	}
}

func unclearAnswers(y *year) {
	y.wantAsks = []time.Duration{settle}
	y.becomes(vague)
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.wantAsks = append(y.wantAsks, y.now()+settle+answer+time.Minute)
	}
}

// ignored lets the provider take an update and do nothing, and returns when
// DNS has been asked about it for the last time.
func ignored(y *year, n int) {
	y.until(time.Duration(n) * 30 * day)
	y.becomes(careless)
	y.offers(address(n))
	y.expect(address(n), y.now()+settle)
	at := y.now() + settle + answer
	for _, wait := range unclearWaits {
		at += wait
		y.wantAsks = append(y.wantAsks, at)
	}
	y.sleep(day)
	y.becomes(well)
}

func carelessAnswers(y *year) {
	y.wantAsks = []time.Duration{settle}
	for n := 1; n <= 12; n++ {
		ignored(y, n)
		y.offers(address(100 + n)) // only the next change puts it right
		y.expect(address(100+n), y.now()+settle)
	}
}

func backAfterCareless(y *year) {
	y.wantAsks = []time.Duration{settle}
	for n := 1; n <= 12; n++ {
		here := y.line
		ignored(y, n)
		y.offers(here)
		y.expect(here, y.now()+settle)
	}
}

func lostAndBlind(y *year) {
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.silent = true
		y.becomes(mute)
		y.offers(address(n))
		sent := y.now() + settle
		y.expect(address(n), sent)
		y.sleep(time.Minute)
		y.becomes(well)
		// Nobody can be asked for two minutes; then it is sent without knowing.
		y.expect(address(n), sent+30*time.Second+gap+2*time.Minute)
		y.sleep(time.Hour)
		y.silent = false
	}
}
