// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// handledSignals are the signals of the daemon.
var handledSignals = []os.Signal{syscall.SIGTERM, os.Interrupt, syscall.SIGUSR1}

// listener receives them. One goroutine reads them all from one channel.
type listener struct {
	signals chan os.Signal
	usr1    chan os.Signal     // somebody has changed the state files
	asked   chan chan struct{} // closed when all signals so far are handled
	ctx     context.Context    // of the daemon
	end     func()             // ends it
}

func newListener(ctx context.Context, end func()) *listener {
	e := &listener{signals: make(chan os.Signal, 8), usr1: make(chan os.Signal, 1), asked: make(chan chan struct{}), ctx: ctx, end: end}
	signal.Notify(e.signals, handledSignals...)
	go e.listen()
	return e
}

func (e *listener) listen() {
	for {
		select {
		case s := <-e.signals:
			e.handle(s)
		case done := <-e.asked:
			for len(e.signals) > 0 {
				e.handle(<-e.signals)
			}
			close(done)
		}
	}
}

func (e *listener) handle(s os.Signal) {
	if s != syscall.SIGUSR1 {
		e.end()
		return
	}
	select {
	case e.usr1 <- s:
	default: // one is enough
	}
}

// close calls become, which starts the next image, unless a signal has yet to
// be handled. It returns only if become does.
//
// After signal.Stop, earlier signals are in the channel, and new ones act as
// before the program listened: SIGUSR1 waits for the next image, SIGTERM and
// SIGINT end this one or the next at once. That does no harm: at this point
// nothing is under way and the files hold all that the process knows. A signal
// is lost if a thread takes it in the microseconds in which the kernel removes
// the threads of the old image, or, where the daemon is the first process of a
// jail, if it comes before the next image listens; procd then waits three
// seconds and kills.
func (e *listener) close(become func()) {
	waiting(syscall.SIGUSR1, func() {
		signal.Stop(e.signals)
		done := make(chan struct{})
		e.asked <- done
		<-done
		if e.ctx.Err() == nil && len(e.usr1) == 0 {
			become()
		}
		signal.Notify(e.signals, handledSignals...)
	})
}

// waiting calls f on a thread that blocks a signal. An image that begins there
// inherits that, and the kernel keeps the signal until signal.Notify is called.
// Signals that kill cannot be held back like that: the Go runtime unblocks
// them.
func waiting(s syscall.Signal, f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var set, old unix.Sigset_t
	word := uint(unsafe.Sizeof(set.Val[0]) * 8)
	set.Val[uint(s-1)/word] |= 1 << (uint(s-1) % word)
	if unix.PthreadSigmask(unix.SIG_BLOCK, &set, &old) == nil {
		f()
		unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)
	}
}
