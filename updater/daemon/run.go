// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/child"
	"dynwan/updater/message"
	"dynwan/updater/resident"
)

// Run is the daemon: netwatch tells the loop what the devices hold, the loop starts
// a child for each request. config is the path of the configuration, for the
// children. The first image of the process has a plan; those that follow have it,
// and the lock, as descriptors that they inherit, else -1. It returns at a signal
// to end, or with an error of the system.
func Run(config, version string, p *Plan, planFD, lockFD int) error {
	image := &image{config: config, plan: inherit(planFD), lock: inherit(lockFD)}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var err error
	if image.plan != nil {
		image.signals = newListener(ctx, stop) // they may come already
		if p, err = readPlan(image.plan); err != nil {
			return err
		}
	} else {
		image.first(p)
	}
	p.noteAll(p.Shown)
	shown := p.Shown
	if image.lock == nil {
		shown = nil // by an earlier process
		if image.lock, err = lockDir(p.StateDir); errors.Is(err, updater.ErrRuns) {
			return message.Because(message.New(message.StopItFirst, message.Of(err)), err)
		}
	}
	defer image.lock.Close()
	resident.Stay()
	signal.Ignore(syscall.SIGPIPE) // work goes on even if nobody reads the log
	if image.signals == nil {
		image.signals = newListener(ctx, stop)
	}
	if err := watch(ctx, p, image, newShow(p, version, shown), shown); err != nil {
		return message.Because(message.New(message.CannotSee, message.Of(err)), err)
	}
	return nil
}

// first gives up what rights the process can do without, and continues as the next
// image if that can be started.
func (i *image) first(p *Plan) {
	noNewPrivs()
	p.Shown = p.Known()
	var err error
	if i.plan, err = p.file(); err == nil {
		waiting(syscall.SIGUSR1, i.next)
	}
}

// watch runs until ctx ends, or until the kernel no longer answers. shown is
// what an earlier image of the process showed.
func watch(ctx context.Context, p *Plan, image *image, show *show, shown []updater.Status) error {
	ctx, blind := context.WithCancelCause(ctx)
	defer blind(nil)
	image.pages = time.AfterFunc(releaseAfter, resident.Release)
	image.reports.Store(-int32(len(p.Choices()))) // each is reported once at the start
	lock := filepath.Join(p.StateDir, updater.LockFile)
	image.watchLock(lock)
	loop := &updater.Loop{
		Accounts: updater.NewAccounts(p.Accounts),
		Store:    p.Store(),
		Send:     child.Sender{Config: image.config, Started: &image.children}.Send,
		Show:     func(s *updater.Status, news bool) { p.note(s); show.status(s, news) },
		AllShown: show.flush,
		Routes:   netwatch.Routes,
		ClockSet: boot.ClockSet(ctx),
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
		err := p.Watch(ctx, func(o updater.Observation) {
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
