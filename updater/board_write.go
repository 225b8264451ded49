// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"path/filepath"
	"strconv"

	"dynwan/updater/message"
)

// The resident writes status.json several times for each change, and what
// encoding/json leaves behind of that is most of what an account costs. This
// leaves nothing behind that grows with the records, and keeps no text of them.

// Write replaces the file in a directory.
func (b *Board) Write(dir string) error {
	return replaceFile(filepath.Join(dir, BoardFile), 0o644, b.fill)
}

// piece is about how much is written at once.
const piece = 1 << 10

func (b *Board) fill(fd int) (err error) {
	if b.text == nil {
		b.text = make([]byte, 0, piece+piece/2) // with the row that is over it
	}
	text := message.AppendQuoted(append(b.text[:0], `{"version":`...), b.Version)
	text = strconv.AppendInt(append(text, `,"pid":`...), int64(b.PID), 10)
	text = strconv.AppendBool(append(text, `,"running":`...), b.Running)
	for i := range b.Problems {
		if i == 0 {
			text = append(text, `,"problems":[`...)
		}
		text = append(appendObject(text, b.Problems[i].Fields()), ',')
	}
	if len(b.Problems) > 0 {
		text[len(text)-1] = ']'
	}
	text = append(text, `,"accounts":[`...)
	for i := range b.Accounts {
		k := &b.Accounts[i]
		if i > 0 {
			text = append(text, ',')
		}
		text = appendObject(text, b.load(Status{About: k.About})[ownFields:])
		text = append(text[:len(text)-len("}")], `,"records":[`...)
		for j, s := range k.Records {
			if j > 0 {
				text = append(text, ',')
			}
			if text = appendObject(text, b.load(*s)[:ownFields]); len(text) > piece && err == nil {
				err = write(fd, text)
				text = text[:0]
			}
		}
		text = append(text, "]}"...)
	}
	text = append(text, "]}\n"...)
	if err == nil {
		err = write(fd, text)
	}
	b.text = text
	return err
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
