// SPDX-License-Identifier: GPL-2.0-or-later

package message

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/messages.md")

const docs = "../../docs/messages.md"

// sections are the parts of docs/messages.md.
var sections = []struct {
	title string
	rows  *[]Row
}{
	{"The line", &lineRows},
	{"DNS", &dnsRows},
	{"Reaching a server", &reachRows},
	{"The answer to an update", &answerRows},
	{"The codes of dyndns2", &dyndns2Rows},
	{"A name server that takes updates, and its key", &rfc2136Rows},
	{"MyServer.org", &myserverRows},
	{"The question which address a server sees", &probeRows},
	{"What follows", &nextRows},
	{"The program", &daemonRows},
	{"The configuration: correct the option; its account is left out, the others run", &configRows},
	{"Providers: of one's own, and accounts at those of the catalogue", &catalogueRows},
	{"An import from another client", &importRows},
}

// TestDocs holds docs/messages.md against the table. With -update it writes it.
func TestDocs(t *testing.T) {
	var b strings.Builder
	b.WriteString("# What dynwan says\n\n" +
		"Made from the tables in updater/message by `go test ./updater/message -update`. `%s` stands for what differs from one time to\n" +
		"the next, which may be another message. A line of the log is `NAME: MESSAGE; WHAT FOLLOWS in TIME`; status.json has a message as\n" +
		"`{\"id\": ..., \"args\": [...], \"text\": ...}`. An ID keeps its meaning. The last column says what to do; without it the row is a part\n" +
		"of another message.\n")
	n := 0
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n| ID | message | what to do |\n|---|---|---|\n", s.title)
		for _, r := range *s.rows {
			fmt.Fprintf(&b, "| %s | `%s` | %s |\n", r.ID, r.English, r.Remedy)
			n++
		}
	}
	if n != len(Rows()) {
		t.Errorf("the sections have %d rows, the tables %d", n, len(Rows()))
	}
	if *update {
		if err := os.WriteFile(docs, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if text, err := os.ReadFile(docs); err != nil || string(text) != b.String() {
		t.Errorf("docs/messages.md is not what the tables say (%v): run go test ./updater/message -update", err)
	}
}
