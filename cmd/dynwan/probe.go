// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
)

// probeOptions is the part of an account that says where to probe for the
// address, if it is not the device's own: at the IP check of MyServer.org,
// which any account may use.
type probeOptions struct {
	On           bool // address = "check"
	User, Server string
	Every        time.Duration
}

func newProbeOptions() probeOptions {
	return probeOptions{Server: myserver.DefaultServer, Every: myserver.UsualAddressGap}
}

func (l *probeOptions) keys() map[string]setKey {
	return map[string]setKey{
		"address": func(v value) error {
			word := ""
			err := v.word(&word, "device", "check")
			l.On = word == "check"
			return err
		},
		"check_user":     func(v value) error { return v.text(&l.User, checkProbeUser) },
		"check_server":   func(v value) error { return v.text(&l.Server, myserver.CheckServer) },
		"check_interval": func(v value) error { return v.span(&l.Every, time.Second, 24*time.Hour) },
	}
}

func checkProbeUser(name string) error {
	if name == "" {
		return message.New(message.NotEmpty)
	}
	return exchange.CheckText(name, 120)
}

// brokenRules returns what is wrong with values that are of the right kind.
func (l *probeOptions) brokenRules(a *account) []brokenRule {
	switch {
	case !l.On:
		return nil
	case a.probeUser() == "":
		return []brokenRule{{"check_user", message.New(message.MissingCheckUser)}}
	case myserver.Official(l.Server) && l.Every < myserver.LeastAddressGap:
		return []brokenRule{{"check_interval", message.New(message.CheckIntervalUnknown)}}
	}
	return nil
}

// probeUser is the user that a probe names: an account at MyServer.org uses its
// own, unless another one is set.
func (a *account) probeUser() string { return cmp.Or(a.Probe.User, a.ownUser()) }

func (l *probeOptions) warnings() []brokenRule {
	if l.On && strings.HasPrefix(strings.ToLower(l.Server), "http:") {
		return []brokenRule{{"check_server", message.New(message.AddressInClear)}}
	}
	return nil
}

// probeSource is what the daemon has to know about a probe. User, server and
// device identify it: accounts with the same three share the answer. An answer
// over plain HTTP, which anybody on the way may have given, is not shared with
// an account that uses HTTPS.
func (a *account) probeSource() *updater.ProbeSource {
	l := a.Probe
	if !l.On {
		return nil
	}
	name, place := l.Server, strings.ToLower(l.Server)
	if myserver.Official(l.Server) {
		scheme, _, _ := strings.Cut(place, ":")
		place = scheme + " " + myserver.Place(l.Server)
	}
	if u, err := url.Parse(name); err == nil {
		name = cmp.Or(u.Hostname(), name)
	}
	return &updater.ProbeSource{
		Server: name, Key: digest(strings.TrimSpace(a.Device+" "+a.Prefer), strconv.FormatBool(a.Bind), a.probeUser(), place),
		Settle: a.Settle, Every: l.Every, Least: min(l.Every, myserver.LeastAddressGap),
	}
}

// probe asks the server for the address, through the account's device.
func (a *account) probe(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
	client := myserver.Client{
		Account: myserver.Account{User: a.probeUser()}, Server: a.Probe.Server, UserAgent: "dynwan/" + version,
		Line: a.line(job), Public: a.public,
	}
	return client.CheckAddress(ctx, permit)
}
