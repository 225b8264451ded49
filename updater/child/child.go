// SPDX-License-Identifier: GPL-2.0-or-later

// Package child is about the children of the daemon, each of which does one job:
// how they are started and ended, and the lines on the pipe between the two.
package child

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
	"dynwan/updater/message"
)

// Sender starts this program once more for each job, so that the memory for TLS
// and the certificate authorities is returned when it exits.
type Sender struct {
	Config  string        // the path of the configuration
	Started *atomic.Int32 // how many children it has started
}

// Send is an updater.Sender.
func (c Sender) Send(ctx context.Context, job updater.Job, withdrawn <-chan struct{}, get func() bool) updater.Outcome {
	c.Started.Add(1)
	p, in, out, stderr, err := c.start()
	if err != nil {
		return startFailed(err)
	}
	permit := &permit{from: get}
	over := make(chan struct{})
	go watch(ctx, p, in, permit, job.Limit, withdrawn, over)
	outcome, ended := talk(in, out, job, permit.get)
	in.Close()
	state, err := p.Wait()
	out.Close()
	if err == nil && !state.Success() {
		err = errors.New(state.String())
	}
	close(over)
	said := firstLine(stderr)
	stderr.Close()
	if !ended {
		return died(err, said, permit.given() && job.Task == updater.Update)
	}
	outcome.Tried = true
	return outcome
}

// start starts the child and returns our ends of its pipes, and what it will have
// written to stderr. That is a file in memory, which nobody has to read meanwhile.
func (c Sender) start() (p *os.Process, in, out, stderr *os.File, err error) {
	fd, err := unix.MemfdCreate("stderr", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	stderr = os.NewFile(uintptr(fd), "stderr")
	its, in, err1 := os.Pipe()
	out, other, err2 := os.Pipe()
	if err = cmp.Or(err1, err2); err == nil {
		p, err = os.StartProcess("/proc/self/exe", []string{"dynwan", "send", "-config", c.Config},
			&os.ProcAttr{Env: childEnv(), Files: []*os.File{its, other, stderr}})
	}
	its.Close() // of no file is an error and no more
	other.Close()
	if err != nil {
		in.Close()
		out.Close()
		stderr.Close()
	}
	return p, in, out, stderr, err
}

// childEnv is the environment of a child: where the authorities are, if the
// user keeps them elsewhere, and nothing else, so that no proxy sees a
// password.
func childEnv() []string {
	env := []string{}
	for _, name := range []string{"SSL_CERT_FILE", "SSL_CERT_DIR", "GODEBUG"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// sendTime is how long a child may take, unless its job has a limit: to ask DNS
// (12 s), to find the server (8), to connect (10), for TLS (10) and for the
// answer (30). The parent kills a child that takes KillGrace longer.
const sendTime = 70 * time.Second

// KillGrace is how much longer than its time the sender of a job is let.
const KillGrace = 5 * time.Second

// TimeOf returns how long the sender of a job may take; limit is that of the job,
// 0 if it has none.
func TimeOf(limit time.Duration) time.Duration { return cmp.Or(limit, sendTime) }

// lateAnswer is how long to wait for an answer that is no longer needed: after
// a change on the line it seldom arrives. A job with a limit of its own may use
// all of that: it may have deleted a record and still have to add another.
const lateAnswer = 3 * time.Second

// watch ends the child when it is no longer wanted, or takes too long.
func watch(ctx context.Context, p *os.Process, in io.Closer, permit *permit, long time.Duration, withdrawn, over <-chan struct{}) {
	limit := time.NewTimer(TimeOf(long) + KillGrace)
	defer limit.Stop()
	var late <-chan time.Time
	stopped := ctx.Done()
	for {
		select {
		case <-over:
			return
		case <-withdrawn:
			switch withdrawn = nil; {
			case !permit.given():
				in.Close()
			case long == 0:
				late = time.After(lateAnswer)
			}
		case <-late:
			p.Signal(syscall.SIGTERM)
		case <-stopped:
			p.Signal(syscall.SIGTERM)
			limit.Reset(400 * time.Millisecond)
			stopped = nil
		case <-limit.C:
			p.Kill()
			return
		}
	}
}

func startFailed(err error) updater.Outcome {
	if no, ok := errors.AsType[syscall.Errno](err); ok {
		err = no // without the names of system calls and paths
	}
	return updater.Outcome{Kind: updater.Unsent, Text: message.New(message.CannotStart, message.Of(err))}
}

// firstLine quotes the first line of a file, "" if there is none: the Go runtime
// writes pages when it runs out of memory.
func firstLine(f *os.File) string {
	var b [200]byte
	n, _ := f.ReadAt(b[:], 0)
	line, _, _ := strings.Cut(string(b[:n]), "\n")
	if line == "" {
		return ""
	}
	return fmt.Sprintf("%.120q", line)
}

// died is the outcome of a child that ended without one.
func died(err error, stderr string, permitted bool) updater.Outcome {
	text := message.New(message.SenderEnded)
	switch {
	case err != nil && stderr != "":
		text = message.New(message.SenderEndedWith, message.New(message.HeldBy, message.Of(err), stderr))
	case err != nil:
		text = message.New(message.SenderEndedWith, message.Of(err))
	case stderr != "":
		text = message.New(message.HeldBy, text, stderr)
	}
	if permitted {
		return updater.Outcome{Kind: updater.Unsure, Sent: true, Text: message.New(message.MayHaveArrived, text)}
	}
	return updater.Outcome{Kind: updater.Unsent, Text: text}
}
