// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/netwatch"
	"dynwan/updater"
)

// runCommand is the daemon: netwatch tells the loop what the devices hold, the
// loop starts a child for each request.
func runCommand(args []string) int {
	set, path := flags("run")
	inherited := set.Int("lock", -1, "")
	if !parse(set, args, 0) {
		return exitUsage
	}
	c, err := readConfig(*path)
	if err != nil {
		complain("%v", err)
		return exitUsage
	}
	if len(c.Accounts) == 0 && len(c.Left) == 0 && len(c.Problems) > 0 {
		printProblems(c)
		return exitUsage
	}
	renounce()
	lock, err := inherit(*inherited), error(nil)
	if lock == nil {
		lock, err = occupy(c.StateDir)
	}
	if errors.Is(err, updater.ErrRuns) {
		complain("%v; stop it first", err)
		return exitSystem
	}
	defer lock.Close()
	debug.SetGCPercent(garbagePercent)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	var shown []updater.Status
	if board, err := updater.ReadBoard(c.StateDir); err == nil && *inherited >= 0 {
		shown = board.Accounts
	}
	if err := daemon(ctx, c, &image{config: *path, lock: lock, usr1: make(chan os.Signal, 1)}, shown); err != nil {
		complain("%v; stopping, because a daemon that cannot see is of no use", err)
		return exitSystem
	}
	return exitOK
}

// daemon runs until ctx ends, or until the kernel cannot be asked any more.
// shown is what an earlier image of the process showed.
func daemon(ctx context.Context, c *config, image *image, shown []updater.Status) error {
	ctx, blind := context.WithCancelCause(ctx)
	defer blind(nil)
	show := newShow(c, shown)
	signal.Notify(image.usr1, syscall.SIGUSR1)
	loop := &updater.Loop{
		Accounts: accounts(c),
		Store:    store(c),
		Send:     child{image.config, &image.children}.send,
		Show:     show.status,
		ClockSet: clockSet(ctx),
		Shown:    shown,
		Quiet:    func() { image.quiet(ctx) },
	}
	seen := make(chan updater.Observation)
	go func() {
		err := netwatch.Watch(ctx, devices(c), c.Allow, func(device string, a netwatch.Addrs) {
			image.reports.Add(1)
			select {
			case seen <- observation(device, a):
			case <-ctx.Done():
			}
		})
		if ctx.Err() == nil {
			blind(err)
		}
	}()
	loop.Run(ctx, seen, image.usr1)
	show.end()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// renounce gives up every way to gain rights, for the daemon and its children.
// procd sees to that in a jail only, and small routers have none. Where the
// program is linked with C the call is not to be had; then procd's has to do.
func renounce() {
	syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)
}

// occupy makes the state directory and takes it. A directory that cannot be
// written is no reason to stay down: a restart will ask DNS instead.
func occupy(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	for try := 1; ; try++ {
		lock, err := updater.Occupy(dir)
		if !errors.Is(err, updater.ErrRuns) || try == 5 {
			return lock, err
		}
		time.Sleep(50 * time.Millisecond) // dynwan status looks for us in the same way
	}
}

// accounts builds the accounts of the loop.
func accounts(c *config) []*updater.Account {
	var list []*updater.Account
	for _, a := range c.Accounts {
		list = append(list, &updater.Account{
			Down: "interface " + a.Interface + " is down",
			Name: a.Name, Provider: a.Provider, Hostname: a.Hostname, Device: a.Device,
			Key: a.key(), Config: a.whole(), Settings: a.settings(),
			Machine: &updater.Machine{
				Policy: a.policy(), Login: a.login(),
				Rand: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
			},
		})
	}
	return list
}

// devices are the devices of all accounts, each once.
func devices(c *config) []string {
	var names []string
	for _, a := range c.Accounts {
		if a.Device != "" {
			names = append(names, a.Device)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// store is where the state of the accounts lives.
func store(c *config) updater.Store {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		id = nil // without procfs the directory in RAM has to tell boots apart
	}
	return updater.Store{Dir: c.StateDir, BootID: strings.TrimSpace(string(id)), Boot: uptime}
}

// observation turns what netwatch saw into what the loop takes.
func observation(device string, a netwatch.Addrs) updater.Observation {
	return updater.Observation{
		Device: device, Record: updater.Record{IPv4: a.IPv4}, Why4: a.Why4,
		IPv6: addrText(a.IPv6), Why6: a.Why6,
	}
}

func addrText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

func printProblems(c *config) {
	for _, p := range c.Problems {
		fmt.Fprintln(os.Stderr, p)
	}
}
