// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"dynwan/updater/message"
)

// The resident writes status.json several times for each change, and what
// encoding/json leaves behind of that is most of what an account costs. A change
// is one of one account, so only its row is made again, in its place.

// Write replaces the file in a directory.
func (b *Board) Write(dir string) error {
	if b.rows == nil {
		b.rows = make([]byte, 0, 600*cap(b.Accounts)) // what most need, at once
	}
	for i := len(b.ends); i < len(b.Accounts); i++ {
		b.ends = append(b.ends, len(b.rows))
		b.setRow(i)
	}
	empty := Board{Version: b.Version, PID: b.PID, Running: b.Running, Problems: b.Problems, Accounts: []Status{}}
	b.scratch = boardColumns.append(b.scratch[:0], reflect.ValueOf(&empty).Elem())
	head, tail := b.scratch[:len(b.scratch)-len("]}")], []byte("]}\n")
	return writeFile(filepath.Join(dir, BoardFile), 0o644, head, b.rows, tail)
}

// setRow writes the row of an account in its place.
func (b *Board) setRow(i int) {
	b.scratch = b.scratch[:0]
	start := 0
	if i > 0 {
		start, b.scratch = b.ends[i-1], append(b.scratch, ',')
	}
	b.scratch = statusColumns.append(b.scratch, reflect.ValueOf(&b.Accounts[i]).Elem())
	more := len(b.scratch) - (b.ends[i] - start)
	b.rows = slices.Replace(b.rows, start, b.ends[i], b.scratch...)
	for ; i < len(b.ends); i++ {
		b.ends[i] += more
	}
}

// columns are the fields of a struct as encoding/json names them.
type columns []struct {
	name     string
	optional bool // not written while it is zero
}

var boardColumns, statusColumns = columnsOf[Board](), columnsOf[Status]()

func columnsOf[T any]() columns {
	var list columns
	for f := range reflect.TypeFor[T]().Fields() {
		if f.IsExported() {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			list = append(list, struct {
				name     string
				optional bool
			}{name, options == "omitempty"})
		}
	}
	return list
}

// append appends what encoding/json makes of a struct.
func (list columns) append(b []byte, value reflect.Value) []byte {
	start := len(b)
	for i, c := range list {
		v := value.Field(i)
		if c.optional && v.IsZero() {
			continue
		}
		separator := byte(',')
		if len(b) == start {
			separator = '{'
		}
		b = append(message.AppendQuoted(append(b, separator), c.name), ':')
		switch v := v.Addr().Interface().(type) {
		case *bool:
			b = strconv.AppendBool(b, *v)
		case *int:
			b = strconv.AppendInt(b, int64(*v), 10)
		case *float64:
			b = strconv.AppendFloat(b, *v, 'f', -1, 64)
		case *string:
			b = message.AppendQuoted(b, *v)
		case *State:
			b = message.AppendQuoted(b, string(*v))
		case *message.Message:
			b = v.AppendJSON(b)
		default:
			text, _ := json.Marshal(v) // the problems, which seldom are
			b = append(b, text...)
		}
	}
	return append(b, '}')
}
