// SPDX-License-Identifier: GPL-2.0-or-later

// Package daemon is the process that stays: it sleeps until the kernel reports a
// change, and starts a child for each request. It knows neither TOML nor JSON nor
// any provider.
package daemon

import (
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/boot"
)

// Plan is what the daemon needs of its configuration. It holds no password, and
// reading it takes next to no memory. So the daemon reads the configuration in a
// first image of its process, and continues as another one that has only the
// plan.
type Plan struct {
	StateDir string
	BootID   string // as soon as the store has read it
	Allow    []netip.Prefix
	Problems []updater.Problem
	Rejected []updater.Status // of the accounts that were left out
	Accounts []updater.Config
	Shown    []updater.Status // what was shown last

	mu        sync.Mutex                     // of what follows
	published map[netwatch.Choice]netip.Addr // the IPv4 address that a provider holds
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

// accounts is how many accounts there are. The records of one follow each other.
func (p *Plan) accounts() (n int) {
	for i := range p.Accounts {
		if i == 0 || p.Accounts[i].Account != p.Accounts[i-1].Account {
			n++
		}
	}
	return n
}

// devices are the devices of all accounts, each once.
func (p *Plan) devices() []string {
	var names []string
	for _, c := range p.Choices() {
		names = append(names, c.Device)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Store is where the state of the accounts is kept.
func (p *Plan) Store() updater.Store {
	if p.BootID == "" {
		p.BootID = boot.ID()
	}
	return updater.Store{Dir: p.StateDir, BootID: p.BootID, Boot: boot.Uptime}
}
