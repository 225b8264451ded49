// SPDX-License-Identifier: GPL-2.0-or-later

// Package foreign reads the configuration of other dynamic-DNS clients and says
// what of it becomes which account of dynwan.
//
// There is a reader for each format: /etc/config/ddns of OpenWrt's ddns-scripts,
// inadyn.conf and ddclient.conf. Each yields blocks of options with their lines;
// records makes of them what is to be kept right, in the words of dynwan; and
// translate finds the provider. What an account there needs the provider itself
// says, so that here stands only what cannot be derived: other names of providers,
// and where an option of another client means something else (words.go).
//
// The one thing to know: no value is quoted in a note, because any may be a
// password.
package foreign

import (
	"fmt"
	"strings"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// Known are the providers of dynwan.
type Known interface {
	// Names are their names, also of those of which Gone says something.
	Names() []string
	// Find returns one by its name, nil if there is none.
	Find(name string) *provider.Spec
	// Gone says what became of a provider that cannot be served, nothing of all
	// others.
	Gone(name string) message.Message
	// Request is what one sends, if that is known.
	Request(name string) Request
	// Own makes a provider of what a user describes, nil if it cannot be one.
	Own(t Table) *provider.Spec
}

// Request is a request in the form of the catalogue.
type Request struct {
	URLs  []string // of each family
	Query []string // NAME={OPTION}
	Zone  string   // in which all names are
}

// Note says what is not taken over, or what is still to be done.
type Note struct {
	Line    int    // in the file, 0 if it is about no line
	Section string // its name in the file, "" if it has none
	Text    message.Message
	Account string // the one that the section is now, if the note says no more than that
}

// Result is a configuration in the words of dynwan.
type Result struct {
	Tables []Table // providers of the user's own, then accounts
	Notes  []Note
}

// The bounds of a file: its accounts, and the options of each. What holds for all
// accounts each of them has.
const (
	maxAccounts = 1000
	maxOptions  = 500
)

// errorAt is an error at a line of the file.
func errorAt(line int, text string) error { return fmt.Errorf("%d: %s", line, text) }

// Read translates a file. device is the one of accounts that name none. The
// error begins with the number of the line.
func Read(text string, known Known, device string) (Result, error) {
	client := detect(text)
	if client == nil {
		return Result{}, errorAt(1, "is the configuration of none of ddns-scripts, inadyn (2.0 or newer) and ddclient")
	}
	blocks, err := client.blocks(text)
	if err != nil {
		return Result{}, err
	}
	t := translation{known: known, device: device, client: client, used: map[string]bool{}, noted: map[Note]bool{}}
	for _, take := range []func(*block){t.presentOwn, t.present} { // accounts may be at a provider below them
		for i := range blocks {
			if b := &blocks[i]; b.pkg == "dynwan" {
				take(b)
			}
		}
	}
	for i := range blocks {
		if b := &blocks[i]; b.pkg != "dynwan" {
			client.take(&t, b)
		}
	}
	t.finish()
	return Result{t.tables(), t.notes}, nil
}

// bounded says whether a file is still within its bounds.
func bounded(blocks []block, options []option, line int) error {
	switch {
	case len(blocks) > maxAccounts:
		return errorAt(line, fmt.Sprint("is one account more than ", maxAccounts))
	case len(options) > maxOptions:
		return errorAt(line, fmt.Sprint("is one option more than ", maxOptions))
	}
	return nil
}

// client is another program.
type client struct {
	name   string
	blocks func(text string) ([]block, error)
	take   func(t *translation, b *block)
}

// detect tells a format by the first line that only one of them has.
func detect(text string) *client {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0][0] == '#' {
			continue
		}
		switch {
		case words[0] == "config" && len(words) > 1 || words[0] == "package":
			return &client{"ddns-scripts", readUCI, (*translation).ddns}
		case (words[0] == "provider" || words[0] == "custom") && len(words) > 1 && !strings.Contains(words[1], "="):
			return &client{"inadyn", readInadyn, (*translation).inadyn}
		}
		for _, key := range []string{"protocol", "login", "use", "usev4", "usev6", "password", "daemon", "server"} {
			if rest, ok := strings.CutPrefix(words[0], key); ok && (strings.HasPrefix(rest, "=") || rest == "" && len(words) > 1 && words[1][0] == '=') {
				return &client{"ddclient", readDDClient, (*translation).ddclient}
			}
		}
	}
	return nil
}

// block is one section of a file: an account, or what holds for all after it.
type block struct {
	pkg, kind, name string
	line            int
	options         []option
}

// option is one value, of a list one of several.
type option struct {
	key, value string
	line       int
	list       bool // in UCI
}

// get returns the last value of an option.
func (b *block) get(key string) (value string) {
	for _, o := range b.options {
		if o.key == key {
			value = o.value
		}
	}
	return value
}

// on says whether a flag is set.
func (b *block) on(key string) bool {
	truth, _ := provider.Truth(strings.ToLower(b.get(key)))
	return truth
}

// off says whether a flag is set to no.
func (b *block) off(key string) bool {
	truth, ok := provider.Truth(strings.ToLower(b.get(key)))
	return ok && !truth
}
