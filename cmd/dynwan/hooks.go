// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
	"dynwan/updater/message"
)

// hooks calls a program for what status.json tells.
type hooks struct {
	program string
	args    []string
	dir     string        // the state directory
	told    string        // the file with what was told
	limit   time.Duration // of a call, or of each script that it runs one after another
}

// defaultTold lies in RAM, and who runs the daemon cannot write there.
const defaultTold = "/var/run/dynwan-told"

// call tells what has not been told, one record after another. Another process
// that does is waited for. After each call the newest status counts: what has
// passed meanwhile is not told, and what comes meanwhile is told by the next child.
func (h *hooks) call() int {
	memory, err := openTold(h.told)
	if err != nil {
		errorf("%s", message.New(message.CannotLock, h.told, message.Of(err)))
		return exitSystem
	}
	// From here on whoever stops the watch lets the present call end.
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	for _, name := range h.names() {
		e, ok := h.pending(name, memory)
		if !ok {
			continue
		}
		if err := h.run(e); err != nil {
			errorf("%s", message.New(message.CannotCall, h.program, message.Of(err)))
			return exitSystem
		}
		if err := memory.add(e); err != nil {
			errorf("%s", message.New(message.CannotWrite, h.told, message.Of(err)))
			return exitSystem
		}
		if len(stop) > 0 {
			break
		}
	}
	return exitOK
}

// names are the records that status.json has.
func (h *hooks) names() (list []string) {
	for _, s := range h.read() {
		list = append(list, s.Name)
	}
	return list[:min(len(list), maxTold)]
}

// pending is what must be told of a record now, if anything.
func (h *hooks) pending(name string, memory *told) (hookEvent, bool) {
	for _, s := range h.read() {
		if s.Name == name {
			return eventOf(s, memory.events[name])
		}
	}
	return hookEvent{}, false
}

// read reads status.json. Nobody but the owner of the directory may have put it
// there, or something in its place.
func (h *hooks) read() []updater.Status {
	board, err := updater.ReadOwnBoard(h.dir, maxHookBoard)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			errorf("%v", err)
		}
		return nil
	}
	return board.Records()
}

// maxHookBoard is room for some 500 records.
const maxHookBoard = 256 << 10

// maxLimits is after how many limits a call ends that ends neither by itself nor
// with what it has started.
const maxLimits = 10

// run calls the program for an event. It is the first of a group of processes.
// After the limit the others of the group are killed, so that a shell that runs
// one script after another goes on with the next one; if there are none, itself.
func (h *hooks) run(e hookEvent) error {
	cmd := exec.Command(h.program, h.args...)
	cmd.Env, cmd.Dir = e.env(), "/"
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return err
	}
	over := make(chan struct{})
	go func() { cmd.Wait(); close(over) }()
	for n := 1; ; n++ {
		select {
		case <-over:
			return nil
		case <-time.After(h.limit):
		}
		errorf("%s", message.New(message.HookEnded, e.action, e.record, updater.Span(h.limit.Seconds())))
		if n < maxLimits && killGroup(cmd.Process.Pid) {
			continue
		}
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		select {
		case <-over:
		case <-time.After(time.Second): // the kernel waits for a disk, say
		}
		return nil
	}
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
		if g, err := unix.Getpgid(pid); err == nil && g == group && unix.Kill(pid, unix.SIGKILL) == nil {
			found = true
		}
	}
	return found
}

// env is the environment of a call: nothing of ours but the event.
func (e hookEvent) env() []string {
	return []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/",
		"ACTION=" + e.action, "ACCOUNT=" + e.account, "NAME=" + e.name, "FAMILY=" + e.family,
		"ADDRESS=" + e.address, "OLD=" + e.old, "DEVICE=" + e.device, "REASON=" + e.reason}
}
