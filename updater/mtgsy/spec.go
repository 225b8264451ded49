// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"strings"
	"time"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// hosts are the provider's own domains.
var hosts = []string{"mtgsy.net", "mtgsy.com", "microtech.co.gg", "cloudfloordns.com"}

// Spec describes the provider. The rules are those of the protocol page, which
// wants them checked before anything is sent ("Clients must check the form of
// all input").
var Spec = provider.Spec{
	Name: "mtgsy", Title: "mtgsy.net (CloudFloorDNS)",
	Home: "https://www.cloudfloordns.com", Page: "http://www.mtgsy.net/dns/updateprotocol.php",
	About: "The provider blocks accounts that update more often than every 10 minutes. Its page documents no answer, so an update that is neither refused nor confirmed is checked by DNS. The same company has an API, cloudfloordns.com, with IPv6.",
	Options: []provider.Option{
		{Name: "email", Title: "Login", Kind: provider.Text, Required: true, Missing: message.MissingEmail, Example: "home.example.net", Check: checkEmail,
			Help: "One dynamic domain of your account, which alone is updated; or the name of the account, mostly an e-mail address, for all its domains."},
		provider.Pass,
		{Name: "hostname", Title: "Hostname", Kind: provider.Host, Example: "home.example.net",
			Help: "The name that DNS is asked for before anything is sent, for the provider wants no needless updates. Needed if the login is no domain."},
		{Name: "hb", Title: "Heartbeats", Kind: provider.Flag, Default: "0", Kept: true,
			Help: "The provider probes your line and sets the domain offline while there is no answer, so the firewall must let its probe in."},
		{Name: "offlineurl", Title: "Page while offline", Kind: provider.URL, Most: 255, Kept: true, If: "hb", Example: "https://status.example.net/away",
			Help: "Where visitors are sent while the domain is offline: a full address."},
		{Name: "offlinetext", Title: "Text while offline", Kind: provider.Text, Most: 255, Kept: true, If: "hb", Example: "Back soon.",
			Help: "What visitors read while the domain is offline, if there is no page: at most 255 bytes."},
		{Name: "stealth", Title: "Hide the page’s address", Kind: provider.Flag, Kept: true, If: "hb",
			Help: "Shows the page in a frame, so that the browser keeps showing your own address."},
		{Name: "port", Title: "Port", Kind: provider.Port, Kept: true, Advanced: true, Example: "8080", Check: checkPort,
			Help: "The port that visitors of www are sent to, if your line blocks port 80; for port 80 leave it empty."},
		{Name: "mx", Title: "Mail server", Kind: provider.Text, Kept: true, Advanced: true, Example: "mail.example.net.", Check: checkMX,
			Help: "The full name of the server that takes mail for the domain, with a period at its end."},
		{Name: "ip", Title: "Address in the request", Kind: provider.Word, Words: []string{"device", "server"}, Default: "device", Advanced: true,
			Help: "device: the router sends its address. server: the server takes the one that it sees, which needs requests that are bound to the interface."},
		{Name: "server", Title: "Server", Kind: provider.Server, Default: "https://www.mtgsy.net", Advanced: true, Check: checkServer,
			Help: "Where updates are sent. With http:// everyone on the way can read the password; port 8147 of http://www.mtgsy.net avoids an internet provider’s web proxy."},
		provider.Success, provider.Failure,
	},
	Rules: []provider.Rule{
		{Option: "hostname", Broken: hostnameBroken},
		{Option: "ip", Broken: ipBroken},
	},
	Families:  provider.Families{IPv4: true},
	Hosts:     hosts,
	MinGap:    10 * time.Minute,
	GapRule:   message.GapByPage,
	CountedBy: []string{"email"},
	Complete:  complete,
	New:       func(s provider.Settings) provider.Provider { return account{s} },
}

func complete(s provider.Settings) {
	if s.Flag("hb") {
		s.Set("recheck", "0s") // the provider itself shows another address while the line is offline
	}
	if s.Text("hostname") == "" && isDomain(s) {
		s.Set("hostname", s.Text("email"))
	}
}

func isDomain(s provider.Settings) bool { return exchange.CheckHostname(s.Text("email")) == nil }

// hostnameBroken says what is wrong with the name to ask DNS for.
func hostnameBroken(s provider.Settings) message.Message {
	host, email := s.Text("hostname"), s.Text("email")
	www := strings.HasPrefix(strings.ToLower(host), "www.")
	switch {
	case host == "" && strings.Contains(email, "@"):
		return message.New(message.MissingHostnameOfAccount)
	case host == "":
		return message.New(message.MissingHostname)
	case isDomain(s) && !provider.Within(host, email):
		return message.New(message.HostnameOutsideEmail, email)
	case www && (s.Text("port") != "" || s.Flag("hb")):
		return message.New(message.HostnameWww)
	}
	return ""
}

func ipBroken(s provider.Settings) message.Message {
	switch {
	case s.Text("ip") == "server" && !s.Flag("bind"):
		return message.New(message.IPWithoutBind)
	case s.Text("ip") == "server" && s.Text("address") == "probe":
		return message.New(message.IPWithCheck)
	}
	return ""
}

// checkEmail checks email, "username" on the page: the account's name, which is
// an e-mail address, or one dynamic domain. A value with a dot and no @ can
// only be a domain, and cannot be a valid login unless it has the form of one.
func checkEmail(value string) error {
	domain := strings.ContainsAny(value, ".*") && !strings.Contains(value, "@")
	if strings.TrimSpace(value) != value || strings.HasSuffix(value, ".") || domain && exchange.CheckHostname(value) != nil {
		return message.New(message.NotEmail)
	}
	return nil
}

// checkPort checks port: "If port is 80 DO NOT USE".
func checkPort(value string) error {
	if value == "80" {
		return message.New(message.Port80)
	}
	return nil
}

// checkMX checks mx: "Specify server name in full with a terminating period".
func checkMX(value string) error {
	name, ok := strings.CutSuffix(value, ".")
	if !ok {
		return message.New(message.NotMX)
	}
	return exchange.CheckHostname(name)
}

// checkServer allows the page's ports for the provider's own host: 443 for
// HTTPS, 80 and 8147 for plain HTTP.
func checkServer(value string) error {
	return provider.CheckPlace(value, hosts, message.New(message.ServerPortOfPage), "https 443", "http 80", "http 8147")
}
