// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"dynwan/updater/config"
)

// TestAFurtherRecordCostsTheDaemonLittle: all counts that it allocates from the plan
// on until it rests, as in updater's test. Here that is without the state files.
func TestAFurtherRecordCostsTheDaemonLittle(t *testing.T) {
	const few, many, most = 8, 40, 2300 // bytes on 64 bits; two thirds of that on 32
	got := (costOfRecords(t, many) - costOfRecords(t, few)) / (many - few)
	if most := most * (strconv.IntSize + 32) / 96; got > most {
		t.Errorf("a further record costs %d bytes, want at most %d", got, most)
	} else {
		t.Logf("a further record costs %d bytes", got)
	}
}

// costOfRecords is how many bytes a new image of the daemon allocates for an account
// with so many names, whose line is not there.
func costOfRecords(t *testing.T, names int) int {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	defer func(out *os.File) { os.Stdout = out }(os.Stdout)
	os.Stdout = null
	var list []string
	for i := range names {
		list = append(list, fmt.Sprintf("%q", fmt.Sprintf("name%d.example.net", i)))
	}
	c := config.Parse("f", fmt.Sprintf("statedir = %q\n[account.home]\nprovider = \"dyndns2\"\nserver = \"https://dyn.example.com\"\ndevice = \"nothere0\"\nuser = \"me\"\npass = \"secret\"\nhostname = [%s]\n",
		t.TempDir(), strings.Join(list, ", ")))
	f, err := (&Plan{StateDir: c.StateDir, Accounts: c.Records()}).file()
	if err != nil || len(c.Problems) > 0 {
		t.Fatal(err, c.Problems)
	}
	defer f.Close()
	var before, now, last runtime.MemStats
	runtime.ReadMemStats(&before)
	p, err := readPlan(f)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	image, over := &image{signals: &listener{}}, make(chan error)
	go func() { over <- watch(ctx, p, image, newShow(p, "test", nil), nil) }()
	for n := 0; n < 5; n++ { // until nothing is allocated for a moment after the line was reported
		time.Sleep(20 * time.Millisecond)
		if last = now; image.reports.Load() != 0 {
			n = 0
		} else if runtime.ReadMemStats(&now); now.TotalAlloc != last.TotalAlloc {
			n = 0
		}
	}
	stop()
	if err := <-over; err != nil {
		t.Error(err)
	}
	return int(now.TotalAlloc - before.TotalAlloc)
}
