// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"fmt"
	"strings"
	"testing"

	"dynwan/updater/config"
	"dynwan/updater/providers"
)

func TestAPlanMayBeLong(t *testing.T) {
	c := &config.Config{StateDir: "/none"}
	for i := range 12000 {
		name := map[string][]string{"hostname": {strings.Repeat("x", 58) + fmt.Sprintf("%d.%d.example.net", i/100, i%100)}, "email": {fmt.Sprintf("%0200d@example.net", i)}, "device": {"wan"}}
		c.Accounts = append(c.Accounts, config.Account{Name: fmt.Sprintf("a%d", i), Settings: providers.Find("mtgsy").Settings(name)})
	}
	f, err := (&Plan{StateDir: c.StateDir, Accounts: c.Records()}).file()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() < 3<<19 {
		t.Fatalf("the plan: got %v, %v, want more than 1.5 MiB", info.Size(), err)
	}
	if p, err := readPlan(f); err != nil || len(p.Accounts) != 12000 {
		t.Errorf("reading the plan: %v", err)
	}
}
