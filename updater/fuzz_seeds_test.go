// SPDX-License-Identifier: GPL-2.0-or-later

package updater

// The bytes of a job: what happens before it sends, what becomes of it before
// that, what happens while it sends, what becomes of the request, whether the
// process lives to write that down.
const (
	quiet = evJob // nothing: a job cannot begin while one runs
	sends = 3

	fateYes     = 0
	fateUnclear = 2 << 1
	fateNo      = 3 << 1
	fateLost    = 4 << 1
	fateApplied = 4<<1 | 1 // and the answer is lost
	fateWords   = 6 << 1
	fateDeath   = 7<<1 | 1
	fatePause   = 4<<1 | 0xf0
	fateVague   = 2<<1 | 1 | 0xf0 // unclear, and asks for a pause
	kept        = 0
	notKept     = 15
)

// job is a job whose request has a fate.
func job(fate byte) []byte { return []byte{evJob, quiet, sends, quiet, fate, kept} }

// oddJob speaks in words that nobody knows before it asks to send.
func oddJob() []byte { return []byte{evJob, quiet, 2, kept} }

// unsentJob is a job that sends nothing, awayJob one that the provider did not
// take; blindJob finds nobody to ask, and rightJob hears from DNS that nothing
// has to be sent.
func unsentJob() []byte { return []byte{evJob, quiet, 0, kept} }
func awayJob() []byte   { return []byte{evJob, quiet, 16, kept} }
func blindJob() []byte  { return []byte{evJob, quiet, kept} }
func rightJob() []byte  { return []byte{evJob, quiet, kept} }

// offers tells what the line holds: 0, 1 and 2 are addresses, 3 is nothing.
func offers(n byte) []byte { return []byte{evOffers, n} }

// offers6 tells which IPv6 address it holds too: 1 and 2, or 0 for none.
func offers6(n byte) []byte { return []byte{evOffers6, n} }

// told joins the parts of a story; the first byte says whether waits spread.
func told(parts ...[]byte) []byte {
	story := []byte{0}
	for _, p := range parts {
		story = append(story, p...)
	}
	return story
}

func events(e ...byte) []byte { return e }

var (
	holdingA = told(offers(0), rightJob())
	toB      = told(offers(0), rightJob(), offers(1))[1:]
	inBoth   = told(offers(0), rightJob(), offers6(1), job(fateYes))[1:]
)

// removing lets the provider remove a family that a request lacks.
func removing(story []byte) []byte {
	story[0] |= 4
	return story
}

// under lets a story happen under rules of the provider: 16 for names that
// expire, 32 for those that DNS does not show, 64 for a limit.
func under(rules byte, story []byte) []byte {
	story[0] |= rules
	return story
}

// machineSeeds has one story for each thing that happens to routers.
var machineSeeds = [][]byte{
	holdingA,
	told(toB, job(fateYes), offers(2), job(fateYes)),
	told(toB, unsentJob(), unsentJob(), unsentJob(), job(fateYes)),
	told(toB, unsentJob(), awayJob(), awayJob(), unsentJob(), awayJob(), awayJob(), job(fateYes)),
	told(toB, job(fateLost), job(fateYes)),
	told(toB, job(fateApplied), rightJob()),
	told(toB, job(fateLost), job(fateLost), job(fateLost), job(fateLost), job(fateLost), offers(2), job(fateYes)),
	told(toB, job(fateUnclear), rightJob(), rightJob(), rightJob(), rightJob(), rightJob(), rightJob(), offers(0), job(fateYes)),
	told(toB, job(fateUnclear|1), rightJob(), offers(2), job(fateYes)),
	told(toB, job(fateNo), offers(2), events(evCrash, evLogin), job(fateYes), events(evLogin)),
	told(toB, job(fateNo), events(evAgain), job(fateNo), events(evAgain), job(fateYes)),
	told(toB, job(fateWords), job(fateYes)),
	told(toB, oddJob(), job(fateYes)),
	told(toB, events(evJob, quiet, sends, quiet, fateDeath), rightJob()),
	told(toB, events(evJob, quiet, sends, quiet, fateDeath&^1), job(fateYes)),
	told(toB, events(evJob, quiet, sends, quiet, fateYes, notKept), rightJob()),
	told(toB, events(evJob, quiet, sends, quiet, fateNo, notKept), job(fateNo)),
	told(toB, events(evJob, quiet, 1), job(fateYes)),
	told(toB, job(fateYes), events(evReboot), rightJob(), events(evDamage), rightJob()),
	told(toB, job(fateYes), events(evDamage), offers(2), job(fateYes)),
	told(toB, events(evJob, quiet, sends, quiet, fatePause, 1, kept), events(evCrash), offers(2), job(fateYes)),
	told(toB, events(evJob, quiet, sends, quiet, fateVague, 2, kept), rightJob(), offers(2), job(fateYes)),
	told(toB, events(evJob, evOffers, 2, sends, kept), job(fateYes)),
	told(toB, events(evJob, quiet, sends, evOffers, 0, fateYes, kept), job(fateYes)),
	told(toB, events(evSettings), job(fateApplied), job(fateYes), events(evSettings), job(fateYes)),
	told(events(evDNS), offers(0), blindJob(), blindJob(), blindJob(), blindJob(), blindJob(), job(fateYes)),
	told(toB, events(evJob, quiet, 8, kept, evClock), job(fateYes)),
	told(toB, offers(0), offers(1), offers(3), offers(1), events(evPasses, 19), job(fateYes)),
	told(toB, events(evPasses, 4), offers(2), events(evPasses, 4), offers(1), events(evPasses, 7), offers(2), job(fateYes)),
	told(inBoth, offers6(0), offers(1), job(fateYes), offers6(1), rightJob()),
	removing(told(inBoth, offers6(0), offers(1), job(fateYes), offers6(1), job(fateYes))),
	told(inBoth, offers6(2), job(fateYes), offers6(0), offers6(2)),
	told(inBoth, offers(2), job(fateUnclear), offers6(0), rightJob(), offers6(1), rightJob()),
	told(inBoth, offers6(2), job(fateLost), offers6(0), rightJob(), offers6(2), job(fateYes)),
	told(inBoth, offers(3), offers6(2), rightJob(), offers(0), job(fateYes), events(evReboot), rightJob()),
	removing(told(inBoth, events(evJob, evOffers6, 2, sends, kept), job(fateYes))),
	removing(told(inBoth, events(evReboot), offers6(0), rightJob(), offers6(1), rightJob())),
	under(16, told(offers(0), job(fateYes), job(fateLost), job(fateYes), events(evCrash), job(fateNo), events(evLogin), job(fateYes), events(evReboot), job(fateYes))),
	under(16, told(offers(0), job(fateUnclear), rightJob(), job(fateNo|16), job(fateNo|16), job(fateYes))),
	removing(under(16|8, told(offers(0), offers6(1), job(fateYes), offers6(0), job(fateYes), offers6(1), job(fateYes)))),
	under(32, told(offers(0), job(fateUnclear), offers(1), job(fateLost), job(fateNo|16), events(evReboot), job(fateYes))),
	under(64, told(toB, job(fateYes), offers(2), job(fateYes), offers(0), events(evCrash), job(fateLost), job(fateYes))),
	under(16|32|64, told(offers(0), job(fateYes), offers(1), job(fateYes), offers(2), job(fateDeath), job(fateYes), job(fateYes))),
}
