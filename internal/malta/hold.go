// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"time"

	"dynwan/internal/budget"
)

// hold compares dynwan's figures with the limits of a file, and says of all of
// them at once which are over.
func (t *table) hold(path string) error {
	limits, err := budget.Read(path)
	if err != nil {
		return err
	}
	c := t.clients[0]
	most := func(name string) float64 {
		return float64(max(c.idle[name], c.work[name], c.last[name]))
	}
	var errs []error
	for _, promise := range []struct {
		name  string
		value float64
	}{
		{"malta.rssanon_kib", most("RssAnon")},
		{"malta.rss_kib", most("VmRSS")},
		{"malta.account_kib", t.perAccount()},
		{"malta.record_kib", t.perRecord()},
		{"malta.wakeups", float64(max(c.idleWakes, c.wakes))},
		{"malta.first_ms", float64(c.first / time.Millisecond)},
		{"malta.request_ms", float64(c.reactions[len(c.reactions)-1] / time.Millisecond)},
	} {
		errs = append(errs, limits.Check(promise.name, promise.value))
	}
	return errors.Join(errs...)
}
