// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"testing"

	"dynwan/internal/samples"
	"dynwan/internal/scene"
)

func TestTheLogCountsAccountsNotTheirRecords(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{Tail: samples.Dyn("names", `["a.example.net", "b.example.net"]`)}))
	p.start()
	p.says("watches pppoe-wan, wan for 2 account(s)")
}
