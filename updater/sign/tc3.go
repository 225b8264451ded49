// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// tc3 signs by Tencent Cloud's signature version 3. The name of the action, a
// header, is signed in lower case.
// https://cloud.tencent.com/document/api/1427/56189
func tc3(j job) error {
	const algorithm = "TC3-HMAC-SHA256"
	at := strconv.FormatInt(j.now.Unix(), 10)
	j.add("X-TC-Timestamp", at)
	lower := j
	request := *j.Request
	lower.Request = &request
	request.Head = nil
	for _, line := range j.Head {
		if name, value, _ := strings.Cut(line, ": "); strings.EqualFold(name, "X-TC-Action") {
			line = name + ": " + strings.ToLower(value)
		}
		request.Head = append(request.Head, line)
	}
	text, signed := lower.canonical("/", "content-type", "host", "x-tc-action")
	scope := []string{j.now.Format(time.DateOnly), j.words[0], "tc3_request"}
	place := strings.Join(scope, "/")
	signature := mac(chain("TC3"+j.Secret, scope...), strings.Join([]string{algorithm, at, place, digest([]byte(text))}, "\n"))
	j.add("Authorization", algorithm+" Credential="+j.User+"/"+place+", SignedHeaders="+signed+", Signature="+hex.EncodeToString(signature))
	return nil
}
