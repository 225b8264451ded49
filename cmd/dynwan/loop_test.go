// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/config"
)

// sender is a child that a test is the parent of.
type sender struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// ready starts a sender and waits until it asks for its permit.
func (p *play) ready() sender {
	p.t.Helper()
	c, err := config.Read(p.ConfigFile())
	p.ok(err)
	a := c.Accounts[0]
	s := sender{Cmd: p.Command("send", "-config", p.ConfigFile())}
	s.in, err = s.StdinPipe()
	p.ok(err)
	out, err := s.StdoutPipe()
	p.ok(err)
	s.out = bufio.NewReader(out)
	p.ok(s.Start())
	job, _ := updater.Job{Task: updater.Update, Account: "home", Device: scene.Device, Config: a.Whole(),
		Want: updater.Record{IPv4: mustAddr("203.0.113.9"), Settings: a.Kept()}}.AppendText(nil)
	_, err = s.in.Write(append(job, '\n'))
	p.ok(err)
	if word, err := s.out.ReadString('\n'); word != "ready\n" {
		p.t.Fatalf("sender: got %q, %v, want it ready", word, err)
	}
	return s
}

// freeze stops a process and waits until each of its threads stands still.
func (p *play) freeze(pid int) {
	p.t.Helper()
	p.ok(syscall.Kill(pid, syscall.SIGSTOP))
	p.settles("the process stands still", func() bool {
		stats, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
		return err == nil && len(stats) > 0 && !slices.ContainsFunc(stats, func(stat string) bool {
			text, _ := os.ReadFile(stat)
			_, rest, _ := strings.Cut(string(text), ") ")
			return !strings.HasPrefix(rest, "T")
		})
	})
}

func TestAFrozenSenderSendsNothingThatIsLongOver(t *testing.T) {
	p := newPlay(t, func(c *sandbox.Config) { c.MinGap = -1 })
	p.ok(p.Line("203.0.113.9"))
	for n := range 60 {
		s := p.ready()
		p.freeze(s.Process.Pid)
		if n%2 == 0 { // its parent gives the permit and dies
			fmt.Fprintf(s.in, "go %d\n", boot.Uptime()+time.Second)
			p.ok(s.in.Close())
		} else { // its parent lives, and the permit is too old
			fmt.Fprintf(s.in, "go %d\n", boot.Uptime()+time.Millisecond)
			time.Sleep(5 * time.Millisecond)
		}
		p.ok(s.Process.Signal(syscall.SIGCONT))
		rest, _ := io.ReadAll(s.out)
		if err := s.Wait(); err == nil || len(rest) > 0 {
			t.Fatalf("sender %d: got %v and the words %q, want it to end without one", n, err, rest)
		}
	}
	p.requests(0)
	s := p.ready()
	fmt.Fprintf(s.in, "go %d\n", boot.Uptime()+time.Second)
	rest, _ := io.ReadAll(s.out)
	p.ok(s.Wait())
	if !strings.Contains(string(rest), "confirmed") {
		t.Errorf("a sender with a good permit: got %q, want it confirmed", rest)
	}
	p.requests(1)
}

// piped starts a daemon whose log nobody reads.
func (p *play) piped() (cmd *exec.Cmd, out, in *os.File) {
	p.t.Helper()
	out, in, err := os.Pipe()
	p.ok(err)
	cmd = p.Command("run", "-config", p.ConfigFile())
	cmd.Stdout, cmd.Stderr = in, in
	p.t.Cleanup(func() {
		if cmd.ProcessState == nil && cmd.Process != nil {
			cmd.Process.Kill()
			cmd.Wait()
		}
	})
	return cmd, out, in
}

// fill writes into a pipe until it takes no more, and returns how much.
func (p *play) fill(in *os.File) int {
	p.t.Helper()
	fd := int(in.Fd()) // Fd makes it blocking
	p.ok(unix.SetNonblock(fd, true))
	n, err := unix.Write(fd, make([]byte, 1<<20))
	p.ok(err)
	p.ok(unix.SetNonblock(fd, false))
	return n
}

// reaches waits until the name has an address.
func (p *play) reaches(address string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	p.Box.Wait(ctx, func() bool { return p.held() == address })
	if got := p.held(); got != address {
		p.t.Fatalf("the provider holds %s, want %s", got, address)
	}
}

func TestAFullLogHoldsUpNeitherTheWorkNorTheStop(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	cmd, out, in := p.piped()
	n := p.fill(in)
	p.ok(cmd.Start())
	in.Close()
	p.reaches("203.0.113.9")
	p.pass(2)
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.reaches("203.0.113.10")
	p.pass(2)
	_, err := io.CopyN(io.Discard, out, int64(n))
	p.ok(err)
	p.ok(p.Change("203.0.113.10", "203.0.113.11"))
	lines := bufio.NewReader(out)
	if line, err := lines.ReadString('\n'); !strings.HasPrefix(line, "dynwan: the log took nothing for a while; ") || !strings.HasSuffix(line, " lines are lost\n") {
		t.Errorf("log: got %q, %v, want it to say how much is lost", line, err)
	}
	p.reaches("203.0.113.11")
	out.Close()
	p.pass(1)

	cmd2, out2, in2 := p.piped() // and once more, to stop it
	p.ok(cmd.Process.Kill())
	cmd.Wait()
	p.fill(in2)
	p.ok(cmd2.Start())
	in2.Close()
	defer out2.Close()
	time.Sleep(2 * time.Second)
	began := time.Now()
	p.ok(cmd2.Process.Signal(syscall.SIGTERM))
	cmd2.Wait()
	if took := time.Since(began); took > time.Second {
		t.Errorf("SIGTERM took %v, want less than a second", took)
	}
}

func TestTheDaemonOutlivesTheReaderOfItsLog(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	cmd, out, in := p.piped()
	p.ok(cmd.Start())
	in.Close()
	p.reaches("203.0.113.9")
	p.ok(out.Close())
	for n := 10; n < 13; n++ {
		p.pass(2)
		p.ok(p.Change(fmt.Sprintf("203.0.113.%d", n-1), fmt.Sprintf("203.0.113.%d", n)))
		p.reaches(fmt.Sprintf("203.0.113.%d", n))
	}
	p.ok(cmd.Process.Signal(syscall.Signal(0)))
}

func TestNoMoreThanTwoSendersAtOnce(t *testing.T) {
	p := newPlay(t, nil)
	more := ""
	for i := range 6 {
		more += fmt.Sprintf("[account.more%d]\nprovider = \"mtgsy\"\ndevice = \"pppoe-wan\"\nemail = \"h%d.example.net\"\npass = \"x\"\nserver = \"https://dyn.example.com\"\nsettle = \"0s\"\n", i, i)
	}
	p.ok(p.Configure(scene.Config{Tail: more}))
	p.fault(sandbox.ResolverSilent, 0, "")
	p.begins()
	waits, most := 0, 0
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		most = max(most, len(children(t, p.daemon.PID())))
		b, err := p.Board()
		if err != nil {
			continue // it has not begun
		}
		n := 0
		for _, s := range b.Records() {
			if strings.Contains(s.Line(0), ": 203.0.113.9 on pppoe-wan; waiting for its turn; comparing with DNS") {
				n++
			}
		}
		waits = max(waits, n)
	}
	if most != 2 || waits < 4 {
		t.Errorf("got %d senders at once and %d accounts that wait for their turn, want 2 and most of the others", most, waits)
	}
}

func TestThousandsOfWrongSectionsStopNobodyElse(t *testing.T) {
	p := newPlay(t, nil)
	more := strings.Builder{}
	for i := range 6000 {
		fmt.Fprintf(&more, "[account.w%d]\nport=80\n", i)
	}
	p.ok(p.Configure(scene.Config{Tail: more.String()}))
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("5900 more problems; dynwan check says all")
	p.says("home: confirmed 203.0.113.9")
	p.settles("a new image", func() bool { return strings.Contains(p.image(), "-lock") })
	if _, problems, code := p.run("status", "-config", p.ConfigFile()); code != exitOK {
		t.Errorf("status: got code %d, %q", code, problems)
	}
	if _, problems, _ := p.run("check", "-config", p.ConfigFile()); strings.Count(problems, "\n") != 6000 {
		t.Errorf("check: got %d lines, want all 6000", strings.Count(problems, "\n"))
	}
	p.requests(1)
}

func TestAnUnverifiedAccountIsNoReasonToStayLarge(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
	p.fault(sandbox.GarbageText, 1, "")
	p.begins()
	p.says("nothing is sent again")
	p.settles("a new image", func() bool { return strings.Contains(p.image(), "-lock") && len(sockets(t, p.daemon.PID())) == 1 })
	lines := len(p.daemon.Lines())
	p.pass(2)
	s := p.state(updater.Doubtful)
	if !strings.Contains(s.Text.String(), "but home.example.net answers 203.0.113.8") || s.Next.String() != "nothing is sent again" {
		t.Errorf("status of the new image: got %+v, want it as it was", s)
	}
	if got := len(p.daemon.Lines()); got != lines {
		t.Errorf("log: got %d more lines, want none: %s", got-lines, p.daemon.Log())
	}
	f := footprintOf(t, p.daemon.PID())
	t.Logf("RssAnon %d KiB", f.anon)
	if f.anon > 2000 {
		t.Errorf("RssAnon: got %d KiB, want what an idle resident has", f.anon)
	}
	p.requests(1)
}
