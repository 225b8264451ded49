// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What a script waits for.

func (s *script) doSays(args []string) error {
	switch {
	case len(args) == 0:
		return errUsage
	case s.daemon == nil:
		return errNotStarted
	}
	next, err := s.daemon.WaitLine(s.ctx, s.read, strings.Join(args, " "))
	if err == nil {
		s.read = next
	}
	return err
}

func (s *script) doSleep(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	d, err := time.ParseDuration(args[0])
	time.Sleep(d)
	return err
}

// doAwait waits for what a number or a text says: things that have to come at
// last, and that no line of the log tells.
func (s *script) doAwait(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	what, rest := args[0], strings.Join(args[1:], " ")
	n, err := strconv.Atoi(rest)
	switch {
	case what == "requests" && err == nil:
		_, err = s.Box.WaitRequests(s.ctx, n)
		return err
	case what == "connections" && err == nil:
		_, err = s.Box.WaitConnections(s.ctx, n)
		return err
	case s.daemon == nil:
		return errNotStarted
	case what == "sockets" && err == nil:
		return within10s(strings.Join(args, " "), func() bool { return len(sockets(s.t, s.daemon.PID())) == n })
	case what == "image" && rest == "":
		return within10s(what, func() bool { return strings.Contains(s.image(), "-lock") })
	case what == "files" && rest == "":
		return within10s(what, func() bool { return s.files() <= s.openFiles })
	case what == "status" && rest == "":
		return within10s("a status.json", func() bool { _, err := s.Status(); return err == nil })
	case what == "saved" && rest != "":
		return within10s(rest+" in the state", func() bool { return strings.Contains(s.saved(), rest) })
	case what == "unsaved" && rest != "":
		return within10s("no "+rest+" in the state", func() bool { return !strings.Contains(s.saved(), rest) })
	case what == "sender" && rest == "":
		return within10s("a sender", func() bool { return len(children(s.t, s.daemon.PID())) > 0 })
	case what == "sender-end" && rest == "":
		return within10s("the end of the sender", func() bool { return ended(s.sender) })
	}
	return errUsage
}

func within10s(what string, holds func() bool) error {
	for range 1000 {
		if holds() {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("waited ten seconds in vain: %s", what)
}

// saved is the state of the account, "" if there is none.
func (s *script) saved() string {
	text, _ := os.ReadFile(filepath.Join(s.StateDir(), "2fb4043f.state"))
	return string(text)
}

// ended says that a process is no more, or waits only for somebody to ask how
// it ended.
func ended(pid int) bool {
	text, _ := os.ReadFile(procFile(pid, "stat"))
	_, rest, _ := strings.Cut(string(text), ") ")
	return syscall.Kill(pid, 0) != nil || strings.HasPrefix(rest, "Z")
}
