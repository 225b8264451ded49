// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"crypto/sha1"
	"encoding/hex"
	"strconv"
	"strings"
)

// ovh signs with OVHcloud's three keys: that of the application, its secret, and
// that of the consumer.
// https://docs.ovh.com/gb/en/api/first-steps-with-ovh-api/
func ovh(j job) error {
	at := strconv.FormatInt(j.now.Unix(), 10)
	text := []string{j.Secret, j.More, method(j.Request), j.server + j.Path, string(j.Body), at}
	sum := sha1.Sum([]byte(strings.Join(text, "+")))
	j.add("X-Ovh-Application", j.User)
	j.add("X-Ovh-Consumer", j.More)
	j.add("X-Ovh-Timestamp", at)
	j.add("X-Ovh-Signature", "$1$"+hex.EncodeToString(sum[:]))
	return nil
}
