// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"net/netip"
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

// savedState is a memory as the file has it; times are time since boot, with 0
// for none.
type savedState struct {
	Account    string        `json:"account"`
	BootID     string        `json:"boot_id"`
	Held       Record        `json:"held"`
	Unverified bool          `json:"unverified,omitempty"`
	Asked      string        `json:"asked,omitempty"`
	Tried      Record        `json:"tried"`
	Arrived    time.Duration `json:"arrived,omitempty"`
	InFlight   bool          `json:"in_flight,omitempty"`
	Unsure     int           `json:"unsure,omitempty"`
	ResendAt   time.Duration `json:"resend_at,omitempty"`
	HoldTill   time.Duration `json:"hold_till,omitempty"`
	Refused    string        `json:"refused,omitempty"`
	Refusal    string        `json:"refusal,omitempty"`
	Remedy     string        `json:"remedy,omitempty"`
	GuessAt    time.Duration `json:"guess_at,omitempty"`
	Guesses    int           `json:"guesses,omitempty"`
	Answer     string        `json:"answer,omitempty"`
	Gone       bool          `json:"gone,omitempty"`
	Notice     string        `json:"notice,omitempty"`
	Question   string        `json:"question,omitempty"`
	Line       netip.Addr    `json:"line,omitzero"`
	Found      netip.Addr    `json:"found,omitzero"`
	Looked     time.Duration `json:"looked,omitempty"`
	Pause      time.Duration `json:"pause,omitempty"`
	VerifyAt   time.Duration `json:"verify_at,omitempty"`
	Verified   int           `json:"verified,omitempty"`
	RecheckAt  time.Duration `json:"recheck_at,omitempty"`
	Other      int           `json:"other,omitempty"`
}

// maxState bounds the state file; a longer one is not ours.
const maxState = 16 << 10

// errNotOurs means that the state file does not hold what we wrote.
var errNotOurs = errors.New("its content is damaged")

// errBusy means that another process sends for the account.
var errBusy = errors.New("another dynwan sends for this account")

func (s Store) path(key string) string { return filepath.Join(s.Dir, key+".state") }

// save replaces the state file of an account and returns its checksum.
func (s Store) save(key, account string, now time.Time, m memory) (uint32, error) {
	since := func(t time.Time) time.Duration {
		if t.IsZero() {
			return 0
		}
		return s.Boot() + t.Sub(now)
	}
	text, err := json.Marshal(savedState{
		Account: account, BootID: s.BootID,
		Held: m.held, Unverified: m.unverified, Asked: m.asked, Tried: m.tried,
		Arrived: since(m.arrived), InFlight: m.inFlight, Unsure: m.unsure,
		ResendAt: since(m.resendAt), HoldTill: since(m.holdTill),
		Refused: m.refused, Refusal: m.refusal, Remedy: m.remedy, Answer: m.answer,
		GuessAt: since(m.guessAt), Guesses: m.guesses,
		Gone: m.gone, Notice: m.notice,
		Question: m.sight.key, Line: m.sight.line, Found: m.sight.found, Looked: since(m.sight.asked), Pause: since(m.sight.pause),
		VerifyAt: since(m.verifyAt), Verified: m.verified, RecheckAt: since(m.recheckAt), Other: m.other,
	})
	if err != nil {
		return 0, fmt.Errorf("cannot write down the state of %s: %w", account, err)
	}
	sum := crc32.ChecksumIEEE(text)
	text = append([]byte(stateHead(sum)), text...)
	err = writeFile(s.path(key), text, 0o600)
	if errors.Is(err, fs.ErrNotExist) && os.MkdirAll(s.Dir, 0o755) == nil { // somebody has deleted the directory
		err = writeFile(s.path(key), text, 0o600)
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
func (s Store) load(key string, now time.Time) (memory, uint32, error) {
	data, err := readFile(s.path(key), maxState)
	if errors.Is(err, fs.ErrNotExist) {
		return memory{}, 0, nil
	}
	var f savedState
	var sum uint32
	if err == nil {
		f, sum, err = decodeState(data)
	}
	if err != nil {
		return ignorance(now), 0, fmt.Errorf("cannot use the state in %s: %w", s.path(key), err)
	}
	if f.BootID != s.BootID {
		return memory{}, sum, nil
	}
	boot := s.Boot()
	at := func(d time.Duration) time.Time {
		if d == 0 {
			return time.Time{}
		}
		return now.Add(d - boot)
	}
	return memory{
		held: f.Held, unverified: f.Unverified, asked: f.Asked, tried: f.Tried,
		arrived: at(f.Arrived), inFlight: f.InFlight, unsure: f.Unsure,
		resendAt: at(f.ResendAt), holdTill: at(f.HoldTill),
		refused: f.Refused, refusal: f.Refusal, remedy: f.Remedy, answer: f.Answer,
		guessAt: at(f.GuessAt), guesses: f.Guesses,
		gone: f.Gone, notice: f.Notice,
		sight:    sight{key: f.Question, line: f.Line, found: f.Found, asked: at(f.Looked), pause: at(f.Pause)},
		verifyAt: at(f.VerifyAt), verified: max(f.Verified, 0), recheckAt: at(f.RecheckAt), other: f.Other,
	}, sum, nil
}

// decodeState reads the content of a state file and returns its checksum.
func decodeState(data []byte) (f savedState, sum uint32, err error) {
	head, text, _ := strings.Cut(string(data), "\n")
	sum = crc32.ChecksumIEEE([]byte(text))
	if head+"\n" != stateHead(sum) || json.Unmarshal([]byte(text), &f) != nil {
		return savedState{}, 0, errNotOurs
	}
	return f, sum, nil
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
