// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Store keeps what outlives the process in a directory in RAM: one file an
// account, replaced at once and never written in place. Its times are on the
// boot-time clock, which no clock setting moves and which goes on over a
// restart of the program.
type Store struct {
	Dir string
	// BootID names the present boot: the times of another boot mean nothing.
	BootID string
	// Boot returns the time since boot (CLOCK_BOOTTIME).
	Boot func() time.Duration
}

// maxState bounds the state file; a longer one is not ours.
const maxState = 16 << 10

// errNotOurs means that the state file does not hold what we wrote.
var errNotOurs = errors.New("its content is damaged")

// errBusy means that another process sends for the account.
var errBusy = errors.New("another dynwan sends for this account")

func (s Store) path(key string) string { return filepath.Join(s.Dir, key+".state") }

// Now is the time since boot as a time.Time: one that lasts over a restart.
func (s Store) Now() time.Time { return time.Unix(0, int64(s.Boot())) }

// save replaces the state file of an account and returns its checksum.
func (s Store) save(key, account string, m memory) (uint32, error) {
	text := encodeFields(append([]field{{"account", &account}, {"boot_id", &s.BootID}}, m.fields()...))
	sum := crc32.ChecksumIEEE([]byte(text))
	data := []byte(stateHead(sum) + text)
	err := writeFile(s.path(key), data, 0o600)
	if errors.Is(err, fs.ErrNotExist) && os.MkdirAll(s.Dir, 0o755) == nil { // somebody has deleted the directory
		err = writeFile(s.path(key), data, 0o600)
	}
	return sum, err
}

// gone says whether an account has no state file.
func (s Store) gone(key string) bool {
	_, err := os.Stat(s.path(key))
	return errors.Is(err, fs.ErrNotExist)
}

// forget removes the state file of an account.
func (s Store) forget(key string) error {
	if err := os.Remove(s.path(key)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// load returns what the state file of an account remembers, and the checksum
// of the file. A missing file, or one of another boot, is the zero memory. A
// damaged one is an error and a memory that knows nothing but to keep the gap,
// for a request may just have been sent.
func (s Store) load(key string) (memory, uint32, error) {
	data, err := readFile(s.path(key), maxState)
	if errors.Is(err, fs.ErrNotExist) {
		return memory{}, 0, nil
	}
	var m memory
	var boot string
	var sum uint32
	if err == nil {
		m, boot, sum, err = decodeState(string(data))
	}
	if err != nil {
		return ignorance(s.Now()), 0, fmt.Errorf("cannot use the state in %s: %w", s.path(key), err)
	}
	if boot != s.BootID {
		return memory{}, sum, nil
	}
	return m, sum, nil
}

// decodeState reads the content of a state file, of which boot, and returns its
// checksum.
func decodeState(data string) (m memory, boot string, sum uint32, err error) {
	head, text, _ := strings.Cut(data, "\n")
	sum = crc32.ChecksumIEEE([]byte(text))
	if head+"\n" != stateHead(sum) {
		return m, "", 0, errNotOurs
	}
	var account string // for people
	err = decodeFields(text, append([]field{{"account", &account}, {"boot_id", &boot}}, m.fields()...))
	m.verified = max(m.verified, 0)
	return m, boot, sum, err
}

// stateHead is the first line of a state file. The checksum tells a file that
// we wrote from one that happens to look like it.
func stateHead(sum uint32) string { return fmt.Sprintf("dynwan state, crc %08x\n", sum) }

// lock makes sure that one process at a time sends for an account. It does not
// wait: a lock that another process holds is errBusy.
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
