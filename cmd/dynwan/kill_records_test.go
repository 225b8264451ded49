// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater/catalogue"
	"dynwan/updater/provider"
)

// recordsSpec is a shipped provider with two writes, a deletion and an add, at
// the host of the scene, and without its limit of requests.
func recordsSpec() *provider.Spec {
	set := catalogue.Entry("spaceship.com")
	set["url"] = []string{"https://" + scene.Host + "/api/v1"}
	delete(set, "limits")
	s, wrong := catalogue.New("records", set)
	if wrong != nil {
		panic(wrong[0].Option)
	}
	return s
}

// items makes the account one of a provider of records.
func items(c *sandbox.Config) { c.Accounts[0].API = sandbox.Items }

// Whatever is killed between the reading, the deletion and the add, and whichever
// answer is lost, there is never a second record, and the name has one in the end.

func TestRecordsKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: items, steps: 3, lossy: true, spec: recordsSpec()})
}

func TestRecordsRebootAnywhere(t *testing.T) {
	testKills(t, rounds{change: items, wipe: true, steps: 3, lossy: true, spec: recordsSpec()})
}
