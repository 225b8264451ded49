// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"crypto/sha1"
	"encoding/hex"
	"strconv"
	"strings"
)

// nfsn adds NearlyFreeSpeech's header, which has a digest in place of the key.
// https://members.nearlyfreespeech.net/wiki/API/Introduction
func nfsn(j job) error {
	body := sha1.Sum(j.Body)
	open := []string{j.User, strconv.FormatInt(j.now.Unix(), 10), j.nonce[:16]}
	sum := sha1.Sum([]byte(strings.Join(append(open, j.Secret, j.Path, hex.EncodeToString(body[:])), ";")))
	j.add("X-NFSN-Authentication", strings.Join(open, ";")+";"+hex.EncodeToString(sum[:]))
	return nil
}
