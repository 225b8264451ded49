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

// take takes a piece of text, if that comes next.
func (p *reader) take(piece string) bool {
	var found bool
	p.rest, found = bytes.CutPrefix(p.rest, []byte(piece))
	return found
}

func (p *reader) want(piece string) { p.ok = p.take(piece) && p.ok }

// text reads a string.
func (p *reader) text() (text string) {
	end := 1
	for ; end < len(p.rest) && p.rest[end] != '"'; end++ {
		if p.rest[end] == '\\' {
			end++
		}
	}
	if p.ok = p.ok && end < len(p.rest) && p.rest[0] == '"'; !p.ok {
		return ""
	}
	quoted := p.rest[:end+1]
	p.rest = p.rest[end+1:]
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1:end])
	}
	p.ok = json.Unmarshal(quoted, &text) == nil
	return text
}

// message reads a message. One that this program does not know becomes its text.
func (p *reader) message() Message {
	p.want(`{"id":`)
	id := p.text()
	var b strings.Builder
	b.WriteString(id)
	for more := p.take(`,"args":[`); more && p.ok; more = p.take(",") {
		if bytes.HasPrefix(p.rest, []byte("{")) {
			b.WriteString(" [" + string(p.message()) + "]")
		} else {
			b.WriteString(" =" + escape(p.text()))
		}
		if p.take("]") {
			break
		}
	}
	p.want(`,"text":`)
	text := p.text()
	p.want("}")
	if find(ID(id)) == nil {
		return Text(text)
	}
	return Message(b.String())
}
