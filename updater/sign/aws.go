// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"encoding/hex"
	"net/url"
	"strings"
)

// aws signs by Amazon's signature version 4.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
func aws(j job) error {
	const algorithm = "AWS4-HMAC-SHA256"
	at := j.now.Format("20060102T150405Z")
	j.add("X-Amz-Date", at)
	path, _ := j.path()
	segments := strings.Split(path, "/")
	for i, s := range segments { // it is encoded once more
		segments[i] = strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
	}
	text, signed := j.canonical(strings.Join(segments, "/"), "host", "x-amz-date")
	scope := []string{at[:8], j.words[1], j.words[0], "aws4_request"}
	place := strings.Join(scope, "/")
	signature := mac(chain("AWS4"+j.Secret, scope...), strings.Join([]string{algorithm, at, place, digest([]byte(text))}, "\n"))
	j.add("Authorization", algorithm+" Credential="+j.User+"/"+place+", SignedHeaders="+signed+", Signature="+hex.EncodeToString(signature))
	return nil
}
