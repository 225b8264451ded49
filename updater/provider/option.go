// SPDX-License-Identifier: GPL-2.0-or-later

package provider

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// Option describes one setting of an account.
type Option struct {
	// Name is what it is called in TOML and UCI. Title and Help are its words in
	// the form; Help is a sentence or two, also for the list of options.
	Name, Title, Help string
	Kind              Kind
	// Words are the values that it can have, for the kind Word.
	Words []string
	// Default is its value unless it is set. Example is shown where it has none.
	Default, Example string
	// Required says that an account needs it. Kept says that the provider keeps
	// it, so that a change of it is an update. Advanced ones are folded away.
	Required, Kept, Advanced bool
	// Missing is the rule that an account without it breaks, if more can be said
	// than that it is missing.
	Missing message.ID
	// If is another option, "hb" or "address=probe": it matters only while that
	// is switched on, or has that value.
	If string
	// Most is how many bytes a text may have; 0 means 254.
	Most int
	// Several says that there may be several, each once, and AtMost how many if
	// there is a bound.
	Several bool
	AtMost  int
	// Path says that a Server may have a path too.
	Path bool
	// Low and High bound a Span.
	Low, High time.Duration
	// Check says what else is wrong with a value of the right kind; it may be
	// nil.
	Check func(value string) error
}

// Kind is what values an option has. Each is checked in one way, and has one
// kind of field in the form.
type Kind string

// The kinds.
const (
	Text   Kind = "text"   // one line
	Secret Kind = "secret" // one line that is never shown
	Texts  Kind = "texts"  // a list of lines
	Flag   Kind = "flag"   // yes or no
	Port   Kind = "port"   // a number from 1 to 65535
	Host   Kind = "host"   // a full domain name
	URL    Kind = "url"    // a full address on the web
	Server Kind = "server" // a scheme, a host and at most a port, see Path
	Span   Kind = "span"   // a time such as "11m"
	Word   Kind = "word"   // one of some words
	Line   Kind = "line"   // an interface of OpenWrt

	Numbers Kind = "numbers" // a list of numbers
)

// CheckValue says what is wrong with a value. Its errors never quote one.
func (o *Option) CheckValue(value string) error {
	if err := o.checkKind(value); err != nil || o.Check == nil {
		return err
	}
	return o.Check(value)
}

func (o *Option) checkKind(value string) error {
	switch o.Kind {
	case Flag:
		return nil // see Truth
	case Word:
		if !slices.Contains(o.Words, value) {
			return message.New(message.MustBe, strings.Join(o.Words, " or "))
		}
	case Port:
		if n, err := strconv.ParseUint(value, 10, 16); err != nil || n == 0 || value[0] == '0' {
			return message.New(message.NotPort)
		}
	case Span:
		if d, err := time.ParseDuration(value); err != nil || d < o.Low || d > o.High {
			return message.New(message.NotSpan, o.Low, o.High)
		}
	case Host:
		return exchange.CheckHostname(value)
	case Server:
		return exchange.CheckServer(value, o.Path)
	default:
		if err := exchange.CheckText(value, cmp.Or(o.Most, 254)); err != nil {
			return err
		}
	}
	if u, err := url.Parse(value); o.Kind == URL &&
		(err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "") {
		return message.New(message.NotURL)
	}
	if o.Kind == Line && !IsName(value) {
		return message.New(message.NotInterface)
	}
	return nil
}

// Truth reads a flag in the words of UCI, which are those of /lib/functions.sh.
func Truth(value string) (truth, ok bool) {
	switch value {
	case "1", "on", "true", "yes", "enabled":
		return true, true
	case "0", "off", "false", "no", "disabled":
		return false, true
	}
	return false, false
}

// IsName says whether a name can be a UCI section, a table and a word in the
// log.
func IsName(name string) bool {
	return name != "" && len(name) <= 32 && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_'
	})
}

// Printable returns a name as it is, or what is none shortened and quoted, so that
// it is safe to print.
func Printable(name string) string {
	if IsName(name) {
		return name
	}
	return fmt.Sprintf("%.40q", name)
}
