// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dynwan/updater/answer"
	"dynwan/updater/message"
)

// The rules below hold for the values of every protocol. Their texts are for
// the user and never quote a value.

// CheckText checks that a text is UTF-8 of at most limit bytes without control
// characters.
func CheckText(value string, limit int) error {
	if len(value) > limit {
		return message.New(message.NotLonger, limit)
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return message.New(message.NotOneLine)
	}
	return nil
}

// CheckHostname checks the form of a domain name of at least two labels.
func CheckHostname(name string) error {
	labels := strings.Split(name, ".")
	if len(name) > 253 || len(labels) < 2 {
		return message.New(message.NotDomainName)
	}
	for _, l := range labels {
		bad := strings.ContainsFunc(l, func(r rune) bool {
			return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
		})
		if bad || l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return message.New(message.NotDomainNameInASCII)
		}
	}
	return nil
}

// CheckServer checks the form of a server's address: a scheme, a host and at
// most a port; also a path if it may have one.
func CheckServer(value string, path bool) error {
	u, err := url.Parse(value)
	switch {
	case err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil &&
		(path || strings.Trim(u.Path, "/") == "") && !strings.ContainsAny(value, "?#"):
		return checkHost(u)
	case path:
		return message.New(message.NotServerWithPath)
	}
	return message.New(message.NotServer)
}

// checkHost checks the host and the port of a server.
func checkHost(u *url.URL) error {
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return message.New(message.ServerNotInASCII)
	}
	if port, err := strconv.Atoi(Port(u)); err != nil || port < 1 || port > 65535 {
		return message.New(message.ServerPort)
	}
	return nil
}

// Split takes an address of the web apart: the server, and the path there with
// its query. What cannot be read is the server.
func Split(address string) (server, path string) {
	u, err := url.Parse(address)
	if err != nil {
		return address, ""
	}
	return u.Scheme + "://" + u.Host, u.RequestURI()
}

// Host returns the host of a server in a canonical form.
func Host(server *url.URL) string { return strings.TrimSuffix(strings.ToLower(server.Hostname()), ".") }

// Escape encodes a value for a query. A space becomes %20, because servers
// differ about a plus.
func Escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

// Mask removes secrets from what a server said, in the forms in which the server
// may repeat them. A text that has one in yet another form is not shown.
func Mask(text string, secrets ...string) string {
	for _, secret := range secrets {
		for _, form := range []string{secret, Escape(secret), inHTML.Replace(secret)} {
			if form != "" {
				text = strings.ReplaceAll(text, form, "***")
			}
		}
	}
	if answer.Reveals(text, secrets...) {
		return "***"
	}
	return text
}

var inHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
