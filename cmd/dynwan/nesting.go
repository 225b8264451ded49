// SPDX-License-Identifier: GPL-2.0-or-later

package main

// maxNesting bounds how deep arrays and tables stand in each other. Two levels
// are enough for every configuration; the TOML library needs 12 GB for a file of
// one megabyte that nests a hundred thousand.
const maxNesting = 100

// nesting returns how deep the brackets and braces of a TOML text stand in each
// other, outside of strings and comments.
func nesting(text string) (most int) {
	depth, quote := 0, "" // quote ends the string that we are in
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != "":
			if c == '\\' && quote[0] == '"' {
				i++
			} else if c == '\n' && len(quote) == 1 {
				quote = "" // it was no string; the library will say so
			} else if at(text, i, quote) {
				i, quote = i+len(quote)-1, ""
			}
		case c == '"' || c == '\'':
			if quote = string(c); at(text, i, quote+quote+quote) {
				quote += quote + quote
			}
			i += len(quote) - 1
		case c == '#':
			for i < len(text) && text[i] != '\n' {
				i++
			}
		case c == '[' || c == '{':
			depth++
			most = max(most, depth)
		case c == ']' || c == '}':
			depth = max(depth-1, 0)
		}
	}
	return most
}

// at says whether a part stands at a place of a text.
func at(text string, i int, part string) bool {
	return len(text)-i >= len(part) && text[i:i+len(part)] == part
}
