// SPDX-License-Identifier: GPL-2.0-or-later

// Package hooks calls programs of the user for what happens to records.
package hooks

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
	"dynwan/updater/message"
)

// Hooks calls a program for what status.json tells.
type Hooks struct {
	Args  []string    // the program and its arguments
	Dir   string      // the state directory
	Limit int         // seconds for a call, or for each script that it runs one after another
	Warn  func(error) // is told what ends nothing
}

// maxHookBoard is room for some 500 records, maxTold for those of which something
// was told: somebody might make up new ones.
const maxHookBoard, maxTold = 256 << 10, 1000

// Call tells what has not been told, one record after another. Another process
// that does is waited for. After each call the newest status counts: what has
// passed meanwhile is not told, and what comes meanwhile is told by the next child.
//
// What was told is kept in RAM, in the form of status.json, so that neither a
// restart of the watch nor one of the daemon tells it again. It lies beside the
// state directory, where who runs the daemon cannot write.
func (h *Hooks) Call() error {
	dir := h.Dir + ".told"
	os.Mkdir(dir, 0o700)
	lock, err := syscall.Open(dir, syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err == nil {
		err = syscall.Flock(lock, syscall.LOCK_EX)
	}
	if err != nil {
		return notCalled(dir, err)
	}
	// From here on whoever stops the watch lets the present call end.
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	os.Chdir("/")
	told, records := h.read(dir), h.read(h.Dir).Records()
	for i := 0; i < len(records) && len(stop) == 0; i++ {
		s := &records[i]
		before := told.Record(s.Name)
		env := h.event(s, &before)
		if env == nil {
			continue
		}
		if err := h.run(env, s.Account); err != nil {
			return notCalled(h.Args[0], err)
		}
		if len(told.Records()) >= maxTold {
			told = new(updater.Board) // what is there is told once more
		}
		if s.State == updater.Current {
			before.Confirmed = s.Address
		}
		before.Name, before.Account, before.State, before.Address, before.Text = s.Name, s.Account, s.State, s.Address, message.New(s.Text.Reason())
		told.Set(&before)
		if err := told.Write(dir); err != nil {
			return notCalled(dir, err)
		}
		records = h.read(h.Dir).Records()
	}
	return nil
}

// read reads the status.json of a directory: no link and no pipe, for root
// reads what another user may have put there.
func (h *Hooks) read(dir string) *updater.Board {
	board, err := updater.ReadBoardOf(dir, maxHookBoard)
	if err == nil {
		return board
	}
	if !errors.Is(err, fs.ErrNotExist) {
		h.Warn(err)
	}
	return new(updater.Board)
}

// notCalled says why a program was not called.
func notCalled(what string, err error) error {
	return message.Because(message.New(message.CannotCall, what, err), err)
}

// startChild starts a program with our output.
func startChild(args, env []string, how *syscall.SysProcAttr) (*os.Process, error) {
	return os.StartProcess(args[0], args, &os.ProcAttr{Env: env, Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}, Sys: how})
}

// maxLimits is after how many limits a call ends that ends neither by itself nor
// with what it has started.
const maxLimits = 10

// run calls the program, with an event and nothing else of ours in its environment.
// It is the first of a group of processes. After the limit the others of the group
// are killed, so that a shell that runs one script after another goes on with the
// next one; if there are none, itself.
func (h *Hooks) run(env []string, account string) error {
	env = append(env, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/")
	p, err := startChild(h.Args, env, &syscall.SysProcAttr{Setpgid: true})
	if err != nil {
		return err
	}
	limit, n := time.Duration(h.Limit)*time.Second, 0
	var clock *time.Timer
	clock = time.AfterFunc(limit, func() {
		h.Warn(message.New(message.HookEnded, account, h.Limit))
		if n++; n == maxLimits || !killGroup(p.Pid) {
			syscall.Kill(-p.Pid, syscall.SIGKILL)
		}
		clock.Reset(limit)
	})
	p.Wait()
	clock.Stop()
	return nil
}

// killGroup kills the processes of a group but for the first one. It says whether
// there were any.
func killGroup(group int) (found bool) {
	list, _ := os.ReadDir("/proc")
	for _, entry := range list {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == group {
			continue
		}
		if g, err := unix.Getpgid(pid); err == nil && g == group && syscall.Kill(pid, syscall.SIGKILL) == nil {
			found = true
		}
	}
	return found
}
