// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// scriptVariable names the script that a process of its own shall play.
const scriptVariable = "DYNWAN_TEST_SCRIPT"

var update = flag.Bool("update", false, "write the log of each script that is played into it")

// patient finds the scripts in which dynwan waits until it gives up. They begin
// first, so that the others fill the time.
var patient = regexp.MustCompile(`(?m)^(sender freeze|fault (hang|endless|garbage-text|authority-(silent|redirected)))`)

// scripts are the files of the matrix; testdata/matrix/README.md explains them.
func scripts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/matrix/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("scripts of the matrix: got %d, %v", len(files), err)
	}
	var first, then []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if patient.Match(text) {
			first = append(first, file)
		} else {
			then = append(then, file)
		}
	}
	return append(first, then...)
}

// fewestScripts is how many the matrix had when this was written. It grows.
const fewestScripts = 197

// TestMatrix plays each script that asserts what it has to, beside the others.
func TestMatrix(t *testing.T) {
	notShort(t)
	files := scripts(t)
	if len(files) < fewestScripts {
		t.Errorf("the matrix has %d scripts, want at least %d", len(files), fewestScripts)
	}
	for _, file := range files {
		name, _ := strings.CutPrefix(strings.TrimSuffix(file, ".txt"), "testdata/matrix/")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err == nil {
				err = checkScript(string(text))
			}
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			t.Parallel()
			process(t, "TestScript", "--- PASS: TestScript/", scriptVariable+"="+file)
		})
	}
}

// TestScript plays the script that the environment names; without one, the
// first.
func TestScript(t *testing.T) {
	file := os.Getenv(scriptVariable)
	if file == "" {
		file = scripts(t)[0]
	}
	cmds := map[string]func(*testscript.TestScript, bool, []string){}
	for name, c := range scriptWords {
		cmds[name] = c.run
	}
	testscript.Run(t, testscript.Params{
		Files: []string{file}, Cmds: cmds, ContinueOnError: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Vars = env.Vars[:1] // $WORK: a script has no other environment
			log, err := os.ReadFile(filepath.Join(env.WorkDir, logFile))
			s := &script{file: file, log: string(log), t: env.T().(testing.TB)}
			env.Values[scriptKey{}] = s
			env.Defer(s.end)
			if *update {
				return nil
			}
			return err
		},
	})
}

type scriptKey struct{}

// script is a script while it is played.
type script struct {
	*play // none until the first command that needs the scene
	t     testing.TB
	ts    *testscript.TestScript
	file  string
	log   string // that is wanted

	actor          func(*sandbox.Config) // another provider
	severalRecords bool                  // a name there may have several
	config         scene.Config          // of dynwan
	address        string                // that line gave to the line
	failed         bool                  // what would follow is not done

	ttl       time.Duration // of a resolver that keeps what it has told
	acted     time.Time     // the last command that did something, and did not wait
	sender    int           // the process that a signal went to
	lock      *os.File      // of another dynwan
	taps      []tap         // on devices
	stateDir  string        // what is wrong with it
	openFiles int           // before they were limited
}

// command is one word of a script.
type command struct {
	usage   string
	asserts bool // at the end, after a failure as well
	do      func(s *script, args []string) error
}

// errUsage is what a command returns that does not understand its words.
var errUsage = errors.New("not understood")

var errNotStarted = errors.New("dynwan was not started")

// run is the command as the library calls it.
func (c command) run(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(scriptKey{}).(*script)
	s.ts = ts
	if s.failed && !c.asserts {
		return
	}
	err := errUsage
	if !neg {
		err = c.call(s, args)
	}
	if err == errUsage {
		err = fmt.Errorf("usage: %s", c.usage)
	}
	s.failed = s.failed || err != nil
	ts.Check(err)
}

func (c command) call(s *script, args []string) error {
	word, _, _ := strings.Cut(c.usage, " ")
	switch {
	case word != "provider" && word != "cache":
		if s.play == nil {
			s.play = newPlay(s.t, s.cast)
		}
	case s.play != nil:
		return fmt.Errorf("%s comes before every other command", word)
	}
	switch {
	case !c.asserts && word != "says" && word != "await" && word != "sleep":
		s.acted = time.Now()
	case c.asserts && s.daemon == nil:
		return errNotStarted
	}
	return c.do(s, args)
}

// cast is who else is at the provider.
func (s *script) cast(c *sandbox.Config) {
	if s.actor != nil {
		s.actor(c)
	}
	looking(c)
	if s.ttl > 0 {
		c.Caching, c.TTL = true, s.ttl
	}
}

// end checks what no script may break, and undoes what no other one shall see.
func (s *script) end() {
	if s.play == nil {
		return
	}
	s.requests(len(s.Box.Ledger()))
	if err := s.writable(); err != nil {
		s.t.Error(err)
	}
}
