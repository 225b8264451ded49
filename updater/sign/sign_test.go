// SPDX-License-Identifier: GPL-2.0-or-later

package sign

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"strings"
	"testing"
	"time"

	"dynwan/updater/exchange"
)

// TestTheExamplesOfTheDocumentation: each way makes the signature that the
// provider shows in its documentation, or in its own program.
func TestTheExamplesOfTheDocumentation(t *testing.T) {
	for _, c := range []struct {
		name, way, server string
		r                 exchange.Request
		key               Key
		now, nonce, want  string
	}{
		{
			"aws4_testsuite get-vanilla", "aws service us-east-1", "https://example.amazonaws.com",
			exchange.Request{Path: "/"}, Key{User: "AKIDEXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, "2015-08-30T12:36:00Z", "",
			"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
		},
		{
			"aws4_testsuite get-vanilla-query-order-key-case", "aws service us-east-1", "https://example.amazonaws.com",
			exchange.Request{Path: "/?Param2=value2&Param1=value1"}, Key{User: "AKIDEXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, "2015-08-30T12:36:00Z", "",
			"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
		},
		{
			"signature version 3, DescribeInstances", "tc3 cvm", "https://cvm.tencentcloudapi.com",
			exchange.Request{Method: "POST", Path: "/", Head: []string{"Content-Type: application/json; charset=utf-8", "X-TC-Action: DescribeInstances"},
				Body: []byte(`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`)},
			Key{User: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", Secret: "Gu5t9xGARNpq86cd98joQYCN3*******"}, "2019-02-25T16:44:25Z", "",
			"Authorization: TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3",
		},
		{
			"the algorithm, with the key of its earlier version", "huawei", "https://service.region.example.com",
			exchange.Request{Path: "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0"},
			Key{User: "QTWAOYTTINDUT2QVKYUC", Secret: "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"}, "2019-11-15T03:36:55Z", "",
			"Authorization: SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
		},
		{
			"DescribeRegions", "aliyun", "https://ecs.aliyuncs.com",
			exchange.Request{Path: "/?Action=DescribeRegions&Format=XML&Version=2014-05-26"},
			Key{User: "testid", Secret: "testsecret"}, "2016-02-23T12:46:24Z", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
			"&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D",
		},
		{
			"first steps", "ovh", "https://eu.api.ovh.com",
			exchange.Request{Path: "/1.0/domains/"},
			Key{User: "7kbG7Bk7S9Nt7ZSV", Secret: "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF", More: "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1"}, "2013-04-21T16:15:45Z", "",
			"X-Ovh-Signature: $1$d3705e8afb27a0d2970a322b96550abfc67bb798",
		},
		{
			"introduction", "nfsn", "https://api.nearlyfreespeech.net",
			exchange.Request{Path: "/site/example/getInfo"},
			Key{User: "testuser", Secret: "p3kxmRKf9dk3l6ls"}, "2002-01-27T08:46:52Z", "dkwo28Sile4jdXkw",
			"X-NFSN-Authentication: testuser;1012121212;dkwo28Sile4jdXkw;0fa8932e122d56e2f6d1550f9aab39c4aef8bfc4",
		},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if err := Sign(c.way, &c.r, c.server, c.key, now, c.nonce); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := strings.Join(c.r.Head, "\n"); !strings.Contains(got, c.want) && !strings.HasSuffix(c.r.Path, c.want) {
			t.Errorf("%s: got %s\n%s\nwant %s", c.name, c.r.Path, got, c.want)
		}
	}
}

// TestLoginsWithAnRSAKey: what is sent can be verified with the public key,
// whichever form the key was written in.
func TestLoginsWithAnRSAKey(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	long := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
	now := time.Unix(1700000000, 0)
	for what, text := range map[string]string{
		"PKCS #8":        long,
		"PKCS #1":        string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})),
		"in one line":    strings.ReplaceAll(long, "\n", " "),
		"without a head": base64.StdEncoding.EncodeToString(pkcs8),
		"as in a file":   strings.ReplaceAll(long, "\n", `\n`),
	} {
		if err := CheckRSA(text); err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		r := exchange.Request{Method: "POST", Path: "/v6/auth", Body: []byte(`{"login": "me"}`)}
		if err := Sign("transip", &r, "https://api.transip.nl", Key{User: "me", Secret: text}, now, ""); err != nil || len(r.Head) != 1 {
			t.Fatalf("%s: %v, %q", what, err, r.Head)
		}
		value, ok := strings.CutPrefix(r.Head[0], "Signature: ")
		signature, err := base64.StdEncoding.DecodeString(value)
		sum := sha512.Sum512(r.Body)
		if !ok || err != nil || rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA512, sum[:], signature) != nil {
			t.Errorf("%s: got %q, want a signature of the body", what, r.Head[0])
		}
	}
	r := exchange.Request{Method: "POST", Path: "/token"}
	if err := Sign("google https://www.example.org/scope", &r, "https://oauth2.example.org", Key{User: "me@example.org", Secret: long}, now, ""); err != nil {
		t.Fatal(err)
	}
	form, err := url.ParseQuery(string(r.Body))
	if err != nil || form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
		t.Errorf("got the form %q", r.Body)
	}
	parts := strings.Split(form.Get("assertion"), ".")
	if len(parts) != 3 {
		t.Fatalf("got %d parts of the token, want 3", len(parts))
	}
	var claim map[string]any
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(text, &claim) != nil {
		t.Fatalf("got the claim %q", text)
	}
	for name, want := range map[string]any{
		"iss": "me@example.org", "scope": "https://www.example.org/scope", "aud": "https://oauth2.example.org/token", "iat": 1700000000.0, "exp": 1700003600.0,
	} {
		if claim[name] != want {
			t.Errorf("%s: got %v, want %v", name, claim[name], want)
		}
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err != nil || rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, sum[:], signature) != nil {
		t.Error("the token has no signature of this key")
	}
}

// TestKeysThatCannotSign are refused without being shown.
func TestKeysThatCannotSign(t *testing.T) {
	for _, text := range []string{"", "secret", "-----BEGIN PRIVATE KEY----- c2VjcmV0 -----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----", "c2VjcmV0"} {
		err := CheckRSA(text)
		if err == nil || err.Error() != "must be an RSA key as a PEM file has it, in one line" || strings.Contains(err.Error(), "c2VjcmV0") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v, want an error without the key", text, err)
		}
		for _, way := range []string{"transip", "google scope"} {
			if Sign(way, &exchange.Request{}, "https://www.example.org", Key{Secret: text}, time.Now(), "") == nil {
				t.Errorf("%s with %q: no error", way, text)
			}
		}
	}
}

// TestKnownWays have the words that they need, and no more.
func TestKnownWays(t *testing.T) {
	for way, want := range map[string]bool{
		"aws route53 us-east-1": true, "tc3 dnspod": true, "huawei": true, "aliyun": true, "ovh": true, "nfsn": true, "transip": true, "google scope": true,
		"": false, "aws": false, "aws route53": false, "tc3": false, "huawei now": false, "gcp": false, "google": false,
	} {
		if Known(way) != want {
			t.Errorf("%q: got %v, want %v", way, !want, want)
		}
	}
}
