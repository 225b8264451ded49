// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import "strings"

// token is a word of inadyn.conf, or one of its marks: = += { } ,
type token struct {
	text string
	mark bool
	line int
}

func (t token) is(mark string) bool { return t.mark && t.text == mark }

// readInadyn reads inadyn.conf: what stands outside of all braces holds for
// every account, so each has it before its own.
func readInadyn(text string) (blocks []block, err error) {
	tokens, err := inadynTokens(text)
	var all []option
	for err == nil && len(tokens) > 0 {
		if word := tokens[0]; !word.mark && len(tokens) > 2 && tokens[2].is("{") {
			b := block{kind: word.text, name: tokens[1].text, line: word.line}
			b.options, tokens, err = inadynOptions(tokens[3:], true)
			blocks = append(blocks, b)
			if err == nil {
				err = bounded(blocks, b.options, word.line)
			}
			if err == nil && len(tokens) == 0 {
				err = errorAt(word.line, "opens a brace that never ends")
			} else if err == nil {
				tokens = tokens[1:]
			}
			continue
		}
		var more []option
		more, tokens, err = inadynOptions(tokens, false)
		if all = append(all, more...); err == nil && len(more) > 0 {
			err = bounded(blocks, all, more[0].line)
		}
	}
	if err != nil {
		return nil, err
	}
	for i := range blocks {
		blocks[i].options = append(all[:len(all):len(all)], blocks[i].options...)
	}
	return blocks, nil
}

// inadynOptions reads options: all up to the brace that ends a block, or one.
func inadynOptions(tokens []token, block bool) (list []option, rest []token, err error) {
	for len(tokens) > 0 && !(block && tokens[0].is("}")) {
		key := tokens[0]
		if !key.mark && strings.HasPrefix(key.text, "include(") {
			for len(tokens) > 0 && tokens[0].line == key.line { // the name of a file
				tokens = tokens[1:]
			}
			list = append(list, option{key: "include", value: "a file", line: key.line})
			if !block {
				break
			}
			continue
		}
		if key.mark || len(tokens) < 3 || !tokens[1].is("=") && !tokens[1].is("+=") {
			return nil, nil, errorAt(key.line, "is no option of inadyn")
		}
		end := 2
		if tokens[2].is("{") {
			for end < len(tokens) && !tokens[end].is("}") {
				if !tokens[end].mark {
					list = append(list, option{key: key.text, value: tokens[end].text, line: tokens[end].line})
				}
				end++
			}
			if end == len(tokens) {
				return nil, nil, errorAt(key.line, "opens a brace that never ends")
			}
		} else if tokens[2].mark {
			return nil, nil, errorAt(key.line, "has no value")
		} else {
			list = append(list, option{key: key.text, value: tokens[2].text, line: key.line})
		}
		if tokens = tokens[end+1:]; !block {
			break
		}
	}
	return list, tokens, nil
}

// inadynTokens splits a text into words and marks, without its comments.
func inadynTokens(text string) (list []token, err error) {
	line := 1
	for i := 0; i < len(text); {
		c, rest := text[i], text[i:]
		end := i + 1
		switch {
		case c == '\n':
			line++
		case strings.IndexByte(" \t\r;", c) >= 0:
		case c == '#' || strings.HasPrefix(rest, "//"):
			end = i + len(rest)
			if n := strings.IndexByte(rest, '\n'); n >= 0 {
				end = i + n
			}
		case strings.HasPrefix(rest, "/*"):
			n := strings.Index(rest, "*/")
			if n < 0 {
				return nil, errorAt(line, "opens a comment that never ends")
			}
			line += strings.Count(rest[:n], "\n")
			end = i + n + 2
		case strings.IndexByte("{}=,", c) >= 0:
			list = append(list, token{string(c), true, line})
		case strings.HasPrefix(rest, "+="):
			list = append(list, token{"+=", true, line})
			end++
		case c == '"' || c == '\'':
			word, n := quoted(rest)
			if n == 0 {
				return nil, errorAt(line, "opens a quote that never ends")
			}
			list = append(list, token{word, false, line})
			line += strings.Count(rest[:n], "\n")
			end = i + n
		default:
			for end < len(text) && strings.IndexByte(" \t\r\n{}=,#;\"'", text[end]) < 0 {
				end++
			}
			list = append(list, token{text[i:end], false, line})
		}
		i = end
	}
	return list, nil
}

// quoted returns the text between the quotes that begin a text, and the length
// of both with it; 0 if the quote never ends. A backslash takes the next
// character as it is; between single quotes that is one for a quote only.
func quoted(text string) (word string, n int) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == text[0]:
			return b.String(), i + 1
		case c == '\\' && i+1 < len(text) && (text[0] == '"' || text[i+1] == '\'' || text[i+1] == '\\'):
			i++
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", 0
}
