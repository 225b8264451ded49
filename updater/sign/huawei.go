// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"encoding/hex"
	"strings"
)

// huawei signs by Huawei Cloud's algorithm. The path that is signed ends with a
// slash, whether the one that is sent does or not.
// https://support.huaweicloud.com/devg-apisign/api-sign-algorithm-005.html
func huawei(j job) error {
	const algorithm = "SDK-HMAC-SHA256"
	at := j.now.Format("20060102T150405Z")
	j.add("X-Sdk-Date", at)
	if j.header("Content-Type") == "" {
		j.add("Content-Type", "application/json")
	}
	path, _ := j.path()
	text, signed := j.canonical(strings.TrimSuffix(path, "/")+"/", "content-type", "host", "x-sdk-date")
	signature := mac([]byte(j.Secret), strings.Join([]string{algorithm, at, digest([]byte(text))}, "\n"))
	j.add("Authorization", algorithm+" Access="+j.User+", SignedHeaders="+signed+", Signature="+hex.EncodeToString(signature))
	return nil
}
