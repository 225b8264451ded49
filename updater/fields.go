// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/message"
)

// Field is a name with a pointer to its value. A state file has a line for each,
// "NAME VALUE"; a job, an outcome and a part of the plan are one line, with a tab
// between fields. What is written so contains neither. A zero value is left out.
type Field struct {
	Name  string
	Value any // *bool, *int, *int64, *float64, *string, *message.Message, *netip.Addr, *time.Time or *[]int64
}

// AppendFields appends fields, each with a separator behind it.
func AppendFields(b []byte, fields []Field, separator byte) []byte {
	for _, f := range fields {
		start := len(b)
		b = append(append(b, f.Name...), ' ')
		value := len(b)
		if b = f.append(b); len(b) == value {
			b = b[:start]
		} else {
			b = append(b, separator)
		}
	}
	return b
}

// AppendChanges appends the fields that are not as they were before, a zero one
// without a value.
func AppendChanges(b []byte, fields, before []Field, separator byte) []byte {
	for i, f := range fields {
		if value := string(f.append(nil)); value != string(before[i].append(nil)) {
			b = append(append(b, f.Name+" "+value...), separator)
		}
	}
	return b
}

// ReadFields reads what AppendFields has written. A field that is not there stays
// as it is.
func ReadFields(text string, fields []Field, separator string) error {
fields:
	for text != "" {
		var part string
		part, text, _ = strings.Cut(text, separator)
		name, value, _ := strings.Cut(part, " ")
		for _, f := range fields {
			if f.Name == name && f.set(value) == nil {
				continue fields
			}
		}
		return errNotOurs
	}
	return nil
}

// keep gives the texts of fields memory of their own, one that comes again once.
func keep(fields []Field) {
	last := ""
	for _, f := range fields {
		text, ok := f.Value.(*string)
		if m, is := f.Value.(*message.Message); is {
			text, ok = (*string)(m), true
		}
		switch {
		case !ok || *text == "":
		case *text == last:
			*text = last
		default:
			last = strings.Clone(*text)
			*text = last
		}
	}
}

// append appends the value, nothing if it is zero.
func (f Field) append(b []byte) []byte {
	switch v := f.Value.(type) {
	case *string:
		if *v != "" {
			b = strconv.AppendQuote(b, *v)
		}
	case *message.Message: // one line without tabs
		b = append(b, *v...)
	case *time.Time: // in nanoseconds since boot
		if !v.IsZero() {
			b = strconv.AppendInt(b, v.UnixNano(), 10)
		}
	case *netip.Addr:
		if v.IsValid() {
			b = v.AppendTo(b)
		}
	case *int:
		b = appendInt(b, int64(*v))
	case *int64:
		b = appendInt(b, *v)
	case *float64:
		if *v != 0 {
			b = strconv.AppendFloat(b, *v, 'g', -1, 64)
		}
	case *[]int64:
		for i, n := range *v {
			if i > 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendInt(b, n, 10)
		}
	case *bool:
		if *v {
			b = append(b, "true"...)
		}
	}
	return b
}

func appendInt(b []byte, n int64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(b, n, 10)
}

func (f Field) set(text string) (err error) {
	zero := text == ""
	switch v := f.Value.(type) {
	case *string:
		if *v = ""; !zero {
			*v, err = strconv.Unquote(text)
		}
	case *message.Message:
		*v = message.Message(text)
	case *time.Time:
		if *v = (time.Time{}); !zero {
			var since int64
			since, err = strconv.ParseInt(text, 10, 64)
			*v = time.Unix(0, since)
		}
	case *netip.Addr:
		if *v = (netip.Addr{}); !zero {
			*v, err = netip.ParseAddr(text)
		}
	case *int:
		if *v = 0; !zero {
			*v, err = strconv.Atoi(text)
		}
	case *int64:
		if *v = 0; !zero {
			*v, err = strconv.ParseInt(text, 10, 64)
		}
	case *float64:
		if *v = 0; !zero {
			*v, err = strconv.ParseFloat(text, 64)
		}
	case *[]int64:
		*v = nil
		for more := !zero; more && err == nil; {
			var word string
			var n int64
			word, text, more = strings.Cut(text, " ")
			n, err = strconv.ParseInt(word, 10, 64)
			*v = append(*v, n)
		}
	case *bool:
		if *v = false; !zero {
			*v, err = strconv.ParseBool(text)
		}
	}
	return err
}
