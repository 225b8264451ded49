// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules below hold before anything is sent. Their texts are for the user
// and never quote a password.

// missing says why a command is missing, and what to do.
const missing = "must be set: of the page that describes this protocol the wording of this command is lost; copy it from the documentation of your account, the part behind the question mark, and put placeholders such as {host} for the values"

// CheckUser checks the user name.
func CheckUser(value string) error { return checkLogin(value) }

// CheckPass checks the password.
func CheckPass(value string) error { return checkLogin(value) }

func checkLogin(value string) error {
	switch {
	case value == "":
		return errors.New("must not be empty")
	case len(value) > 254:
		return errors.New("must not be longer than 254 bytes")
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return errors.New("must be one line of UTF-8 without control characters")
	}
	return nil
}

// Doubt says what is doubtful about a user name or a password that is not
// ASCII, and nothing about others: in which character set the server reads it
// is not known.
func Doubt(value string) string {
	if strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxASCII }) {
		return "holds a character that is not ASCII; it is sent as UTF-8, and nobody knows whether the server reads it so"
	}
	return ""
}

// CheckHostname checks the form of a domain name of at least two labels.
func CheckHostname(name string) error {
	labels := strings.Split(name, ".")
	if len(name) > 253 || len(labels) < 2 {
		return errors.New("must be a full domain name such as home.example.net")
	}
	for _, l := range labels {
		bad := strings.ContainsFunc(l, func(r rune) bool {
			return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
		})
		if bad || l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return errors.New("must be a full domain name such as home.example.net, in ASCII")
		}
	}
	return nil
}

// CheckType checks the type of the record. The page lists A, CNAME, NS and MX
// with a priority. Only an A record holds an address.
func CheckType(value string) error {
	word, rest, _ := strings.Cut(value, " ")
	switch _, err := strconv.ParseUint(rest, 10, 16); {
	case value == typeA:
		return nil
	case strings.EqualFold(value, "AAAA"):
		return errors.New("must not be AAAA: the record types of this protocol have no IPv6 address")
	case value == typeCNAME, value == typeNS, word == typeMX && err == nil:
		return errors.New("must be A: a record of type " + word + " holds a name, and dynwan has only an address to publish")
	}
	return errors.New("must be A")
}

// CheckPort checks the port for the port relay.
func CheckPort(port int64) error {
	if port < 1 || port > 65535 {
		return errors.New("must be a port number from 1 to 65535")
	}
	return nil
}

// CheckLoginQuery checks login_query, which has a default.
func CheckLoginQuery(template string) error {
	if template == "" {
		return nil
	}
	return checkTemplate(template)
}

// CheckDeleteQuery checks delete_query. It has to say which record is meant:
// the page wants the old record deleted, which the previous address names.
func CheckDeleteQuery(template string) error {
	if template == "" {
		return errors.New(missing)
	}
	if err := checkTemplate(template, forOld); err != nil {
		return err
	}
	for _, p := range []string{forOld, forHost, forDomain} {
		if strings.Contains(template, p) {
			return nil
		}
	}
	return fmt.Errorf("must say which record to delete, by %s, or at least by %s or %s", forOld, forHost, forDomain)
}

// CheckAddQuery checks add_query. It needs no {new}: the page says elsewhere
// that the server takes the address that it sees.
func CheckAddQuery(template string) error {
	if template == "" {
		return errors.New(missing)
	}
	return checkTemplate(template, forNew)
}

// CheckRelayQuery checks relay_query, which may be left out. Of the port relay
// only the heading survived.
func CheckRelayQuery(template string) error {
	if template == "" {
		return nil
	}
	return checkTemplate(template, forNew, forPort)
}

// CheckPatterns checks success or failure: texts that are looked for in an
// answer.
func CheckPatterns(patterns []string) error {
	for _, p := range patterns {
		if strings.TrimSpace(p) == "" {
			return errors.New("must not hold an empty text: every answer would match it")
		}
	}
	return nil
}

// CheckServer checks a place to speak the protocol at: a scheme, a host and at
// most a port. Of the provider's own hosts only the page's are allowed, each
// with its scheme and ports.
func CheckServer(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" ||
		u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("must be https://HOST, http://HOST or http://HOST:PORT, without a path")
	}
	if port, err := strconv.Atoi(portOf(u)); err != nil || port < 1 || port > 65535 {
		return errors.New("must have a port from 1 to 65535")
	}
	if !Official(value) {
		return nil
	}
	switch base, port := u.Scheme+"://"+hostOf(u), portOf(u); {
	case base == DefaultServer && port == "443":
		return nil
	case base == PlainServer && (port == "80" || port == "8080" || port == "1400"):
		return nil
	}
	return errors.New("must be a place of the protocol page: " + DefaultServer + " or, without encryption, " + PlainServer + " with port 80, 8080 or 1400")
}

// Official says whether a server is the provider's own, whose rules nobody may
// shorten.
func Official(server string) bool {
	u, err := url.Parse(server)
	return err != nil || hostOf(u) == zone || strings.HasSuffix(hostOf(u), "."+zone)
}

// Place names the provider behind a server, for the gap between requests: the
// provider counts by login, not by host or port.
func Place(server string) string {
	u, err := url.Parse(server)
	switch {
	case Official(server):
		return zone
	case err != nil:
		return server
	}
	return hostOf(u)
}

// hostOf returns the host of a URL in one form.
func hostOf(u *url.URL) string { return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") }

// portOf returns the port of a URL, spelled out.
func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}
