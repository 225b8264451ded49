// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// The rules below are checked before anything is sent. Their texts are for the
// user and never quote a password.

// doubt warns about a user name or a password that is not ASCII: the server's
// character set is not known.
func doubt(value string) message.Message {
	if strings.ContainsFunc(value, func(r rune) bool { return r > unicode.MaxASCII }) {
		return message.New(message.NotASCII)
	}
	return ""
}

// checkType checks the type of the record. The page lists A, CNAME, NS and MX
// with a priority. Only an A record holds an address.
func checkType(value string) error {
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

// checkLogin checks login_query, which has a default.
func checkLogin(template string) error { return checkTemplate(template) }

// checkDelete checks delete_query. It must name the host: another name of the
// account may have the same address.
func checkDelete(template string) error {
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

// checkAdd checks add_query. It needs no {new}: the page says elsewhere that the
// server uses the address that it sees.
func checkAdd(template string) error { return checkTemplate(template, forNew) }

// checkRelay checks relay_query. Of the port relay only the heading survived.
func checkRelay(template string) error { return checkTemplate(template, forNew, forPort) }

// shows says whether a parameter of a template is the password itself.
func shows(template, pass string) bool {
	for parameter := range strings.SplitSeq(template, "&") {
		_, value, _ := strings.Cut(parameter, "=")
		plain, err := url.QueryUnescape(value)
		if pass != "" && (value == pass || err == nil && plain == pass) {
			return true
		}
	}
	return false
}

// CheckServer checks the address of a server: of the provider's own hosts only
// those on the page are allowed, each with its scheme and ports.
func CheckServer(value string) error {
	return provider.CheckPlace(value, []string{zone}, message.New(message.ServerOfPage, DefaultServer, PlainServer),
		DefaultServer+" 443", PlainServer+" 80", PlainServer+" 8080", PlainServer+" 1400")
}
