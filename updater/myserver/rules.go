// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// The rules below are checked before anything is sent. Their texts are for the
// user and never quote a password.

// Doubt warns about a user name or a password that is not ASCII: the server's
// character set is not known.
func Doubt(value string) message.Message {
	if strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxASCII }) {
		return message.New(message.NotASCII)
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
		return message.New(message.TypeAaaa)
	case value == typeCNAME, value == typeNS, word == typeMX && err == nil:
		return message.New(message.TypeOfName, word)
	}
	return message.New(message.MustBe, typeA)
}

// CheckPort checks the port for the port relay.
func CheckPort(port int64) error {
	if port < 1 || port > 65535 {
		return message.New(message.NotPort)
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

// CheckDeleteQuery checks delete_query. It must name the host: another name of
// the account may have the same address.
func CheckDeleteQuery(template string) error {
	if template == "" {
		return message.New(message.MissingCommand)
	}
	if err := checkTemplate(template, forOld); err != nil {
		return err
	}
	for _, p := range []string{forHost, forDomain} {
		if strings.Contains(template, p) {
			return nil
		}
	}
	return message.New(message.DeleteWhose, forHost, forDomain, forOld)
}

// CheckAddQuery checks add_query. It needs no {new}: the page says elsewhere
// that the server uses the address that it sees.
func CheckAddQuery(template string) error {
	if template == "" {
		return message.New(message.MissingCommand)
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
			return message.New(message.EmptyPattern)
		}
	}
	return nil
}

// CheckServer checks the address of a server: a scheme, a host and at most a
// port. Of the provider's own hosts only those on the page are allowed, each
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
	return message.New(message.ServerOfPage, DefaultServer, PlainServer)
}

// Official says whether a server is the provider's own, whose limits must not
// be relaxed.
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
