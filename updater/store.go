// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"dynwan/updater/message"
)

// Store keeps state across restarts of the process, in a directory in RAM: one
// file for each account and each probe, replaced atomically and never written
// in place. Its times are on the boot-time clock, which does not change when
// the clock is set and continues across a restart of the program.
type Store struct {
	Dir string
	// BootID identifies the present boot: times of another boot mean nothing.
	BootID string
	// Boot returns the time since boot (CLOCK_BOOTTIME).
	Boot func() time.Duration
}

// stateFile is the suffix of an account's state file.
const stateFile = ".state"

// maxState bounds the state file; a larger one is not ours.
const maxState = 16 << 10

// errNotOurs means that the state file does not hold what we wrote.
const errNotOurs = message.Message(message.Damaged)

// errBusy means that another process sends for the account.
const errBusy = message.Message(message.AnotherSends)

func (s Store) path(file string) string { return filepath.Join(s.Dir, file) }

// Now is the time since boot as a time.Time, which is valid across a restart.
func (s Store) Now() time.Time { return time.Unix(0, int64(s.Boot())) }

// write replaces a state file and returns its checksum.
func (s Store) write(file string, fields []Field) (uint32, error) {
	data := append(append(make([]byte, 0, 512), stateHead(0)...), s.bootLine()...)
	data = AppendFields(data, fields, '\n')
	sum := checksum(data[len(stateHead(0)):])
	copy(data, stateHead(sum))
	err := writeFile(s.path(file), 0o600, data)
	if errors.Is(err, fs.ErrNotExist) && os.MkdirAll(s.Dir, 0o755) == nil { // the directory was deleted
		err = writeFile(s.path(file), 0o600, data)
	}
	return sum, err
}

// read reads a state file into the fields that it has, and returns its
// checksum, 0 for a missing file or one of another boot. After an error the
// fields are undefined.
func (s Store) read(file string, fields func() []Field) (sum uint32, err error) {
	data, err := readFile(s.path(file), maxState)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	head, text, _ := strings.Cut(string(data), "\n")
	sum = checksum(text)
	if err == nil && (head+"\n" != stateHead(sum) || !strings.HasPrefix(text, "boot_id ")) {
		err = errNotOurs
	}
	text, ok := strings.CutPrefix(text, s.bootLine())
	if err == nil && !ok {
		return 0, nil
	}
	if err == nil {
		err = ReadFields(text, fields(), "\n")
	}
	if err != nil {
		return 0, message.Because(message.New(message.CannotUseState, s.path(file), message.Of(err)), err)
	}
	return sum, nil
}

// bootLine is the second line of a state file.
func (s Store) bootLine() string { return "boot_id " + strconv.Quote(s.BootID) + "\n" }

// gone says whether a state file does not exist.
func (s Store) gone(file string) bool {
	_, err := os.Stat(s.path(file))
	return errors.Is(err, fs.ErrNotExist)
}

// files returns the names in the directory. The list of the os package takes
// 8 KiB for good.
func (s Store) files() (names []string) {
	fd, err := syscall.Open(s.Dir, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer syscall.Close(fd)
	for b := make([]byte, 512); ; {
		n, err := syscall.ReadDirent(fd, b)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return names
		}
		_, _, names = syscall.ParseDirent(b[:n], -1, names)
	}
}

// forget removes a state file.
func (s Store) forget(file string) error {
	if err := os.Remove(s.path(file)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// save replaces the state file of an account and returns its checksum.
func (s Store) save(key, account string, m memory) (uint32, error) {
	return s.write(key+stateFile, append([]Field{{"account", &account}}, m.fields()...))
}

// load returns what the state file of an account remembers, and the checksum
// of the file. A missing file, or one of another boot, is the zero memory. A
// damaged one is an error and a memory that only keeps the gap, for a request
// may just have been sent.
func (s Store) load(key string) (m memory, sum uint32, err error) {
	var read *memory // nearly always there is nothing to read at the start
	sum, err = s.read(key+stateFile, func() []Field {
		read = new(memory)
		account := "" // for people who read the file
		return append(read.fields(), Field{"account", &account})
	})
	switch {
	case err != nil:
		return ignorance(s.Now()), 0, err
	case read != nil:
		m = *read
	}
	m.verified = max(m.verified, 0)
	return m, sum, nil
}

// checksum is crc32.ChecksumIEEE byte by byte: that makes tables of 8 KiB first,
// which stay, and a state file is short.
func checksum[T string | []byte](text T) uint32 {
	sum := ^uint32(0)
	for i := range len(text) {
		sum = crc32.IEEETable[byte(sum)^text[i]] ^ sum>>8
	}
	return ^sum
}

// stateHead is the first line of a state file. The checksum tells a file that
// we wrote from one that happens to look like it.
func stateHead(sum uint32) string {
	hex := strconv.FormatUint(uint64(sum), 16)
	return "dynwan state, crc " + "00000000"[len(hex):] + hex + "\n"
}

// lock makes sure that one process at a time sends for an account, or probes.
// It does not wait: a lock that another process holds is errBusy.
func (s Store) lock(key string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(s.Dir, key+".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = errBusy
		}
		return nil, err
	}
	return f, nil
}
