// SPDX-License-Identifier: GPL-2.0-or-later

package budget_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dynwan/internal/budget"
)

// write makes a budget file of lines.
func write(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "budget")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	reaction = "host.p50_ms\t15\tms\t# 20 until the child was made smaller"
	calls    = "host.syscalls\t0\t\t#"
)

func TestALimitIsReadWithItsUnitAndHistory(t *testing.T) {
	b, err := budget.Read(write(t, "# for people", "", reaction, calls, ""))
	if err != nil {
		t.Fatal(err)
	}
	want := budget.Limit{Name: "host.p50_ms", Value: 15, Unit: "ms", History: "20 until the child was made smaller"}
	if got := b["host.p50_ms"]; got != want {
		t.Errorf("host.p50_ms: got %+v, want %+v", got, want)
	}
	if len(b) != 2 {
		t.Errorf("limits: got %v, want 2", b)
	}
}

func TestAValueIsHeldToItsLimit(t *testing.T) {
	b, err := budget.Read(write(t, reaction, calls))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		value float64
		want  string // in the error; "" for none
	}{
		{"host.p50_ms", 14.9, ""},
		{"host.p50_ms", 15, ""},
		{"host.p50_ms", 15.01, "host.p50_ms: 15.01 ms is over budget: at most 15 ms"},
		{"host.p50_ms", math.NaN(), "over budget"},
		{"host.syscalls", 0, ""},
		{"host.syscalls", 1, "host.syscalls: 1 is over budget: at most 0"},
		{"host.p5_ms", 1, `no "host.p5_ms"; it has host.p50_ms, host.syscalls`},
	} {
		err := b.Check(c.name, c.value)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s %v: got %v, want no error", c.name, c.value, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %v: got %v, want %q", c.name, c.value, err, c.want)
		}
		if over := strings.Contains(c.want, "over"); errors.Is(err, budget.ErrOver) != over {
			t.Errorf("%s %v: %v is ErrOver: got %v, want %v", c.name, c.value, err, !over, over)
		}
	}
}

func TestABrokenFileIsRefusedWithItsLine(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"size.mipsle 7000000 bytes # blanks", ":2: "},
		{"size.mipsle\t7000000\tbytes", ":2: "},
		{"size.mipsle\t7000000\tbytes\tno history", ":2: "},
		{"size.mipsle\t7 MB\tbytes\t#", `the limit "7 MB"`},
		{"size.mipsle\t-1\tbytes\t#", `the limit "-1"`},
		{"size.mipsle\tNaN\tbytes\t#", `the limit "NaN"`},
		{reaction, "host.p50_ms is there already"},
	} {
		b, err := budget.Read(write(t, reaction, c.line))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v and %v, want an error with %q", c.line, b, err, c.want)
		}
	}
}

func TestAFileThatIsMissingIsAnError(t *testing.T) {
	if _, err := budget.Read(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want that it does not exist", err)
	}
}
