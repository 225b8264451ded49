// SPDX-License-Identifier: GPL-2.0-or-later

// Package message is everything that dynwan says to people.
//
// A Message is an ID with the values that differ from one time to the next:
//
//	message.New(message.Unreachable, "www.mtgsy.net", message.New(message.Refused))
//
// The table has one English text for each ID. The log is made from that;
// status.json has the ID and the values beside it, so that a page can say the
// same in another language. The one thing to know: nobody reads the English
// text to find out what happened.
package message

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Message is one thing to say. Two messages are equal (==) exactly when they
// say the same. The zero Message says nothing. A Message is an error too.
//
// It is kept as one line of text: the name of the ID, then each value behind a
// space, a text as =TEXT with %XX for what would end it, a Message in brackets.
type Message string

// New returns the message of an ID with its values in the order of the %s of
// the table: texts, other messages, errors as Of has them, or anything else that
// fmt can print.
func New(id ID, values ...any) Message {
	if len(values) == 0 {
		return Message(id) // which is there already
	}
	size := len(id)
	for _, v := range values { // the resident builds many: one piece of memory each
		switch v := v.(type) {
		case string:
			size += len(v) + 2
		case Message:
			size += len(v) + 3
		default:
			size += 20
		}
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(string(id))
	for _, v := range values {
		b.WriteByte(' ')
		if err, ok := v.(error); ok {
			v = Of(err)
		}
		switch v := v.(type) {
		case string:
			b.WriteByte('=')
			b.WriteString(escape(v))
		case Message:
			if text, ok := strings.CutPrefix(string(v), string(Literal)+" "); ok {
				b.WriteString(text) // a text, however it came
				continue
			}
			b.WriteByte('[')
			b.WriteString(string(v))
			b.WriteByte(']')
		default:
			b.WriteByte('=')
			b.WriteString(escape(plain(v)))
		}
	}
	return Message(b.String())
}

// plain returns a value as fmt prints it, without fmt for the kinds that there
// are: fmt keeps a printer, and a buffer for it.
func plain(v any) string {
	switch v := v.(type) {
	case interface{ String() string }:
		return v.String()
	case int:
		return strconv.Itoa(v)
	}
	return fmt.Sprint(v)
}

// Text returns a message without an ID: words that have no other form, such as
// what a system says of a file. They are shown as they are.
func Text(text string) Message {
	if text == "" {
		return ""
	}
	return New(Literal, text)
}

// Of returns the message that an error is, or its text. Of nil it is the zero
// Message.
func Of(err error) Message {
	switch e := err.(type) {
	case nil:
		return ""
	case Message:
		return e
	case *wrapped:
		return e.Message
	}
	return Text(err.Error())
}

// Has says whether a message, or one that is a value of it, has one of some IDs.
func (m Message) Has(ids ...ID) bool {
	return slices.Contains(ids, m.ID()) ||
		m.ID() != Literal && slices.ContainsFunc(m.Values(), func(v Message) bool { return v.Has(ids...) })
}

// Reason returns the ID that says most: of a refusal why, of a code what it means,
// of two messages that of the first. A text of others says nothing.
func (m Message) Reason() ID {
	text := strings.TrimPrefix(strings.TrimPrefix(string(m), string(Both)+" ["), string(Refused)+" [")
	if code, ok := strings.CutPrefix(text, string(Means)+" ="); ok {
		_, text, _ = strings.Cut(code, "[")
	}
	return ID(strings.TrimRight(string(Message(text).ID()), "]"))
}

// ID returns the ID, "" of the zero Message.
func (m Message) ID() ID {
	name, _, _ := strings.Cut(string(m), " ")
	return ID(name)
}

// Values returns the values of a message, a text as a Literal.
func (m Message) Values() []Message {
	_, rest, _ := strings.Cut(string(m), " ")
	var list []Message
	for rest != "" {
		var value string
		value, rest = cut(rest)
		if text, ok := strings.CutPrefix(value, "="); ok {
			list = append(list, Message(string(Literal)+" ="+text))
		} else {
			list = append(list, inner(value))
		}
	}
	return list
}

// inner is the message that a value in brackets is.
func inner(value string) Message {
	return Message(strings.TrimSuffix(strings.TrimPrefix(value, "["), "]"))
}

// cut returns the first value of some, and the rest.
func cut(text string) (value, rest string) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[':
			depth++
		case ']':
			depth--
		case ' ':
			if depth == 0 {
				return text[:i], text[i+1:]
			}
		}
	}
	return text, ""
}

// String returns the English text.
func (m Message) String() string { return string(m.Append(nil)) }

// Append appends the English text.
func (m Message) Append(b []byte) []byte {
	return m.english(b, func(b []byte, text string) []byte { return append(b, text...) })
}

// english appends the English text, piece by piece.
func (m Message) english(b []byte, add func(b []byte, text string) []byte) []byte {
	name, rest, _ := strings.Cut(string(m), " ")
	if name == string(Literal) {
		return unescape(b, strings.TrimPrefix(rest, "="), add)
	}
	row := find(ID(name))
	if row == nil {
		return add(b, name) // of a newer program, or no message
	}
	before, after, more := strings.Cut(row.English, "%s")
	for b = add(b, before); more; b = add(b, before) {
		var value string
		value, rest = cut(rest)
		if text, ok := strings.CutPrefix(value, "="); ok {
			b = unescape(b, text, add)
		} else {
			b = inner(value).english(b, add)
		}
		before, after, more = strings.Cut(after, "%s")
	}
	return b
}

// Error is String.
func (m Message) Error() string { return m.String() }

// escape takes out of a text what has a meaning in the form of a Message, and
// what would end a line.
func escape(text string) string {
	if !strings.ContainsFunc(text, special) {
		return text
	}
	var b strings.Builder
	for _, c := range []byte(text) {
		if special(rune(c)) {
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func special(c rune) bool { return c <= ' ' || c == 0x7f || c == '%' || c == '[' || c == ']' }

// unescape undoes escape and adds the text, piece by piece, so that nothing is left
// behind. What is no escape stays as it is.
func unescape(b []byte, text string, add func(b []byte, text string) []byte) []byte {
	for {
		before, after, found := strings.Cut(text, "%")
		if b = add(b, before); !found {
			return b
		}
		if c, err := strconv.ParseUint(after[:min(2, len(after))], 16, 8); err == nil && len(after) >= 2 && special(rune(c)) {
			b = add(b, string([]byte{byte(c)}))
			after = after[2:]
		} else {
			b = add(b, "%")
		}
		text = after
	}
}
