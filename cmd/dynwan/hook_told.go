// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"io"
	"os"
	"strings"
	"syscall"
)

// told is what the hooks were told last of each record, in a file of RAM: neither
// a restart of the watch nor one of the daemon tells it again. It belongs to who
// calls the hooks and to nobody else, and is locked while they are called.
type told struct {
	file   *os.File
	events map[string]hookEvent
}

// maxTold is how many records are known: somebody might make up new ones.
const maxTold = 1000

// openTold waits until no other process calls hooks.
func openTold(path string) (*told, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	for err = syscall.EINTR; err == syscall.EINTR; {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, 1<<20))
	m := &told{f, map[string]hookEvent{}}
	for line := range strings.Lines(string(text)) {
		if words := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(words) == 5 {
			m.events[words[0]] = hookEvent{record: words[0], action: words[1], reason: words[2], address: words[3], old: words[4]}
		}
	}
	return m, err
}

// add records that an event was told.
func (m *told) add(e hookEvent) error {
	if _, known := m.events[e.record]; !known && len(m.events) >= maxTold {
		clear(m.events) // what is there now is told once more
	}
	m.events[e.record] = e
	var b strings.Builder
	for _, e := range m.events {
		b.WriteString(strings.Join([]string{e.record, e.action, e.reason, e.address, e.old}, "\t") + "\n")
	}
	_, err := m.file.WriteAt([]byte(b.String()), 0)
	if err == nil {
		err = m.file.Truncate(int64(b.Len()))
	}
	return err
}
