// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// job is a program that start started.
type job struct {
	cmd  *exec.Cmd
	log  string
	over chan struct{}
}

// start NAME COMMAND starts a program, whose output goes to a file in RAM.
func (a *agent) start(args []string) (string, error) {
	name, words := args[0], strings.Fields(args[1])
	out, err := os.Create("/tmp/" + name + ".log")
	if err != nil {
		return "", err
	}
	defer out.Close()
	j := &job{cmd: exec.Command(words[0], words[1:]...), log: out.Name(), over: make(chan struct{})}
	j.cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/tmp"}
	j.cmd.Stdout, j.cmd.Stderr = out, out
	if err := j.cmd.Start(); err != nil {
		return "", err
	}
	go func() {
		j.cmd.Wait()
		close(j.over)
	}()
	a.jobs[name] = j
	return fmt.Sprint(j.cmd.Process.Pid), nil
}

func (a *agent) job(name string) (*job, error) {
	if j := a.jobs[name]; j != nil {
		return j, nil
	}
	return nil, fmt.Errorf("no job %q", name)
}

// log NAME answers with what a program has printed, quoted.
func (a *agent) log(args []string) (string, error) {
	j, err := a.job(args[0])
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(j.log)
	return fmt.Sprintf("%q", text), err
}

// stop NAME ends a program.
func (a *agent) stop(args []string) (string, error) {
	j, err := a.job(args[0])
	if err != nil {
		return "", err
	}
	if err := j.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return "", err
	}
	select {
	case <-j.over:
	case <-time.After(10 * time.Second):
		return "", fmt.Errorf("%s does not end", args[0])
	}
	delete(a.jobs, args[0])
	return "", nil
}
