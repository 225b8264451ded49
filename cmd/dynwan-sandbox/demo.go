// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dynwan/internal/lab"
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// The demo's clockwork: the provider's ten minutes are demoGap here, and
// dynwan keeps a little more than that, as it does with the real ones.
const (
	demoGap    = 3 * time.Second
	clientGap  = 3300 * time.Millisecond
	demoSettle = time.Second
	demoTime   = 3 * time.Minute // a demo that takes longer has failed
)

// demo plays the main job: a line in a network namespace, the sandbox as the
// provider behind it, and the real program in between.
func demo(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	set := flag.NewFlagSet("demo", flag.ContinueOnError)
	set.SetOutput(stderr)
	program := set.String("dynwan", "build/dynwan", "the `program` to show")
	provider := set.String("provider", "mtgsy", "whose `protocol` to show: "+shown)
	if err := set.Parse(args); err != nil {
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	p, ok := plays[*provider]
	if !ok {
		return fmt.Errorf("%w: read -provider: %q is not %s", errUsage, *provider, shown)
	}
	path, err := filepath.Abs(*program)
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		return fmt.Errorf("cannot find the program to show: %w", err)
	}
	code := lab.Main(func() int {
		err := show(ctx, p, path, stdout)
		if err == nil {
			return exitOK
		}
		fmt.Fprintf(stdout, "demo: failed: %v\n", err)
		return exitFailed
	})
	if code != exitOK {
		return errors.New("the demo failed")
	}
	return nil
}

// shown are the values of -provider of the demo.
const shown = "described, cloudflare, " + providers

// play is what differs between the demos of the providers.
type play struct {
	sandbox func(*sandbox.Config)
	rule    string // how often the provider may be asked
	config  scene.Config
	acts    []act
	host    string // of a provider that is called by its own name, "" for that of the scene
}

// plays are the demos by their provider.
var plays = map[string]play{
	"cloudflare": {func(c *sandbox.Config) { c.Accounts[0].API = sandbox.Zones },
		"Cloudflare has no update address: the zone and the record are read, and the record\n" +
			"is written if it differs. DNS is not asked. dynwan writes once in 10 minutes at most.",
		scene.Config{Real: true}, recordAPIActs, "api.cloudflare.com"},
	"mtgsy": {func(*sandbox.Config) {}, "The provider allows one update in 10 minutes.", scene.Config{},
		slices.Concat(beginning, changing, failing), ""},
	"dyndns2": {func(c *sandbox.Config) { c.Accounts[0].Dyndns2 = &sandbox.Dyndns2{} },
		"A provider of dyndns2 is asked once in 10 minutes at most.", scene.Config{}, slices.Concat(beginning, failing, recordActs), ""},
	"myserver": {func(c *sandbox.Config) { c.Accounts[0].MyServer = &sandbox.MyServer{} },
		"How this provider words a deletion and an add is not known: the words here are\n" +
			"the stand-in's own. How often it may be asked is not known either, so dynwan\nkeeps 10 minutes.", scene.Config{}, stepActs, ""},
	"described": {func(c *sandbox.Config) { c.Accounts[0].Dyndns2 = &sandbox.Dyndns2{} },
		"This provider is described by nine lines in the configuration, as the hundred of\n" +
			"the catalogue are. It is asked once in 10 minutes at most.", scene.Config{Login: described, Tail: description}, slices.Concat(beginning, changing[:1]), ""},
}

// described is the account at a provider of the user's own, description what that
// wants and answers.
const (
	described   = "provider = \"example\"\nuser = \"" + scene.Email + "\"\nhostname = \"" + scene.Domain + "\""
	description = `[provider.example]
families = "ipv4"
url = "https://` + scene.Host + `/nic/update"
auth = "basic user pass"
query = ["hostname={hostname}", "myip={ip}"]
at = "word"
yes = ["good"]
same = ["nochg"]
no = ["badauth", "nohost"]
`
)

// configure writes the configuration, with further lines in the account.
func (d *stage) configure(keys ...string) error {
	c := d.config
	c.MinGap, c.Settle, c.Keys = clientGap, demoSettle, keys
	return d.Configure(c)
}

// show plays all acts and sums them up.
func show(ctx context.Context, p play, program string, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, demoTime)
	defer cancel()
	dir, err := os.MkdirTemp("", "dynwan-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := scene.New(program, dir, func(c *sandbox.Config) {
		c.MinGap = demoGap
		p.sandbox(c)
		if p.host != "" {
			c.CertNames, c.Hosts = []string{p.host}, map[string][]netip.Addr{p.host: {netip.MustParseAddr(realWeb)}}
		}
	})
	if err != nil {
		return err
	}
	defer s.Close()
	d := &stage{Scene: s, ctx: ctx, out: out, config: p.config, net: "203.0.113"}
	if p.host != "" {
		err = d.real()
	}
	if err != nil {
		return err
	}
	if err := d.configure(); err != nil {
		return err
	}
	d.prologue(p.rule)
	d.began = time.Now()
	go d.followProvider()
	if err := d.restart(); err != nil {
		return err
	}
	defer func() { d.daemon.Kill() }()
	for i, a := range p.acts {
		d.print("", fmt.Sprintf("--- %d. %s", i+1, a.title))
		if err := a.play(d); err != nil {
			return fmt.Errorf("act %d, %s: %w", i+1, a.title, err)
		}
	}
	if _, err := d.daemon.Stop(); err != nil {
		return err
	}
	return d.sum()
}

// prologue explains the stage.
func (d *stage) prologue(rule string) {
	fmt.Fprintf(d.out, `dynwan in a network of its own: nothing here leaves this machine.

  line      the device %s of a router, an address comes and goes on it
  dynwan    the real program's log
  provider  a stand-in for the provider: TLS, its web page, a ledger of broken rules
  dns       what the provider's name servers answer for %s

%s
Nobody wants to wait for that, so this stand-in allows one in %v, and min_gap of
dynwan is set to %v to match; for the real provider dynwan refuses such a
setting.

`, scene.Device, scene.Domain, rule, demoGap, clientGap)
}
