// SPDX-License-Identifier: GPL-2.0-or-later

package config

// maxNesting bounds how deeply arrays and tables are nested. Three levels are
// enough for every configuration; the TOML library's memory grows with the
// square of the depth: 12 GB for a file of one megabyte with a hundred thousand
// levels.
const maxNesting = 20

// nesting returns how deeply the brackets and braces of a TOML text are nested,
// outside strings and comments. The dots of a key are levels too.
func nesting(text string) (most int) {
	depth, dots, quote := 0, 0, "" // quote ends the current string
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != "":
			if c == '\\' && quote[0] == '"' {
				i++
			} else if c == '\n' && len(quote) == 1 {
				quote = "" // not a string; the library will report it
			} else if at(text, i, quote) {
				i, quote = i+len(quote)-1, ""
			}
		case c == '"' || c == '\'':
			if quote = string(c); at(text, i, quote+quote+quote) {
				quote += quote + quote
			}
			i += len(quote) - 1
		case c == '#':
			for i+1 < len(text) && text[i+1] != '\n' {
				i++
			}
		case c == '\n':
			dots = 0
		case c == '.':
			dots++
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			depth = max(depth-1, 0)
		}
		most = max(most, depth+dots)
	}
	return most
}

// at says whether a text has a part at the given place.
func at(text string, i int, part string) bool {
	return len(text)-i >= len(part) && text[i:i+len(part)] == part
}
