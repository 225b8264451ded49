// SPDX-License-Identifier: GPL-2.0-or-later

package rows

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Talks is the file of a provider whose updates take several requests:
//
//	# where it was read
//	token = x
//	hostname = home.example.net
//
//	rule verify none
//
//	> Host: api.example.org
//	> Authorization: Bearer x
//
//	talk 203.0.113.9 yes
//	> GET /records?name=home
//	< 200 [{"id": 7, "data": "203.0.113.1"}]
//	>! PUT /records/7
//	> {"data": "203.0.113.9"}
//	< 200 {}
//
// The headers before the first talk are those of all requests. A request that
// changes something has an exclamation mark. A talk ends with yes, same, no, wait
// or unsent, and may name the message of its outcome. "< lost" is no answer.
type Talks struct {
	Table
	Head  []string
	Talks []Talk
}

// Talk is an update to an address, and how it must end.
type Talk struct {
	Addr      netip.Addr
	Ends      string
	Message   string
	Exchanges []Exchange
}

// Exchange is a request and its answer.
type Exchange struct {
	Changes            bool
	Method, Host, Path string
	Head               []string
	Form, JSON         string
	Lost               bool
	Status             int
	Reply              string
}

// ReadTalks reads a file.
func ReadTalks(file string) (*Talks, error) {
	t := &Talks{Table: Table{Settings: map[string]string{}}}
	return t, readLines(file, t.line)
}

func (t *Talks) line(line string) (err error) {
	word, rest, _ := strings.Cut(line, " ")
	if word == "talk" {
		words := append(strings.Fields(rest), "", "")
		talk := Talk{Ends: words[1], Message: words[2]}
		talk.Addr, err = netip.ParseAddr(words[0])
		t.Talks = append(t.Talks, talk)
		return err
	}
	if len(t.Talks) == 0 {
		if word == ">" {
			t.Head = append(t.Head, rest)
			return nil
		}
		return t.Table.line(line)
	}
	talk := &t.Talks[len(t.Talks)-1]
	method, path, _ := strings.Cut(rest, " ")
	switch {
	case line == "" || word == "#":
		return nil
	case word == ">!", word == ">" && strings.ToUpper(method) == method && method != "" && method[0] >= 'A':
		if strings.HasPrefix(rest, "[") {
			break
		}
		x := Exchange{Changes: word == ">!", Method: method, Path: path}
		if host, ok := strings.CutPrefix(path, "https://"); ok {
			x.Host, x.Path, _ = strings.Cut(host, "/")
			x.Path = "/" + x.Path
		}
		talk.Exchanges = append(talk.Exchanges, x)
		return nil
	}
	if len(talk.Exchanges) == 0 {
		return errors.New("no request")
	}
	x := &talk.Exchanges[len(talk.Exchanges)-1]
	switch form, isForm := strings.CutPrefix(rest, "form "); {
	case word == "<" && rest == "lost":
		x.Lost = true
	case word == "<":
		x.Status, err = strconv.Atoi(method)
		x.Reply = path
	case word != ">":
		err = errors.New("no line of a talk")
	case isForm:
		x.Form = form
	case strings.HasPrefix(rest, "{"), strings.HasPrefix(rest, "["):
		x.JSON = rest
	default:
		x.Head = append(x.Head, rest)
	}
	return err
}

// Answer is the answer as it goes over the wire, "" for none. One with the
// status 429 asks to wait.
func (x Exchange) Answer(wait time.Duration) string {
	if x.Lost {
		return ""
	}
	head := fmt.Sprintf("HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Type: application/json\r\n", x.Status, http.StatusText(x.Status))
	if x.Status == http.StatusTooManyRequests {
		head += fmt.Sprintf("Retry-After: %d\r\n", int(wait.Seconds()))
	}
	if x.Status != http.StatusNoContent {
		head += fmt.Sprintf("Content-Length: %d\r\n", len(x.Reply))
	}
	return head + "\r\n" + x.Reply
}
