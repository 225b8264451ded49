// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"encoding/binary"
)

// adb collects a database in the format of apk 3, which its manual page
// apk-v3(5) tells: values of 32 bits, of which the upper four are a kind and
// the rest is a small number, or where in the database the bytes are.
type adb struct {
	data []byte
	// The same bytes are there once. apk writes it so too, which makes its
	// index and this one the same.
	at map[string]int
}

// value is a field of an object or an entry of an array.
type value uint32

// none is a field that is not there.
const none value = 0

// Kinds of values.
const (
	kindInt    value = 0x10000000
	kindInt32  value = 0x20000000
	kindInt64  value = 0x30000000
	kindBlob8  value = 0x80000000
	kindBlob16 value = 0x90000000
	kindBlob32 value = 0xa0000000
	kindArray  value = 0xd0000000
	kindObject value = 0xe0000000
)

// newADB returns a database without a value, but with room for its header: the
// version, which is 0, and the first value.
func newADB() *adb { return &adb{data: make([]byte, 8), at: make(map[string]int)} }

// put returns where in the database body is; its place is a multiple of align.
func (a *adb) put(align int, body []byte) value {
	if at, ok := a.at[string(body)]; ok && at%align == 0 {
		return value(at)
	}
	for len(a.data)%align != 0 {
		a.data = append(a.data, 0)
	}
	at := len(a.data)
	a.data = append(a.data, body...)
	a.at[string(body)] = at
	return value(at)
}

// text adds a text, if there is any.
func (a *adb) text(text string) value {
	switch n := len(text); {
	case n == 0:
		return none
	case n < 1<<8:
		return kindBlob8 | a.put(1, append([]byte{byte(n)}, text...))
	case n < 1<<16:
		return kindBlob16 | a.put(2, append(binary.LittleEndian.AppendUint16(nil, uint16(n)), text...))
	default:
		return kindBlob32 | a.put(4, append(binary.LittleEndian.AppendUint32(nil, uint32(n)), text...))
	}
}

// number adds a number.
func (a *adb) number(n uint64) value {
	switch {
	case n < 1<<28:
		return kindInt | value(n)
	case n < 1<<32:
		return kindInt32 | a.put(4, binary.LittleEndian.AppendUint32(nil, uint32(n)))
	default:
		return kindInt64 | a.put(4, binary.LittleEndian.AppendUint64(nil, n))
	}
}

// object adds fields, of which the first has the number 1.
func (a *adb) object(fields ...value) value { return a.list(kindObject, fields) }

// array adds entries.
func (a *adb) array(entries ...value) value { return a.list(kindArray, entries) }

// list adds values behind their count, which counts itself.
func (a *adb) list(kind value, values []value) value {
	for len(values) > 0 && values[len(values)-1] == none {
		values = values[:len(values)-1]
	}
	if len(values) == 0 {
		return none
	}
	body := binary.LittleEndian.AppendUint32(nil, uint32(len(values)+1))
	for _, v := range values {
		body = binary.LittleEndian.AppendUint32(body, uint32(v))
	}
	return kind | a.put(4, body)
}

// close returns the database with its first value.
func (a *adb) close(root value) []byte {
	binary.LittleEndian.PutUint32(a.data[4:], uint32(root))
	return a.data
}

// Kinds of blocks of a file.
const (
	blockADB       = 0
	blockSignature = 1
)

// block returns body as a block: behind the kind and the size of both, and up
// to a multiple of 8.
func block(kind int, body []byte) []byte {
	size := 4 + len(body)
	b := binary.LittleEndian.AppendUint32(nil, uint32(kind)<<30|uint32(size))
	return append(append(b, body...), bytes.Repeat([]byte{0}, (8-size%8)%8)...)
}
