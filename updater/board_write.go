// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"path/filepath"
	"slices"
	"strconv"

	"dynwan/updater/message"
)

// The resident writes status.json several times for each change, and what
// encoding/json leaves behind of that is most of what an account costs. A change
// is one of one record, so only its row is made again, in its place, and what is
// said of its account if that has changed.

// Write replaces the file in a directory.
func (b *Board) Write(dir string) error {
	if b.ends == nil {
		b.build()
	}
	head := message.AppendQuoted(append(b.scratch[:0], `{"version":`...), b.Version)
	head = strconv.AppendInt(append(head, `,"pid":`...), int64(b.PID), 10)
	head = strconv.AppendBool(append(head, `,"running":`...), b.Running)
	for i := range b.Problems {
		if i == 0 {
			head = append(head, `,"problems":[`...)
		}
		head = append(appendObject(head, b.Problems[i].Fields()), ',')
	}
	if len(b.Problems) > 0 {
		head[len(head)-1] = ']'
	}
	head = append(head, `,"accounts":[`...)
	b.scratch = head
	tail := boardEnd
	if len(b.Accounts) == 0 {
		tail = boardEnd[2:]
	}
	return writeFile(filepath.Join(dir, BoardFile), 0o644, head, b.text, tail)
}

var boardEnd = []byte("]}]}\n")

// build writes all accounts.
func (b *Board) build() {
	parts := len(b.Accounts)
	for _, k := range b.Accounts {
		parts += cap(k.Records)
	}
	b.text, b.ends = make([]byte, 0, 350*parts), make([]int, 0, parts) // what most need, at once
	for i, k := range b.Accounts {
		b.putAbout(i, true)
		for j := range k.Records {
			b.putRow(i, j, true)
		}
	}
}

// putAbout writes what is said once of an account. fresh means that the file has
// none of it.
func (b *Board) putAbout(i int, fresh bool) {
	b.scratch = b.scratch[:0]
	if i > 0 {
		b.scratch = append(b.scratch, "]},"...)
	}
	b.scratch = appendObject(b.scratch, b.load(Status{About: b.Accounts[i].About})[ownFields:])
	b.scratch = append(b.scratch[:len(b.scratch)-len("}")], `,"records":[`...)
	b.put(b.part(i), fresh)
}

// putRow writes the row of a record.
func (b *Board) putRow(i, j int, fresh bool) {
	b.scratch = b.scratch[:0]
	if j > 0 {
		b.scratch = append(b.scratch, ',')
	}
	b.scratch = appendObject(b.scratch, b.load(b.Accounts[i].Records[j])[:ownFields])
	b.put(b.part(i)+1+j, fresh)
}

// part is the number of the part of the text that tells of an account; its rows
// follow.
func (b *Board) part(i int) int {
	n := i
	for _, k := range b.Accounts[:i] {
		n += len(k.Records)
	}
	return n
}

// put puts a part in its place.
func (b *Board) put(n int, fresh bool) {
	start := 0
	if n > 0 {
		start = b.ends[n-1]
	}
	if fresh {
		b.ends = slices.Insert(b.ends, n, start)
	}
	more := len(b.scratch) - (b.ends[n] - start)
	b.text = slices.Replace(b.text, start, b.ends[n], b.scratch...)
	for ; n < len(b.ends); n++ {
		b.ends[n] += more
	}
}

// ownFields is how many fields a status has beside those of its About.
const ownFields = 17

// load returns the fields of a status.
func (b *Board) load(s Status) []Field {
	if b.row = s; b.fields == nil {
		b.fields = b.row.Fields()
	}
	return b.fields
}

// appendObject appends what encoding/json makes of the struct that has some
// fields.
func appendObject(b []byte, fields []Field) []byte {
	separator := byte('{')
	for _, f := range fields {
		start := len(b)
		b = append(append(append(b, separator, '"'), f.Name...), `":`...)
		zero := false
		switch v := f.Value.(type) {
		case *bool:
			b, zero = strconv.AppendBool(b, *v), !*v
		case *float64:
			b, zero = strconv.AppendFloat(b, *v, 'f', -1, 64), *v == 0
		case *int:
			b, zero = strconv.AppendInt(b, int64(*v), 10), *v == 0
		case *string:
			if zero = *v == ""; f.Name == refusedField { // it is JSON
				b = append(b, *v...)
			} else {
				b = message.AppendQuoted(b, *v)
			}
		case *message.Message:
			b, zero = v.AppendJSON(b), *v == ""
		}
		if zero && !always(f.Name) {
			b = b[:start]
			continue
		}
		separator = ','
	}
	return append(b, '}')
}

// always says whether a field is in status.json even if it is zero.
func always(name string) bool {
	switch name {
	case "record", "state", "address", "confirmed", "text", "since", "rule":
		return true
	}
	return false
}
