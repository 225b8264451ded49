// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// dynwan: its configuration, its life, the life of its sender, its log.

// doConfig reads KEY = VALUE, or a KEY that is to be as usual.
func (s *script) doConfig(args []string) error {
	if len(args) == 0 || len(args) > 1 && (len(args) == 2 || args[1] != "=") {
		return errUsage
	}
	value := ""
	if len(args) > 2 {
		value = strings.Join(args[2:], " ")
	}
	c, err := &s.config, error(nil)
	switch plain := strings.Trim(value, `"`); args[0] {
	case "pass":
		c.Pass = plain
	case "device":
		c.Device = value
	case "server":
		c.Server = plain
	case "min_gap":
		c.MinGap, err = time.ParseDuration(orZero(plain))
	case "settle":
		c.Settle, err = time.ParseDuration(orZero(plain))
	default:
		c.Keys = slices.DeleteFunc(c.Keys, func(line string) bool { return strings.HasPrefix(line, args[0]+" =") })
		if value != "" {
			c.Keys = append(c.Keys, args[0]+" = "+value)
		}
	}
	if err != nil {
		return err
	}
	return s.Configure(*c)
}

func orZero(duration string) string {
	if duration == "" {
		return "0"
	}
	return duration
}

func (s *script) doGlobal(args []string) error {
	if len(args) < 3 || args[1] != "=" {
		return errUsage
	}
	s.config.Top += strings.Join(args, " ") + "\n"
	return s.Configure(s.config)
}

func (s *script) doDynwan(args []string) error {
	what := strings.Join(args, " ")
	if s.daemon == nil && slices.Contains([]string{"stop", "kill", "restart", "freeze", "thaw"}, what) {
		return errNotStarted
	}
	switch what {
	case "start":
		return s.starts()
	case "stop":
		_, err := s.daemon.Stop()
		return err
	case "kill":
		s.daemon.Kill()
		return nil
	case "freeze":
		return syscall.Kill(s.daemon.PID(), syscall.SIGSTOP)
	case "thaw":
		return syscall.Kill(s.daemon.PID(), syscall.SIGCONT)
	case "restart":
		_, err := s.daemon.Stop()
		return errors.Join(err, s.starts())
	}
	return errUsage
}

func (s *script) starts() error {
	if s.daemon != nil {
		select {
		case <-s.daemon.Over():
		default:
			return errors.New("dynwan is running already")
		}
	}
	s.start()
	return nil
}

// doReboot ends dynwan and empties the RAM. Nobody remembers the gap over a
// reboot, so this one outlasts it.
func (s *script) doReboot(args []string) error {
	switch {
	case len(args) != 0:
		return errUsage
	case s.daemon == nil:
		return errNotStarted
	}
	s.daemon.Kill()
	files, err := filepath.Glob(filepath.Join(s.StateDir(), "*"))
	for _, file := range files {
		err = errors.Join(err, os.Remove(file))
	}
	s.pass(1)
	return err
}

// doRun runs a command of dynwan beside the daemon, up to what it says.
func (s *script) doRun(args []string) error {
	at := slices.Index(args, "says")
	if at < 2 {
		return errUsage
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		return errUsage
	}
	words := append([]string{args[1], "-config", s.ConfigFile()}, args[2:at]...)
	news, problems, code := s.run(words...)
	if text := strings.Join(args[at+1:], " "); code != want || !strings.Contains(news+problems, text) {
		err = fmt.Errorf("dynwan %q: got code %d and %q, want code %d and %q", words, code, news+problems, want, text)
	}
	return err
}

func (s *script) doSender(args []string) error {
	if s.daemon == nil {
		return errNotStarted
	}
	switch strings.Join(args, " ") {
	case "kill":
		return s.signal(syscall.SIGKILL)
	case "freeze":
		return s.signal(syscall.SIGSTOP)
	case "thaw":
		return syscall.Kill(s.sender, syscall.SIGCONT)
	}
	return errUsage
}

// signal sends a signal to the process that sends for the daemon.
func (s *script) signal(signal syscall.Signal) error {
	for range 1000 {
		if list := children(s.t, s.daemon.PID()); len(list) > 0 {
			s.sender = list[0]
			return syscall.Kill(s.sender, signal)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return errors.New("dynwan started no sender")
}

// doLock takes the place of another dynwan that sends for the account.
func (s *script) doLock(args []string) error {
	switch strings.Join(args, " ") {
	case "take":
		var err error
		if s.lock, err = os.Create(filepath.Join(s.StateDir(), "2fb4043f.lock")); err == nil {
			err = syscall.Flock(int(s.lock.Fd()), syscall.LOCK_EX)
		}
		return err
	case "release":
		return s.lock.Close()
	}
	return errUsage
}
