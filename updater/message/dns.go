// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What the name servers say, or why they say nothing.
const (
	Answers                ID = "answers"
	HeldBy                 ID = "held-by"
	AnswersMaybeOld        ID = "answers-maybe-old"
	AcceptedBut            ID = "accepted-but"
	Disagree               ID = "disagree"
	CannotLearn            ID = "cannot-learn"
	NotToldAfterReboot     ID = "not-told-after-reboot"
	AtServer               ID = "at-server"
	OfResolver             ID = "of-resolver"
	OfAlias                ID = "of-alias"
	Silent                 ID = "silent"
	EndedEarly             ID = "ended-early"
	Truncated              ID = "truncated"
	TooManyQuestions       ID = "too-many-questions"
	Malformed              ID = "malformed"
	AliasLoop              ID = "alias-loop"
	NoHost                 ID = "no-host"
	NotAHost               ID = "not-a-host"
	Lame                   ID = "lame"
	LameBecause            ID = "lame-because"
	NoServersOfZone        ID = "no-servers-of-zone"
	NoServers              ID = "no-servers"
	NoKnownAddress         ID = "no-known-address"
	AtNoPublicAddress      ID = "at-no-public-address"
	AnswersNoPublicAddress ID = "answers-no-public-address"
	OwnData                ID = "own-data"
	NoRecursion            ID = "no-recursion"
	NotUnderstood          ID = "not-understood"
	ServerFailure          ID = "server-failure"
	NotImplemented         ID = "not-implemented"
	QueryRefused           ID = "query-refused"
	ErrorCode              ID = "error-code"
)

var dnsRows = []Row{
	{Answers, "%s answers %s", "nothing: DNS has it, and nothing was sent"},
	{HeldBy, "%s (%s)", ""},
	{AnswersMaybeOld, "%s answers %s, which may be old", "see to the resolver. The update is sent all the same (never to MyServer.org) five minutes after the first question, if the cache has not forgotten the old address by then"},
	{AcceptedBut, "accepted %s, but %s answers %s", "if it is compared with DNS again: nothing, somebody else changed the record (`recheck`), and it is put right. If nothing is sent again: see at the provider what became of it; `success` and `failure` can teach dynwan the answer"},
	{Disagree, "the name servers of %s disagree: %s", "nothing: some have the address already; if they still disagree after an hour, the update is sent"},
	{CannotLearn, "cannot learn what %s holds: %s", "see to the resolver. The update is sent all the same (never to MyServer.org) two minutes after the first question"},
	{NotToldAfterReboot, "the provider held %s before the reboot, and DNS does not tell", "see to the resolver: `remember` is set, so nothing is sent while the address is the same"},
	{AtServer, "%s: %s", ""},
	{OfResolver, "%s %s: %s", ""},
	{OfAlias, "alias %s: %s", ""},
	{Silent, "no answer", ""},
	{EndedEarly, "ended the connection before its answer", ""},
	{Truncated, "answer is truncated even over TCP", ""},
	{TooManyQuestions, "leads to too many questions", ""},
	{Malformed, "malformed answer", ""},
	{AliasLoop, "too many aliases in a row", ""},
	{NoHost, "no such host", ""},
	{NotAHost, "not a host name", ""},
	{Lame, "does not serve this name", ""},
	{LameBecause, "does not serve this name: %s", ""},
	{NoServersOfZone, "found no name servers of its zone", ""},
	{NoServers, "found no name servers of %s: %s", ""},
	{NoKnownAddress, "has no known address: %s", ""},
	{AtNoPublicAddress, "has the address %s, which is not public", ""},
	{AnswersNoPublicAddress, "answers %s, which is not public", ""},
	{OwnData, "answers from its own data", ""},
	{NoRecursion, "does not ask other servers", ""},
	{NotUnderstood, "did not understand the question", ""},
	{ServerFailure, "has a failure of its own", ""},
	{NotImplemented, "does not know such questions", ""},
	{QueryRefused, "refuses to answer", ""},
	{ErrorCode, "answers with error %s", ""},
}
