// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"strings"

	"dynwan/updater/exchange"
)

// aws signs by Amazon's signature version 4.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
func aws(j job) error {
	at := j.now.Format("20060102T150405Z")
	j.add("X-Amz-Date", at)
	path, _ := j.path()
	segments := strings.Split(path, "/")
	for i, s := range segments { // it is encoded once more
		segments[i] = exchange.Escape(s)
	}
	text, signed := j.canonical(strings.Join(segments, "/"), "host", "x-amz-date")
	j.authorize("AWS4-HMAC-SHA256", "AWS4", at, text, signed, at[:8], j.words[1], j.words[0], "aws4_request")
	return nil
}
