// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/debian"
)

// ruleTests are what the rules of docs/metrics.md must do. The first record is
// refused, the second one waits for too long, the third one is right.
const ruleTests = `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - { series: 'dynwan_record_state{instance="r",account="a",record="a",state="refused"}', values: '1+0x60' }
      - { series: 'dynwan_record_state{instance="r",account="b",record="b",state="waiting"}', values: '1+0x60' }
      - { series: 'dynwan_record_state_seconds{instance="r",account="b",record="b"}', values: '0+60x60' }
      - { series: 'dynwan_record_state{instance="r",account="c",record="c",state="current"}', values: '1+0x60' }
      - { series: 'dynwan_record_state_seconds{instance="r",account="c",record="c"}', values: '0+60x60' }
      - { series: 'dynwan_record_confirmed_seconds{instance="r",account="c",record="c"}', values: '0+60x60' }
      - { series: 'dynwan_running{instance="r"}', values: '1+0x60' }
      - { series: 'dynwan_running{instance="s"}', values: '0+0x60' }
    alert_rule_test:
      - { eval_time: 5m, alertname: DynwanRefused, exp_alerts: [ { exp_labels: { severity: critical, instance: r, account: a, record: a, state: refused }, exp_annotations: { summary: "a: refused; somebody has to act" } } ] }
      - { eval_time: 5m, alertname: DynwanNotRight }
      - { eval_time: 40m, alertname: DynwanNotRight, exp_alerts: [ { exp_labels: { severity: warning, instance: r, account: b, record: b }, exp_annotations: { summary: "b has not been right for 40m 0s" } } ] }
      - { eval_time: 40m, alertname: DynwanUnconfirmed }
      - { eval_time: 5m, alertname: DynwanDown }
      - { eval_time: 40m, alertname: DynwanDown, exp_alerts: [ { exp_labels: { severity: critical, instance: s }, exp_annotations: { summary: "dynwan does not run on s" } } ] }
`

// TestTheRulesOfTheDocsAlert, and the table there has the metrics that there are.
func TestTheRulesOfTheDocsAlert(t *testing.T) {
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rules, found := strings.Cut(string(page), "\n    groups:\n")
	if !found {
		t.Fatal("docs/metrics.md has no rules")
	}
	var inTable, all []string
	for _, m := range regexp.MustCompile("(?m)^\\| `(dynwan_[a-z_]+)` \\| ([a-z]+) ").FindAllStringSubmatch(string(page), -1) {
		inTable = append(inTable, m[1]+" "+m[2])
	}
	for _, m := range metrics {
		all = append(all, regexp.MustCompile(`# TYPE (.*)`).FindStringSubmatch(m[0])[1])
	}
	slices.Sort(inTable)
	slices.Sort(all)
	if !slices.Equal(inTable, all) {
		t.Errorf("the table has %s, the program %s", inTable, all)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "rules.yml"), []byte("groups:\n"+strings.ReplaceAll(rules, "\n    ", "\n")[4:]), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "test.yml"), []byte(ruleTests), 0o644); err != nil {
		t.Fatal(err)
	}
	promtool(t, "", "check", "rules", filepath.Join(dir, "rules.yml"))
	promtool(t, "", "test", "rules", filepath.Join(dir, "test.yml"))
}

// TestTheCollectorPrintsTheMetrics, by Lua itself, with what the exporter gives it.
func TestTheCollectorPrintsTheMetrics(t *testing.T) {
	lua := debian.Program(t, "lua5.1", "lua5.1")
	text, err := os.ReadFile("../../openwrt/prometheus-node-exporter-lua-dynwan/files/dynwan.lua")
	if err != nil {
		t.Fatal(err)
	}
	const call = "/usr/sbin/dynwan status -metrics -statedir /var/run/dynwan 2>/dev/null"
	if strings.Count(string(text), call) != 1 {
		t.Fatalf("the collector does not call %q", call)
	}
	dir := t.TempDir()
	collector := filepath.Join(dir, "collector.lua")
	moved := strings.Replace(string(text), call, program+" status -metrics -statedir "+dir+" 2>/dev/null", 1)
	if err := os.WriteFile(collector, []byte(moved), 0o644); err != nil {
		t.Fatal(err)
	}
	b := metricsBoard()
	if err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(lua, "-e", `output = print; dofile("`+collector+`").scrape()`).CombinedOutput()
	if err != nil || !strings.Contains(string(out), `dynwan_record_state{account="home",record="home",state="current"} 1`+"\n") {
		t.Errorf("the collector: got %v\n%s", err, out)
	}
	if said := promtool(t, string(out), "check", "metrics"); said != "" {
		t.Errorf("promtool: %s", said)
	}
}
