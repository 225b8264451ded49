// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dynwan/internal/samples"
	"dynwan/updater"
	"dynwan/updater/config"
)

// FuzzJob gives a child any job line: only one for an account and the settings
// of the configuration may do anything.
func FuzzJob(f *testing.F) {
	for _, line := range []string{
		"", "{}", "account", "account \"home\"", "task \"verify\"\taccount \"home\"\tquery true",
		"task \"update\"\taccount \"home\"\twant 203.0.113.1\tsettings \"x\"\tquery true\tanyway true",
		"task \"update\"\taccount \"other\"\twant6 ::\t",
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		path := filepath.Join(t.TempDir(), "dynwan.toml")
		if err := os.WriteFile(path, []byte(samples.With()), 0o600); err != nil {
			t.Fatal(err)
		}
		var job updater.Job
		if job.UnmarshalText(line) != nil {
			return
		}
		c, err := config.Read(path)
		if err != nil || len(c.Accounts) == 0 {
			t.Fatalf("configuration: got %+v, %v; want an account", c, err)
		}
		for _, a := range c.Accounts {
			if a.Name == job.Account && a.Kept() == job.Want.Settings {
				return // a job that is meant
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		o := configured(ctx, path, job, func() bool {
			t.Errorf("job %s: it asks to send, want it to do nothing", line)
			return false
		})
		if o.Kind != updater.Unsent || o.Sent || !strings.Contains(o.Text.String(), "configuration") {
			t.Errorf("job %s: got %+v, want nothing sent because of the configuration", line, o)
		}
	})
}
