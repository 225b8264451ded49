// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"time"
)

// volatile are the directories that are no disk: the kernel's own, and RAM.
var volatile = []string{"/proc", "/sys", "/dev", "/run", "/var/run"}

// settled is how long strace needs to get hold of all threads, whose calls it
// interrupts and starts again.
const settled = time.Second

// midway is what strace says of a thread that it found within a system call: it took
// the end of that for a beginning. From the next call on it sees right.
var midway = regexp.MustCompile(`(?m)^strace: pid [0-9]+: (entering|exiting), ptrace_syscall_info\.op == [0-9]+\n`)

// traceIdle watches a process for a time and returns its system calls, and
// those of the processes that it starts.
func (s *stage) traceIdle(p *process, length time.Duration) ([]call, error) {
	file := s.file(p.client.name + ".idle")
	complaint := &bytes.Buffer{}
	cmd := exec.Command("strace", "-f", "-ttt", "-qq", "-s", "0", "-o", file, "-p", fmt.Sprint(p.pid()))
	cmd.Stderr = complaint
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start strace: %w", err)
	}
	time.Sleep(settled)
	from := time.Duration(time.Now().UnixNano())
	time.Sleep(length)
	cmd.Process.Signal(os.Interrupt)
	// strace ends by the signal it was sent.
	err := cmd.Wait()
	if serious := midway.ReplaceAll(complaint.Bytes(), nil); len(serious) > 0 {
		return nil, fmt.Errorf("strace did not work: %v: %s", err, serious)
	}
	log, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the log of strace: %w", err)
	}
	defer log.Close()
	all, err := readTrace(log)
	var calls []call
	for _, c := range all {
		if c.at >= from && c.at < from+length {
			calls = append(calls, c)
		}
	}
	return calls, err
}

// traced starts a client under strace, which notes its files, writes and
// processes. Its log is read by readTraced after the end of the client.
func (s *stage) traced(c *client) (*process, string, error) {
	file := s.file(c.name + ".files")
	if err := os.RemoveAll(file); err != nil {
		return nil, "", err
	}
	// -D leaves the client our own child, to be sent signals to.
	p, err := s.start(c, "strace", "-D", "-f", "-y", "-q", "-s", "0", "-o", file, "-e", "trace=%file,%desc,%process")
	return p, file, err
}

// readTraced waits until strace has written the end of a client.
func readTraced(p *process, file string) ([]call, error) {
	last := regexp.MustCompile(fmt.Sprintf(`(?m)^%d +\+\+\+ `, p.pid()))
	for until := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, p.explain(fmt.Errorf("cannot read the log of strace: %w", err))
		}
		if last.Match(text) {
			return readTrace(bytes.NewReader(text))
		}
		if time.Now().After(until) {
			return nil, p.explain(fmt.Errorf("strace did not see the end of it"))
		}
	}
}
