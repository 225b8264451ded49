// SPDX-License-Identifier: GPL-2.0-or-later

// Command dynwan keeps a dynamic-DNS record at the address that a router's WAN
// device holds. It sleeps until the kernel reports a change; every request is
// sent by a child that lives for seconds.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

// version is set by the build.
var version = "dev"

// defaultConfig is the file that the init script makes from UCI.
const defaultConfig = "/var/etc/dynwan.toml"

// The exit codes of every command.
const (
	exitOK     = 0 // done; for once: the record is current
	exitSystem = 1 // an error of the system
	exitUsage  = 2 // flags or configuration
	exitRefuse = 3 // once: the provider refused
	exitUnsent = 4 // once: nothing was sent
	exitUnsure = 5 // once: the update may have arrived
)

const usage = `Usage: dynwan COMMAND [-config FILE]

  run            watch the devices and keep the records right, for ever
  once [-n] NAME do now for one account what run would do; -n only says what,
                 -json prints the status of the account; with both the provider
                 is reached, but told nothing
  check [-json]  say what is wrong with the configuration
  status [-json|-metrics]
                 show what every account is doing, or metrics of it
  watch -exec PROGRAM [ARGUMENT...]
                 call a program for what happens to a record
  providers [NAME]
                 say whom dynwan can update, or what one of them needs
  import [-device NAME] FILE
                 print what a configuration of ddns-scripts, inadyn or ddclient
                 is in TOML, with its passwords; -uci: for /etc/config/dynwan;
                 -json: what would become of it, without them
  version        print the version

FILE is ` + defaultConfig + ` unless named. The command "send" is the child
that run starts for each request; "schema" prints all options as JSON, for the
page in LuCI.

Exit codes: 0 done, 1 the system failed, 2 wrong flags or configuration;
of once: 0 current, 3 refused, 4 nothing sent, 5 sent and not confirmed.
`

// commands are the subcommands of dynwan.
var commands = map[string]func(args []string) int{
	"run":       runCommand,
	"once":      onceCommand,
	"send":      sendCommand,
	"check":     checkCommand,
	"status":    statusCommand,
	"schema":    schemaCommand,
	"watch":     watchCommand,
	"providers": providersCommand,
	"import":    importCommand,
	"version": func([]string) int {
		fmt.Println("dynwan", version)
		return exitOK
	},
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(exitUsage)
	}
	command, ok := commands[os.Args[1]]
	if !ok {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(exitUsage)
	}
	os.Exit(command(os.Args[2:]))
}

// flags returns the flags of a command, with the one that all commands share.
func flags(name string) (*flag.FlagSet, *string) {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	return set, set.String("config", defaultConfig, "")
}

// errorf prints a problem of a command that a person typed.
func errorf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "dynwan: "+format+"\n", args...)
}

// parse reads the flags of a command and prints the usage if they or the number of
// other arguments are wrong.
func parse(set *flag.FlagSet, args []string, others int) bool {
	if err := set.Parse(args); err != nil || set.NArg() != others {
		fmt.Fprint(os.Stderr, usage)
		return false
	}
	return true
}
