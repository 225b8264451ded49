// SPDX-License-Identifier: GPL-2.0-or-later

package scene

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"dynwan/updater"
)

// Line is one line of the daemon's log. News and problems come by one pipe, so
// that they keep their order.
type Line struct {
	At   time.Time
	Text string
}

// Daemon is a running dynwan.
type Daemon struct {
	scene *Scene
	cmd   *exec.Cmd
	over  chan struct{}

	mu      sync.Mutex
	lines   []Line
	changed chan struct{}
}

// Command returns a dynwan command with the scene's environment.
func (s *Scene) Command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.Program, args...)
	cmd.Env = []string{"SSL_CERT_FILE=" + s.CAFile(), "PATH=/usr/bin:/bin"}
	return cmd
}

// Start starts the daemon and returns at once.
func (s *Scene) Start() (*Daemon, error) {
	d := &Daemon{
		scene: s, cmd: s.Command("run", "-config", s.ConfigFile()),
		over: make(chan struct{}), changed: make(chan struct{}),
	}
	out, in, err := os.Pipe()
	if err == nil {
		d.cmd.Stdout, d.cmd.Stderr = in, in
		err = d.cmd.Start()
		in.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("cannot start dynwan: %w", err)
	}
	go func() {
		d.cmd.Wait()
		close(d.over)
	}()
	go d.read(out)
	return d, nil
}

// read collects the log until the daemon and its children have closed it.
func (d *Daemon) read(r io.ReadCloser) {
	defer r.Close()
	for in := bufio.NewScanner(r); in.Scan(); {
		d.mu.Lock()
		d.lines = append(d.lines, Line{time.Now(), in.Text()})
		close(d.changed)
		d.changed = make(chan struct{})
		d.mu.Unlock()
	}
}

// PID is the process.
func (d *Daemon) PID() int { return d.cmd.Process.Pid }

// Lines is the log so far.
func (d *Daemon) Lines() []Line {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Line(nil), d.lines...)
}

// Log is the log so far as one text.
func (d *Daemon) Log() string {
	var text strings.Builder
	for _, l := range d.Lines() {
		text.WriteString(l.Text + "\n")
	}
	return text.String()
}

// WaitLine waits for a line, from number from on, that contains text. It
// returns the number of the line after it.
func (d *Daemon) WaitLine(ctx context.Context, from int, text string) (int, error) {
	for {
		d.mu.Lock()
		lines, changed := d.lines, d.changed
		d.mu.Unlock()
		for i := from; i < len(lines); i++ {
			if strings.Contains(lines[i].Text, text) {
				return i + 1, nil
			}
		}
		select {
		case <-changed:
		case <-d.over:
			return 0, fmt.Errorf("dynwan ended without the line %q; its log:\n%s", text, d.Log())
		case <-ctx.Done():
			return 0, fmt.Errorf("no line %q came; the log:\n%s", text, d.Log())
		}
	}
}

// Stop ends the daemon by SIGTERM and returns how long that took. In the
// milliseconds in which a new image of the process begins, after each update,
// it ends as any program does that has not begun to listen yet.
func (d *Daemon) Stop() (time.Duration, error) {
	before := time.Now()
	// A signal in the instant in which one image follows another may be lost (see
	// listener.close of cmd/dynwan), but not two.
	for range 2 {
		d.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-d.over:
		case <-time.After(5 * time.Second):
			continue
		}
		break
	}
	select {
	case <-d.over:
	default:
		d.cmd.Process.Kill()
		<-d.over
		return time.Since(before), errors.New("dynwan did not end on SIGTERM")
	}
	took := time.Since(before)
	status := d.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if code := d.cmd.ProcessState.ExitCode(); code != 0 && (!status.Signaled() || status.Signal() != syscall.SIGTERM) {
		return took, fmt.Errorf("dynwan ended with %v; its log:\n%s", d.cmd.ProcessState, d.Log())
	}
	return took, nil
}

// Kill ends the daemon by SIGKILL.
func (d *Daemon) Kill() {
	d.cmd.Process.Kill()
	<-d.over
}

// Over is closed when the daemon has ended.
func (d *Daemon) Over() <-chan struct{} { return d.over }

// ExitCode is the daemon's, after Over.
func (d *Daemon) ExitCode() int { return d.cmd.ProcessState.ExitCode() }

// Board is the daemon's status.json.
func (s *Scene) Board() (*updater.Board, error) { return updater.ReadBoard(s.StateDir()) }

// Status is the status of the account home.
func (s *Scene) Status() (updater.Status, error) {
	board, err := s.Board()
	if err != nil {
		return updater.Status{}, err
	}
	for _, k := range board.Accounts {
		if k.Account == "home" { // the first of its records
			return *k.Records[0], nil
		}
	}
	return updater.Status{}, errors.New("status.json has no account home")
}
