// SPDX-License-Identifier: GPL-2.0-or-later

// Command agent does inside the emulated router what the play outside tells it:
// one command a line on stdin, one answer a line on stdout, "ok ..." or
// "error ...". It decides nothing.
//
// The one thing to know: it takes no times. The emulator stamps the frames on
// the line with the machine's own clock, and change sends a frame of its own
// just before the kernel hears of an address.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// agent is what the commands work on.
type agent struct {
	line *line
	jobs map[string]*job // by the name that start gave them
}

// commands are the words that may begin a line, with the number of their arguments.
var commands = map[string]struct {
	arguments int
	run       func(a *agent, args []string) (string, error)
}{
	"start":  {2, (*agent).start},
	"log":    {1, (*agent).log},
	"stop":   {1, (*agent).stop},
	"sample": {1, (*agent).sample},
	"follow": {1, (*agent).follow},
	"rest":   {1, (*agent).rest},
	"change": {4, (*agent).change},
	"storm":  {1, (*agent).storm},
	"sleep":  {1, (*agent).sleep},
}

func main() {
	l, err := openLine("pppoe-wan")
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	a := &agent{line: l, jobs: map[string]*job{}}
	fmt.Println("ok ready")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		answer, err := a.do(strings.Fields(in.Text()))
		if err != nil {
			fmt.Printf("error %q\n", err.Error())
			continue
		}
		fmt.Println("ok " + answer)
	}
}

// do runs one command. The last argument takes the rest of the line.
func (a *agent) do(words []string) (string, error) {
	if len(words) == 0 {
		return "", fmt.Errorf("no command")
	}
	c, ok := commands[words[0]]
	args := words[1:]
	if !ok || len(args) < c.arguments {
		return "", fmt.Errorf("no command %q", words)
	}
	if c.arguments > 0 {
		args = append(args[:c.arguments-1:c.arguments-1], strings.Join(args[c.arguments-1:], " "))
	}
	return c.run(a, args)
}

// change FROM TO JOB SIGNAL gives the line another address; "-" stands for none.
// A job that has to be told of it gets the signal, by its name, for the numbers
// are others on MIPS; "-" stands for none.
func (a *agent) change(args []string) (string, error) {
	if err := a.line.change(args[0], args[1]); err != nil || args[3] == "-" {
		return "", err
	}
	j, err := a.job(args[2])
	if err != nil {
		return "", err
	}
	return "", j.cmd.Process.Signal(unix.SignalNum(args[3]))
}

// storm N makes N address events that change nothing, each after a pause in
// which a slow router can work on the one before.
func (a *agent) storm(args []string) (string, error) {
	n, err := strconv.Atoi(args[0])
	for i := 0; i < n/2 && err == nil; i++ {
		err = a.line.flap(5 * time.Millisecond)
	}
	return "", err
}

// sleep SECONDS passes time.
func (a *agent) sleep(args []string) (string, error) {
	seconds, err := strconv.Atoi(args[0])
	time.Sleep(time.Duration(seconds) * time.Second)
	return "", err
}
