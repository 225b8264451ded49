// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"dynwan/internal/samples"
	"dynwan/updater"
	"dynwan/updater/config"
)

// senderOf does the jobs of the first account of a configuration.
func senderOf(text string) Sender { return Sender{Account: config.Parse("f", text).Accounts[0]} }

// TestARequestDoesNotSpeakFromTheAddressOfAHost, which the router does not hold;
// from its own published one it does.
func TestARequestDoesNotSpeakFromTheAddressOfAHost(t *testing.T) {
	server, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	job := updater.Job{Device: "lo", Want: updater.Record{IPv6: netip.MustParseAddr("2001:db8:53:1::1234")}}
	for _, c := range []struct {
		line  string
		works bool
	}{{`ip6suffix = "::1234"`, true}, {"", false}} {
		a := senderOf(samples.Dyn("home", `"home.example.net"`) + "ipv6 = true\n" + c.line)
		conn, err := a.line(job).Dial(context.Background(), "tcp6", server.Addr().String())
		if (err == nil) != c.works {
			t.Errorf("%q: got %v, want it to work: %v", c.line, err, c.works)
		}
		if err == nil {
			conn.Close()
		}
	}
}

// TestAJobLeavesByItsOwnDevice, which need not be the first of the configuration.
func TestAJobLeavesByItsOwnDevice(t *testing.T) {
	server, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	a := senderOf(strings.Replace(samples.With(), `"wan"`, `["no-such", "lo"]`, 1))
	for _, c := range []struct {
		device string
		want   error
	}{{"lo", nil}, {"no-such", unix.ENODEV}, {"", unix.ENODEV}} {
		job := updater.Job{Device: c.device}
		conn, err := a.line(job).Dial(context.Background(), "tcp4", server.Addr().String())
		if !errors.Is(err, c.want) {
			t.Errorf("by %q: got %v, want %v", c.device, err, c.want)
		}
		if err == nil {
			conn.Close()
		}
		d := net.Dialer{Control: a.dns(job).Control}
		if conn, err = d.Dial("udp4", server.Addr().String()); !errors.Is(err, c.want) {
			t.Errorf("a query by %q: got %v, want %v", c.device, err, c.want)
		}
		if err == nil {
			conn.Close()
		}
	}
}
