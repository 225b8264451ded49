// SPDX-License-Identifier: GPL-2.0-or-later

// Command pack writes the packages of dynwan for every processor of an OpenWrt
// router, and those of its page in LuCI: .ipk for opkg (24.10 and older) and
// .apk for apk (25.12 and newer).
//
//	make cross
//	go run ./openwrt/pack -version 0.1.0 -release 1 -binaries build -out dist
//
// The same sources, program files, epoch and gzip give the same bytes on every
// machine. The packages carry no signature.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// options are what the command line asks for.
type options struct {
	version  string // with the release: 0.1.0-r1
	out      string
	binaries string
	formats  []format
	epoch    time.Time
}

// versionForm is the part of apk's grammar of versions that opkg also sorts
// right: no pre-release suffixes.
var versionForm = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)

func main() {
	opts, err := parse(os.Args[1:], os.Getenv("SOURCE_DATE_EPOCH"))
	if err == nil {
		err = run(opts, os.Stdout)
	}
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// run packs every recipe and says how many files it wrote.
func run(opts options, out io.Writer) error {
	dist, err := newDist(opts.out)
	if err != nil {
		return err
	}
	// Nothing is written before all is there.
	inputs := make([]input, len(recipes))
	for i, r := range recipes {
		if inputs[i], err = r.read(opts.binaries); err != nil {
			return fmt.Errorf("could not pack %s: %w", r.name, err)
		}
	}
	for i, r := range recipes {
		if err := r.pack(opts, inputs[i], dist); err != nil {
			return fmt.Errorf("could not pack %s: %w", r.name, err)
		}
	}
	if err := dist.writeSums(); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d packages of version %s\n", opts.out, len(dist.sums), opts.version)
	return nil
}

// parse reads the command line; sourceDateEpoch stands in for -epoch.
func parse(args []string, sourceDateEpoch string) (options, error) {
	var opts options
	flags := flag.NewFlagSet("pack", flag.ContinueOnError)
	version := flags.String("version", "", "the `version`, such as 0.1.0")
	release := flags.Int("release", 1, "counts the packages of one version, from 1")
	flags.StringVar(&opts.out, "out", "dist", "the `directory` to write to")
	flags.StringVar(&opts.binaries, "binaries", "build", "the `directory` of the programs dynwan-TARGET")
	form := flags.String("format", "all", "ipk, apk or all")
	gzip := flags.String("gzip", "", "the `command` of a gzip that reads stdin and writes stdout, in the place of Go's own")
	epoch := flags.String("epoch", sourceDateEpoch, "the time of every file, in `seconds` since 1970; "+
		"unless given SOURCE_DATE_EPOCH, else the time of the last commit")
	if err := flags.Parse(args); err != nil {
		return opts, err
	}
	if flags.NArg() > 0 {
		return opts, fmt.Errorf("%q is one word too many", flags.Arg(0))
	}
	if !versionForm.MatchString(*version) {
		return opts, fmt.Errorf("-version %q is not of the form 0.1.0", *version)
	}
	if *release < 1 {
		return opts, fmt.Errorf("-release %d is not 1 or more", *release)
	}
	squeezer = strings.Fields(*gzip)
	opts.version = fmt.Sprintf("%s-r%d", *version, *release)
	var err error
	if opts.formats, err = parseFormat(*form); err != nil {
		return opts, err
	}
	opts.epoch, err = parseEpoch(*epoch)
	return opts, err
}

// parseEpoch returns the time that text means, the last commit's for none.
func parseEpoch(text string) (time.Time, error) {
	if text == "" {
		out, err := exec.Command("git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, errors.New("no time for the files: give -epoch or SOURCE_DATE_EPOCH, or run this in a git tree")
		}
		text = strings.TrimSpace(string(out))
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds < 0 {
		return time.Time{}, fmt.Errorf("-epoch %q is not a number of seconds since 1970", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
