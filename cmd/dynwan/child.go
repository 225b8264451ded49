// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"dynwan/updater"
	"dynwan/updater/message"
)

// child starts this program once more for each job, so that the memory for TLS
// and the certificate authorities is returned when it exits.
type child struct {
	config  string
	started *atomic.Int32
}

// send is an updater.Sender.
func (c child) send(ctx context.Context, job updater.Job, withdrawn <-chan struct{}, get func() bool) updater.Outcome {
	c.started.Add(1)
	cmd := exec.Command("/proc/self/exe", "send", "-config", c.config)
	cmd.Args[0] = "dynwan"
	cmd.Env = childEnv()
	stderr := &firstLine{}
	cmd.Stderr = stderr
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	cmd.Err = cmp.Or(err1, err2) // Start returns it, and closes the pipe that was opened
	if err := cmd.Start(); err != nil {
		return startFailed(err)
	}
	permit := &permit{from: get}
	over := make(chan struct{})
	go watch(ctx, cmd.Process, in, permit, job.Limit, withdrawn, over)
	outcome, ended := talk(in, out, job, permit.get)
	in.Close()
	err := cmd.Wait()
	close(over)
	if !ended {
		return died(err, stderr.String(), permit.given() && job.Task == updater.Update)
	}
	outcome.Tried = true
	return outcome
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

// lateAnswer is how long to wait for an answer that is no longer needed: after
// a change on the line it seldom arrives. A job with a limit of its own may use
// all of that: it may have deleted a record and still have to add another.
const lateAnswer = 3 * time.Second

// watch ends the child when it is no longer wanted, or takes too long.
func watch(ctx context.Context, p *os.Process, in io.Closer, permit *permit, long time.Duration, withdrawn, over <-chan struct{}) {
	limit := time.NewTimer(timeOf(long) + killGrace)
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

// firstLine keeps the beginning of what a child writes to stderr: the Go
// runtime writes pages when it runs out of memory.
type firstLine struct{ text string }

func (f *firstLine) Write(p []byte) (int, error) {
	f.text += string(p[:min(len(p), 200-len(f.text))])
	return len(p), nil
}

// ReadFrom saves the 32 KiB that io.Copy would allocate for each child; most
// children write nothing.
func (f *firstLine) ReadFrom(r io.Reader) (n int64, err error) {
	var b [256]byte
	for err == nil {
		var got int
		got, err = r.Read(b[:])
		f.Write(b[:got])
		n += int64(got)
	}
	if err == io.EOF {
		err = nil
	}
	return n, err
}

// String quotes the first line, "" if there was none.
func (f *firstLine) String() string {
	line, _, _ := strings.Cut(f.text, "\n")
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
