// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dynwan/internal/debian"
	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/message"
)

// promtool runs the judge of Prometheus, which Debian has.
func promtool(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.Command(debian.Program(t, "promtool", "prometheus"), args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("promtool %s: %v\n%s\nof\n%s", strings.Join(args, " "), err, out, stdin)
	}
	return string(out)
}

// metricsBoard has something of everything.
func metricsBoard() *updater.Board {
	b := &updater.Board{Version: "1.2", Running: true}
	b.Set(&updater.Status{Name: "home", Hostname: "home.example.net", Family: "IPv4", Device: "pppoe-wan", State: updater.Current,
		Address: "203.0.113.9", Confirmed: "203.0.113.9", Since: 40, ConfirmedAt: 70, Requests: 3, Refusals: `{"refused-login":2,"refused":1}`,
		Text: message.New(message.Confirmed, "203.0.113.9"), Answer: `"good 203.0.113.9"`, About: updater.About{Account: "home", Provider: "mtgsy"}})
	b.Set(&updater.Status{Name: "odd", Hostname: "a\\b\"c\nd", State: updater.Misconfigured, Problem: true, Since: 100, About: updater.About{Account: "odd"}})
	return b
}

func TestMetrics(t *testing.T) {
	var out strings.Builder
	printMetrics(&out, metricsBoard(), 100)
	got := out.String()
	for _, want := range []string{
		"dynwan_running 1\n",
		`dynwan_record_info{account="home",record="home",hostname="home.example.net",family="IPv4",provider="mtgsy",device="pppoe-wan"} 1` + "\n",
		`dynwan_record_info{account="odd",record="odd",hostname="a\\b\"c\nd",family="",provider="",device=""} 1` + "\n",
		`dynwan_record_state{account="home",record="home",state="current"} 1` + "\n",
		`dynwan_record_state{account="odd",record="odd",state="misconfigured"} 1` + "\n",
		`dynwan_record_state_seconds{account="home",record="home"} 60` + "\n",
		`dynwan_record_confirmed_seconds{account="home",record="home"} 30` + "\n",
		`dynwan_record_requests_total{account="home",record="home"} 3` + "\n",
		`dynwan_record_refusals_total{account="home",record="home",reason="refused-login"} 2` + "\n",
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("want once %s", want)
		}
	}
	if strings.Contains(got, "203.0.113") || strings.Contains(got, `confirmed_seconds{account="odd"`) {
		t.Error("an address, or a time of what was never confirmed")
	}
	if t.Failed() {
		t.Log(got)
	}
	if said := promtool(t, got, "check", "metrics"); said != "" {
		t.Errorf("promtool: %s", said)
	}
}

// TestMetricsOfTheDaemon: its own requests and refusals, and that it has ended.
func TestMetricsOfTheDaemon(t *testing.T) {
	p := newPlay(t, nil)
	metrics := func(want ...string) {
		t.Helper()
		out, _, _ := p.run("status", "-metrics", "-config", p.ConfigFile())
		for _, w := range want {
			if !strings.Contains(out, w+"\n") {
				t.Errorf("want %s in\n%s", w, out)
			}
		}
		if said := promtool(t, out, "check", "metrics"); said != "" {
			t.Errorf("promtool: %s", said)
		}
	}
	metrics("dynwan_running 0") // never started
	p.begins()
	p.says("confirmed 203.0.113.9")
	metrics("dynwan_running 1", `dynwan_record_state{account="home",record="home",state="current"} 1`,
		`dynwan_record_requests_total{account="home",record="home"} 1`)
	p.settles("a new image after the update", func() bool { return strings.Contains(p.image(), "-lock") })
	p.pass(2)
	p.fault(sandbox.PasswordText, 1, "")
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("refused")
	metrics(`dynwan_record_requests_total{account="home",record="home"} 2`, `dynwan_record_refusals_total{account="home",record="home",reason="refused-login"} 1`)
	_, err := p.daemon.Stop()
	p.ok(err)
	metrics("dynwan_running 0", `dynwan_record_requests_total{account="home",record="home"} 2`)
	p.ok(os.Remove(filepath.Join(p.StateDir(), updater.BoardFile)))
	metrics("dynwan_running 0")
}
