// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"context"
	"os"
	"os/signal"
	"syscall"
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
