// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"dynwan/updater/message"
)

// ddns takes a section of ddns-scripts.
func (t *translation) ddns(b *block) {
	if b.kind != "service" {
		return
	}
	r := b.record("user=username", "pass=password", "hostname=domain")
	r.off, r.url = !b.on("enabled"), withPlaceholders(b.get("update_url"), "[USERNAME]", "{user}", "[PASSWORD]", "{pass}", "[DOMAIN]", "{hostname}", "[IP]", "{ip}")
	for i, key := range []string{"param_enc", "param_opt"} {
		if place := []string{"[PARAMENC]", "[PARAMOPT]"}[i]; strings.Contains(r.url, place) {
			value := b.get(key)
			if i == 0 {
				value = url.QueryEscape(value)
			}
			r.url, r.consumed[key] = strings.ReplaceAll(r.url, place, value), true
		}
	}
	if name := b.get("service_name"); name != "" && name != "custom" && name != "-" {
		r.names = []string{name}
	} else if script, ok := strings.CutPrefix(b.get("update_script"), "/usr/lib/ddns/update_"); ok {
		r.names = t.ofScript(strings.TrimSuffix(script, ".sh"))
	}
	r.ipv6 = b.on("use_ipv6")
	r.ipv4 = !r.ipv6
	if slices.Contains(r.names, "huaweicloud.com") && !strings.Contains(r.values["hostname"], "@") {
		r.values["hostname"] = strings.Replace(r.values["hostname"], ".", "@", 1) // its program does that
	}
	if host, zone, ok := strings.Cut(r.values["hostname"], "@"); ok {
		zone = strings.TrimPrefix(zone, ".")
		r.values["zone"], r.values["hostname"] = zone, strings.TrimPrefix(host+"."+zone, ".")
	}
	r.hosts = fields(r.values["hostname"])
	wan := map[bool]string{false: "wan", true: "wan6"}[r.ipv6]
	switch source := cmp.Or(b.get("ip_source"), "network"); {
	case source == "interface" && b.get("ip_interface") != "":
		r.place.set("device", b.get("ip_interface"))
	case source == "network":
		r.place.set("interface", cmp.Or(b.get("ip_network"), b.get("interface"), wan))
	default:
		r.place.set("interface", cmp.Or(b.get("interface"), wan))
		t.web(r, "ip_source", b.get("ip_url"))
	}
	if bound := b.get("bind_network"); bound == r.place.get("interface") || bound == r.place.get("device") {
		r.consumed["bind_network"] = true
	}
	r.consumed["lookup_host"] = b.get("lookup_host") == b.get("domain")
	t.record(r)
}

// ofScript finds the provider of one of the programs of ddns-scripts.
func (t *translation) ofScript(script string) []string {
	if also := alias(script); also != script {
		return []string{also}
	}
	plain := strings.NewReplacer(".", "_", "-", "_")
	for _, name := range t.known.Names() {
		if plain.Replace(name) == script {
			return []string{name}
		}
	}
	return nil
}

// inadyn takes a provider {} or custom {} of inadyn.
func (t *translation) inadyn(b *block) {
	if b.kind != "provider" && b.kind != "custom" {
		t.note(b.line, b, message.New(message.UnknownSection))
		return
	}
	r := b.record("user=username", "pass=password")
	name, _, _ := strings.Cut(b.name, ":")
	door, host, ok := strings.Cut(name, "@")
	if !ok {
		host = name
	}
	if b.kind == "provider" {
		r.names = []string{name, host}
	}
	r.ipv6 = door == "ipv6" || b.on("allow-ipv6")
	r.ipv4 = door != "ipv6"
	for _, o := range b.options {
		switch o.key {
		case "hostname", "alias": // as it was called before 2.0
			r.hosts = append(r.hosts, fields(o.value)...)
		case "ddns-response":
			r.yes = append(r.yes, o.value)
		}
	}
	if server := b.get("ddns-server"); server != "" && b.kind == "custom" {
		scheme := "https://"
		if b.off("ssl") {
			scheme = "http://"
		}
		path := "/" + strings.TrimPrefix(withPlaceholders(b.get("ddns-path"), "%u", "{user}", "%p", "{pass}", "%h", "{hostname}", "%i", "{ip}", "%%", "%"), "/")
		switch {
		case strings.Contains(b.get("ddns-path"), "%"):
		case b.on("append-myip"):
			path += "{ip}"
		default:
			path += "{hostname}"
		}
		r.url = scheme + server + path
		if r.values["user"] != "" && !strings.Contains(path, "{user}") && !strings.Contains(path, "{pass}") {
			r.url = scheme + "{user}:{pass}@" + server + path
		}
	}
	if device := b.get("iface"); device != "" {
		r.place.set("device", device)
	}
	if server := b.get("checkip-server"); server != "" && server != "default" {
		page := "http://"
		if b.on("checkip-ssl") {
			page = "https://"
		}
		t.web(r, "checkip-server", page+server+"/"+strings.TrimPrefix(b.get("checkip-path"), "/"))
	}
	t.record(r)
}

// ddclient takes a line with names of ddclient.
func (t *translation) ddclient(b *block) {
	r := b.record("user=login", "pass=password", "token=apikey")
	protocol := cmp.Or(b.get("protocol"), "dyndns2")
	server := b.get("server")
	if server != "" && !strings.Contains(server, "://") {
		server = "https://" + server
	}
	if (protocol == "dyndns2" || protocol == "dyndns1") && server != "" {
		r.speaks = "dyndns2"
		r.url = strings.TrimSuffix(server, "/") + cmp.Or(b.get("script"), "/nic/update") + "?hostname={hostname}&myip={ip}"
	} else {
		r.names = []string{protocol}
	}
	for _, o := range b.options {
		if o.key == "host" {
			r.hosts = append(r.hosts, strings.TrimPrefix(o.value, "@."))
		}
	}
	use, use4, use6 := b.get("use"), b.get("usev4"), b.get("usev6")
	no := func(text string) bool { return text == "" || text == "no" || text == "disabled" }
	r.ipv6 = !no(use6)
	r.ipv4 = !no(use4) || use4 == "" && (use != "" || !r.ipv6)
	if device := cmp.Or(b.get("ifv4"), b.get("if"), b.get("ifv6")); device != "" && strings.HasPrefix(cmp.Or(use4, use, use6), "if") {
		r.place.set("device", device)
	}
	switch source := cmp.Or(use4, use, "ip"); {
	case strings.HasPrefix(source, "web"):
		t.web(r, "use", cmp.Or(b.get("webv4"), b.get("web")))
	case strings.HasPrefix(source, "fw") || strings.HasPrefix(source, "cmd") || source == "cisco":
		t.say(r, message.New(message.OptionNotTaken, "use", message.New(message.TakesDevice)))
	}
	if r.consumed["ssl"] = true; b.off("ssl") {
		t.say(r, message.New(message.OptionNotTaken, "ssl", message.New(message.Encrypts)))
	}
	t.record(r)
}
