// SPDX-License-Identifier: GPL-2.0-or-later

package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/message"
)

// Settings are the values of an account by option, each of them valid: texts as
// they are written in UCI, flags as 1 or 0. An option that is not set has its
// default, or no value. The zero Settings have none.
type Settings struct {
	*Spec
	values map[string][]string
}

// Settings returns the settings of an account from the values that were set,
// each of them valid.
func (s *Spec) Settings(set map[string][]string) Settings {
	values := maps.Clone(set)
	if values == nil {
		values = map[string][]string{}
	}
	for _, o := range s.All() {
		if usual := s.usual(o); values[o.Name] == nil && usual != "" {
			values[o.Name] = []string{usual}
		}
	}
	settings := Settings{s, values}
	if s.Complete != nil {
		s.Complete(settings)
	}
	return settings
}

// usual is the default of an option, which for a common one may be the provider's.
func (s *Spec) usual(o Option) string {
	switch {
	case o.Name == "min_gap" && s.MinGap > 0:
		return s.UsualGap().String()
	case o.Name == "recheck" && !s.Rechecks():
		return "0s"
	}
	return o.Default
}

// UsualGap is the default of min_gap, 0 if the provider has no rule: a tenth more
// than it allows, for its clock is not ours and may count in whole minutes.
func (s *Spec) UsualGap() time.Duration { return s.MinGap + s.MinGap/10 }

// atOwn says whether an account is at the provider's own servers, where its rules
// bind: always, if no option names another one.
func (s Settings) atOwn() bool { return s.Find("server") == nil || s.Own(s.Text("server")) }

// Set sets an option, for Spec.Complete.
func (s Settings) Set(option, value string) { s.values[option] = []string{value} }

// With returns the settings with another value of an option.
func (s Settings) With(option, value string) Settings {
	s.values = maps.Clone(s.values)
	s.Set(option, value)
	return s
}

// Without returns the settings without a value of some options.
func (s Settings) Without(options ...string) Settings {
	s.values = maps.Clone(s.values)
	for _, option := range options {
		delete(s.values, option)
	}
	return s
}

// List returns the values of an option that is a list.
func (s Settings) List(option string) []string { return s.values[option] }

// Text returns the value of an option, "" if it has none.
func (s Settings) Text(option string) string {
	if list := s.values[option]; len(list) > 0 {
		return list[0]
	}
	return ""
}

// Texts returns the values of some options.
func (s Settings) Texts(options ...string) []string {
	var list []string
	for _, option := range options {
		list = append(list, s.Text(option))
	}
	return list
}

// Flag says whether an option is switched on.
func (s Settings) Flag(option string) bool {
	truth, _ := Truth(s.Text(option))
	return truth
}

// Number returns a number, 0 if there is none.
func (s Settings) Number(option string) int {
	n, _ := strconv.Atoi(s.Text(option))
	return n
}

// Span returns a time, 0 if there is none.
func (s Settings) Span(option string) time.Duration {
	d, _ := time.ParseDuration(s.Text(option))
	return d
}

// Key is what the provider counts by, and of families that are apart which one
// it is: it names the state file of the record.
func (s Settings) Key() string { return s.key(s.Families.Apart && s.Flag("ipv6")) }

func (s Settings) key(six bool) string {
	parts := []string{s.Name, s.PlaceOf(s.Text("server"))}
	for _, option := range s.CountedBy {
		parts = append(parts, strings.ToLower(s.Text(option)))
	}
	if six {
		parts = append(parts, "IPv6")
	}
	return Digest(parts...)
}

// CountKey names what the provider's limits count together: unlike by Key, all
// names of a login. account names it where names are all that it is counted by.
func (s Settings) CountKey(account string) string {
	parts := []string{s.Name, s.PlaceOf(s.Text("server"))}
	for _, option := range s.CountedBy {
		if option != "hostname" {
			parts = append(parts, strings.ToLower(s.Text(option)))
		}
	}
	if len(parts) == 2 {
		parts = append(parts, account)
	}
	return Digest(parts...)
}

// Beside is the Key of the same name in the other family, if the provider counts
// the requests of both together, and gap the least time between them: a tenth
// more than the rule, for the provider's clock is not ours.
func (s Settings) Beside() (key string, gap time.Duration) {
	if !s.Families.Apart || s.MinGap == 0 || !s.Own(s.Text("server")) {
		return "", 0
	}
	return s.key(!s.Flag("ipv6")), s.MinGap + s.MinGap/10
}

// Kept is a digest of what the provider keeps besides the address.
func (s Settings) Kept() string {
	return s.digest(s.Options, func(o Option) bool { return o.Kept })
}

// Login is a digest of all that can cause a refusal: a refusal lasts until it
// changes.
func (s Settings) Login() string {
	return s.digest(s.Options, func(Option) bool { return true }, s.sources()...)
}

// Whole is a digest of all that a job depends on.
func (s Settings) Whole() string {
	return s.digest(s.All(), func(Option) bool { return true }, s.sources()...)
}

func (s Settings) sources() []string {
	if s.Source == "" {
		return nil
	}
	return []string{s.Source}
}

func (s Settings) digest(options []Option, which func(Option) bool, parts ...string) string {
	for _, o := range options {
		if which(o) {
			parts = append(parts, o.Name, strconv.Itoa(len(s.List(o.Name))))
			parts = append(parts, s.List(o.Name)...)
		}
	}
	return Digest(parts...)
}

// Broken returns what is wrong with an account whose values are each valid: what
// is missing, or else which rules it breaks.
func (s Settings) Broken() []Broken {
	var list []Broken
	if s.Text("device") == "" && s.Text("interface") == "" {
		list = append(list, Broken{"device", message.New(message.MissingDevice)})
	}
	for _, o := range s.All() {
		if o.Required && s.Text(o.Name) == "" {
			rule := message.New(message.Missing)
			if o.Missing != "" {
				rule = message.New(o.Missing)
			}
			list = append(list, Broken{o.Name, rule})
		}
	}
	if len(list) > 0 {
		return list
	}
	return s.broken(s.Rules, commonRules)
}

// Doubts returns what may be wrong with an account.
func (s Settings) Doubts() []Broken { return s.broken(s.Warnings, commonWarnings) }

func (s Settings) broken(lists ...[]Rule) (list []Broken) {
	for _, r := range slices.Concat(lists...) {
		if rule := r.Broken(s); rule != "" {
			list = append(list, Broken{r.Option, rule})
		}
	}
	return list
}

// Broken is a rule that an account breaks, and the option to correct.
type Broken struct {
	Option string
	Rule   message.Message
}

// Digest reduces some texts to 8 hex digits: enough to notice a change. It hides
// nothing: a guess at a password can be checked against its digest. So names of
// files have no password in their digest, and a digest of a password stays where
// the configuration can be read too: in files of mode 0600 and in the process.
func Digest(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:4])
}
