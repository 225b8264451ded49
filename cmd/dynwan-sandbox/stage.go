// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater/dnscheck"
)

// stage is the running demo. Its methods play the line's part and wait for the
// others.
type stage struct {
	config scene.Config // of the program
	*scene.Scene
	ctx    context.Context
	daemon *scene.Daemon
	began  time.Time

	mu  sync.Mutex // guards out: two tellers print
	out io.Writer

	net     string    // of the customers, without the last number
	at      int       // the number of the line's address, 0: it has none
	read    int       // lines of the log that were waited for
	changed time.Time // when the line changed last
	changes int       // changes that the provider had to hear of
	reacted []time.Duration
}

// print prints one line of the timeline, with the seconds since the start.
func (d *stage) print(who, text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if who == "" {
		fmt.Fprintf(d.out, "\n%s\n", text)
		return
	}
	fmt.Fprintf(d.out, "%8.3fs  %-9s %s\n", time.Since(d.began).Seconds(), who, text)
}

// followProvider prints the provider's requests as they come.
func (d *stage) followProvider() {
	for e := range d.Box.Events(d.ctx) {
		d.print("provider", d.describe(e))
	}
}

// followLog prints the log of a dynwan until it ends.
func (d *stage) followLog(daemon *scene.Daemon) {
	for next := 0; ; next++ {
		if _, err := daemon.WaitLine(d.ctx, next, ""); err != nil {
			return
		}
		d.print("dynwan", daemon.Lines()[next].Text)
	}
}

// describe tells of a request.
func (d *stage) describe(e sandbox.Entry) string {
	ip := ""
	for _, p := range e.Params {
		if p.Name == "ip" || p.Name == "myip" {
			ip = p.Value
		}
	}
	text := fmt.Sprintf("%s %s ip=%s from %s: ", e.Method, e.Path, ip, e.UserAgent)
	if e.Step != "" {
		text = fmt.Sprintf("%s from %s: ", e.Step, e.UserAgent)
	}
	if strings.HasPrefix(e.Answer, "{") {
		text += "answered " + e.Answer
	} else if e.Status != 0 {
		text += fmt.Sprintf("answered %q", e.Answer)
	} else {
		text += "no answer (" + string(e.Fault) + ")"
	}
	if e.Applied {
		text += ", done"
	}
	if e.Step == sandbox.StepDelete || e.Step == sandbox.StepAdd || e.Step == sandbox.StepWrite {
		text += fmt.Sprintf(", holds %s", e.Held)
	}
	for _, b := range e.Breaches {
		text += "; BROKE A RULE: " + b.Text
	}
	return text
}

// line gives the line an address, after taking another one if there is one.
func (d *stage) line(from, to string) error {
	if from == "" {
		d.print("line", to+" comes up on "+scene.Device)
		d.changed = time.Now()
		return d.Line(to)
	}
	d.print("line", from+" is gone, "+to+" comes up")
	d.changed = time.Now()
	return d.Change(from, to)
}

// says waits for a line of dynwan's log.
func (d *stage) says(text string) error {
	next, err := d.daemon.WaitLine(d.ctx, d.read, text)
	d.read = next
	return err
}

// counts expects a number of requests in all, and for a while no more.
func (d *stage) counts(want int) error {
	time.Sleep(demoSettle + 500*time.Millisecond)
	if got := len(d.Box.Ledger()); got != want {
		return fmt.Errorf("the provider has read %d requests, not %d", got, want)
	}
	return nil
}

// reaches waits until dynwan has confirmed addresses, and checks that DNS has
// them.
func (d *stage) reaches(addresses, line string) error {
	if err := d.says(line); err != nil {
		return err
	}
	d.changes++
	for address := range strings.FieldsSeq(addresses) {
		if err := d.dns(address); err != nil {
			return err
		}
	}
	return nil
}

// dns asks the provider's name servers as a visitor would.
func (d *stage) dns(address string) error {
	family := "ip4"
	if strings.Contains(address, ":") {
		family = "ip6"
	}
	answer, err := dnscheck.Client{}.Query(d.ctx, scene.Domain, family)
	if err != nil {
		return err
	}
	d.print("dns", fmt.Sprintf("%s has %s, %.0f ms after the change on the line",
		scene.Domain, answer, time.Since(d.changed).Seconds()*1000))
	if len(answer.Addrs) != 1 || answer.Addrs[0].String() != address {
		return fmt.Errorf("DNS answers %s, not %s", answer, address)
	}
	return nil
}

// reaction notes how long the last change's first request came after the line's change, less
// the time for which an address has to hold still.
func (d *stage) reaction() {
	first := sandbox.Entry{}
	for _, e := range d.Box.Ledger() {
		if e.Step == "" || e.Step == sandbox.StepLogin || e.Step == sandbox.StepZone {
			first = e
		}
	}
	took := first.FirstByte.Sub(d.changed) - demoSettle
	d.reacted = append(d.reacted, took)
	d.print("provider", fmt.Sprintf("first byte of the request %.1f ms after the change, less the second of holding still",
		took.Seconds()*1000))
}

// rest lets the gap go by, so that the next change need not wait.
func (d *stage) rest() { time.Sleep(clientGap + 200*time.Millisecond) }

// sum checks the whole and prints the last line.
func (d *stage) sum() error {
	if b := d.Box.Breaches(); len(b) > 0 {
		return fmt.Errorf("rules were broken: %s", strings.Join(b, "; "))
	}
	slices.Sort(d.reacted)
	ms := func(t time.Duration) int64 { return t.Round(time.Millisecond).Milliseconds() }
	requests := 0
	for _, e := range d.Box.Ledger() {
		if e.Step == "" || e.Step == sandbox.StepAdd || e.Step == sandbox.StepWrite {
			requests++
		}
	}
	if requests != d.changes {
		return fmt.Errorf("%d changes made %d requests", d.changes, requests)
	}
	// A needless request is a breach, and there was none.
	d.print("", fmt.Sprintf("demo: ok: %d changes, %d requests, 0 needless, reaction p50 %d ms max %d ms",
		d.changes, requests, ms(d.reacted[len(d.reacted)/2]), ms(d.reacted[len(d.reacted)-1])))
	return nil
}
