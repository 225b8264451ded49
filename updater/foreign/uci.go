// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import "strings"

// readUCI reads the sections of UCI files: one file, or several as "uci export"
// prints them, each after its package.
func readUCI(text string) (blocks []block, err error) {
	pkg, line := "", 1
	for text != "" {
		at := line
		words, rest, err := uciLine(text)
		if err != "" {
			return nil, errorAt(at, err)
		}
		line += strings.Count(text[:len(text)-len(rest)], "\n")
		text = rest
		switch {
		case len(words) == 0:
		case words[0] == "package" && len(words) == 2:
			pkg = words[1]
		case words[0] == "config" && (len(words) == 2 || len(words) == 3):
			blocks = append(blocks, block{pkg: pkg, kind: words[1], name: strings.Join(words[2:], ""), line: at})
		case (words[0] == "option" || words[0] == "list") && len(words) == 3 && len(blocks) > 0:
			b := &blocks[len(blocks)-1]
			b.options = append(b.options, option{words[1], words[2], at, words[0] == "list"})
		default:
			return nil, errorAt(at, "is no line of UCI")
		}
		if n := len(blocks); n > 0 {
			if err := bounded(blocks, blocks[n-1].options, at); err != nil {
				return nil, err
			}
		}
	}
	return blocks, nil
}

// uciLine splits the first line of a text into words. It goes on while a quote
// is open.
func uciLine(text string) (words []string, rest, wrong string) {
	var word []byte
	open, quote := false, byte(0)
	end := func() {
		if open {
			words = append(words, string(word))
		}
		word, open = nil, false
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case c == '\\' && quote != '\'' && i+1 < len(text):
			i++
			word, open = append(word, text[i]), true
		case quote != 0:
			word = append(word, c)
		case c == '\'' || c == '"':
			quote, open = c, true
		case c == '\n' || c == '#' && !open:
			end()
			if _, rest, ok := strings.Cut(text[i:], "\n"); ok {
				return words, rest, ""
			}
			return words, "", ""
		case c == ' ' || c == '\t' || c == '\r':
			end()
		default:
			word, open = append(word, c), true
		}
	}
	if quote != 0 {
		return nil, "", "opens a quote that never ends"
	}
	end()
	return words, "", ""
}
