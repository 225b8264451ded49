// SPDX-License-Identifier: GPL-2.0-or-later

package answer

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Reveals says whether a text holds one of some secrets in any encoding in which
// a server may repeat it: entities, percent, plus, JSON escapes, each up to
// twice.
func Reveals(text string, secrets ...string) bool {
	read := plain([]byte(text))
	return reveals(read, secrets) || read != text && reveals(text, secrets) // it may only look like UTF-16
}

func reveals(text string, secrets []string) bool {
	for _, once := range decoded(text) {
		for _, twice := range decoded(once) {
			low := strings.ToLower(twice)
			if slices.ContainsFunc(secrets, func(s string) bool { return s != "" && strings.Contains(low, strings.ToLower(s)) }) {
				return true
			}
		}
	}
	return false
}

// decoded returns a text and what it is in each encoding, each once.
func decoded(s string) []string {
	list := []string{s}
	for _, text := range []string{entities(s), percent(s), percent(strings.ReplaceAll(s, "+", " ")), escapes(s)} {
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// Text returns a body as UTF-8, however it was encoded.
func Text(body []byte) string { return plain(body) }

// plain returns a body as UTF-8 without byte order marks and NULs. A body that
// is not UTF-8 is read as UTF-16 if it looks like that, and else as Latin-1.
func plain(body []byte) string {
	zero := func(i int) bool { return len(body) > 3 && body[i] == 0 && body[i+2] == 0 }
	text, units, runes := string(body), []uint16(nil), []rune(nil)
	switch little := zero(1) || strings.HasPrefix(text, "\xff\xfe"); {
	case little, zero(0), strings.HasPrefix(text, "\xfe\xff"):
		for ; len(body) > 1; body = body[2:] {
			if little {
				units = append(units, binary.LittleEndian.Uint16(body))
			} else {
				units = append(units, binary.BigEndian.Uint16(body))
			}
		}
		text = string(utf16.Decode(units))
	case !utf8.Valid(body):
		for _, b := range body {
			runes = append(runes, rune(b))
		}
		text = string(runes)
	}
	return strings.NewReplacer("\ufeff", "", "\x00", "").Replace(text)
}

// latin are the names of the HTML entities from U+00A0 on.
const latin = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2
sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil
Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml
Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde
ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`

// entities decodes the HTML entities that servers write.
func entities(text string) string {
	if !strings.Contains(text, "&") {
		return text
	}
	known := map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}
	for i, name := range strings.Fields(latin) {
		known[name] = string(rune(0xa0 + i))
	}
	return replace(text, "&", func(rest string) (string, int) {
		name, _, found := strings.Cut(rest[:min(10, len(rest))], ";")
		number, base := strings.TrimPrefix(name, "#"), 10
		if hex := strings.TrimLeft(number, "xX"); hex != number {
			number, base = hex, 16
		}
		n, err := strconv.ParseUint(number, base, 21)
		switch {
		case !found:
			return "", 0
		case err == nil && strings.HasPrefix(name, "#"):
			return string(rune(n)), len(name) + 1
		}
		return known[name], len(name) + 1
	})
}

func percent(text string) string {
	return replace(text, "%", func(s string) (string, int) { return hex(s, 2) })
}

// escapes decodes the escapes of a JSON string.
func escapes(text string) string {
	return replace(text, `\`, func(rest string) (string, int) {
		if strings.HasPrefix(rest, "u") {
			s, n := hex(rest[1:], 4)
			return s, n + 1
		}
		return strings.Trim(rest[:min(1, len(rest))], "abcdefghijklmnopqrstuvwxyz"), 1
	})
}

// hex decodes hex digits: two are a byte, four a character.
func hex(rest string, digits int) (string, int) {
	n, err := strconv.ParseUint(rest[:min(digits, len(rest))], 16, 16)
	switch {
	case err != nil || len(rest) < digits:
		return "", 0
	case digits == 2:
		return string([]byte{byte(n)}), 2
	}
	return string(rune(n)), digits
}

// replace replaces each mark and what decode recognizes after it, if anything.
func replace(text, mark string, decode func(rest string) (string, int)) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(text, mark)
		out.WriteString(before)
		if !found {
			return out.String()
		}
		s, n := decode(rest)
		if s == "" {
			s, n = mark, 0
		}
		out.WriteString(s)
		text = rest[n:]
	}
}
