// SPDX-License-Identifier: GPL-2.0-or-later

package message

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MarshalJSON writes a message as {"id", "args", "text"}, null if it says
// nothing. A value is a string or another message; the text is the English one.
// The resident writes several of them for each change, so it is one piece of
// memory each.
func (m Message) MarshalJSON() ([]byte, error) {
	if m == "" {
		return []byte("null"), nil
	}
	return m.appendJSON(make([]byte, 0, 96+4*len(m))), nil
}

func (m Message) appendJSON(b []byte) []byte {
	name, rest, _ := strings.Cut(string(m), " ")
	b = appendQuoted(append(b, `{"id":`...), name)
	for separator := `,"args":[`; rest != ""; separator = "," {
		var value string
		value, rest = cut(rest)
		b = append(b, separator...)
		if text, ok := strings.CutPrefix(value, "="); ok {
			b = appendQuoted(b, unescape(text))
		} else {
			b = inner(value).appendJSON(b)
		}
		if rest == "" {
			b = append(b, ']')
		}
	}
	b = appendQuoted(append(b, `,"text":`...), m.String())
	return append(b, '}')
}

// appendQuoted appends a JSON string, with < > & written as \u003c and so on, as
// encoding/json does: it may stand in a web page.
func appendQuoted(b []byte, text string) []byte {
	b = append(b, '"')
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x7f || c == 0x2028 || c == 0x2029:
			b = append(b, `\u`...)
			hex := strconv.FormatUint(uint64(c), 16)
			b = append(append(b, "0000"[len(hex):]...), hex...)
		default:
			b = utf8.AppendRune(b, c)
		}
		i += size
	}
	return append(b, '"')
}

// UnmarshalJSON reads what MarshalJSON has written, also indented by somebody. A
// message that this program does not know, of a newer one say, becomes its text.
func (m *Message) UnmarshalJSON(data []byte) error {
	if *m = ""; string(data) == "null" {
		return nil
	}
	said, ok := readMessage(data)
	if !ok {
		var compact bytes.Buffer
		if err := json.Compact(&compact, data); err != nil {
			return err
		}
		said, ok = readMessage(compact.Bytes())
	}
	if !ok {
		return errors.New("not a message as dynwan writes it")
	}
	*m = said
	return nil
}
