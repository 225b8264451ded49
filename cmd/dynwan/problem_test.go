// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"

	"dynwan/internal/samples"
	"dynwan/updater"
	"dynwan/updater/config"
	"dynwan/updater/message"
)

func TestAProblemInStatusJSONNamesItsOption(t *testing.T) {
	p := planOf(config.Parse("f", config.FromUCI+samples.With("port = 80")))
	want := updater.Problem{Account: "home", Option: "port", Rule: message.New(message.Port80),
		Text: "dynwan.home.port: " + message.New(message.Port80).String()}
	if len(p.Problems) != 1 || p.Problems[0] != want || len(p.Rejected) != 1 || p.Rejected[0].Text.String() != "left out: port "+message.New(message.Port80).String() {
		t.Errorf("got %+v and %+v, want %+v and the account left out for that", p.Problems, p.Rejected, want)
	}
	if many := planOf(config.Parse("f", manyWrong())); len(many.Problems) != maxProblems+1 ||
		many.Problems[maxProblems].Text != "f: 5 more problems; dynwan check says all" {
		t.Errorf("got %+v, want the last to count the rest", many.Problems[len(many.Problems)-1])
	}
}

// manyWrong is a configuration with five more problems than are told of.
func manyWrong() string {
	var b strings.Builder
	for i := range maxProblems + 5 {
		b.WriteString("x" + strings.Repeat("y", i) + " = 1\n")
	}
	return b.String()
}
