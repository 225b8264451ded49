// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"strings"

	"dynwan/updater/message"
)

const errNotHost = message.Message(message.NotAHost)

// canonical returns a host name in the form in which == compares names: lower
// case and a dot after every label. It accepts only letters, digits, "-" and
// "_", 63 bytes per label and 255 on the wire (RFC 1035 section 2.3.4).
func canonical(host string) (string, error) {
	host = strings.TrimSuffix(host, ".")
	if len(host)+2 > 255 {
		return "", errNotHost
	}
	host = lower(host)
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", errNotHost
		}
	}
	return host + ".", nil
}

// lower returns a name of any bytes in lower case (RFC 4343).
func lower(name string) string {
	b := []byte(name)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + ('a' - 'A')
		}
	}
	return string(b)
}
