// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"dynwan/updater/config"
	"dynwan/updater/foreign"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// importCommand prints what the configuration of another client is in the words
// of dynwan: as TOML, or as sections for /etc/config/dynwan. "-" is the standard
// input, for a pipe of "uci export dynwan" and "uci export ddns".
func importCommand(args []string) int {
	set, _ := flags("import")
	device := set.String("device", "", "")
	asUCI := set.Bool("uci", false, "")
	asJSON := set.Bool("json", false, "")
	if !parse(set, args, 1) {
		return exitUsage
	}
	path := set.Arg(0)
	text, err := readForeign(path)
	if err != nil {
		errorf("%v", err)
		return exitUsage
	}
	result, err := foreign.Read(text, &known{specs: map[string]*provider.Spec{}}, *device)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s:%v\n", path, err)
		return exitUsage
	}
	if *asJSON {
		return printPreview(result)
	}
	for _, n := range result.Notes {
		fmt.Fprintln(os.Stderr, shownNote(path, n))
	}
	for i, t := range result.Tables {
		text := t.TOML()
		if *asUCI {
			text = t.UCI()
		}
		if i > 0 {
			text = "\n" + text
		}
		if _, err := io.WriteString(os.Stdout, text); err != nil {
			errorf("%v", err)
			return exitSystem
		}
	}
	return exitOK
}

// preview is what an import would do, without a password.
type preview struct {
	Accounts []previewAccount `json:"accounts"`
	Left     []previewNote    `json:"left"` // what is not taken over, or is still to be done
}

type previewAccount struct {
	Name      string   `json:"name"`
	Section   string   `json:"section,omitempty"` // of the other client
	Provider  string   `json:"provider"`
	Hostnames []string `json:"hostnames"`
}

type previewNote struct {
	Section string          `json:"section,omitempty"`
	Text    message.Message `json:"text"`
}

// printPreview prints what an import would do, for the page in LuCI.
func printPreview(result foreign.Result) int {
	p := preview{Accounts: []previewAccount{}, Left: []previewNote{}}
	from := map[string]string{}
	for _, n := range result.Notes {
		if n.Account != "" {
			from[n.Account] = n.Section
		} else {
			p.Left = append(p.Left, previewNote{n.Section, n.Text})
		}
	}
	for _, t := range result.Tables {
		if t.Kind == "account" {
			p.Accounts = append(p.Accounts, previewAccount{t.Name, from[t.Name], t.Get("provider"), t.List("hostname")})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(p); err != nil {
		errorf("%v", err)
		return exitSystem
	}
	return exitOK
}

// readForeign reads a file of another client, no more than one of dynwan's may
// have.
func readForeign(path string) (string, error) {
	file := os.Stdin
	if path != "-" {
		var err error
		if file, err = os.Open(path); err != nil {
			return "", err
		}
		defer file.Close()
	}
	text, err := io.ReadAll(io.LimitReader(file, config.MaxSize+1))
	if err == nil && len(text) > config.MaxSize {
		err = fmt.Errorf("%s: %w", path, message.New(message.TooLong))
	}
	return string(text), err
}

// shownNote prints a note, and where it belongs: in a pipe from UCI that is the
// name of the section.
func shownNote(path string, n foreign.Note) string {
	section := n.Section
	if section != "" && !provider.IsName(section) {
		section = provider.Printable(section)
	}
	if path == "-" {
		return fmt.Sprintf("ddns.%s: %s", section, n.Text)
	}
	if section != "" {
		section += ": "
	}
	return fmt.Sprintf("%s:%d: %s%s", path, n.Line, section, n.Text)
}
