// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"dynwan/updater/message"
)

// digest reduces some texts to 8 hex digits: enough to notice a change. It
// hides nothing: a guess at a password can be checked against its digest. File
// names are digests of a login without its password; a digest of a password
// stays where the configuration can be read too: in files of mode 0600 and in
// the process.
func digest(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:4])
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// set sets the value of a key. Without a known provider the rules of its keys
// are unknown.
func (a *account) set(key string, v value) error {
	set, ok := commonKeys(a)[key]
	if !ok && a.protocol != nil {
		set, ok = a.keys(a)[key]
	}
	if ok {
		return set(v)
	}
	for _, other := range providers {
		if b := newAccount("", other); b.keys(&b)[key] == nil {
			continue
		}
		if a.protocol == nil {
			return nil
		}
		return message.New(message.KeyOfProvider, other)
	}
	if v.uci && key == "enabled" { // render.sh passes on a value that is neither
		return message.New(message.NotFlagUCI)
	}
	return message.New(message.UnknownAccountKey)
}
