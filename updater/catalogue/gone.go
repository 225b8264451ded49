// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import "dynwan/updater/message"

// gone are the names of ddns-scripts that have no entry, sorted, and why.
var gone = [...]struct {
	name string
	why  message.ID
}{
	{"bind-nsupdate", message.CalledRFC2136},
	{"cnkuai.cn", message.OnlyPicture},
	{"dnsdynamic.org", message.GoneBy2015},
	{"dnspark.com", message.GoneBy2019},
	{"google.com", message.ClosedIn2024},
	{"one.com", message.OnlyPage},
	{"twodns.de", message.ClosedLate2024},
}

// Gone says what became of a name that other programs know and that cannot be
// served, nothing if nothing is known of it.
func Gone(name string) message.Message {
	for _, g := range gone {
		if g.name == name {
			return message.New(g.why)
		}
	}
	return ""
}

// GoneNames are the names of those, sorted.
func GoneNames() (list []string) {
	for _, g := range gone {
		list = append(list, g.name)
	}
	return list
}
