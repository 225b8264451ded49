// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

// Fact is one thing that a client does here, and where that comes from.
type Fact struct{ Client, Behaviour, Source string }

// Facts returns what is modelled, and what is left out in whose favour. The
// peers are ddns-scripts 2.8.4 and inadyn 2.13.0 as they come.
func Facts() []Fact {
	const (
		ddns = "ddns-scripts"
		main = "dynamic_dns_updater.sh, main loop"
		loop = "dynamic_dns_functions.sh, do_transfer"
	)
	return []Fact{
		{"dynwan", "when it asks DNS or sends is decided by updater.Machine itself", "package updater"},
		{"dynwan", "refused is Unsent and reached, 503 is Unsure, taken is Unverified (no answer is documented), so DNS is asked after a minute", "package updater/mtgsy"},
		{"dynwan", "one look-up asks up to four servers of the zone", "package updater/dnscheck"},
		{"dynwan", "what an answer of a cache means, and that nobody answers", "updater/send/weigh.go"},
		{"dynwan", "its memory is in RAM: after a power cut it knows nothing", "updater.Store"},

		{ddns, "an ifup starts the section's process anew, at once; an ifdown ends it", "hotplug.d/iface"},
		{ddns, "one look-up by the router's resolver, then an update if the answer differs from the line", main},
		{ddns, "one update after each boot in any case: the time of the last one is in /var", main + ": NEXT_TIME=0"},
		{ddns, "10 minutes to the next look-up, not spread", main + ": check_interval"},
		{ddns, "a look-up that fails is repeated each 60 s, for ever; nothing is sent meanwhile", "dynamic_dns_functions.sh, get_registered_ip"},
		{ddns, "a failed transfer is repeated each 60 s, for ever, not spread", loop + ": retry_interval, retry_max_count 0"},
		{ddns, "a status 503 is a failed transfer", "uclient-fetch.c: exit code 8; wget: 8"},
		{ddns + ", curl", "a status 503 is an answer without the word of success: 10 minutes, then DNS", loop + ": curl without -f; send_update"},
		{ddns, "left out in its favour: stale answers of the resolver's cache; the forced update each 72 hours; the look-ups of routers with nothing new", main},

		{"inadyn", "compares the line's address each 120 s; the phase is that of its start", "ddns.h: DDNS_DEFAULT_PERIOD; wait_for_cmd"},
		{"inadyn", "a refused connection is not remembered: again at the next check, 120 s", "ddns.c: update_alias_table, check_error"},
		{"inadyn", "a status 503: again after 600 s", "http.c: http_status_valid; ddns.c: check_error"},
		{"inadyn", "without a cache file: the address from one look-up, but the last update in 1970, so that the forced update is overdue and is sent", "cache.c: nslookup; ddns.c: time_to_check"},
		{"inadyn, cache on disk", "after a boot it sends only if the address differs from its file", "cache.c: read_one"},
		{"inadyn", "left out in its favour: 600 s more when a check meets a line without address; the forced update each 30 days", "ddns.c: check_error"},

		{"all", "a refusal takes 20-80 ms, an answer 100-300 ms, a look-up 10-60 ms; a redial takes 3 s; the name is right when the update arrives", "assumed"},
		{"all", "a provider with one address and the 10-minute rule; DNS shows a change at once", "assumed"},
		{"all", "servers that do not answer cost 5 s; a cache keeps a record for 5 minutes, and somebody has asked for each name shortly before", "assumed"},
	}
}
