// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// The files of the keys, called as OpenWrt's own build calls them.
const (
	opkgKeyFile = "key-build"
	apkKeyFile  = "private-key.pem"
)

// keys are what a feed is signed with, one for each package manager.
type keys struct {
	opkg opkgKey
	apk  apkKey
}

// makeKeys makes new keys in dir, where none may be yet.
func makeKeys(dir string) (keys, error) {
	var k keys
	if err := outsideGit(dir); err != nil {
		return k, err
	}
	var err error
	if k.opkg, err = newOpkgKey(); err != nil {
		return k, err
	}
	if k.apk, err = newAPKKey(); err != nil {
		return k, err
	}
	pem, err := k.apk.secretFile()
	if err != nil {
		return k, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return k, fmt.Errorf("could not make the directory of the keys: %w", err)
	}
	if err := writeSecret(filepath.Join(dir, opkgKeyFile), k.opkg.secretFile()); err != nil {
		return k, err
	}
	return k, writeSecret(filepath.Join(dir, apkKeyFile), pem)
}

// writeSecret writes a file that is new and that nobody else can read.
func writeSecret(name string, body []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("could not write a key: %w", err)
	}
	_, err = f.Write(body)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("could not write a key: %w", err)
	}
	return nil
}

// readKeys reads the keys of dir.
func readKeys(dir string) (keys, error) {
	var k keys
	if dir == "" {
		return k, errors.New("no keys: name their directory by -key, or make them by -new-key")
	}
	if err := outsideGit(dir); err != nil {
		return k, err
	}
	body, err := readSecret(filepath.Join(dir, opkgKeyFile))
	if err != nil {
		return k, err
	}
	if k.opkg, err = parseOpkgKey(body); err != nil {
		return k, fmt.Errorf("%s: %w", filepath.Join(dir, opkgKeyFile), err)
	}
	if body, err = readSecret(filepath.Join(dir, apkKeyFile)); err != nil {
		return k, err
	}
	if k.apk, err = parseAPKKey(body); err != nil {
		return k, fmt.Errorf("%s: %w", filepath.Join(dir, apkKeyFile), err)
	}
	return k, nil
}

// readSecret reads a file, unless others than its owner can.
func readSecret(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("could not read a key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("others may read %s: chmod 600 it, or make another key", name)
	}
	return os.ReadFile(name)
}

// outsideGit refuses a directory that lies in a git tree, for what is in there
// may be committed by mistake and published with it.
func outsideGit(dir string) error {
	at, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	// What is not there yet has neither links nor a tree.
	real, err := filepath.EvalSymlinks(at)
	for ; err != nil && at != filepath.Dir(at); real, err = filepath.EvalSymlinks(at) {
		at = filepath.Dir(at)
	}
	if err != nil {
		return err
	}
	for at = real; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return fmt.Errorf("%s is in the git tree %s: keys belong outside", dir, at)
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}
