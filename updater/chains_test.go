// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestChainsAreKeptForTheOwnerAlone(t *testing.T) {
	s := Store{Dir: filepath.Join(t.TempDir(), "state"), BootID: "this boot", Boot: func() time.Duration { return 0 }}
	path := s.path(chainsFile)
	const text = "a b 1 2\nc d 3 4\n"
	if got := s.Chains(); got != "" {
		t.Errorf("without a file: got %q", got)
	}
	save := func() {
		t.Helper()
		if err := s.SaveChains(text); err != nil {
			t.Fatal(err)
		}
		if got := s.Chains(); got != text {
			t.Fatalf("got %q, want %q", got, text)
		}
	}
	save()
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("the file: got %v, %v, want its owner alone to have it", info.Mode(), err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := s
	other.BootID = "another boot"
	if got := other.Chains(); got != "" {
		t.Errorf("another boot: got %q", got)
	}
	for name, spoil := range map[string]func() error{
		"a byte changed":       func() error { return os.WriteFile(path, []byte(strings.Replace(string(good), "a b", "x b", 1)), 0o600) },
		"cut":                  func() error { return os.WriteFile(path, good[:len(good)-4], 0o600) },
		"empty":                func() error { return os.WriteFile(path, nil, 0o600) },
		"oversized":            func() error { return os.WriteFile(path, append(good, make([]byte, maxState)...), 0o600) },
		"writable for a group": func() error { return os.Chmod(path, 0o620) },
		"writable for all":     func() error { return os.Chmod(path, 0o602) },
		"a state file":         func() error { return os.Link(s.path("KEY"+stateFile), path) },
		"a link": func() error {
			os.WriteFile(path+".elsewhere", good, 0o600)
			return os.Symlink(path+".elsewhere", path)
		},
		"a directory": func() error { return os.Mkdir(path, 0o700) },
		"another user's": func() error {
			if os.Geteuid() != 0 {
				return os.Remove(path) // nobody can be played
			}
			return os.Chown(path, 1000, 1000)
		},
	} {
		os.Remove(path)
		save()
		if _, err := s.save("KEY", "home", memory{refused: "x"}); err != nil {
			t.Fatal(err)
		}
		if name == "a link" || name == "a directory" || name == "a state file" {
			os.Remove(path)
		}
		if err := spoil(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := s.Chains(); got != "" {
			t.Errorf("%s: got %q, want nothing", name, got)
		}
	}
}

func TestChainsThatWereSpoiledAreReplaced(t *testing.T) {
	s := Store{Dir: t.TempDir(), BootID: "this boot", Boot: func() time.Duration { return 0 }}
	if err := os.Symlink("/nowhere", s.path(chainsFile)); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveChains("a b 1 2\n"); err != nil {
		t.Fatal(err)
	}
	if got := s.Chains(); got != "a b 1 2\n" {
		t.Errorf("got %q, want what was saved", got)
	}
}
