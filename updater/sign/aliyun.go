// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"time"

	"dynwan/updater/exchange"
)

// aliyun signs a query by Alibaba Cloud's first version of its signature.
// https://help.aliyun.com/document_detail/29747.html
func aliyun(j job) error {
	for _, item := range [][2]string{
		{"AccessKeyId", j.User}, {"SignatureMethod", "HMAC-SHA1"}, {"SignatureVersion", "1.0"},
		{"SignatureNonce", j.nonce}, {"Timestamp", j.now.Format(time.RFC3339)},
	} {
		j.Path += "&" + item[0] + "=" + exchange.Escape(item[1])
	}
	j.Path += "&Signature=" + exchange.Escape(base64.StdEncoding.EncodeToString(aliyunMAC(j)))
	return nil
}

func aliyunMAC(j job) []byte {
	_, query := j.path()
	m := hmac.New(sha1.New, []byte(j.Secret+"&"))
	m.Write([]byte(method(j.Request) + "&%2F&" + exchange.Escape(query)))
	return m.Sum(nil)
}
