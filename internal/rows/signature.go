// SPDX-License-Identifier: GPL-2.0-or-later

package rows

import "regexp"

// signature are the headers of all signatures, and the items of a query.
var signature = regexp.MustCompile(`(?mi)^(X-Amz-Date|X-TC-Timestamp|X-Sdk-Date|X-Ovh-[a-z]+|X-NFSN-[a-z]+|Signature|Authorization): .*\r\n|&AccessKeyId=[^ ]*`)

// Unsigned is a request of a provider that wants each one signed, without what
// the signature has added: the tables do not have it, for it differs with the
// time.
func Unsigned(request string) string { return signature.ReplaceAllString(request, "") }
