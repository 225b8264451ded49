// SPDX-License-Identifier: GPL-2.0-or-later

// Package dyndns2 speaks the protocol that was made for members.dyndns.org and
// that most providers speak today: one GET of /nic/update with the login in a
// header, and one code word as the answer.
//
// The one thing to know: after a refusal the rules of the protocol forbid any
// further request until the user has changed something.
//
// The rules: https://help.dyn.com/remote-access-api/
package dyndns2

import (
	"context"
	"encoding/base64"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// account is one name of a login.
type account struct{ provider.Settings }

// Update sends one request for both families: "myip=V4,V6".
func (a account) Update(ctx context.Context, c provider.Change) updater.Outcome {
	server, path := a.place()
	answer, err := c.Send(ctx, "tcp", server, exchange.Request{
		Path: path + "?hostname=" + exchange.Escape(a.Text("hostname")) + "&myip=" + strings.Join(c.Want.List(), ","),
		Head: []string{"Authorization: Basic " + a.login()},
	}, c.Permit)
	if err != nil {
		return provider.Ended(err)
	}
	return a.read(answer, c.Want, time.Now())
}

// login is user and password as the header has them (RFC 7617): whoever sees it
// knows both.
func (a account) login() string {
	return base64.StdEncoding.EncodeToString([]byte(a.Text("user") + ":" + a.Text("pass")))
}

// place splits the option server into the server and the path there.
func (a account) place() (server, path string) {
	if server, path = exchange.Split(a.Text("server")); strings.Trim(path, "/") == "" {
		path = usualPath
	}
	return server, path
}
