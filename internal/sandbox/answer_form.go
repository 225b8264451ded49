// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// forms are the ways in which an answer may look other than it should, while
// it says the same.
var forms = map[string]func(string) string{
	"upper":  strings.ToUpper,
	"crlf":   func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
	"blanks": eachLine(func(line string) string { return line + " \t " }),
	"before": eachLine(func(line string) string { return "Answer: " + line }),
	"behind": eachLine(func(line string) string { return line + " - thank you" }),
	"above":  func(text string) string { return "Dynamic DNS\n" + text },
	"below":  func(text string) string { return strings.TrimSuffix(text, "\n") + "\nThank you\n" },
	"html":   func(text string) string { return "<html><body><p>" + text + "</p></body></html>\n" },
	"empty":  func(string) string { return "" },
}

// eachLine changes the lines and leaves their ends.
func eachLine(change func(string) string) func(string) string {
	return func(text string) string {
		lines := strings.Split(text, "\n")
		for i, line := range lines {
			if line != "" {
				lines[i] = change(line)
			}
		}
		return strings.Join(lines, "\n")
	}
}

var argForm = argument{
	fmt.Sprintf("one of %v; default crlf", slices.Sorted(maps.Keys(forms))),
	func(a string) error {
		if _, ok := forms[orElse(a, "crlf")]; !ok {
			return fmt.Errorf("argument %q is no form of an answer", cut(a))
		}
		return nil
	},
}

// dress gives an answer the form that a fault asks for, if there is one.
func dress(r reply, f ActiveFault) reply {
	if f.Name != "" {
		r.body = forms[orElse(f.Arg, "crlf")](r.body)
	}
	return r
}
