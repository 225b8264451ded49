// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/message"
)

// runCommand is the daemon: netwatch tells the loop what the devices hold, the
// loop starts a child for each request.
func runCommand(args []string) int {
	set, path := flags("run")
	planFD := set.Int("plan", -1, "")
	lockFD := set.Int("lock", -1, "")
	if !parse(set, args, 0) {
		return exitUsage
	}
	smallPages()
	image := &image{config: *path, plan: inherit(*planFD), lock: inherit(*lockFD)}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if image.plan != nil { // signals may come already
		image.signals = newListener(ctx, stop)
	}
	p, code := image.read()
	if p == nil {
		return code
	}
	p.noteAll(p.Shown)
	shown := p.Shown
	if image.lock == nil {
		shown = nil // by an earlier process

		var err error
		if image.lock, err = lockDir(p.StateDir); errors.Is(err, updater.ErrRuns) {
			errorf("%s", message.New(message.StopItFirst, message.Of(err)))
			return exitSystem
		}
	}
	defer image.lock.Close()
	debug.SetGCPercent(garbagePercent)
	signal.Ignore(syscall.SIGPIPE) // work goes on even if nobody reads the log
	idleWatchdog()
	if image.signals == nil {
		image.signals = newListener(ctx, stop)
	}
	if err := daemon(ctx, p, image, shown); err != nil {
		errorf("%s", message.New(message.CannotSee, message.Of(err)))
		return exitSystem
	}
	return exitOK
}

// read returns the plan. An image without one makes it, gives up what rights it
// can, and continues as the next image if that can be started.
func (i *image) read() (p *plan, code int) {
	if i.plan != nil {
		p, err := readPlan(i.plan)
		if err != nil {
			errorf("%v", err)
		}
		return p, exitSystem
	}
	c, err := readConfig(i.config)
	if err != nil {
		errorf("%v", err)
		return nil, exitUsage
	}
	if len(c.Accounts) == 0 && len(c.Rejected) == 0 && len(c.Problems) > 0 {
		printProblems(c)
		return nil, exitUsage
	}
	p = planOf(c)
	if err := asOwner(i.config, p.StateDir); err != nil {
		errorf("%v", err)
		return nil, exitSystem
	}
	noNewPrivs()
	p.Shown = p.known()
	if i.plan, err = p.file(); err == nil {
		waiting(syscall.SIGUSR1, i.next)
	}
	return p, exitOK
}

// daemon runs until ctx ends, or until the kernel no longer answers. shown is
// what an earlier image of the process showed.
func daemon(ctx context.Context, p *plan, image *image, shown []updater.Status) error {
	ctx, blind := context.WithCancelCause(ctx)
	defer blind(nil)
	image.pages = time.AfterFunc(releaseAfter, release)
	image.reports.Store(-int32(len(p.choices()))) // each is reported once at the start
	show, lock := newShow(p, shown), filepath.Join(p.StateDir, updater.LockFile)
	image.watchLock(lock)
	loop := &updater.Loop{
		Accounts: updater.NewAccounts(p.Accounts),
		Store:    p.store(),
		Send:     child{image.config, &image.children}.send,
		Show:     func(s *updater.Status, news bool) { p.note(s); show.status(s, news) },
		AllShown: show.flush,
		Routes:   netwatch.Routes,
		ClockSet: clockSet(ctx),
		Shown:    shown,
		Idle: func() {
			if show.lost == 0 { // the next image would not know of lost lines
				image.idle(show.board.Records, p)
			}
		},
		Reread: func() {
			if _, err := os.Stat(lock); errors.Is(err, fs.ErrNotExist) {
				image.lock.Close()
				image.lock, _ = lockDir(p.StateDir)
				image.watchLock(lock)
			}
			show.write()
		},
	}
	seen := make(chan updater.Observation)
	go func() {
		err := p.watch(ctx, func(o updater.Observation) {
			image.reports.Add(1)
			select {
			case seen <- o:
			case <-ctx.Done():
			}
		}, func() { image.pages.Reset(releaseAfter) })
		if ctx.Err() == nil {
			blind(err)
		}
	}()
	loop.Run(ctx, seen, image.signals.usr1)
	show.end()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// noNewPrivs gives up every way to gain rights, for the daemon and its children.
// procd does that only in a jail, which small routers do not have. A program
// linked with C cannot make the call; then procd's must be enough.
func noNewPrivs() {
	syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)
}

// lockDir makes the state directory and locks it. If it cannot be written the
// daemon runs all the same: after a restart it asks DNS instead.
func lockDir(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return updater.Lock(dir)
}

func printProblems(c *config) {
	for _, p := range planOf(c).Problems {
		fmt.Fprintln(os.Stderr, p.Text)
	}
}
