// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
)

// Style is a family of answers. What the update page really answers is
// documented nowhere, so a client has to live with each of them.
type Style string

// The styles.
const (
	// Codes are the numbers of the provider's other page, /dns/api.php: 800, 300 ...
	Codes Style = "codes"
	// Words are short English lines: OK, Error: ...
	Words Style = "words"
	// Good is the language of the dyndns2 protocol: good, nochg, badauth ...
	Good Style = "good"
	// HTML is the words inside a page.
	HTML Style = "html"
	// Sentences are longer and leave no doubt: Record successfully updated ...
	Sentences Style = "sentences"
	// Silent is an empty 200 to everything: neither yes nor no.
	Silent Style = "silent"
)

// Styles lists the styles in alphabetical order.
func Styles() []Style { return slices.Sorted(maps.Keys(answers)) }

// verdict is what the provider thinks of a request.
type verdict int

const (
	updated verdict = iota
	unchanged
	insufficient
	badLogin
	noDomain
	blocked
)

// answers holds the bodies; %s is the address. /dns/api.php has no number for
// a blocked account, so the codes use a sentence there.
var answers = map[Style][6]string{
	Codes:     {"800", "800", "200", "300", "305", "Account blocked due to abusive updates"},
	Words:     {"OK", "OK", "Error: insufficient information supplied", "Error: invalid login information", "Error: domain not found", "Error: account blocked due to abusive updates"},
	Good:      {"good %s", "nochg %s", "notfqdn", "badauth", "nohost", "abuse"},
	HTML:      {"OK", "OK", "Error: insufficient information supplied", "Error: invalid login information", "Error: domain not found", "Error: account blocked due to abusive updates"},
	Silent:    {},
	Sentences: {"Record successfully updated", "Record successfully updated", "Error: insufficient information supplied", "Invalid login information", "Domain not found", "Account blocked due to abusive updates"},
}

// body is what the update page prints.
func body(style Style, v verdict, ip netip.Addr) string {
	text := answers[style][v]
	if style == Good && (v == updated || v == unchanged) {
		text = fmt.Sprintf(text, ip)
	}
	if style == HTML {
		text = "<html><head><title>Dynamic DNS update</title></head>\n<body><p>" + text + "</p></body></html>\n"
	}
	return text
}

// reply is an answer before it is written.
type reply struct {
	status int
	header http.Header
	body   string
}

func page(status int, text string) reply {
	return reply{status: status, header: http.Header{"Content-Type": {"text/html"}, "Server": {"Apache"}}, body: text}
}
