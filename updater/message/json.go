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
func (m Message) MarshalJSON() ([]byte, error) {
	return m.AppendJSON(make([]byte, 0, 96+4*len(m))), nil
}

// AppendJSON appends what MarshalJSON writes. The resident writes several
// messages for each change, so that leaves next to nothing behind.
func (m Message) AppendJSON(b []byte) []byte {
	if m == "" {
		return append(b, "null"...)
	}
	return m.appendObject(b)
}

func (m Message) appendObject(b []byte) []byte {
	name, rest, _ := strings.Cut(string(m), " ")
	b = AppendQuoted(append(b, `{"id":`...), name)
	for separator := `,"args":[`; rest != ""; separator = "," {
		var value string
		value, rest = cut(rest)
		b = append(b, separator...)
		if text, ok := strings.CutPrefix(value, "="); ok {
			b = append(unescape(append(b, '"'), text, appendEscaped), '"')
		} else {
			b = inner(value).appendObject(b)
		}
		if rest == "" {
			b = append(b, ']')
		}
	}
	b = m.english(append(b, `,"text":"`...), appendEscaped)
	return append(b, `"}`...)
}

// AppendQuoted appends a JSON string, with < > & written as \u003c and so on, as
// encoding/json does: it may stand in a web page.
func AppendQuoted(b []byte, text string) []byte {
	return append(appendEscaped(append(b, '"'), text), '"')
}

// appendEscaped appends what stands between the quotes.
func appendEscaped(b []byte, text string) []byte {
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
	return b
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
