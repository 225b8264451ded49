// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"slices"
	"time"
)

// pause is the least time between two dumps while events keep coming. The first event after a pause is answered at
// once.
const pause = 20 * time.Millisecond

// reopen is how long to wait before each attempt to watch again. The first is the usual case: a socket that had worked.
var reopen = []time.Duration{0, 50 * time.Millisecond, 250 * time.Millisecond, time.Second, 5 * time.Second, 15 * time.Second}

// Watch calls report with each choice and what its device offers, and again whenever that differs from the last report.
// It calls looked each time the devices have been read. Devices need not exist; they are known by name. The address
// that published returns for a choice is kept if possible, see [Decide], also for allow. To read what has not changed
// leaves nothing behind.
//
// Watch calls all of them from its own goroutine and waits for them. It returns ctx.Err() when ctx ends. It returns
// another error if the kernel cannot be asked at all, or no longer after some 20 seconds of trying: without reading,
// the last answer may be wrong.
func Watch(ctx context.Context, choices []Choice, allow []netip.Prefix, published func(Choice) netip.Addr, report func(Choice, Addrs), looked func()) error {
	w := newWatcher(choices, allow, published, report)
	w.looked = looked
	return w.run(ctx)
}

type watcher struct {
	choices   []Choice
	devices   []string // of each choice
	allow     []netip.Prefix
	prefer    []Preference
	published func(Choice) netip.Addr
	report    func(Choice, Addrs)
	looked    func()
	open      func() (*os.File, error)
	dump      func([]string) ([]held, error)
	reopen    []time.Duration
	last      []Addrs    // what was reported; nil before the first report
	spare     [2][]Addrs // for what is read next
	timer     *time.Timer
}

func newWatcher(choices []Choice, allow []netip.Prefix, published func(Choice) netip.Addr, report func(Choice, Addrs)) *watcher {
	w := &watcher{
		choices:   choices,
		allow:     allow,
		published: published,
		report:    report,
		looked:    func() {},
		open:      func() (*os.File, error) { return subscribe(receiveBuffer, changes, nil) },
		reopen:    reopen,
		spare:     [2][]Addrs{make([]Addrs, len(choices)), make([]Addrs, len(choices))},
	}
	for _, c := range choices {
		p, _ := ParsePreference(c.Prefer) // checked when the configuration was read
		w.devices, w.prefer = append(w.devices, c.Device), append(w.prefer, p)
	}
	d := newDumper(w.devices, make([]byte, answerBuffer))
	w.dump = func([]string) ([]held, error) { return d.dump() }
	return w
}

// run opens the socket again whenever it breaks.
func (w *watcher) run(ctx context.Context) error {
	attempt := 0
	for {
		worked, err := w.session(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if worked {
			attempt = 0
		}
		if w.last == nil || attempt == len(w.reopen) {
			return err
		}
		sleep(ctx, &w.timer, w.reopen[attempt])
		attempt++
	}
}

// session watches with one socket until that breaks or ctx ends. It worked if the socket brought at least one event:
// one that opens and breaks at once must not keep us busy.
func (w *watcher) session(ctx context.Context) (worked bool, err error) {
	s, err := w.open()
	if err != nil {
		return false, err
	}
	defer s.Close()
	// Closing the socket ends a read; nothing else here blocks for long.
	defer context.AfterFunc(ctx, func() { s.Close() })()
	l, err := listen(s)
	if err != nil {
		return false, err
	}

	// Only after subscribing: every change after this dump makes an event.
	if err := w.refresh(ctx); err != nil {
		return false, err
	}
	for {
		if err := l.hint(); err != nil {
			return worked, err
		}
		worked = true
		if err := w.refresh(ctx); err != nil {
			return worked, err
		}
		sleep(ctx, &w.timer, pause)
	}
}

// refresh reads the state and reports what differs.
func (w *watcher) refresh(ctx context.Context) error {
	now, err := w.decide(ctx)
	if err != nil {
		return err
	}
	before := w.last
	w.last = now
	for i, a := range now {
		if (before == nil || before[i] != a) && ctx.Err() == nil {
			w.report(w.choices[i], a)
		}
	}
	w.looked()
	if w.spare[0] = before; before == nil {
		w.spare[0] = make([]Addrs, len(now))
	}
	return nil
}

// maxInterrupted is how often in a row an interrupted dump is repeated.
const maxInterrupted = 10

// decide reads what every device offers, into the first of the spare lists, which the caller takes. The kernel marks a
// dump as interrupted if any address of the machine changed meanwhile; while addresses keep changing, every dump is. So
// a dump in doubt counts when it equals the one before, or after enough attempts: the events that caused the doubt also
// cause the next dump.
func (w *watcher) decide(ctx context.Context) ([]Addrs, error) {
	for try := 1; ; try++ {
		list, err := w.dump(w.devices)
		if err != nil && !errors.Is(err, errInterrupted) {
			return nil, err
		}
		now, before := w.spare[0], w.spare[1]
		for i, h := range list {
			now[i] = decide(h.Link, h.addresses, w.allow, w.prefer[i], w.published(w.choices[i]))
		}
		if err == nil || try > 1 && slices.Equal(now, before) || try == maxInterrupted || ctx.Err() != nil {
			return now, nil
		}
		w.spare[0], w.spare[1] = before, now
		sleep(ctx, &w.timer, pause/10)
	}
}

// sleep ends early if ctx does. It makes the timer once.
func sleep(ctx context.Context, timer **time.Timer, d time.Duration) {
	if d <= 0 {
		return
	}
	if *timer == nil {
		*timer = time.NewTimer(d)
	} else {
		(*timer).Reset(d)
	}
	select {
	case <-(*timer).C:
	case <-ctx.Done():
	}
	(*timer).Stop()
}
