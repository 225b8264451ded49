// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"net/url"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// The rules below are the page's ("Clients must check the form of all input")
// and are checked before anything is sent. Their texts are for the user and
// never quote a password.

// CheckEmail checks email, "username" on the page: the account's name, which is
// an e-mail address, or one dynamic domain. A value with a dot and no @ can
// only be a domain, and cannot be a valid login unless it has the form of one.
func CheckEmail(value string) error {
	if err := exchange.CheckLogin(value); err != nil {
		return err
	}
	domain := strings.ContainsAny(value, ".*") && !strings.Contains(value, "@")
	if strings.TrimSpace(value) != value || strings.HasSuffix(value, ".") || domain && exchange.CheckHostname(value) != nil {
		return message.New(message.NotEmail)
	}
	return nil
}

// CheckPort checks port: "If port is 80 DO NOT USE".
func CheckPort(port int64) error {
	if port == 80 {
		return message.New(message.Port80)
	}
	if port < 1 || port > 65535 {
		return message.New(message.NotPortOtherThan80)
	}
	return nil
}

// CheckOfflineURL checks offlineurl, which must be a "FULL url in the format
// 'http://www.youdomains.com/url'".
func CheckOfflineURL(value string) error {
	if err := exchange.CheckText(value, 255); err != nil {
		return err
	}
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return message.New(message.NotURL)
	}
	return nil
}

// CheckOfflineText checks offlinetext. The page names no limit; 255 bytes
// without control characters fit every place that may keep it.
func CheckOfflineText(value string) error { return exchange.CheckText(value, 255) }

// CheckMX checks mx: "Specify server name in full with a terminating period".
func CheckMX(value string) error {
	name, ok := strings.CutSuffix(value, ".")
	if !ok {
		return message.New(message.NotMX)
	}
	return exchange.CheckHostname(name)
}

// CheckServer checks the address of a server: a scheme, a host and at most a
// port. For the provider's own host only the page's ports are allowed: 443 for
// HTTPS, 80 and 8147 for plain HTTP.
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
	switch u.Scheme + " " + exchange.Port(u) {
	case "https 443", "http 80", "http 8147":
		return nil
	}
	return message.New(message.ServerPortOfPage)
}

// Official says whether a server is the provider's own, whose limits must not
// be relaxed.
func Official(server string) bool {
	u, err := url.Parse(server)
	if err != nil {
		return true
	}
	host := exchange.Host(u)
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
	return exchange.Host(u)
}
