// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"dynwan/updater/exchange"
)

// The rules below hold before anything is sent. Their texts are for the user
// and never quote a password.

// missing says why a command is missing, and what to do.
const missing = "must be set: of the page that describes this protocol the wording of this command is lost; copy it from the documentation of your account, the part behind the question mark, and put placeholders such as {host} for the values"

// Doubt says what is doubtful about a user name or a password that is not
// ASCII, and nothing about others: in which character set the server reads it
// is not known.
func Doubt(value string) string {
	if strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxASCII }) {
		return "holds a character that is not ASCII; it is sent as UTF-8, and nobody knows whether the server reads it so"
	}
	return ""
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

// CheckDeleteQuery checks delete_query. It has to say whose record is meant:
// another name of the account may have the same address.
func CheckDeleteQuery(template string) error {
	if template == "" {
		return errors.New(missing)
	}
	if err := checkTemplate(template, forOld); err != nil {
		return err
	}
	for _, p := range []string{forHost, forDomain} {
		if strings.Contains(template, p) {
			return nil
		}
	}
	return fmt.Errorf("must say whose record to delete, by %s or at least by %s: another name may have the address %s", forHost, forDomain, forOld)
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
	if err := exchange.CheckServer(value); err != nil {
		return err
	}
	if !Official(value) {
		return nil
	}
	u, err := url.Parse(value)
	if err != nil {
		return err
	}
	switch base, port := u.Scheme+"://"+exchange.Host(u), exchange.Port(u); {
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
	return err != nil || exchange.Host(u) == zone || strings.HasSuffix(exchange.Host(u), "."+zone)
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
	return exchange.Host(u)
}
