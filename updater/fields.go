// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/message"
)

// field is one line of a state file, "NAME VALUE", with a pointer to its value.
// A zero value has no line.
type field struct {
	name  string
	value any // *bool, *int, *string, *message.Message, *netip.Addr, *time.Time or *[]int64
}

// encodeFields writes the lines of a state file.
func encodeFields(fields []field) string {
	var text strings.Builder
	for _, f := range fields {
		if value := f.text(); value != "" {
			text.WriteString(f.name + " " + value + "\n")
		}
	}
	return text.String()
}

// decodeFields reads the lines of a state file.
func decodeFields(text string, fields []field) error {
lines:
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		for _, f := range fields {
			if f.name == name && f.set(value) == nil {
				continue lines
			}
		}
		return errNotOurs
	}
	return nil
}

// text is the value, "" if it is zero.
func (f field) text() string {
	if reflect.ValueOf(f.value).Elem().IsZero() {
		return ""
	}
	switch v := f.value.(type) {
	case *string:
		return strconv.Quote(*v)
	case *message.Message: // one line
		return string(*v)
	case *time.Time: // in nanoseconds since boot
		return strconv.FormatInt(v.UnixNano(), 10)
	case *netip.Addr:
		return v.String()
	case *int:
		return strconv.Itoa(*v)
	case *[]int64:
		return strings.Trim(fmt.Sprint(*v), "[]")
	}
	return "true"
}

func (f field) set(text string) (err error) {
	switch v := f.value.(type) {
	case *string:
		*v, err = strconv.Unquote(text)
	case *message.Message:
		*v = message.Message(text)
	case *time.Time:
		var since int64
		since, err = strconv.ParseInt(text, 10, 64)
		*v = time.Unix(0, since)
	case *netip.Addr:
		*v, err = netip.ParseAddr(text)
	case *int:
		*v, err = strconv.Atoi(text)
	case *[]int64:
		for word := range strings.FieldsSeq(text) {
			var n int64
			if n, err = strconv.ParseInt(word, 10, 64); err != nil {
				break
			}
			*v = append(*v, n)
		}
	case *bool:
		*v, err = strconv.ParseBool(text)
	}
	return err
}
