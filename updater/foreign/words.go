// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"slices"
	"strings"

	"dynwan/updater/message"
)

// aliases are other names of providers, where neither an ending (duckdns is
// duckdns.org) nor a version (cloudflare.com is cloudflare.com-v4) tells.
const aliases = `
dyn.com dyndns2
no-ip.com noip.com noip
moniker.com keysystems domaindiscount24.com
afraid.org-v2-basic freedns.afraid.org freedns
mtgsy mtgsy.net
mythic-beasts.com-v2 mythicdyn
inwx.de inwx.com
loopia.se loopia.com
google.com domains.google.com
regfish.de regfishde
njal.la njalla
dnsexit.com dnsexit2
zoneedit.com zoneedit1
domene.shop domeneshop
hetzner.cloud hetzner
ionos.com-rest ionos
rfc2136 bind-nsupdate nsupdate
he.net-ipv6tb ipv6tb@he.net ipv6@he.net
`

// traps are the providers for which an option of another client means something
// else than its name says. KEY=FIELD takes the value of FIELD for KEY, A.B is A
// below the domain B, and KEY= takes none.
const traps = `
ddns-scripts namecheap.com hostname=user.hostname zone=hostname
ddns-scripts gandi.net hostname=user.hostname zone=hostname
ddns-scripts hetzner.cloud hostname=user.hostname zone=hostname
ddns-scripts digitalocean.com-v2 hostname=user.hostname zone=hostname record_id=param_opt
ddns-scripts ns1.com zone=user
ddns-scripts scaleway.com zone=user ttl=param_opt
ddns-scripts mythic-beasts.com hostname=hostname.user zone=user
ddns-scripts dnsmadeeasy.com hostname=lookup_host record_id=hostname
ddns-scripts sitelutions.com hostname=lookup_host record_id=hostname
ddns-scripts route53-v1 hostname=lookup_host zone_id=hostname
ddns-scripts dnsexit.com token=
ddns-scripts netcup.com token=param_enc zone=param_opt
ddns-scripts transip.nl hostname=param_enc.hostname zone=hostname ttl=param_opt
ddns-scripts pdns hostname=user.hostname zone=hostname server=param_opt
ddns-scripts cloud.google.com-v1 ttl=param_opt
ddns-scripts rfc2136 nameserver=dns_server key=user secret=pass
inadyn duckdns.org token=user
inadyn dynv6.com token=user
inadyn regfish.de token=user
inadyn cloudflare.com-v4 zone=user user=
inadyn namecheap.com hostname=hostname.user zone=user
inadyn dnsmadeeasy.com hostname= record_id=hostname
inadyn sitelutions.com hostname= record_id=hostname
inadyn dnsexit.com token=
ddclient namecheap.com hostname=hostname.user zone=user
ddclient enom.com hostname=hostname.user zone=user
ddclient dnsmadeeasy.com hostname= record_id=hostname
ddclient sitelutions.com hostname= record_id=hostname
ddclient porkbun.com-v3 user=token pass=secretapikey zone=root-domain
ddclient netcup.com key=token
ddclient cloudns.net update_url=dynurl
ddclient directnic.com update_url=urlv4
ddclient rfc2136 nameserver=server key=pass
`

// reasons say why an option has no counterpart. What is in none of the lists
// here and not taken over either is told without a reason.
var reasons = []struct {
	why  message.ID
	keys string
}{
	{message.KernelTells, "check_interval period daemon"},
	{message.SendsForExpiry, "force_interval forced-update max-interval"},
	{message.KeepsRules, "retry_interval retry_max_count min-interval min-error-interval"},
	{message.RunsNothing, "update_script ip_script checkip-command exec cmd cmdv4 cmdv6 postscript"},
	{message.AsksAuthorities, "dns_server force_dnstcp is_glue"},
	{message.ChecksAlways, "cacert ca-trust-file ssl_ca_file ssl_ca_dir"},
	{message.PrivateOnlyInNet, "upd_privateip verify-address"},
	{message.AsksItsName, "lookup_host"},
	{message.KnowsNone, "proxy"},
	{message.SendsByLine, "bind_network"},
	{message.SetAtProvider, "wildcard mx backupmx"},
	{message.LookYourself, "include"},
	{message.UseStatus, "mail mail-failure"},
}

// needless are options without which nothing is lost.
const needless = `
enabled interface service_name update_url use_https check_unit force_unit retry_unit use_syslog use_logfile use_api_check
use_ipv6 force_ipversion ip_source ip_network ip_interface ip_url domain username password
provider custom hostname alias ssl secure-ssl iterations broken-rtc cache-dir user-agent allow-ipv6 iface checkip-server checkip-path checkip-ssl
ddns-server ddns-path append-myip ddns-response
protocol login apikey host server script use usev4 usev6 if ifv4 ifv6 web webv4 webv6 web-skip webv4-skip webv6-skip zone
syslog pid cache quiet verbose debug foreground exec-ssl tcp
`

// alias returns the name in the catalogue, if it is another one.
func alias(name string) string {
	for provider, names := range Aliases {
		if slices.Contains(names, name) {
			return provider
		}
	}
	return name
}

// trap returns the changes of meaning at a provider.
func trap(client, provider string) []string {
	for line := range strings.Lines(traps) {
		if words := strings.Fields(line); len(words) > 2 && words[0] == client && words[1] == provider {
			return words[2:]
		}
	}
	return nil
}

// reason says why an option is not taken over, "" if that is not known, and ok
// whether it is to be told.
func reason(key string) (why message.ID, ok bool) {
	if slices.Contains(strings.Fields(needless), key) {
		return "", false
	}
	for why, keys := range Reasons {
		if slices.Contains(keys, key) {
			return why, true
		}
	}
	return "", true
}

// Reasons yields why options of other clients have no counterpart, and which.
func Reasons(yield func(why message.ID, options []string) bool) {
	for _, r := range reasons {
		if !yield(r.why, strings.Fields(r.keys)) {
			return
		}
	}
}

// Aliases yields providers of which other clients have another name, and which.
func Aliases(yield func(provider string, names []string) bool) {
	for line := range strings.Lines(strings.TrimSpace(aliases)) {
		if words := strings.Fields(line); !yield(words[0], words[1:]) {
			return
		}
	}
}
