// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

// Fault names one thing that can go wrong.
type Fault string

// Faults of the connection, before a request is read.
const (
	Refuse         Fault = "refuse"
	DropAccept     Fault = "drop-accept"
	ResetAccept    Fault = "reset-accept"
	HangAccept     Fault = "hang-accept"
	GarbageTLS     Fault = "garbage-tls"
	CertWrongName  Fault = "cert-wrong-name"
	CertSelfSigned Fault = "cert-self-signed"
	CertExpired    Fault = "cert-expired"
	CertNotYet     Fault = "cert-not-yet-valid"
	DropHandshake  Fault = "drop-handshake"
	ResetHandshake Fault = "reset-handshake"
)

// Faults of a request that has been read.
const (
	Delay            Fault = "delay"
	DropBeforeApply  Fault = "drop-before-apply"
	DropAfterApply   Fault = "drop-after-apply"
	ResetBeforeApply Fault = "reset-before-apply"
	ResetAfterApply  Fault = "reset-after-apply"
	HangBeforeApply  Fault = "hang-before-apply"
	HangAfterApply   Fault = "hang-after-apply"
	Status           Fault = "status"
	StatusApplied    Fault = "status-applied"
	Portal           Fault = "portal"
	Redirect         Fault = "redirect"
	Endless          Fault = "endless"
	Cut              Fault = "cut"
	GarbageBytes     Fault = "garbage-bytes"
	GarbageText      Fault = "garbage-text"
	WAF              Fault = "waf"
	BlockedText      Fault = "blocked-text"
	PasswordText     Fault = "password-text"
	AnswerCode       Fault = "answer-code"
	AnswerForm       Fault = "answer-form"
)

// Faults of the name servers of the zones.
const (
	AuthoritySilent        Fault = "authority-silent"
	AuthorityFirstSilent   Fault = "authority-first-silent"
	AuthoritySlow          Fault = "authority-slow"
	AuthorityServfail      Fault = "authority-servfail"
	AuthorityRefused       Fault = "authority-refused"
	AuthorityNXDomain      Fault = "authority-nxdomain"
	AuthorityLies          Fault = "authority-lies"
	AuthorityStale         Fault = "authority-stale"
	AuthoritySeveral       Fault = "authority-several"
	AuthorityCNAME         Fault = "authority-cname"
	AuthorityLame          Fault = "authority-lame"
	AuthorityTruncated     Fault = "authority-truncated"
	AuthorityWrongID       Fault = "authority-wrong-id"
	AuthorityWrongQuestion Fault = "authority-wrong-question"
	AuthoritySpoofed       Fault = "authority-spoofed"
	AuthorityGarbage       Fault = "authority-garbage"
	AuthorityRedirected    Fault = "authority-redirected"
)

// Faults of the recursive resolver.
const (
	ResolverSilent        Fault = "resolver-silent"
	ResolverSlow          Fault = "resolver-slow"
	ResolverServfail      Fault = "resolver-servfail"
	ResolverRefused       Fault = "resolver-refused"
	ResolverNXDomain      Fault = "resolver-nxdomain"
	ResolverLies          Fault = "resolver-lies"
	ResolverStale         Fault = "resolver-stale"
	ResolverSeveral       Fault = "resolver-several"
	ResolverCNAME         Fault = "resolver-cname"
	ResolverTruncated     Fault = "resolver-truncated"
	ResolverWrongID       Fault = "resolver-wrong-id"
	ResolverWrongQuestion Fault = "resolver-wrong-question"
	ResolverSpoofed       Fault = "resolver-spoofed"
	ResolverGarbage       Fault = "resolver-garbage"
	ResolverFormerrEDNS   Fault = "resolver-formerr-edns"
	ResolverDropEDNS      Fault = "resolver-drop-edns"
	ResolverEchoOPT       Fault = "resolver-echo-opt"
	ResolverDropAAAA      Fault = "resolver-drop-aaaa"
	ResolverServfailAAAA  Fault = "resolver-servfail-aaaa"
)

// FaultInfo describes one fault to people.
type FaultInfo struct {
	Name Fault  `json:"name"`
	Arg  string `json:"arg,omitempty"` // what the argument means; empty: there is none
	Doc  string `json:"doc"`
}

// Faults lists every fault, in the order in which they strike.
func Faults() []FaultInfo {
	list := make([]FaultInfo, len(faultTable))
	for i, row := range faultTable {
		list[i] = FaultInfo{row.name, row.arg.doc, row.doc}
	}
	return list
}

// stage is the moment at which a fault may strike. At each moment the first
// active fault of the table does.
type stage int

const (
	atListen stage = iota
	atAccept
	atCertificate
	atHandshake
	atDelay
	atRequest
	atForm
	atAuthority
	atResolver
)

type faultRow struct {
	name  Fault
	stage stage
	arg   argument
	doc   string
}

var faultTable = []faultRow{
	{Refuse, atListen, argScheme, "the listening sockets refuse connections; only until cleared"},
	{DropAccept, atAccept, argNone, "close right after accept, nothing read"},
	{ResetAccept, atAccept, argNone, "TCP reset right after accept, nothing read"},
	{HangAccept, atAccept, argNone, "accept, then neither read nor write for ever"},
	{GarbageTLS, atAccept, argNone, "answer the start of TLS with bytes that are not TLS; strikes HTTPS only"},
	{CertWrongName, atCertificate, argNone, "a certificate of the right CA for another name"},
	{CertSelfSigned, atCertificate, argNone, "a self-signed certificate for the right name"},
	{CertExpired, atCertificate, argNone, "a certificate that ended a day ago"},
	{CertNotYet, atCertificate, argStart, "a certificate whose time has not come"},
	{DropHandshake, atHandshake, argNone, "close after the TLS handshake, before the request is read"},
	{ResetHandshake, atHandshake, argNone, "TCP reset after the TLS handshake, before the request is read"},
	{Delay, atDelay, argDuration, "wait before whatever comes next: the answer or another fault"},
	{DropBeforeApply, atRequest, argNone, "read the request, close without carrying it out"},
	{DropAfterApply, atRequest, argNone, "carry the request out, close without an answer"},
	{ResetBeforeApply, atRequest, argNone, "read the request, TCP reset without carrying it out"},
	{ResetAfterApply, atRequest, argNone, "carry the request out, TCP reset without an answer"},
	{HangBeforeApply, atRequest, argNone, "read the request, never carry it out, never answer"},
	{HangAfterApply, atRequest, argNone, "carry the request out, never answer"},
	{Status, atRequest, argStatus, "answer with this HTTP status, not carried out"},
	{StatusApplied, atRequest, argStatus, "carry the request out, then answer with this HTTP status"},
	{Portal, atRequest, argNone, "the log-in page of a captive portal with status 200, not carried out"},
	{Redirect, atRequest, argURL, "302 to elsewhere with the same query, not carried out"},
	{Endless, atRequest, argNone, "a body that never ends, not carried out"},
	{Cut, atRequest, argNone, "carry the request out, end the answer before its Content-Length"},
	{GarbageBytes, atRequest, argNone, "carry the request out, answer with bytes that are not HTTP"},
	{GarbageText, atRequest, argNone, "a body without any meaning with status 200, not carried out"},
	{WAF, atRequest, argNone, "the page of the provider's web application firewall, not carried out"},
	{BlockedText, atRequest, argNone, "say that the account is blocked, not carried out"},
	{PasswordText, atRequest, argNone, "say that the password is wrong, not carried out"},
	{AnswerCode, atRequest, argCode, "answer with this code of dyndns2, for each host if it is one of a host, not carried out"},
	{AnswerForm, atForm, argForm, "whatever the answer says, it looks so"},

	{AuthoritySilent, atAuthority, argNone, "name servers do not answer"},
	{AuthorityFirstSilent, atAuthority, argNone, "the first name server does not answer, the others do"},
	{AuthoritySlow, atAuthority, argDuration, "name servers answer late"},
	{AuthorityServfail, atAuthority, argNone, "name servers answer SERVFAIL"},
	{AuthorityRefused, atAuthority, argNone, "name servers answer REFUSED"},
	{AuthorityNXDomain, atAuthority, argNone, "name servers say that the name does not exist"},
	{AuthorityLies, atAuthority, argAddress, "name servers answer with another address"},
	{AuthorityStale, atAuthority, argNone, "name servers answer with the address before the last change"},
	{AuthoritySeveral, atAuthority, argAddress, "name servers answer with a second address beside the true one"},
	{AuthorityCNAME, atAuthority, argNone, "name servers answer with a CNAME and the address of its target"},
	{AuthorityLame, atAuthority, argNone, "name servers answer without the authority bit"},
	{AuthorityTruncated, atAuthority, argNone, "UDP answers are truncated and empty; TCP answers are whole"},
	{AuthorityWrongID, atAuthority, argNone, "answers have another id than the query"},
	{AuthorityWrongQuestion, atAuthority, argNone, "answers repeat another question"},
	{AuthoritySpoofed, atAuthority, argAddress, "a forged answer with a wrong id comes first, then the true one"},
	{AuthorityGarbage, atAuthority, argNone, "answers are random bytes after the id"},
	{AuthorityRedirected, atAuthority, argNone, "the line leads questions for the name servers to the resolver"},

	{ResolverSilent, atResolver, argNone, "the resolver does not answer"},
	{ResolverSlow, atResolver, argDuration, "the resolver answers late"},
	{ResolverServfail, atResolver, argNone, "the resolver answers SERVFAIL"},
	{ResolverRefused, atResolver, argNone, "the resolver answers REFUSED"},
	{ResolverNXDomain, atResolver, argNone, "the resolver says that the name does not exist"},
	{ResolverLies, atResolver, argAddress, "the resolver answers every question for an address with this one, as a captive portal does"},
	{ResolverStale, atResolver, argNone, "the resolver answers with the address before the last change"},
	{ResolverSeveral, atResolver, argAddress, "the resolver answers with a second address beside the true one"},
	{ResolverCNAME, atResolver, argNone, "the resolver answers with a CNAME and the address of its target"},
	{ResolverTruncated, atResolver, argNone, "UDP answers are truncated and empty; TCP answers are whole"},
	{ResolverWrongID, atResolver, argNone, "answers have another id than the query"},
	{ResolverWrongQuestion, atResolver, argNone, "answers repeat another question"},
	{ResolverSpoofed, atResolver, argAddress, "a forged answer with a wrong id comes first, then the true one"},
	{ResolverGarbage, atResolver, argNone, "answers are random bytes after the id"},
	{ResolverFormerrEDNS, atResolver, argNone, "the resolver answers FORMERR to EDNS, as one older than that does"},
	{ResolverDropEDNS, atResolver, argNone, "the resolver drops questions with EDNS"},
	{ResolverEchoOPT, atResolver, argNone, "the resolver repeats the OPT record of a question where the answer should stand"},
	{ResolverDropAAAA, atResolver, argNone, "the resolver drops questions for IPv6 addresses"},
	{ResolverServfailAAAA, atResolver, argNone, "the resolver answers SERVFAIL to questions for IPv6 addresses"},
}
