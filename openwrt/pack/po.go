// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// message is one entry of a gettext .po file. Its texts are as LuCI looks them
// up: of all escapes, only those of the quote and of the backslash are resolved.
type message struct {
	context string
	id      string // none: the entry is the header of the file
	plural  string
	forms   []string // the translation, or one for each plural form
}

// follows tells which keyword may stand behind which. An entry begins with
// msgctxt or msgid.
var follows = map[string][]string{
	"msgctxt":      {"", "msgstr", "msgstr[]"},
	"msgid":        {"", "msgstr", "msgstr[]", "msgctxt"},
	"msgid_plural": {"msgid"},
	"msgstr":       {"msgid"},
	"msgstr[]":     {"msgid_plural", "msgstr[]"},
}

// poReader is what is known of a .po file up to some line.
type poReader struct {
	messages []message
	keyword  string  // the last one
	text     *string // what a line without a keyword goes on with
}

// poMost is how many bytes of a line or of a key the po2lmo of LuCI holds.
const poMost = 4094

// poForms is how many plural forms it holds.
const poForms = 10

// readPO returns the entries of the .po file text, in order. Comments do not
// count, and so neither do the mark of a fuzzy entry nor an obsolete entry.
func readPO(text string) ([]message, error) {
	var r poReader
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if len(line) > poMost {
			return nil, fmt.Errorf("line %d has %d bytes, and LuCI reads %d", number, len(line), poMost)
		}
		if err := r.read(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
	}
	if !slices.Contains(follows["msgctxt"], r.keyword) {
		return nil, fmt.Errorf("the file ends behind %s", r.keyword)
	}
	return r.messages, nil
}

// read takes one line: a keyword and a text, or a text alone.
func (r *poReader) read(line string) error {
	quote := strings.IndexByte(line, '"')
	if quote < 0 {
		return fmt.Errorf("%.120q has no text in quotes", line)
	}
	text, err := poText(line[quote:])
	if err != nil {
		return err
	}
	if keyword := strings.TrimSpace(line[:quote]); keyword != "" {
		if err := r.begin(keyword); err != nil {
			return err
		}
	}
	if r.text == nil {
		return fmt.Errorf("%.120q goes on with nothing", line)
	}
	*r.text += text
	return nil
}

// begin makes the text that follows be the one of keyword.
func (r *poReader) begin(keyword string) error {
	kind := keyword
	if strings.HasPrefix(keyword, "msgstr[") {
		kind = "msgstr[]"
	}
	if !slices.Contains(follows[kind], r.keyword) {
		return fmt.Errorf("%.120q stands behind %q", keyword, r.keyword)
	}
	if kind == "msgctxt" || kind == "msgid" && r.keyword != "msgctxt" {
		r.messages = append(r.messages, message{})
	}
	r.keyword = kind
	m := &r.messages[len(r.messages)-1]
	switch kind {
	case "msgctxt":
		r.text = &m.context
	case "msgid":
		r.text = &m.id
	case "msgid_plural":
		r.text = &m.plural
	default:
		if want := "msgstr[" + strconv.Itoa(len(m.forms)) + "]"; kind == "msgstr[]" && keyword != want {
			return fmt.Errorf("%.120q stands where %s is due", keyword, want)
		}
		if len(m.forms) == poForms {
			return fmt.Errorf("more than %d plural forms", poForms)
		}
		m.forms = append(m.forms, "")
		r.text = &m.forms[len(m.forms)-1]
	}
	return nil
}

// poText returns what the quoted text at the end of a line says.
func poText(quoted string) (string, error) {
	var text strings.Builder
	for i := 1; i < len(quoted); i++ {
		switch c := quoted[i]; {
		case c == '"' && i == len(quoted)-1:
			return text.String(), nil
		case c == '"':
			return "", fmt.Errorf("%.120q goes on behind the quote", quoted)
		case c == '\\' && i+1 < len(quoted):
			i++
			if quoted[i] != '"' && quoted[i] != '\\' {
				text.WriteByte('\\')
			}
			text.WriteByte(quoted[i])
		default:
			text.WriteByte(c)
		}
	}
	return "", fmt.Errorf("%.120q has no end", quoted)
}
