// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// Policy is how long a Machine waits in each case.
type Policy struct {
	// Settle is how long an address must hold still before it is sent.
	Settle time.Duration
	// MaxHold bounds Settle: an address that never holds still is sent this
	// long after the first difference.
	MaxHold time.Duration
	// MinGap is the least time between two requests that may have arrived.
	MinGap time.Duration
	// Gate is the least time from a request for another record that the provider
	// counts together with this one.
	Gate time.Duration
	// Retry are the waits after a job that sent nothing; the last repeats.
	Retry []time.Duration
	// Away are these waits if the provider was reached but accepted nothing.
	Away []Between
	// Resend are the waits after a request that may have arrived and was not
	// confirmed, none below MinGap in effect; the last repeats.
	Resend []Between
	// Verify are the times after an unclear answer at which DNS is asked;
	// after the last one the record stays unverified.
	Verify []time.Duration
	// Guess are the waits after refusals in a row that were inferred from an
	// answer; the last repeats.
	Guess []time.Duration
	// Recheck is the time between two checks of a confirmed record, 0 for none,
	// and RecheckAgain the time after the first check that finds another
	// record.
	Recheck, RecheckAgain time.Duration
	// MaxWait caps a wait that the provider asks for.
	MaxWait time.Duration
	// Refresh is the time after a request at which another one is sent although
	// nothing has changed, 0 for never. It is spread over a tenth more.
	Refresh time.Duration
	// NoQuery says that DNS cannot tell what the provider holds: its answers
	// alone count, and DNS is not asked. A check of a confirmed record asks the
	// provider itself.
	NoQuery bool
	// NeedsOld says that an update adds a record, and that the old one has to be
	// deleted first. What the name holds must be known before anything is
	// sent: two records would be a round robin.
	NeedsOld bool
	// Both says that both families are published: one that is expected is waited
	// for, MaxHold at most, for one request sets both.
	Both bool
	// Patience is how long, from the first query on, to wait for an answer
	// about what the name holds before an update is sent without one.
	Patience time.Duration
	// Aging is the same where only a cache answers, which may be old: until
	// then its answer is not used.
	Aging time.Duration
}

// Between is a wait of any length from Least to Most, each as likely as another:
// routers that lost the provider together shall not return together.
type Between struct{ Least, Most time.Duration }

// Minute10 is the rule of the mtgsy page: automatic updates must not be
// possible more than once in 10 minutes, or the account gets blocked.
// http://www.mtgsy.net/dns/updateprotocol.php
const Minute10 = 10 * time.Minute

// round is the time from one try to the next at a provider that has been out of
// order for a while. A shorter one would be more than a tenth of the load that
// ddns-scripts makes when it comes back (make fleet).
const round = 14*time.Minute + 30*time.Second

// The tables of the default policy, shared by all accounts.
var (
	// A PPPoE address comes before its route and its resolver; the first waits
	// are for these. The last ones limit what a long outage costs.
	usualRetry = []time.Duration{
		250 * time.Millisecond, 500 * time.Millisecond, // elapsed: 750 ms
		time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, // 16 s
		15 * time.Second, 30 * time.Second, // 1 min
		time.Minute, 2 * time.Minute, 5 * time.Minute, // 9 min
	}
	// When a provider comes back, every router that it serves is waiting for it.
	// The first wait is for an outage of seconds. The second one gives each router
	// a moment of its own in the round, and it keeps that: so the routers come
	// evenly, whenever their trouble began, and all within one round.
	usualAway = []Between{{30 * time.Second, 45 * time.Second}, {30 * time.Second, round}, {round, round}}
	// A lost answer is rare, and DNS clears it up. After errors it is the same
	// round, but MinGap limits what is drawn before it; and a provider that has
	// answered with them for an hour should be left alone.
	usualResend = []Between{
		{}, {11 * time.Minute, 17 * time.Minute}, {round, round}, {round, round}, {round, round},
		{30 * time.Minute, 45 * time.Minute}, {time.Hour, 90 * time.Minute}, {2 * time.Hour, 3 * time.Hour},
	}
	// A secondary name server takes time; one hour is the refresh of the
	// provider's zones.
	usualVerify = []time.Duration{
		time.Minute, 2 * time.Minute, 5 * time.Minute,
		15 * time.Minute, 30 * time.Minute, time.Hour,
	}
	// A repeated guess is still a guess: a provider that lost its customers'
	// passwords for two days must not stop an account for good. One request a
	// week from a forgotten account harms nobody.
	usualGuess = []time.Duration{24 * time.Hour, 7 * 24 * time.Hour}
)

// DefaultPolicy returns the policy for a provider with the 10-minute rule. Its
// tables must not be changed.
func DefaultPolicy() Policy {
	return Policy{
		Settle:  time.Second,
		MaxHold: 10 * time.Second,
		// A minute more than the rule: the provider's clock is not ours, and
		// it may count in whole minutes.
		MinGap: Minute10 + time.Minute,
		Retry:  usualRetry, Away: usualAway, Resend: usualResend, Verify: usualVerify, Guess: usualGuess,
		MaxWait:  24 * time.Hour,
		Patience: 2 * time.Minute, // the line and the resolver should work by then
		Aging:    5 * time.Minute, // a longer wrong name is worse than a needless request

		RecheckAgain: time.Hour,
	}
}

// Scaled returns the policy with all waits for the provider multiplied.
func (p Policy) Scaled(factor float64) Policy {
	scale := func(d time.Duration) time.Duration {
		if d == 0 {
			return 0
		}
		return max(time.Duration(float64(d)*factor), 20*time.Millisecond) // no busy loop, whatever the factor
	}
	table := func(waits []time.Duration) []time.Duration {
		scaled := make([]time.Duration, len(waits))
		for i, d := range waits {
			scaled[i] = scale(d)
		}
		return scaled
	}
	drawn := func(waits []Between) []Between {
		scaled := make([]Between, len(waits))
		for i, b := range waits {
			scaled[i] = Between{scale(b.Least), scale(b.Most)}
		}
		return scaled
	}
	p.MinGap, p.Away, p.Resend, p.Verify, p.Guess = scale(p.MinGap), drawn(p.Away), drawn(p.Resend), table(p.Verify), table(p.Guess)
	p.Patience, p.Aging, p.RecheckAgain = scale(p.Patience), scale(p.Aging), scale(p.RecheckAgain)
	return p
}

// UsualRecheck is the default time between two checks of a confirmed record.
const UsualRecheck = 24 * time.Hour

// step returns wait number i of a table whose last entry repeats.
func step[T any](table []T, i int) (none T) {
	if len(table) == 0 {
		return none
	}
	return table[min(i, len(table)-1)]
}
