// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"fmt"
	"net/netip"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"dynwan/updater"
)

// An update leaves some 19 KiB behind (the pipes and the process of the child, its
// job and outcome, the state file, status.json, the log), and the first garbage
// collection would add 250 to 300 KiB for good (work buffers, mark bits, a thread).
// So when the daemon is idle after it has started a child, it replaces itself with
// a new image of the same process, which has none of these. Changes of the
// addresses leave less behind, so that of these it takes many.
const maxReports = 16

// releaseAfter is how long nothing must have happened before pages are given back:
// by then the start, or a burst of events, and what follows at once are over.
const releaseAfter = time.Second

// image is the program as the kernel has loaded it.
type image struct {
	config   string       // the path of the configuration
	plan     *os.File     // with the plan; passed on to the next image
	lock     *os.File     // on the state directory; passed on too
	signals  *listener    // receives the signals
	children atomic.Int32 // how many were started
	reports  atomic.Int32 // how often a device offered something else than before
	pages    *time.Timer  // gives pages back
}

// idle starts the next image if that saves enough. By now the state files hold
// what the daemon knows, and the plan gets what it shows. If the next image
// cannot be started, only memory is lost.
func (i *image) idle(shown func() []updater.Status, p *Plan) {
	if i.plan == nil || i.lock == nil || i.children.Load() == 0 && i.reports.Load() < maxReports {
		i.pages.Reset(releaseAfter)
		return
	}
	p.Shown = shown()
	f, err := p.file()
	if err != nil {
		return
	}
	i.plan.Close() // its text stays mapped
	i.plan = f
	i.signals.close(i.next)
}

// next becomes the next image, which inherits the open files. It returns only
// on failure.
func (i *image) next() {
	args := []string{"dynwan", "run", "-config", i.config}
	for _, f := range []struct {
		flag string
		file *os.File
	}{{"-plan", i.plan}, {"-lock", i.lock}} {
		if f.file != nil {
			fd := f.file.Fd()
			unix.FcntlInt(fd, unix.F_SETFD, 0)
			defer unix.CloseOnExec(int(fd))
			args = append(args, f.flag, strconv.Itoa(int(fd)))
		}
	}
	defer byKernel(syscall.SIGTERM, syscall.SIGINT)()
	syscall.Exec("/proc/self/exe", args, os.Environ())
}

// inherit returns a file that the previous image passed on, nil if there is
// none.
func inherit(fd int) *os.File {
	if fd < 0 {
		return nil
	}
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), "inherited")
}

// close calls become, which starts the next image, unless a signal has yet to
// be handled. It returns only if become does.
//
// After signal.Stop, earlier signals are in the channel, and new ones act as
// before the program listened: SIGUSR1 waits for the next image, SIGTERM and
// SIGINT end this one or the next at once. That does no harm: at this point
// nothing is under way, the files hold all that the process knows, and who reads
// status.json sees that nobody holds the lock. Where the daemon is the first
// process of a jail such a signal is lost if it comes before the next image
// listens; procd then waits three seconds and kills.
func (e *listener) close(become func()) {
	waiting(syscall.SIGUSR1, func() {
		signal.Stop(e.signals)
		done := make(chan struct{})
		e.asked <- done
		<-done
		if e.ctx.Err() == nil && len(e.usr1) == 0 {
			become()
		}
		signal.Notify(e.signals, handledSignals...)
	})
}

// byKernel has the kernel end the process at some signals, as at its start, until
// undo is called. A thread that has taken a signal for the handler of the Go
// runtime, and is removed with the old image before it gets there, would lose it.
func byKernel(signals ...syscall.Signal) (undo func()) {
	if os.Getpid() == 1 {
		return func() {} // the kernel would drop them
	}
	size := uintptr(8) // of the kernel's sigset_t
	if strings.HasPrefix(runtime.GOARCH, "mips") {
		size = 16
	}
	// Zeros are SIG_DFL, however a processor orders struct sigaction, of which
	// this has room for any.
	var usual [8]uint64
	old := make([][8]uint64, len(signals))
	for i, s := range signals {
		unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&usual)), uintptr(unsafe.Pointer(&old[i])), size, 0, 0)
	}
	time.Sleep(time.Millisecond) // for a thread that has taken one just now
	return func() {
		for i, s := range signals {
			unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&old[i])), 0, size, 0, 0)
		}
	}
}

// waiting calls f on a thread that blocks a signal. An image that begins there
// inherits that, and the kernel keeps the signal until signal.Notify is called.
// Signals that kill cannot be held back like that: the Go runtime unblocks
// them.
func waiting(s syscall.Signal, f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var set, old unix.Sigset_t
	word := uint(unsafe.Sizeof(set.Val[0]) * 8)
	set.Val[uint(s-1)/word] |= 1 << (uint(s-1) % word)
	if unix.PthreadSigmask(unix.SIG_BLOCK, &set, &old) == nil {
		f()
		unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)
	}
}

// file returns an open file in memory with the plan, as lines. The first line says
// how many of some there are: to grow a list leaves as much behind as it takes.
func (p *Plan) file() (*os.File, error) {
	b := strconv.AppendInt([]byte("plan\tproblems "), int64(len(p.Problems)), 10)
	b = strconv.AppendInt(append(b, "\taccounts "...), int64(len(p.Accounts)), 10)
	b = strconv.AppendInt(append(b, "\tshown "...), int64(len(p.Shown)), 10)
	b = strconv.AppendQuote(append(b, "\tstatedir "...), p.StateDir)
	b = append(strconv.AppendQuote(append(b, "\tboot_id "...), p.Store().BootID), '\n')
	for _, network := range p.Allow {
		b = append(network.AppendTo(append(b, "allow\t"...)), '\n')
	}
	for _, problem := range p.Problems {
		b = append(updater.AppendFields(append(b, "problem\t"...), problem.Fields(), '\t'), '\n')
	}
	statuses := func(kind string, list []updater.Status) {
		var before updater.Status
		for _, s := range list {
			b = append(updater.AppendChanges(append(b, kind+"\t"...), s.Fields(), before.Fields(), '\t'), '\n')
			before = s
		}
	}
	statuses("rejected", p.Rejected)
	b = updater.AppendConfigs(b, p.Accounts)
	statuses("shown", p.Shown)
	fd, err := unix.MemfdCreate("plan", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the plan: %w", err)
	}
	f := os.NewFile(uintptr(fd), "plan")
	_, err = f.Write(b)
	return f, err
}

// readPlan reads what file has written. Its text is mapped and stays so: the plan
// is made of pieces of it.
func readPlan(f *os.File) (*Plan, error) {
	p := new(Plan)
	var size int64
	info, err := f.Stat()
	if err == nil {
		size = info.Size()
	}
	var text []byte
	if err == nil {
		text, err = unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
	}
	if err == nil {
		err = p.parse(unsafe.String(unsafe.SliceData(text), len(text)))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the plan: %w", err)
	}
	return p, nil
}

// parse reads the lines of a plan.
func (p *Plan) parse(text string) error {
	var accounts updater.ConfigReader
	var status updater.Status
	fields, of := status.Fields(), ""
	for text != "" {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		kind, rest, _ := strings.Cut(line, "\t")
		if ok, err := accounts.Read(kind, rest); ok {
			if err != nil {
				return err
			}
			continue
		}
		if of != kind {
			of, status = kind, updater.Status{}
		}
		var err error
		switch kind {
		case "plan":
			var problems, records, shown int
			err = updater.ReadFields(rest, []updater.Field{{Name: "problems", Value: &problems}, {Name: "accounts", Value: &records},
				{Name: "shown", Value: &shown}, {Name: "statedir", Value: &p.StateDir}, {Name: "boot_id", Value: &p.BootID}}, "\t")
			p.Problems, accounts.List, p.Shown = make([]updater.Problem, 0, problems), make([]updater.Config, 0, records), make([]updater.Status, 0, shown)
		case "allow":
			var network netip.Prefix
			network, err = netip.ParsePrefix(rest)
			p.Allow = append(p.Allow, network)
		case "problem":
			p.Problems = append(p.Problems, updater.Problem{})
			err = updater.ReadFields(rest, p.Problems[len(p.Problems)-1].Fields(), "\t")
		case "rejected":
			err = updater.ReadFields(rest, fields, "\t")
			p.Rejected = append(p.Rejected, status)
		case "shown":
			err = updater.ReadFields(rest, fields, "\t")
			p.Shown = append(p.Shown, status)
		default:
			err = fmt.Errorf("a line says %.20q", kind)
		}
		if err != nil {
			return err
		}
	}
	p.Accounts = accounts.List
	return nil
}
