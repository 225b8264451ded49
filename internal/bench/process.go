// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// patience is how long anything may take that is not waited for on purpose.
const patience = time.Minute

// process is a running client.
type process struct {
	client *client
	cmd    *exec.Cmd
	log    string
	over   chan struct{}
}

// start starts a client behind a wrapper, such as strace, or none.
func (s *stage) start(c *client, wrapper ...string) (*process, error) {
	args := append(wrapper, c.command(s)...)
	p := &process{client: c, cmd: exec.Command(args[0], args[1:]...), log: s.file(c.name + ".log"), over: make(chan struct{})}
	p.cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "SSL_CERT_FILE=" + s.CAFile()}
	p.cmd.Dir = "/"
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the log of %s: %w", c.name, err)
	}
	defer log.Close()
	p.cmd.Stdout, p.cmd.Stderr = log, log
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start %s: %w", c.name, err)
	}
	go func() {
		p.cmd.Wait()
		close(p.over)
	}()
	return p, nil
}

func (p *process) pid() int { return p.cmd.Process.Pid }

// nudge sends the signal of a hook, to a client that needs one.
func (p *process) nudge() error {
	if p.client.hint == 0 {
		return nil
	}
	return p.cmd.Process.Signal(p.client.hint)
}

// stop ends the client as a service manager does. inadyn is now and then deaf to
// SIGTERM after many SIGUSR2; only dynwan has to end by itself.
func (p *process) stop() error {
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.over:
		return nil
	case <-time.After(patience):
	}
	p.cmd.Process.Kill()
	<-p.over
	err := fmt.Errorf("%s did not end on SIGTERM and was killed", p.client.name)
	if p.client.hint != 0 {
		fmt.Fprintln(os.Stderr, err)
		return nil
	}
	return err
}

// explain adds the end of a client's log to an error about it.
func (p *process) explain(err error) error {
	if err == nil {
		return nil
	}
	text, _ := os.ReadFile(p.log)
	return fmt.Errorf("%s: %w; the end of its log:\n%s", p.client.name, err, text[max(0, len(text)-2000):])
}

// limit is a context that ends after the longest time that a step may take.
func limit(extra time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), patience+extra)
}
