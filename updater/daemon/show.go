// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/message"
)

// show prints what the accounts do: news to stdout, problems to stderr, where
// procd gives them their level and time, and all of it into status.json.
type show struct {
	dir    string
	board  updater.Board
	lines  []line                     // of the log, not yet printed
	text   []byte                     // for the next of them
	lost   int                        // lines that could not be logged
	mute   bool                       // status.json cannot be written, and that was logged
	logged map[string]message.Message // why an account's state cannot be kept, as logged
}

// newShow shows the start: what is watched, and what is wrong. A new image of
// the process continues from what the last one showed.
func newShow(p *Plan, version string, shown []updater.Status) *show {
	s := &show{dir: p.StateDir, logged: map[string]message.Message{}, board: updater.Board{Version: version, PID: os.Getpid(), Running: true}}
	s.board.Problems = p.Problems
	accounts := p.accounts()
	s.board.Accounts = make([]updater.Block, 0, len(p.Rejected)+accounts) // what grows by and by leaves as much behind
	s.lines = make([]line, 0, min(len(p.Accounts), 64))                   // all records have one at first
	if shown != nil {
		for i := range shown {
			s.board.Set(&shown[i])
		}
		return s
	}
	for _, problem := range p.Problems {
		s.print(os.Stderr, []byte(problem.Text+"\n"))
	}
	for i := range p.Rejected {
		s.board.Set(&p.Rejected[i])
	}
	watched := "nothing"
	if d := p.devices(); len(d) > 0 {
		watched = strings.Join(d, ", ")
	}
	s.print(os.Stdout, append(message.New(message.Watches, version, watched, accounts).Append(nil), '\n'))
	s.write()
	return s
}

// status takes what one record shows, for flush. What concerns its account is
// said once.
func (s *show) status(st *updater.Status, news bool) {
	before, now := s.board.Set(st)
	if warns(now.Notice) && now.Notice != before.Notice {
		s.lines = append(s.lines, line{os.Stderr, nil, now.Account, now.Notice})
	}
	if now.Probe != "" && now.Probe != before.Probe {
		s.lines = append(s.lines, line{os.Stdout, nil, now.Account, now.Probe})
	}
	if !news {
		return
	}
	out := os.Stdout
	if st.Problem {
		out = os.Stderr
	}
	s.lines = append(s.lines, line{out: out, status: st})
	if now.Memory != s.logged[now.Account] {
		if s.logged[now.Account] = now.Memory; now.Memory != "" {
			s.lines = append(s.lines, line{os.Stderr, nil, now.Account, now.Memory})
		}
	}
}

// flush shows what status has taken: who reads a line of the log finds it in
// status.json. Records often change together, and the file is written once.
func (s *show) flush() {
	s.write()
	for _, l := range s.lines {
		s.text = append(l.append(s.text[:0]), '\n')
		s.print(l.out, s.text)
	}
	s.lines = s.lines[:0]
}

// line is a line of the log: the status of a record, or something about an account.
type line struct {
	out     *os.File
	status  *updater.Status
	account string
	text    message.Message
}

func (l line) append(b []byte) []byte {
	if l.status != nil {
		return l.status.AppendLine(b, boot.Uptime().Seconds())
	}
	return l.text.Append(append(append(b, l.account...), ": "...))
}

// print writes a line of the log. If the reader of the log is busy or stuck,
// the line is dropped: a daemon that waits for it could neither work nor stop.
// A pipe with any room takes 4 KiB at once (pipe(7)); making it nonblocking
// would affect all who have it open.
func (s *show) print(out *os.File, line []byte) {
	patience := 200
	if s.lost > 0 {
		line, patience = append(append(message.New(message.LinesLost, s.lost).Append(nil), '\n'), line...), 0
	}
	fds := []unix.PollFd{{Fd: int32(out.Fd()), Events: unix.POLLOUT}}
	n, err := unix.Poll(fds, patience)
	for err == unix.EINTR {
		n, err = unix.Poll(fds, patience)
	}
	if s.lost++; n > 0 {
		s.lost = 0
		out.Write(line[:min(len(line), 4<<10)])
	}
}

// end shows that the daemon has shut down normally.
func (s *show) end() {
	s.board.Running = false
	s.write()
}

func (s *show) write() {
	err := s.board.Write(s.dir)
	if err != nil && !s.mute {
		s.print(os.Stderr, append(message.New(message.StatusNotShown, message.Of(err)).Append(nil), '\n'))
	}
	s.mute = err != nil
}

// warns says whether a notice is bad news.
func warns(notice message.Message) bool { return notice.Has(message.AccountEnds, message.AccountEnded) }
