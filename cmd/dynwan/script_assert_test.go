// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"

	"dynwan/updater"
)

// What must have come of it: the log, the status, the record, the requests.

// logFile is the section of a script that holds the whole log after the first
// line.
const logFile = "log"

func (s *script) doLog(args []string) error {
	if len(args) != 0 {
		return errUsage
	}
	want := s.log
	lines := shown(s.play, slices.ContainsFunc(strings.Split(want, "\n"), instant.MatchString))
	got := strings.Join(lines, "\n") + "\n"
	switch {
	case got == want:
		return nil
	case *update:
		return s.write(got)
	}
	return fmt.Errorf("the log is another one:\n%s", diff.Diff("log in the script", []byte(want), "log of dynwan", []byte(got)))
}

// write puts the log into the file of the script.
func (s *script) write(log string) error {
	archive, err := txtar.ParseFile(s.file)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == logFile })
	if i < 0 {
		i = len(archive.Files)
		archive.Comment = append(bytes.TrimRight(archive.Comment, "\n"), "\n\n"...)
		archive.Files = append(archive.Files, txtar.File{Name: logFile})
	}
	archive.Files[i].Data = []byte(log)
	return os.WriteFile(s.file, txtar.Format(archive), 0o644)
}

func (s *script) doStatus(args []string) error {
	want := strings.Join(args, " ")
	got, err := s.Status()
	if err == nil && got.State != updater.State(want) {
		err = fmt.Errorf("status: got %q (%s), want %q", got.State, got.Text, want)
	}
	return err
}

// doShows checks another field of the account in status.json, or of its first
// record.
func (s *script) doShows(args []string) error {
	if len(args) < 2 {
		return errUsage
	}
	text, err := os.ReadFile(filepath.Join(s.StateDir(), updater.BoardFile))
	if err != nil {
		return err
	}
	var board struct{ Accounts []map[string]any } // the records are in it
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&board); err != nil {
		return err
	}
	want := strings.Join(args[1:], " ")
	for _, account := range board.Accounts {
		if account["account"] != "home" {
			continue
		}
		value, ok := account[args[0]]
		if first, _ := account["records"].([]any)[0].(map[string]any); !ok {
			value = first[args[0]]
		}
		if said, ok := value.(map[string]any); ok {
			value = said["text"]
		}
		if got := fmt.Sprint(value); got != want {
			return fmt.Errorf("%s in status.json: got %q, want %q", args[0], got, want)
		}
		return nil
	}
	return errors.New("status.json has no account home")
}

func (s *script) doHolds(args []string) error {
	want := strings.Join(args, " ")
	if want == "none" {
		want = "invalid IP"
	}
	if got := s.held(); got != want {
		return fmt.Errorf("the provider holds %s, want %s", got, want)
	}
	return nil
}

func (s *script) doRequests(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		return errUsage
	}
	var wrong []string
	if got := len(s.Box.Ledger()); got != want {
		wrong = append(wrong, fmt.Sprintf("requests: got %d, want %d", got, want))
	}
	for _, breach := range s.Box.Breaches() {
		wrong = append(wrong, "broken rule: "+breach)
	}
	if wrong != nil {
		return errors.New(strings.Join(wrong, "\n"))
	}
	return nil
}

// doApart checks the time between the first and the last request.
func (s *script) doApart(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	want, err := time.ParseDuration(args[0])
	if err != nil {
		return err
	}
	l := s.Box.Ledger()
	if len(l) < 2 {
		return fmt.Errorf("requests: got %d, want two that are apart", len(l))
	}
	if got := l[len(l)-1].Time.Sub(l[0].Time); got < want {
		return fmt.Errorf("the last request came %v after the first, want at least %v", got, want)
	}
	return nil
}

// doWithin checks how long the last line that was waited for took, from the
// last command that did something.
func (s *script) doWithin(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	want, err := time.ParseDuration(args[0])
	if err != nil {
		return err
	}
	if s.read == 0 {
		return errors.New("no line was waited for")
	}
	line := s.daemon.Lines()[s.read-1]
	if got := line.At.Sub(s.acted); got > want {
		return fmt.Errorf("the line %q came after %v, want at most %v", line.Text, got, want)
	}
	return nil
}

// doFrom checks which address the first request came from.
func (s *script) doFrom(args []string) error {
	var got []string
	for _, r := range s.Box.Ledger() {
		host, _, _ := net.SplitHostPort(r.Remote)
		got = append(got, host)
	}
	switch n := len(args); {
	case n == 0:
		return errUsage
	case len(got) < n:
		return fmt.Errorf("%d requests came, want at least %d", len(got), n)
	case !slices.Equal(got[:n], args):
		return fmt.Errorf("the requests came from %q, want %q", got[:n], args)
	}
	return nil
}

var instant = regexp.MustCompile(`pppoe-wan (has no IPv4 address|has no carrier|is down)(; \S+ has no IPv6 address)?; nothing to publish$`)
var days = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}`)
var times = regexp.MustCompile(`in ([0-9]+(ms|[smhd]))+$`)

// shown is the log after the first line, with T for each time, DAY for each
// day and DIR for the state directory. A change leaves the line without an
// address for an instant, which is seen or not.
func shown(p *play, instants bool) []string {
	var lines []string
	for i, l := range p.daemon.Lines() {
		if i == 0 || !instants && instant.MatchString(l.Text) {
			continue
		}
		line := days.ReplaceAllString(times.ReplaceAllString(l.Text, "in T"), "DAY")
		lines = append(lines, strings.ReplaceAll(line, p.StateDir(), "DIR"))
	}
	return lines
}
