// SPDX-License-Identifier: GPL-2.0-or-later

// Command malta measures dynwan in an emulated router: a 24Kc MIPS processor,
// 64 MB, the program in a squashfs as OpenWrt packs it. inadyn and a shell loop
// play the same script in the same boot.
//
//	go run ./internal/malta -program build/dynwan-mipsle -dir build/malta -budget budget
//
// The one thing to know: all times are the machine's own. It runs at exactly
// 500 million instructions a second (-icount shift=1), and the emulator stamps
// the frames on the line with that clock; the stand-in for the provider is
// outside and takes nothing from it. See make malta for what it needs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"dynwan/internal/lab"
)

// limit is how long the whole may take, by the clock on the wall.
const limit = 20 * time.Minute

func main() {
	o := options{}
	flag.StringVar(&o.program, "program", "build/dynwan-mipsle", "the `program` to measure, for little-endian MIPS")
	flag.StringVar(&o.dir, "dir", "build/malta", "`folder` with the packages and the agent, and for the images")
	flag.StringVar(&o.budget, "budget", "", "`file` of limits to hold the figures to")
	flag.StringVar(&o.scripts, "scripts", "internal/malta", "`folder` of the scripts")
	flag.Parse()
	os.Exit(lab.Main(func() int {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		if err := run(ctx, o); err != nil {
			fmt.Fprintln(os.Stderr, "malta:", err)
			return 1
		}
		return 0
	}))
}

// options are the flags.
type options struct{ program, dir, budget, scripts string }

// run sets the stage, boots the machine, plays, and prints the table.
func run(ctx context.Context, o options) error {
	provider, err := newProvider()
	if err != nil {
		return err
	}
	defer provider.Close()
	if err := pack(ctx, o, provider.CAPEM()); err != nil {
		return err
	}
	m, err := boot(ctx, o.dir)
	if err != nil {
		return err
	}
	defer m.end()
	p := &play{ctx: ctx, machine: m, provider: provider}
	if err := p.all(); err != nil {
		return fmt.Errorf("%w\nthe machine's console is in %s/console.log", err, o.dir)
	}
	m.end()
	t, err := newTable(p, o.dir)
	if err != nil {
		return err
	}
	t.print(os.Stdout)
	if o.budget == "" {
		return nil
	}
	return t.hold(o.budget)
}
