// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Param is one parameter of a request as the ledger shows it. Of pass it says
// only whether it was right.
type Param struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// query is the decoded query string: all parameters in order, and the last
// value of each name, which is the one that PHP sees.
type query struct {
	params []Param
	last   map[string]string
	broken bool
}

func parseQuery(raw string) query {
	q := query{last: map[string]string{}}
	for piece := range strings.SplitSeq(raw, "&") {
		if piece == "" {
			continue
		}
		key, value, _ := strings.Cut(piece, "=")
		name, err1 := url.QueryUnescape(key)
		text, err2 := url.QueryUnescape(value)
		if err1 != nil || err2 != nil {
			q.broken = true
			continue
		}
		q.params = append(q.params, Param{name, text})
		q.last[name] = text
	}
	return q
}

// request is one HTTP request with all that the rules look at.
type request struct {
	method, path, host, agent string
	uri                       string // as it was written
	user, pass                string // of HTTP's basic authentication
	basic                     bool   // which there is
	query                     query
	source                    netip.Addr
}

func newRequest(r *http.Request, source netip.Addr) request {
	user, pass, basic := r.BasicAuth()
	return request{
		uri:    r.RequestURI,
		user:   user,
		pass:   pass,
		basic:  basic,
		method: r.Method,
		path:   r.URL.Path,
		host:   r.Host,
		agent:  r.UserAgent(),
		query:  parseQuery(r.URL.RawQuery),
		source: source,
	}
}

// login is the value of email, in the form in which accounts and domains are kept.
func (r request) login() string { return plainName(r.query.last["email"]) }
