// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// account is a name at a provider of the catalogue.
type account struct {
	set   provider.Settings
	e     *entry
	found map[string]any // what steps have found, by their names
	nonce string         // of the request
}

// Update sends one request, or does the steps.
func (a account) Update(ctx context.Context, c provider.Change) updater.Outcome {
	if len(a.e.steps) > 0 {
		return a.walk(ctx, c)
	}
	network := "tcp"
	if a.e.flag("detects") { // the server must see the address
		network = "tcp" + family(c.Want)
	}
	a.nonce = nonce()
	server, r := a.request(c.Want, c.Agent)
	if o := a.sign(a.e.text("sign"), &r, server); o.Kind != "" {
		return o
	}
	answer, err := c.Send(ctx, network, server, r, c.Permit)
	if err != nil {
		return provider.Ended(err)
	}
	return a.judge(answer, c.Want, time.Now())
}

// family is the family of a request that sends one address.
func family(want updater.Record) string {
	if want.IPv4.IsValid() {
		return "4"
	}
	return "6"
}

// request is what is sent, and to which server.
func (a account) request(want updater.Record, agent string) (server string, r exchange.Request) {
	f := a.e.Fields
	value := func(p part) string { return a.value(p, want, agent) }
	server, r.Path = a.address(want, value)
	form := f.has("form")
	items := map[bool][]string{
		false: a.items(f["query"], want, value),
		true:  a.items(f["form"], want, value),
	}
	more := f["alone4"]
	if !want.IPv4.IsValid() {
		more = f["alone6"]
	}
	if !want.IPv4.IsValid() || !want.IPv6.IsValid() {
		items[form] = append(items[form], a.items(more, want, value)...)
	}
	if param := a.set.Text("param"); param != "" {
		items[form] = append(items[form], param)
	}
	if query := strings.Join(items[false], "&"); query != "" {
		r.Path += mark(r.Path) + query
	}
	r.Head = a.head(value)
	kind, body := "", ""
	switch {
	case form:
		kind, body = "application/x-www-form-urlencoded", strings.Join(items[true], "&")
	case f.has("json"):
		kind, body = "application/json", a.json(f.text("json"), value)
	case f.has("xml"):
		kind, body = "text/xml", fill(f.text("xml"), value, inXML.Replace)
	}
	if kind != "" {
		r.Method, r.Body = "POST", []byte(body)
		r.Head = append(r.Head, "Content-Type: "+kind)
	}
	if method := f.text("method"); method != "" {
		r.Method = method
	}
	if r.Body == nil && r.Method != "" && r.Method != "GET" {
		r.Body = []byte{} // its length is sent: some servers refuse a POST without one
	}
	if f.has("agent") {
		r.Agent = fill(f.text("agent"), value, same)
	}
	return server, r
}

// mark is what joins items to a path.
func mark(path string) string {
	_, query, has := strings.Cut(path, "?")
	switch {
	case !has:
		return "?"
	case query == "" || strings.HasSuffix(query, "&"):
		return ""
	}
	return "&"
}

// address is the server, and the path there with what the entry's address has
// of a query.
func (a account) address(want updater.Record, value func(part) string) (server, path string) {
	template := a.e.text("url")
	if own := a.e.text("url" + family(want)); own != "" {
		template = own
	}
	if template == "{update_url}" {
		return exchange.Split(a.set.Text("update_url"))
	}
	host, rest := cutHost(template)
	server = "https://" + host
	if a.set.Flag("plain_http") {
		server = "http://" + host
	}
	return server, "/" + fill(rest, value, exchange.Escape)
}

// items are the items of a list that are sent with a record.
func (a account) items(list []string, want updater.Record, value func(part) string) (sent []string) {
	for _, item := range list {
		needless := false
		for _, p := range uses(item) {
			needless = needless || p.name == "ip4" && !want.IPv4.IsValid() || p.name == "ip6" && !want.IPv6.IsValid()
		}
		if !needless {
			sent = append(sent, fill(item, value, exchange.Escape))
		}
	}
	return sent
}

// head are the login and the further headers.
func (a account) head(value func(part) string) (list []string) {
	if login := a.login(); login != "" {
		list = append(list, "Authorization: "+login)
	}
	for _, line := range a.e.Fields["head"] {
		if !slices.ContainsFunc(uses(line), func(p part) bool { return strings.Contains(p.name, ":") && value(p) == "" }) {
			list = append(list, fill(line, value, oneLine)) // a token comes with the first step
		}
	}
	return list
}

// login is the value of the header of that name: whoever sees it knows the
// password.
func (a account) login() string {
	switch auth := a.e.auth; {
	case len(auth) == 3:
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(a.set.Text(auth[1])+":"+a.set.Text(auth[2])))
	case len(auth) == 2:
		return "Bearer " + a.set.Text(auth[1])
	}
	return ""
}

// value is what stands for a placeholder.
func (a account) value(p part, want updater.Record, agent string) string {
	if step, path, ok := strings.Cut(p.name, ":"); ok {
		return textAt(a.found[step], path)
	}
	text := a.set.Text(p.name)
	switch p.name {
	case "sub":
		text = a.e.sub(a.set)
	case "zone":
		text = a.e.zone(a.set)
	case "ip":
		text = shown(want.IPv4)
		if family(want) == "6" {
			text = shown(want.IPv6)
		}
	case "ip4":
		text = shown(want.IPv4)
	case "ip6":
		text = shown(want.IPv6)
	case "ips":
		text = strings.Join(want.List(), ",")
	case "type":
		text = map[string]string{"4": "A", "6": "AAAA"}[family(want)]
		if types := a.e.Fields["types"]; len(types) == 2 {
			text = map[string]string{"4": types[0], "6": types[1]}[family(want)]
		}
	case "agent":
		text = agent
	case "nonce":
		text = a.nonce
	}
	return digest(p.how, text)
}

// shown is an address, "" if there is none.
func shown(ip netip.Addr) string {
	if !ip.IsValid() {
		return ""
	}
	return ip.String()
}

// digest is the digest of a value, or the value.
func digest(how, value string) string {
	switch how {
	case "md5":
		sum := md5.Sum([]byte(value))
		return hex.EncodeToString(sum[:])
	case "sha1":
		sum := sha1.Sum([]byte(value))
		return hex.EncodeToString(sum[:])
	case "sha224":
		sum := sha256.Sum224([]byte(value))
		return hex.EncodeToString(sum[:])
	}
	return value
}

// inJSON is a value inside the quotes of JSON.
func inJSON(value string) string {
	text, _ := json.Marshal(value)
	return string(text[1 : len(text)-1])
}

// inXML is a value in XML.
var inXML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

func same(value string) string { return value }
