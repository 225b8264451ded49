// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/sign"
)

// Keys are the options that an account at a provider of the catalogue may have,
// in the order of the form. An entry says which of them it needs by its
// placeholders, and in [options] what the provider calls them.
var Keys = []provider.Option{
	{Name: "server", Title: "Server", Kind: provider.Server, Required: true, Example: "http://192.168.1.2:8081",
		Help: "The address of the server."},
	{Name: "user", Title: "User name", Kind: provider.Text, Required: true, Example: "me",
		Help: "The user name of the account."},
	{Name: "pass", Title: "Password", Kind: provider.Secret, Required: true,
		Help: "The password of the account."},
	{Name: "token", Title: "Token", Kind: provider.Secret, Required: true,
		Help: "The token, or key, of the account."},
	{Name: "update_url", Title: "Update URL", Kind: provider.Secret, Most: 500, Required: true, Check: checkUpdateURL,
		Help: "The address for updates that the provider shows: https://... Whoever knows it can change the name."},
	{Name: "hostname", Title: "Hostname", Kind: provider.Host, Several: true, Required: true, Kept: true, Example: "home.example.net",
		Help: "The full name that follows the line, or several of them."},
	{Name: "zone", Title: "Zone", Kind: provider.Host, Required: true, Example: "example.net",
		Help: "The domain at the provider that the name is in."},
	{Name: "zone_id", Title: "Zone ID", Kind: provider.Text, Required: true, Example: "1234567",
		Help: "The number that the provider gives the zone."},
	{Name: "account", Title: "Account ID", Kind: provider.Text, Required: true, Example: "1234",
		Help: "The number that the provider gives the account."},
	{Name: "record_id", Title: "Record ID", Kind: provider.Text, Required: true, Example: "1234567",
		Help: "The number that the provider gives the record."},
	{Name: "ttl", Title: "TTL", Kind: provider.Text, Default: "300", Advanced: true, Kept: true, Check: checkTTL,
		Help: "How long others may keep the address, in seconds."},
	{Name: "param", Title: "Extra parameters", Kind: provider.Text, Most: 500, Advanced: true, Kept: true, Example: "wildcard=ON", Check: checkParam,
		Help: "Further items of the request, NAME=VALUE with & between them, sent as they stand."},
}

// plainHTTP is the option of the accounts of a provider that may know no HTTPS.
var plainHTTP = provider.Option{Name: "plain_http", Title: "Without encryption", Kind: provider.Flag, Default: "0", Advanced: true,
	Help: "Sends updates without encryption, if the provider knows no other way. Everyone on the way can then read the password, and make the name point elsewhere."}

// Shared are all options that an account of the catalogue may have besides the
// common ones, in the order of the form.
func Shared() []provider.Option {
	return slices.Concat(Keys, []provider.Option{plainHTTP, provider.Remember}, provider.BothFamilies)
}

// findKey returns one of Keys by its name, nil if there is none.
func findKey(name string) *provider.Option {
	if i := slices.IndexFunc(Keys, func(o provider.Option) bool { return o.Name == name }); i >= 0 {
		return &Keys[i]
	}
	return nil
}

// IsKey says whether some provider of the catalogue may have an option.
func IsKey(name string) bool { return findKey(name) != nil || name == plainHTTP.Name }

// keys returns the names of the options that an account has, in the order of the
// form.
func (e *entry) keys() (list []string) {
	for _, o := range Keys {
		if o.Name == "hostname" || e.uses(o.Name) || o.Name == "param" && e.has("help_param") {
			list = append(list, o.Name)
		}
	}
	return list
}

// uses says whether the entry needs an option.
func (e *entry) uses(key string) bool {
	return slices.ContainsFunc(e.parts, func(p part) bool {
		return p.name == key || key == "zone" && p.name == "sub" && !e.has("zone")
	}) && !(key == "zone" && e.has("zone"))
}

// options are the options of an account.
func (e *entry) options() (list []provider.Option) {
	for _, name := range e.keys() {
		o := *findKey(name)
		if help := e.text("help_" + name); help != "" {
			o.Help = help
		}
		if name == "hostname" && e.text("verify") == "none" { // a number, or a label
			o.Kind, o.Example = provider.Text, ""
		}
		if name == "pass" && slices.ContainsFunc(e.signs, sign.WantsRSA) {
			o.Most, o.Check = mostRSA, sign.CheckRSA
		}
		if len(e.auth) == 3 && name == e.auth[1] {
			o.Check = provider.CheckUser
		}
		list = append(list, o)
	}
	if e.flag("plain_http") {
		list = append(list, plainHTTP)
	}
	if in(e.text("verify"), "none api") {
		list = append(list, provider.Remember)
	}
	switch both := provider.BothFamilies; e.text("families") {
	case "together", "apart":
		list = append(list, both...)
	case "ipv6":
		for _, o := range both {
			if o.If == "ipv6" {
				o.If = ""
				list = append(list, o)
			}
		}
	}
	return list
}

// mostRSA is the length of the text of an RSA key of 8,192 bits, and more.
const mostRSA = 8 << 10

func checkUpdateURL(value string) error {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.User != nil || strings.Contains(value, "#") || strings.ContainsFunc(value, notInURL) {
		return message.New(message.NotUpdateURL)
	}
	server, _ := exchange.Split(value)
	return exchange.CheckServer(server, false)
}

func checkTTL(value string) error {
	if n, err := strconv.ParseUint(value, 10, 31); err != nil || n == 0 || value[0] == '0' {
		return message.New(message.NotTTL)
	}
	return nil
}

func checkParam(value string) error {
	if strings.ContainsFunc(value, notInURL) || strings.ContainsAny(value, "#?") {
		return message.New(message.NotParam)
	}
	return nil
}

// notInURL says whether a rune cannot stand in an address on the web (RFC 3986).
func notInURL(r rune) bool {
	return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"<>\^{|}`+"`", r)
}

// notRaw says whether a rune may not be sent as it is: it would end an item, or
// begin a new one.
func notRaw(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._~=:@/+", r)
}
