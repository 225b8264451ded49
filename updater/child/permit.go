// SPDX-License-Identifier: GPL-2.0-or-later

package child

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
	"dynwan/updater/boot"
)

// Before the first byte of a request the state file says that it may have
// arrived. The daemon and its child ensure that with lines on a pipe:
//
//	Loop (updater/flight.go)     daemon: talk                child: Serve
//	  Begin                        job -------------------->   asks DNS, connects
//	                               <------------------ ready   waitPermit
//	  Sending, then save <-------- permit.get
//	  true --------------------->  go UNTIL --------------->   sends the first byte
//	                               <------------------ ready   (after a delete, before the add:
//	  Halfway, then save <-------- permit.get                  all of it once more)
//	  true --------------------->  go UNTIL --------------->
//	  Finish, then save  <-------- the outcome <-----------
//
// When the daemon closes the pipe, on purpose or by dying, nothing more may be
// sent. UNTIL is when the permit expires, in nanoseconds since boot: a child
// that was frozen must not send long afterwards.
const (
	wordReady = "ready\n"
	wordGo    = "go "
	goodFor   = 2 * time.Second
)

// permit is the leave to send, at the daemon's end. given waits for a get that
// is under way.
type permit struct {
	from func() bool // the Loop, which saves the state first
	mu   sync.Mutex
	yes  bool
}

func (p *permit) get() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	ok := p.from()
	p.yes = p.yes || ok
	return ok
}

func (p *permit) given() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.yes
}

// talk is the daemon's end: it gives the child its job and reads how it ended.
// ended is false if the child wrote no outcome.
func talk(in io.WriteCloser, out io.Reader, job updater.Job, permit func() bool) (o updater.Outcome, ended bool) {
	text, _ := job.AppendText(nil)
	if _, err := in.Write(append(text, '\n')); err != nil {
		return o, false
	}
	lines := bufio.NewReaderSize(io.LimitReader(out, 16<<10), 512)
	for {
		line, err := lines.ReadString('\n')
		switch {
		case err != nil:
			return o, false
		case line != wordReady:
			err := o.UnmarshalText([]byte(line[:len(line)-1]))
			return o, err == nil
		case !permit():
			in.Close()
		default:
			io.WriteString(in, wordGo+strconv.FormatInt(int64(boot.Uptime()+goodFor), 10)+"\n")
		}
	}
}

// waitPermit is the child's end: it says that the child is ready to send, and
// waits for a permit that listen has read.
func waitPermit(ctx context.Context, permits <-chan time.Duration) bool {
	fmt.Print(wordReady)
	select {
	case until := <-permits:
		if until != 0 && (boot.Uptime() > until || orphaned()) {
			os.Exit(exitOrphan)
		}
		return until != 0
	case <-ctx.Done():
		return false
	}
}

// listen reads permits until the daemon closes its end.
func listen(in *bufio.Reader, permits chan<- time.Duration, withdraw func()) {
	until := readPermit(in)
	if until == 0 {
		permits <- 0
		withdraw()
		return
	}
	for ; until != 0; until = readPermit(in) {
		permits <- until
	}
	// The daemon is gone while we send. Its successor assumes that nothing
	// arrives after its own start.
	os.Exit(exitOrphan)
}

// readPermit reads a permit and returns when it expires; 0 means none.
func readPermit(in *bufio.Reader) (until time.Duration) {
	word, _ := in.ReadString('\n')
	number, ok := strings.CutPrefix(strings.TrimSuffix(word, "\n"), wordGo)
	n, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil {
		return 0
	}
	return time.Duration(n)
}

// exitOrphan is the exit code of a child whose daemon is gone.
const exitOrphan = 1

// Serve is the child: one job in on standard input, one outcome out on standard
// output. It returns an error if there is no job.
func Serve(ctx context.Context, do func(context.Context, updater.Job, func() bool) updater.Outcome) error {
	in := bufio.NewReader(io.LimitReader(os.Stdin, 64<<10))
	line, err := in.ReadBytes('\n')
	var job updater.Job
	if err == nil {
		err = job.UnmarshalText(line[:len(line)-1])
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, TimeOf(job.Limit))
	defer cancel()
	permits := make(chan time.Duration, 1)
	go listen(in, permits, cancel)
	outcome := do(ctx, job, func() bool { return waitPermit(ctx, permits) })
	text, _ := outcome.AppendText(nil)
	os.Stdout.Write(append(text, '\n'))
	return nil
}

// orphaned says whether the daemon's end of the pipe is closed.
func orphaned() bool {
	fds := []unix.PollFd{{Fd: 0}} // a hangup is always reported
	unix.Poll(fds, 0)
	return fds[0].Revents != 0
}
