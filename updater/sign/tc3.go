// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"strconv"
	"strings"
	"time"
)

// tc3 signs by Tencent Cloud's signature version 3. The name of the action, a
// header, is signed in lower case.
// https://cloud.tencent.com/document/api/1427/56189
func tc3(j job) error {
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
	j.authorize("TC3-HMAC-SHA256", "TC3", at, text, signed, j.now.Format(time.DateOnly), j.words[0], "tc3_request")
	return nil
}
