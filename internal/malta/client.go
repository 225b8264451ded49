// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// client is one program that keeps a name.
type client struct {
	name    string // in the machine
	title   string // in the table
	command string
	domain  string
	signal  string // tells it of a change; "-": it learns by itself
	sender  bool   // it starts a process for each request

	idle, work, last figures // after the idle minute, after the work, at the last look
	idleWakes, wakes int     // in the first idle minute, in the last one
	peaks            figures // the largest of the processes for a request
	childCPU         time.Duration
	first            time.Duration // from the first address to the request
	reactions        []time.Duration
}

// clients are who plays. image/etc and image/ash-loop are their settings.
func clients() []*client {
	return []*client{
		{name: "dynwan", title: "dynwan", domain: ours, signal: "-", sender: true,
			command: "/usr/sbin/dynwan run -config /etc/dynwan.toml"},
		{name: "inadyn", title: "inadyn", domain: inadyns, signal: "SIGUSR2",
			command: "/usr/sbin/inadyn -n -f /etc/inadyn.conf -P /tmp/inadyn.pid --cache-dir /tmp -l notice"},
		{name: "ash", title: "ash loop", domain: loops, signal: "SIGUSR1",
			command: "/usr/sbin/ash-loop " + loops + " " + pass + " " + host},
	}
}

// figures are what the agent tells of a program: KiB, counts, milliseconds.
type figures map[string]int

// parseFigures reads "name=number ...".
func parseFigures(text string) (figures, error) {
	f := figures{}
	for _, word := range strings.Fields(text) {
		name, value, _ := strings.Cut(word, "=")
		n, err := strconv.Atoi(value)
		if err != nil {
			return nil, fmt.Errorf("cannot read the figures %q", text)
		}
		f[name] = n
	}
	return f, nil
}

// switches is how often a program was given the processor.
func (f figures) switches() int { return f["voluntary"] + f["involuntary"] }

// larger is the larger of both, figure by figure.
func (f figures) larger(g figures) figures {
	most := figures{}
	for name, value := range g {
		most[name] = max(value, f[name])
	}
	return most
}
