// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// section is one section of a UCI file, in the order of the file.
type section struct {
	kind, name string
	keys       []string
	values     map[string][]string
	list       map[string]bool
}

// uci is the command uci as far as the scripts use it: "export PACKAGE", which
// fails at the first error of syntax, as uci does without -S, and -c DIR.
func uci(args []string) int {
	dir := os.Getenv("UCI_CONFIG_DIR")
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		if args[0] == "-c" && len(args) > 1 {
			dir, args = args[1], args[1:]
		}
		args = args[1:]
	}
	if len(args) != 2 || args[0] != "export" {
		fmt.Fprintf(os.Stderr, "uci: the stand-in knows only export: %q\n", args)
		return 255
	}
	text, err := os.ReadFile(filepath.Join(dir, args[1]))
	if err != nil {
		fmt.Fprintln(os.Stderr, "uci: Entry not found")
		return 1
	}
	sections, err := parseUCI(string(text))
	if err != nil {
		fmt.Fprintln(os.Stderr, "uci: Parse error", err)
		return 1
	}
	fmt.Printf("package %s\n\n%s", args[1], exportUCI(sections))
	return 0
}

// uciName is what names of sections and options are made of.
var uciName = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// parseUCI reads a UCI file. Sections of one name are one section, an option
// that comes again replaces the first, an empty one is none.
func parseUCI(text string) ([]*section, error) {
	var all []*section
	for n := 1; text != ""; n++ {
		words, rest, err := uciWords(text)
		if err != nil {
			return nil, fmt.Errorf("(%w) at line %d", err, n)
		}
		text = rest
		switch {
		case len(words) == 0 || words[0] == "package":
		case words[0] == "config" && len(words) <= 3:
			name := fmt.Sprintf("cfg%02x", len(all)+1)
			if len(words) == 3 {
				name = words[2]
			}
			if !uciName.MatchString(name) {
				return nil, fmt.Errorf("(invalid character in name field) at line %d", n)
			}
			all = append(all, &section{words[1], name, nil, map[string][]string{}, map[string]bool{}})
		case (words[0] == "option" || words[0] == "list") && len(words) == 3 && len(all) > 0 && uciName.MatchString(words[1]):
			all[len(all)-1].set(words[0], words[1], words[2])
		default:
			return nil, fmt.Errorf("(invalid command) at line %d", n)
		}
	}
	return all, nil
}

func (s *section) set(how, key, value string) {
	if how == "option" && value == "" {
		return
	}
	if s.values[key] == nil {
		s.keys = append(s.keys, key)
	}
	if how == "option" {
		s.values[key] = nil
	}
	s.list[key] = how == "list"
	s.values[key] = append(s.values[key], value)
}

// uciWords splits the first line of a text into words. A line goes on while a
// quote is open.
func uciWords(text string) (words []string, rest string, err error) {
	var word strings.Builder
	open, quote := false, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != '\'' && c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
			open = true
		case quote != 0:
			word.WriteByte(c)
		case c == '\'' || c == '"':
			quote, open = c, true
		case c == '#' && !open, c == '\n', c == ' ', c == '\t':
			if open {
				words = append(words, word.String())
				word.Reset()
				open = false
			}
			if end := strings.IndexByte(text[i:], '\n'); c == '#' && end >= 0 {
				return words, text[i+end+1:], nil
			} else if c == '#' {
				return words, "", nil
			}
			if c == '\n' {
				return words, text[i+1:], nil
			}
		default:
			word.WriteByte(c)
			open = true
		}
	}
	if quote != 0 {
		return nil, "", fmt.Errorf("EOF with unterminated %c", quote)
	}
	if open {
		words = append(words, word.String())
	}
	return words, "", nil
}

// exportUCI prints sections in the form of "uci export".
func exportUCI(sections []*section) string {
	var b strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&b, "config %s %s\n", s.kind, quoteUCI(s.name))
		for _, key := range s.keys {
			how := "option"
			if s.list[key] {
				how = "list"
			}
			for _, value := range s.values[key] {
				fmt.Fprintf(&b, "\t%s %s %s\n", how, key, quoteUCI(value))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// quoteUCI quotes a value for a UCI file: nothing but a quote is special.
func quoteUCI(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
