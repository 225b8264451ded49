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
// is one of one record, so only its row is made again, in its place, and what is
// said of its account if that has changed.

// Write replaces the file in a directory.
func (b *Board) Write(dir string) error {
	if b.ends == nil {
		b.build()
	}
	whole := Board{Version: b.Version, PID: b.PID, Running: b.Running, Problems: b.Problems}
	b.scratch = boardColumns.append(b.scratch[:0], reflect.ValueOf(&whole).Elem())
	head, tail := append(b.scratch[:len(b.scratch)-len("null}")], '['), "]}]}\n"
	if len(b.Accounts) == 0 {
		tail = "]}\n"
	}
	return writeFile(filepath.Join(dir, BoardFile), 0o644, head, b.text, []byte(tail))
}

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
	b.scratch = aboutColumns.append(b.scratch, reflect.ValueOf(&b.Accounts[i].About).Elem())
	b.scratch = append(b.scratch[:len(b.scratch)-len("}")], `,"records":[`...)
	b.put(b.part(i), fresh)
}

// putRow writes the row of a record.
func (b *Board) putRow(i, j int, fresh bool) {
	b.scratch = b.scratch[:0]
	if j > 0 {
		b.scratch = append(b.scratch, ',')
	}
	b.scratch = statusColumns.append(b.scratch, reflect.ValueOf(&b.Accounts[i].Records[j]).Elem())
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

// columns are the fields of a struct as encoding/json names them.
type columns []struct {
	name     string
	optional bool // not written while it is zero
}

var boardColumns, aboutColumns, statusColumns = columnsOf[Board](), columnsOf[About](), columnsOf[Status]()

func columnsOf[T any]() columns {
	var list columns
	for f := range reflect.TypeFor[T]().Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "-" { // what is left out is last
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
		case *Refusals:
			b = append(b, *v...)
		default:
			text, _ := json.Marshal(v) // the problems, which seldom are
			b = append(b, text...)
		}
	}
	return append(b, '}')
}
