// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// lmo collects the translations of one language in the form that LuCI reads:
// the texts one behind the other, an index sorted by key, and where the index
// begins. The form is told by po2lmo and lib/lmo.c in modules/luci-base/src of
// LuCI; all numbers are of 32 bits, the high byte first.
type lmo struct {
	texts []byte
	index []lmoEntry
}

// lmoEntry is one line of the index.
type lmoEntry struct {
	Key    uint32 // the hash of what is translated
	Forms  uint32 // how many the message has; 0 for the rule of plural forms
	Offset uint32
	Length uint32 // in bytes, without what fills the text up to a number
}

// compileLMO returns the .po file po as the .lmo file of LuCI. As there, a
// fuzzy entry counts, and one without a translation does not.
func compileLMO(po []byte) ([]byte, error) {
	messages, err := readPO(string(po))
	if err != nil {
		return nil, err
	}
	var l lmo
	for _, m := range messages {
		if err := l.addMessage(m); err != nil {
			return nil, err
		}
	}
	if len(l.texts) == 0 {
		return nil, errors.New("it translates nothing")
	}
	return l.bytes()
}

// addMessage adds all forms of m, or the rule of plural forms if m is the header.
func (l *lmo) addMessage(m message) error {
	if m.id == "" {
		if rule := pluralRule(m.forms[0]); rule != "" {
			l.add(0, 0, rule)
		}
		return nil
	}
	if m.forms[0] == "" {
		return nil
	}
	for i, text := range m.forms {
		key := m.key(i)
		if len(key) > poMost {
			return fmt.Errorf("the message %.120q has %d bytes, and LuCI reads %d", m.id, len(key), poMost)
		}
		// LuCI shows a message without an entry as it is.
		if hash := superFastHash(key); text != "" && hash != superFastHash(text) {
			l.add(hash, uint32(len(m.forms)), text)
		}
	}
	return nil
}

// key returns what LuCI looks up to find the plural form number form of m.
func (m message) key(form int) string {
	key := m.id
	if m.context != "" {
		key = m.context + "\x01" + key
	}
	if m.plural != "" {
		key += fmt.Sprintf("\x02%d", form)
	}
	return key
}

// pluralRule returns the field Plural-Forms of a header, whose lines end with
// the two characters \n.
func pluralRule(header string) string {
	const name = "Plural-Forms: "
	lines := strings.Split(header, `\n`)
	for _, line := range lines[:len(lines)-1] {
		if len(line) >= len(name) && strings.EqualFold(line[:len(name)], name) {
			return line[len(name):]
		}
	}
	return ""
}

// add adds one text.
func (l *lmo) add(key, forms uint32, text string) {
	l.index = append(l.index, lmoEntry{key, forms, uint32(len(l.texts)), uint32(len(text))})
	l.texts = append(l.texts, text...)
	for len(l.texts)%4 != 0 {
		l.texts = append(l.texts, 0)
	}
}

// bytes returns the whole file.
func (l *lmo) bytes() ([]byte, error) {
	slices.SortStableFunc(l.index, func(a, b lmoEntry) int { return cmp.Compare(a.Key, b.Key) })
	whole, err := binary.Append(slices.Clone(l.texts), binary.BigEndian, l.index)
	if err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint32(whole, uint32(len(l.texts))), nil
}
