// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dynwan/updater/exchange"
)

// The rules below are the page's ("Clients must check the form of all input")
// and hold before anything is sent. Their texts are for the user and never
// quote a password.

// CheckLogin checks email and pass: neither may be empty, long or hold control
// characters.
func CheckLogin(value string) error {
	if value == "" {
		return errors.New("must not be empty")
	}
	return plain(value, 254)
}

// CheckPort checks port: "If port is 80 DO NOT USE".
func CheckPort(port int64) error {
	if port == 80 {
		return errors.New("must not be 80: the protocol page says \"If port is 80 DO NOT USE\"; leave port out")
	}
	if port < 1 || port > 65535 {
		return errors.New("must be a port number from 1 to 65535, other than 80")
	}
	return nil
}

// CheckOfflineURL checks offlineurl, which must be a "FULL url in the format
// 'http://www.youdomains.com/url'".
func CheckOfflineURL(value string) error {
	if err := plain(value, 255); err != nil {
		return err
	}
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return errors.New("must be a full URL such as http://www.example.net/away")
	}
	return nil
}

// CheckOfflineText checks offlinetext. The page names no limit; 255 bytes
// without control characters fit every place that may keep it.
func CheckOfflineText(value string) error { return plain(value, 255) }

// CheckMX checks mx: "Specify server name in full with a terminating period".
func CheckMX(value string) error {
	name, ok := strings.CutSuffix(value, ".")
	if !ok {
		return errors.New("must end with a period: the protocol page wants the server name in full, such as \"mail.example.net.\"")
	}
	return CheckHostname(name)
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

// CheckServer checks a place to speak the protocol at: a scheme, a host and at
// most a port. For the provider's own host only the ports of the page are
// allowed: 443 for HTTPS, 80 and 8147 for plain HTTP.
func CheckServer(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" ||
		u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("must be https://HOST, http://HOST or http://HOST:PORT, without a path")
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
		return errors.New("must name its host in ASCII")
	}
	if port, err := strconv.Atoi(exchange.Port(u)); err != nil || port < 1 || port > 65535 {
		return errors.New("must have a port from 1 to 65535")
	}
	if !Official(value) {
		return nil
	}
	switch u.Scheme + " " + exchange.Port(u) {
	case "https 443", "http 80", "http 8147":
		return nil
	}
	return errors.New("must use a port of the protocol page: 443 for https, 80 or 8147 for http")
}

// Official says whether a server is the provider's own, whose rules nobody may
// shorten.
func Official(server string) bool {
	u, err := url.Parse(server)
	if err != nil {
		return true
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	for _, zone := range []string{"mtgsy.net", "mtgsy.com", "microtech.co.gg", "cloudfloordns.com"} {
		if host == zone || strings.HasSuffix(host, "."+zone) {
			return true
		}
	}
	return false
}

// Place names the provider behind a server, for the gap between requests: the
// provider counts by login, not by host or port.
func Place(server string) string {
	if Official(server) {
		return "mtgsy"
	}
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
}

// plain checks that a text is short UTF-8 without control characters.
func plain(value string, limit int) error {
	if len(value) > limit {
		return fmt.Errorf("must not be longer than %d bytes", limit)
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return errors.New("must be one line of UTF-8 without control characters")
	}
	return nil
}
