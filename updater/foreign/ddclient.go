// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import "strings"

// readDDClient reads ddclient.conf: a line of options holds for all lines after
// it, a line that ends with names is an account.
func readDDClient(text string) (blocks []block, err error) {
	var all []option
	line := 0
	for text != "" {
		var whole strings.Builder
		at := line + 1
		for more := true; more && text != ""; {
			part, rest, _ := strings.Cut(text, "\n")
			text, line = rest, line+1
			part = strings.TrimSpace(uncommented(part))
			part, more = strings.CutSuffix(part, "\\")
			whole.WriteString(part)
			whole.WriteByte(' ')
		}
		options, names, wrong := ddclientLine(whole.String(), at)
		switch {
		case wrong != "":
			return nil, errorAt(at, wrong)
		case len(names) == 0:
			all = replaced(all, options)
			options = all
		default:
			b := block{line: at, options: append(all[:len(all):len(all)], options...)}
			for _, name := range strings.Split(names[0], ",") {
				if name != "" {
					b.options = append(b.options, option{key: "host", value: name, line: at})
				}
			}
			for i, key := range []string{"login", "password"} { // as they once stood behind the names
				if len(names) > i+1 {
					b.options = append(b.options, option{key: key, value: names[i+1], line: at})
				}
			}
			blocks = append(blocks, b)
			options = b.options
		}
		if err := bounded(blocks, options, at); err != nil {
			return nil, err
		}
	}
	return blocks, nil
}

// replaced returns options with others in the place of those of their names.
func replaced(old, by []option) (list []option) {
	names := map[string]bool{}
	for _, o := range by {
		names[o.key] = true
	}
	for _, o := range old {
		if !names[o.key] {
			list = append(list, o)
		}
	}
	return append(list, by...)
}

// uncommented cuts a comment off a line. Within quotes there is none.
func uncommented(line string) string {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '\'', '"':
			if _, n := quoted(line[i:]); n > 0 {
				i += n - 1
			}
		case '#':
			return line[:i]
		}
	}
	return line
}

// ddclientLine splits a line into options and the words after them.
func ddclientLine(line string, at int) (options []option, words []string, wrong string) {
	for {
		line = strings.TrimLeft(line, ", \t\r")
		n := 0
		for n < len(line) && (line[n] == '-' || line[n] == '_' || line[n]|0x20 >= 'a' && line[n]|0x20 <= 'z' || line[n] >= '0' && line[n] <= '9') {
			n++
		}
		value, ok := strings.CutPrefix(strings.TrimLeft(line[n:], " \t"), "=")
		if n == 0 || !ok {
			break
		}
		o := option{key: line[:n], line: at}
		value = strings.TrimLeft(value, " \t")
		if value != "" && (value[0] == '\'' || value[0] == '"') {
			word, n := quoted(value)
			if n == 0 {
				return nil, nil, "opens a quote that never ends"
			}
			o.value, line = word, value[n:]
		} else {
			var b strings.Builder
			i := 0
			for ; i < len(value) && strings.IndexByte(", \t\r", value[i]) < 0; i++ {
				if value[i] == '\\' && i+1 < len(value) {
					i++
				}
				b.WriteByte(value[i])
			}
			o.value, line = b.String(), value[i:]
		}
		options = append(options, o)
	}
	var names []string // "a, b" is a list too
	words = strings.Fields(line)
	for len(words) > 0 {
		names, words = append(names, words[0]), words[1:]
		if len(words) == 0 || !strings.HasSuffix(names[len(names)-1], ",") && !strings.HasPrefix(words[0], ",") {
			words = append([]string{strings.Join(names, "")}, words...)
			break
		}
	}
	if len(words) > 3 {
		return nil, nil, "is no line of ddclient"
	}
	return options, words, ""
}
