// SPDX-License-Identifier: GPL-2.0-or-later

package message

import "slices"

// ID names a message, in status.json and for translators. A released ID keeps
// its meaning.
type ID string

// Literal is text without an ID: a name, or what a system or a server said.
const Literal ID = "literal"

// Row is one message of the table.
type Row struct {
	ID ID
	// English is the text, %s for each value.
	English string
	// Remedy is what the user can do, or that nothing need be done; "" for a
	// part of another message.
	Remedy string
}

// tables are all rows, by subject.
var tables = [...]*[]Row{
	&lineRows, &dnsRows, &reachRows, &answerRows, &dyndns2Rows, &rfc2136Rows, &myserverRows, &probeRows, &nextRows, &daemonRows, &configRows, &catalogueRows, &importRows,
}

// Rows returns all messages in the order of tables.
func Rows() []Row {
	var all []Row
	for _, t := range tables {
		all = append(all, *t...)
	}
	return all
}

// find returns the row of an ID, nil if there is none.
func find(id ID) *Row {
	for _, t := range tables {
		if i := slices.IndexFunc(*t, func(r Row) bool { return r.ID == id }); i >= 0 {
			return &(*t)[i]
		}
	}
	return nil
}
