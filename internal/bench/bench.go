// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// Options say how long to measure.
type Options struct {
	Program string        // the built dynwan
	Changes int           // that are told at once, for each client
	Alone   int           // that a client has to find by itself
	Disk    int           // under strace, and with read-only disks
	Idle    time.Duration // twice
	News    io.Writer     // what is being done
}

// Run measures everything. It must run inside lab.Main.
func Run(o Options) (*Report, error) {
	s, err := newStage(o.Program)
	if err != nil {
		return nil, err
	}
	r := &Report{Options: o, clients: clients()}
	if err := errors.Join(s.measure(r), s.close()); err != nil {
		return nil, err
	}
	return r, nil
}

// rest is how long after its last change a client has to come to rest, before it is
// measured idle. dynwan gives pages back a second after its work.
const rest = 3 * time.Second

// measure goes through the steps in their order. The memory after the changes
// is read when the clients have come to rest, before anything else has happened.
func (s *stage) measure(r *Report) error {
	all, o := r.clients, r.Options
	running, err := s.begin(all)
	if err != nil {
		return err
	}
	steps := []struct {
		what string
		do   func() error
	}{
		{"memory", func() error { return memories(running, func(r *result) *Memory { return &r.before }) }},
		{fmt.Sprintf("%d changes for each client, told at once", o.Changes), func() error { return s.react(running, o.Changes) }},
		{"memory", func() error {
			r.load = load()
			time.Sleep(rest)
			return memories(running, func(r *result) *Memory { return &r.after })
		}},
		{fmt.Sprintf("%v idle, twice", o.Idle), func() error { return s.idle(running, o.Idle) }},
		{fmt.Sprintf("%d changes for two names of an account", o.Changes), func() error { return s.pair(running[dynwan(running)], o.Changes) }},
		{fmt.Sprintf("%d changes for each client, left alone", o.Alone), func() error { return s.alone(running, o.Alone) }},
		{"stop", func() error { return stopAll(running) }},
		{fmt.Sprintf("start, %d changes, restart and stop under strace", o.Disk), func() error {
			return each(all, func(c *client) error { return s.disk(c, o.Disk) })
		}},
		{fmt.Sprintf("%d changes with read-only disks", o.Disk), func() error {
			return each(all, func(c *client) error { return s.sealed(c, o.Disk) })
		}},
	}
	for _, step := range steps {
		fmt.Fprintf(o.News, "%s; load %s: %s\n", time.Now().Format(time.TimeOnly), load(), step.what)
		if err := step.do(); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", step.what, err), stopAll(running))
		}
	}
	return nil
}

// begin lays the lines, starts all clients and waits for their first updates.
func (s *stage) begin(all []*client) ([]*process, error) {
	var running []*process
	for _, c := range all {
		if err := errors.Join(s.lay(c), c.configure(s)); err != nil {
			return nil, errors.Join(err, stopAll(running))
		}
	}
	for _, c := range all {
		before := time.Now()
		p, err := s.start(c)
		if err == nil {
			running = append(running, p)
			_, err = s.arrives(p, before, c.shortest)
		}
		if err != nil {
			return nil, errors.Join(err, stopAll(running))
		}
	}
	time.Sleep(5 * time.Second) // a client puts its things away
	return running, nil
}

// alone starts dynwan anew as it comes, where an address has to hold still for
// a moment, and leaves all clients alone.
func (s *stage) alone(running []*process, n int) error {
	i := dynwan(running)
	if err := errors.Join(running[i].stop(), s.configureDynwan(time.Second)); err != nil {
		return err
	}
	p, err := s.start(running[i].client)
	if err != nil {
		return err
	}
	running[i] = p
	if err := s.settle(p); err != nil {
		return err
	}
	if err := s.poll(running, n); err != nil {
		return err
	}
	return running[i].client.configure(s)
}

// dynwan is where it stands among the clients.
func dynwan(running []*process) int {
	return slices.IndexFunc(running, func(p *process) bool { return p.client.name == "dynwan" })
}

func memories(running []*process, of func(*result) *Memory) error {
	for _, p := range running {
		m, err := MemoryOf(p.pid())
		if err != nil {
			return p.explain(err)
		}
		*of(&p.client.result) = m
	}
	return nil
}

func stopAll(running []*process) error {
	var errs []error
	for _, p := range running {
		select {
		case <-p.over:
		default:
			errs = append(errs, p.stop())
		}
	}
	return errors.Join(errs...)
}

func each(all []*client, do func(*client) error) error {
	for _, c := range all {
		if err := do(c); err != nil {
			return err
		}
	}
	return nil
}

// load is how many processes wanted a processor in the last minute.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	one, _, _ := strings.Cut(string(text), " ")
	return one
}
