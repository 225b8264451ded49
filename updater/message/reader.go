// SPDX-License-Identifier: GPL-2.0-or-later

package message

import (
	"bytes"
	"encoding/json"
	"strings"
)

// reader reads a message as MarshalJSON writes it, without a blank. Each new
// image of the resident reads some for each account, and what encoding/json
// leaves behind of that is more than all that it keeps. ok is false as soon as
// something is otherwise.
type reader struct {
	rest []byte
	ok   bool
}

// readMessage reads a message that is the whole of data.
func readMessage(data []byte) (m Message, ok bool) {
	r := reader{rest: data, ok: true}
	m = r.message()
	return m, r.ok && len(r.rest) == 0
}

// take takes a piece of text, if that comes next.
func (r *reader) take(piece string) bool {
	var found bool
	r.rest, found = bytes.CutPrefix(r.rest, []byte(piece))
	return found
}

func (r *reader) want(piece string) { r.ok = r.take(piece) && r.ok }

// text reads a string.
func (r *reader) text() (text string) {
	end := 1
	for ; end < len(r.rest) && r.rest[end] != '"'; end++ {
		if r.rest[end] == '\\' {
			end++
		}
	}
	if r.ok = r.ok && end < len(r.rest) && r.rest[0] == '"'; !r.ok {
		return ""
	}
	quoted := r.rest[:end+1]
	r.rest = r.rest[end+1:]
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1:end])
	}
	r.ok = json.Unmarshal(quoted, &text) == nil
	return text
}

// message reads a message. One that this program does not know becomes its text.
func (r *reader) message() Message {
	r.want(`{"id":`)
	id := r.text()
	var b strings.Builder
	b.WriteString(id)
	for more := r.take(`,"args":[`); more && r.ok; more = r.take(",") {
		if bytes.HasPrefix(r.rest, []byte("{")) {
			b.WriteString(" [" + string(r.message()) + "]")
		} else {
			b.WriteString(" =" + escape(r.text()))
		}
		if r.take("]") {
			break
		}
	}
	r.want(`,"text":`)
	text := r.text()
	r.want("}")
	if find(ID(id)) == nil {
		return Text(text)
	}
	return Message(b.String())
}
