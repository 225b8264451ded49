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
	"unsafe"

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

	spare *spare // of a Loop; nil: it is made anew each time
}

// spare is what state files are read and written with, made once: what is made for
// each file stays until the garbage is collected, which a small process never does.
type spare struct {
	text    []byte
	boot    string // the second line of each file
	account string
	memory  memory
	fields  []Field // of an account's file: of both
}

func newSpare(bootID string) *spare {
	s := &spare{text: make([]byte, 0, 1<<10), boot: "boot_id " + strconv.Quote(bootID) + "\n"}
	s.fields = append([]Field{{"account", &s.account}}, s.memory.fields()...) // which is for people who read the file
	return s
}

// own is the spare of the Loop, or a new one.
func (s Store) own() *spare {
	if s.spare == nil {
		return newSpare(s.BootID)
	}
	return s.spare
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
	own := s.own()
	data := append(appendHead(own.text[:0], 0), own.boot...)
	data = AppendFields(data, fields, '\n')
	sum := checksum(data[headSize:])
	appendHead(data[:0], sum)
	own.text = data
	err := writeFile(s.path(file), 0o600, data)
	if errors.Is(err, fs.ErrNotExist) && os.MkdirAll(s.Dir, 0o755) == nil { // the directory was deleted
		err = writeFile(s.path(file), 0o600, data)
	}
	return sum, err
}

// read reads a state file into the fields that it has, and returns its
// checksum, 0 for a missing file or one of another boot. After an error the
// fields are undefined.
func (s Store) read(file string, fields []Field) (sum uint32, err error) {
	own := s.own()
	data, err := readInto(own.text, s.path(file), maxState)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if cap(data) > cap(own.text) {
		own.text = data
	}
	return s.understand(file, data, err, fields)
}

// understand does what read does with what the file holds, or why that cannot be
// read.
func (s Store) understand(file string, data []byte, err error, fields []Field) (sum uint32, _ error) {
	all := unsafe.String(unsafe.SliceData(data), len(data))
	text := all[min(headSize, len(all)):]
	sum = checksum(text)
	var head [headSize]byte
	if err == nil && (!strings.HasPrefix(all, string(appendHead(head[:0], sum))) || !strings.HasPrefix(text, "boot_id ")) {
		err = errNotOurs
	}
	text, ok := strings.CutPrefix(text, s.own().boot)
	if err == nil && !ok {
		return 0, nil
	}
	if err == nil {
		err = ReadFields(text, fields, "\n")
		keep(fields)
	}
	if err != nil {
		return 0, message.Because(message.New(message.CannotUseState, s.path(file), message.Of(err)), err)
	}
	return sum, nil
}

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
	s.spare = s.own()
	s.spare.account, s.spare.memory = account, m
	return s.write(key+stateFile, s.spare.fields)
}

// load returns what the state file of an account remembers, and the checksum
// of the file. A missing file, or one of another boot, is the zero memory. A
// damaged one is an error and a memory that only keeps the gap, for a request
// may just have been sent.
func (s Store) load(key string) (m memory, sum uint32, err error) {
	s.spare = s.own()
	s.spare.memory = memory{}
	sum, err = s.read(key+stateFile, s.spare.fields)
	if err != nil {
		return ignorance(s.Now()), 0, err
	}
	m = s.spare.memory
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

// appendHead appends the first line of a state file. The checksum tells a file that
// we wrote from one that happens to look like it.
func appendHead(b []byte, sum uint32) []byte {
	b = append(b, "dynwan state, crc "...)
	for shift := 28; shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[sum>>shift&15])
	}
	return append(b, '\n')
}

// headSize is the length of that line.
const headSize = len("dynwan state, crc 01234567\n")

// lock makes sure that one process at a time sends for an account, or probes.
// It does not wait: a lock that another process holds is errBusy.
func (s Store) lock(key string) (lock, error) {
	fd, err := open(filepath.Join(s.Dir, key+".lock"), syscall.O_CREAT|syscall.O_RDWR, 0o600)
	if err != nil {
		return 0, err
	}
	if err := syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		syscall.Close(fd)
		if err == syscall.EWOULDBLOCK {
			return 0, errBusy
		}
		return 0, err
	}
	return lock(fd), nil
}

// lock is the file descriptor of a locked file, 0 for none.
type lock int

func (l lock) Close() {
	if l > 0 {
		syscall.Close(int(l))
	}
}
