// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/config"
	"dynwan/updater/message"
)

// statusCommand shows what the daemon wrote last.
func statusCommand(args []string) int {
	set, path := flags("status")
	asJSON := set.Bool("json", false, "")
	asMetrics := set.Bool("metrics", false, "")
	dir := set.String("statedir", "", "")
	if !parse(set, args, 0) {
		return exitUsage
	}
	if *dir == "" {
		*dir = stateDirOf(*path)
	}
	err := asOwner(*path, *dir)
	var board *updater.Board
	if err == nil {
		board, err = updater.ReadBoard(*dir)
	}
	if err != nil {
		errorf("%s", message.New(message.NoStatus, message.Of(err)))
		if *asMetrics { // that it does not run is what they are there to tell
			printMetrics(os.Stdout, &updater.Board{}, 0)
		}
		return exitSystem
	}
	if board.Running && !updater.Runs(*dir) {
		board.Running = false // killed: it could not write that it ended
	}
	switch {
	case *asJSON:
		return printJSON(board)
	case *asMetrics:
		printMetrics(os.Stdout, board, boot.Uptime().Seconds())
		return exitOK
	}
	printTable(os.Stdout, board, boot.Uptime().Seconds())
	return exitOK
}

// stateDirOf finds the state directory. A user who may not read the
// configuration, with its passwords, may still see the status in the usual
// place.
func stateDirOf(path string) string {
	if c, err := config.Read(path); err == nil {
		return c.StateDir
	}
	return config.Parse("", "").StateDir
}

// statusFormat is the version of what status -json prints. It grows when a field
// goes or means something else; new fields may come at any time.
const statusFormat = 1

// printJSON prints the board with the uptime, to which its times relate.
func printJSON(board *updater.Board) int {
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "\t")
	err := out.Encode(statusJSON{statusFormat, float64(boot.Uptime().Milliseconds()) / 1000, board})
	if err != nil {
		errorf("%v", err)
		return exitSystem
	}
	return exitOK
}

// statusJSON is what status -json prints.
type statusJSON struct {
	Format int     `json:"format"` // the version of this form
	Uptime float64 `json:"uptime"` // now, in seconds since boot
	*updater.Board
}

// printTable prints the board for people. now is the time since boot.
func printTable(w io.Writer, board *updater.Board, now float64) {
	if !board.Running {
		fmt.Fprintln(w, "dynwan is not running; this is what it knew last.")
	}
	for _, p := range board.Problems {
		fmt.Fprintln(w, p.Text)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "ACCOUNT\tSTATE\tLINE\tPROVIDER\tSINCE\tWHAT")
	for _, k := range board.Accounts {
		if len(k.Records) > 1 {
			fmt.Fprintf(t, "%s\t\t\t\t\t%s\n", k.Account, strings.TrimSuffix(k.Provider+" on "+strings.Join(devices(k), ", "), " on "))
		}
		for _, s := range k.Records {
			name := s.Name
			if len(k.Records) > 1 {
				name = "  " + strings.TrimPrefix(name, k.Account+"/")
				if s.Device != "" && len(devices(k)) > 1 {
					name += " on " + s.Device
				}
			}
			what := s
			if !board.Running {
				what.Until, what.Next = 0, ""
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", name, s.State, dash(s.Address), dash(s.Confirmed),
				updater.Span(now-s.Since)+" ago", what.Line(now)[len(s.Name)+2:])
		}
	}
	t.Flush()
	for _, k := range board.Accounts {
		if k.Probe != "" {
			fmt.Fprintf(w, "%s: %s\n", k.Account, k.Probe)
		}
		if k.Notice != "" {
			fmt.Fprintf(w, "%s: the provider says: %s\n", k.Account, k.Notice)
		}
	}
	if len(board.Accounts) == 0 {
		fmt.Fprintln(w, "no account")
	}
}

// devices are those that the records of an account use, each once: of one family
// another line may be the first that has an address.
func devices(k updater.Block) (list []string) {
	for _, s := range k.Records {
		if s.Device != "" && !slices.Contains(list, s.Device) {
			list = append(list, s.Device)
		}
	}
	return list
}

func dash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
