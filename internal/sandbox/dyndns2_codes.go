// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// code is the word with which a line of an answer of dyndns2 begins.
type code string

// The codes.
const (
	codeGood     code = "good"
	codeNoChange code = "nochg"

	codeBadAuth  code = "badauth"
	codeBadAgent code = "badagent"
	codeDonator  code = "!donator"
	codeAbuse    code = "abuse"
	codeBadSys   code = "badsys"
	codeOutage   code = "911"
	codeDNSError code = "dnserr"

	codeNotFQDN  code = "notfqdn"
	codeNoHost   code = "nohost"
	codeNumHost  code = "numhost"
	codeNotYours code = "!yours"

	// Later providers have these two as well.
	codeNotActive code = "!active"
	codeBadIP     code = "badip"
)

// meaning is what a client has to know of a code.
type meaning struct {
	// perHost: there is one line for each host. The others come once, for all.
	perHost bool
	// final: asking again is abuse until the user has changed something.
	final bool
}

var meanings = map[code]meaning{
	codeGood:      {perHost: true},
	codeNoChange:  {perHost: true},
	codeBadAuth:   {final: true},
	codeBadAgent:  {final: true},
	codeDonator:   {final: true},
	codeAbuse:     {final: true},
	codeBadSys:    {final: true},
	codeOutage:    {},
	codeDNSError:  {},
	codeNotFQDN:   {perHost: true, final: true},
	codeNoHost:    {perHost: true, final: true},
	codeNumHost:   {perHost: true, final: true},
	codeNotYours:  {perHost: true, final: true},
	codeNotActive: {perHost: true, final: true},
	codeBadIP:     {perHost: true},
}

// waitForm is the answer of old servers that names a time to wait.
var waitForm = regexp.MustCompile(`^w([0-9]{1,6})([hms])$`)

// wait is the time that a code asks for by itself.
func (c code) wait() (time.Duration, bool) {
	parts := waitForm.FindStringSubmatch(string(c))
	if parts == nil {
		return 0, false
	}
	d, err := time.ParseDuration(parts[1] + parts[2])
	return d, err == nil
}

// codeOf is the first word of a line, if it is a code to the letter.
func codeOf(line string) code {
	word, _, _ := strings.Cut(strings.TrimRight(line, " \t\r"), " ")
	c := code(word)
	if _, known := meanings[c]; known {
		return c
	}
	if _, waits := c.wait(); waits {
		return c
	}
	return ""
}

var argCode = argument{"CODE[ ADDRESS][;status=N], such as \"good 127.0.0.1\" or \"badauth;status=401\"; default 911", onlyError(parseCode)}

// onDemand is an answer that a fault asks for.
type onDemand struct {
	line   string
	status int
}

// parseCode reads CODE[ ADDRESS][;status=N].
func parseCode(arg string) (onDemand, error) {
	line, number, hasStatus := strings.Cut(orElse(arg, string(codeOutage)), ";status=")
	o := onDemand{line, http.StatusOK}
	if codeOf(line) == "" {
		return o, fmt.Errorf("argument %q does not start with a code of dyndns2", cut(arg))
	}
	if !hasStatus {
		return o, nil
	}
	var err error
	if o.status, err = strconv.Atoi(number); err != nil || o.status < 200 || o.status > 599 {
		return o, fmt.Errorf("argument %q does not end with a status from 200 to 599", cut(arg))
	}
	return o, nil
}

// reply is the answer for so many hosts.
func (o onDemand) reply(hosts int) reply {
	times := 1
	if meanings[codeOf(o.line)].perHost {
		times = max(1, hosts)
	}
	return page(o.status, strings.Repeat(o.line+"\n", times))
}
