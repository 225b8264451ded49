// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What the provider answered, or why that is not known.
const (
	Confirmed            ID = "confirmed"
	Accepted             ID = "accepted"
	Took                 ID = "took"
	Refused              ID = "refused"
	RefusedLogin         ID = "refused-login"
	RefusedBlocked       ID = "refused-blocked"
	Status               ID = "status"
	MayMean              ID = "may-mean"
	DidNotUpdate         ID = "did-not-update"
	InTrouble            ID = "in-trouble"
	InTroubleStatus      ID = "in-trouble-status"
	SlowDown             ID = "slow-down"
	Firewall             ID = "firewall"
	Redirect             ID = "redirect"
	WebPage              ID = "web-page"
	Empty                ID = "empty"
	MayHaveArrived       ID = "may-have-arrived"
	MayHaveArrivedBefore ID = "may-have-arrived-before"
	NoAnswer             ID = "no-answer"
	Broke                ID = "broke"
	BrokeEarly           ID = "broke-early"
	NoWebServer          ID = "no-web-server"
	NotWaited            ID = "not-waited"
)

var answerRows = []Row{
	{Confirmed, "confirmed %s", "nothing: the provider has it"},
	{Accepted, "accepted %s, not confirmed: the answer was %s", "nothing: the answer said neither yes nor no, and DNS is asked; `success` and `failure` can teach dynwan the answer"},
	{Took, "the provider took %s and said neither yes nor no", "the same"},
	{Refused, "refused: %s", "as it says; without a time nothing is sent until a setting of the account changes; with one the answer was not clear, so DNS is asked too, and the provider again after a day, then each week"},
	{RefusedLogin, "login: %s", ""},
	{RefusedBlocked, "blocked: %s", ""},
	{Status, "status %s", ""},
	{MayMean, "%s, which may mean %s", ""},
	{DidNotUpdate, "the provider did not update: %s", "wait; if it stays, see at the provider"},
	{InTrouble, "the provider is in trouble: %s", "wait"},
	{InTroubleStatus, "the provider is in trouble (status %s)", "wait"},
	{SlowDown, "the provider asks to slow down (status %s)", "wait"},
	{Firewall, "the provider's firewall answered in its place", "wait; if it stays, ask the provider"},
	{Redirect, "a redirect came instead of an answer (status %s) and was not followed", "log in to the line, if it wants that; check `server`"},
	{WebPage, "a web page came instead of an answer; a login page of the line?", "log in to the line, if it wants that; check `server`"},
	{Empty, "the answer was empty", "nothing: DNS will tell before anything is sent again"},
	{MayHaveArrived, "%s, the update may have arrived", "nothing: DNS will tell before anything is sent again"},
	{MayHaveArrivedBefore, "an update may have arrived before dynwan was stopped", "nothing: DNS will tell before anything is sent again"},
	{NoAnswer, "no answer in %s", ""},
	{Broke, "the connection broke", ""},
	{BrokeEarly, "the connection broke before the answer was complete", ""},
	{NoWebServer, "what came is no answer of a web server", ""},
	{NotWaited, "dynwan did not wait for the answer", ""},
}
