// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"

	"dynwan/updater/message"
)

func TestWhatIsASuffix(t *testing.T) {
	const no, long = message.NotSuffix, message.SuffixTooLong
	for _, c := range []struct {
		text, want string
		wrong      message.ID
	}{
		{"::1234", "::1234", ""},
		{"::1:2:3:4", "::1:2:3:4", ""},
		{"::FFFF:ffff:ffff:ffff", "::ffff:ffff:ffff:ffff", ""},
		{"0:0:0:0:1:2:3:4", "::1:2:3:4", ""},
		{"::ffff:102:304", "::ffff:1.2.3.4", ""}, // a lower half, whatever else it may mean
		{"00:11:22:33:44:55", "::211:22ff:fe33:4455", ""},
		{"02:11:22:33:44:55", "::11:22ff:fe33:4455", ""}, // one that the user assigned
		{"FE:dc:BA:98:76:54", "::fcdc:baff:fe98:7654", ""},
		{"00-11-22-33-44-55", "::211:22ff:fe33:4455", ""}, // as Windows prints it
		{"2001:db8::1", "", long},
		{"::1:0:0:0:0", "", long},
		{"fe80::1", "", long},
		{"00:11:22:33:44:55:66:77", "", long}, // an address
		{"::", "", no},
		{"1234", "", no},
		{":1234", "", no},
		{"::12345", "", no},
		{"::1/64", "", no},
		{"::1%br-lan", "", no},
		{" ::1", "", no},
		{"192.168.1.2", "", no},
		{"00:11:22:33:44", "", no},
		{"00:11:22:33:44:5g", "", no},
		{"00-11-22-33-44-55-66-77", "", no},
		{"0011.2233.4455.6677", "", no},
		{"server", "", no},
		{"", "", no},
	} {
		got, err := ParseSuffix(c.text)
		if id := message.Of(err).ID(); id != c.wrong || err == nil && got.String() != c.want || err != nil && got.IsValid() {
			t.Errorf("%q: got %s, %v; want %q, %q", c.text, got, err, c.want, c.wrong)
		}
	}
}
