// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"time"
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
// nothing is under way, the files hold all that the process knows, and who reads
// status.json sees that nobody holds the lock. Where the daemon is the first
// process of a jail such a signal is lost if it comes before the next image
// listens; procd then waits three seconds and kills.
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

// byKernel has the kernel end the process at some signals, as at its start, until
// undo is called. A thread that has taken a signal for the handler of the Go
// runtime, and is removed with the old image before it gets there, would lose it.
func byKernel(signals ...syscall.Signal) (undo func()) {
	if os.Getpid() == 1 {
		return func() {} // the kernel would drop them
	}
	size := uintptr(8) // of the kernel's sigset_t
	if strings.HasPrefix(runtime.GOARCH, "mips") {
		size = 16
	}
	// Zeros are SIG_DFL, however a processor orders struct sigaction, of which
	// this has room for any.
	var usual [8]uint64
	old := make([][8]uint64, len(signals))
	for i, s := range signals {
		unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&usual)), uintptr(unsafe.Pointer(&old[i])), size, 0, 0)
	}
	time.Sleep(time.Millisecond) // for a thread that has taken one just now
	return func() {
		for i, s := range signals {
			unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&old[i])), 0, size, 0, 0)
		}
	}
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
