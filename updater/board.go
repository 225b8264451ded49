// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"dynwan/updater/message"
)

// Board is the content of status.json: what the daemon shows to everybody on
// the machine. It holds no secret.
type Board struct {
	Version  string    `json:"version"`
	PID      int       `json:"pid"`
	Running  bool      `json:"running"` // false once the daemon has shut down normally
	Problems []Problem `json:"problems,omitempty"`
	Accounts []Block   `json:"accounts"`

	text   []byte  // for what is written next
	row    Status  // what is written now
	fields []Field // of row: its own, and those of its About
}

// Block is an account: what is said of it once, and its records.
type Block struct {
	About
	Records []*Status `json:"records"`
}

// Problem is one thing wrong in the configuration.
type Problem struct {
	Account string          `json:"account,omitempty"` // "" if it concerns the whole file
	Option  string          `json:"option,omitempty"`
	Rule    message.Message `json:"rule"`
	Text    string          `json:"text"` // the whole line, as check prints it
}

// Fields are the parts of a problem as a line, named as in status.json.
func (p *Problem) Fields() []Field {
	return []Field{{"account", &p.Account}, {"option", &p.Option}, {"rule", &p.Rule}, {"text", &p.Text}}
}

// BoardFile is the name of the file in the state directory.
const BoardFile = "status.json"

const maxBoard = 16 << 20

// Set replaces the status of one record, or adds it, and returns what its
// account shows before and after. It keeps s, which must not change any more.
func (b *Board) Set(s *Status) (before, after About) {
	i := slices.IndexFunc(b.Accounts, func(k Block) bool { return k.Account == s.Account })
	if i < 0 {
		i = len(b.Accounts)
		b.Accounts = append(b.Accounts, Block{})
	}
	k := &b.Accounts[i]
	before = k.About
	if j := slices.IndexFunc(k.Records, func(t *Status) bool { return t.Name == s.Name }); j >= 0 {
		k.Records[j] = s
	} else {
		k.Records = append(k.Records, s)
	}
	k.about()
	return before, k.About
}

// about puts together what the records say of their account. Mostly they say
// the same, or nothing.
func (k *Block) about() {
	k.About = k.Records[0].About
	for _, s := range k.Records[1:] {
		k.IPv6, k.Notice, k.Memory = cmp.Or(k.IPv6, s.IPv6), cmp.Or(k.Notice, s.Notice), cmp.Or(k.Memory, s.Memory)
		if !strings.Contains(string(k.Probe), string(s.Probe)) {
			k.Probe = message.And(k.Probe, s.Probe)
		}
	}
}

// Records returns the status of each record.
func (b *Board) Records() (list []Status) {
	for _, k := range b.Accounts {
		for _, s := range k.Records {
			list = append(list, *s)
		}
	}
	return list
}

// Record returns the status of one record, the zero one if there is none.
func (b *Board) Record(name string) Status {
	for _, s := range b.Records() {
		if s.Name == name {
			return s
		}
	}
	return Status{}
}

// ReadBoard reads the file of a directory.
func ReadBoard(dir string) (*Board, error) { return ReadBoardOf(dir, maxBoard) }

// ReadBoardOf reads a file of at most max bytes.
func ReadBoardOf(dir string, max int) (*Board, error) {
	text, err := readFile(filepath.Join(dir, BoardFile), max)
	b := new(Board)
	if err == nil {
		err = json.Unmarshal(text, b)
	}
	if err != nil {
		return nil, message.Because(message.New(message.CannotRead, filepath.Join(dir, BoardFile), message.Of(err)), err)
	}
	for i := range b.Accounts {
		k := &b.Accounts[i]
		k.Records = slices.DeleteFunc(k.Records, func(s *Status) bool { return s == nil }) // we write no null
		for _, s := range k.Records {
			s.About = k.About
		}
	}
	return b, nil
}

// ErrRuns means that a daemon has the state directory.
const ErrRuns = message.Message(message.AnotherRuns)

// LockFile is locked by the daemon while it runs.
const LockFile = "daemon.lock"

// Lock takes the state directory for the lifetime of the returned file. It
// returns ErrRuns if a daemon has it already. Others cannot open the file, for
// who can open it can hold it.
func Lock(dir string) (*os.File, error) {
	path := filepath.Join(dir, LockFile)
	fd, err := openRegular(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, message.Because(message.New(message.CannotLock, dir, message.Of(err)), err)
	}
	f := os.NewFile(uintptr(fd), path)
	err = f.Chmod(0o600) // dynwan 0.1.0 let everybody read it
	if err == nil {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	}
	if err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = ErrRuns
		}
		return nil, message.Because(message.New(message.CannotLock, dir, message.Of(unpath(err))), err)
	}
	return f, nil
}

// Runs says whether a daemon has the state directory. It opens nothing there and
// needs no right to: the kernel tells everybody which files are locked.
func Runs(dir string) bool {
	var file syscall.Stat_t
	if syscall.Lstat(filepath.Join(dir, LockFile), &file) != nil {
		return false
	}
	locks, err := os.ReadFile("/proc/locks")
	for line := range strings.Lines(string(locks)) {
		// "1: FLOCK  ADVISORY  WRITE 25653 fe:00:9977873 0 EOF". Only the inode is
		// compared, since some file systems show programs another device number.
		fields := strings.Fields(line)
		if len(fields) > 5 && fields[1] == "FLOCK" && strings.HasSuffix(fields[5], ":"+strconv.FormatUint(file.Ino, 10)) {
			return true
		}
	}
	return err != nil
}
