// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"hash/crc32"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"dynwan/updater/message"
)

// ramStore is a store in RAM, an hour after the boot.
func ramStore(t *testing.T) Store {
	return Store{Dir: inRAM(t), BootID: "boot1", Boot: func() time.Duration { return time.Hour }}
}

// FuzzState reads any bytes as a state file, as they are and with a head that
// fits them.
func FuzzState(f *testing.F) {
	for _, text := range []string{
		"", "\n", "{}", "boot_id \"boot1\"\n", "boot_id \"boot2\"\nheld 203.0.113.1\n", "boot_id boot1\n", "held\n", "held \n", "no_such_field 1\n",
		"boot_id \"boot1\"\nheld 203.0.113.1\nheld_settings \"s1\"\narrived 3600000000000\n",
		"boot_id \"boot1\"\nheld6 2001:db8::1\ntried6 2001:db8::2\nunverified true\n",
		"boot_id \"boot1\"\narrived -9223372036854775808\nhold_till 9223372036854775807\n",
		"boot_id \"boot1\"\nheld fe80::1%wan\nin_flight true\nunsure -1\nrefused \"x\"\n",
		"boot_id \"boot1\"\nunsure 99999999999999999999\n", "boot_id \"boot1\"\nin_flight yes\n", "boot_id \"boot1\"\nasked \"\n",
		"boot_id \"boot1\"\nboot_id \"boot2\"\n",
		`{"boot_id":"boot1","held":{"ipv4":"203.0.113.1"}}`,
		stateHead(0) + "boot_id \"boot1\"\nheld 203.0.113.1\n",
		stateHead(0), "dynwan state, crc 00000000", strings.Repeat("x", maxState+1),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := ramStore(t)
		readState(t, s, data)
		readState(t, s, append([]byte(stateHead(crc32.ChecksumIEEE(data))), data...))
	})
}

// readState loads a file and wants either exactly what it says or a memory
// that knows nothing but to keep the gap.
func readState(t *testing.T, s Store, data []byte) {
	if err := os.WriteFile(s.path("k.state"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	m, sum, err := s.load("k")
	head, text, _ := strings.Cut(string(data), "\n")
	ours := len(data) <= maxState && head+"\n" == stateHead(crc32.ChecksumIEEE([]byte(text)))
	switch {
	case !ours && !(err != nil && strings.Contains(err.Error(), "cannot use the state")):
		t.Fatalf("load %q: got error %v, want it damaged", data, err)
	case err != nil && (m != ignorance(s.Now()) || sum != 0):
		t.Fatalf("load %q: got %+v with the sum %x, want only the gap known", data, m, sum)
	case err != nil:
		return
	case m != memory{} && !strings.Contains(text, `"boot1"`) && !strings.Contains(text, `\`):
		t.Fatalf("load %q of another boot: got %+v, want nothing", data, m)
	}
	if _, err := s.save("k", "home", m); err != nil {
		t.Fatal(err)
	}
	if again, _, err := s.load("k"); again != m || err != nil {
		t.Fatalf("load %q: got %+v, and %+v after it was saved again (%v)", data, m, again, err)
	}
	machine := &Machine{Policy: usualPolicy(), Login: "login1"}
	machine.load(s.Now(), m)
	machine.Observe(s.Now(), recA, "")
	if at, ok := machine.Due(); ok && !at.Before(s.Now()) {
		machine.Begin()
		machine.Finish(at, lost)
	}
}

// FuzzMemory writes a memory down and wants it back.
func FuzzMemory(f *testing.F) {
	f.Add([]byte{203, 0, 113, 1}, "s1", "s1", int64(1), int64(-1), int64(0), 0, byte(0), "", "")
	f.Add([]byte{203, 0, 113, 1}, "s1", mixed, int64(-time.Hour), int64(time.Hour), int64(24*time.Hour), 5, byte(1), "login1", "no")
	f.Add(make([]byte, 16), "<&>\u2028", "\xff\xfe", int64(1)<<62, -int64(1)<<62, int64(-time.Hour), -1, byte(2), "\x00", "\"\n\\")
	f.Fuzz(func(t *testing.T, ip []byte, settings, asked string, arrived, resend, hold int64, unsure int, flags byte, refused, words string) {
		if len(settings)+len(asked)+len(refused)+len(words) > 400 {
			return // longer than anything that dynwan writes down
		}
		s := ramStore(t)
		at := func(d int64) time.Time {
			since := time.Duration(d) / 4
			if since == -time.Hour {
				return time.Time{} // the very moment of the boot stands for none
			}
			return s.Now().Add(since)
		}
		addr, _ := netip.AddrFromSlice(ip)
		m := memory{
			held: Record{IPv4: addr, Settings: settings}, tried: Record{IPv4: addr, IPv6: addr, Settings: asked}, requested: asked,
			arrived: at(arrived), resendAt: at(resend), holdTill: at(hold), unsure: unsure,
			unverified: flags&1 != 0, inFlight: flags&2 != 0,
			refused: refused, refusal: message.Text(words), remedy: message.Text(words), answer: words,
		}
		if flags&4 != 0 {
			m.held = Record{}
		}
		sum, err := s.save("k", "home", m)
		if err != nil {
			t.Fatalf("save %+v: %v", m, err)
		}
		got, gotSum, err := s.load("k")
		if err != nil || got != m || gotSum != sum {
			t.Fatalf("save and load: got %+v, %x, %v; want %+v, %x", got, gotSum, err, m, sum)
		}
	})
}
