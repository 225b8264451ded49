// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"strconv"
	"strings"
	"time"
)

// step is one request of an update that takes several. Its fields are:
//
//	name         login, zone or find, which change nothing; or write, create or delete
//	do           METHOD /PATH, behind the entry's url, or METHOD https://...
//	form, json   the body; json6 in place of json with an IPv6 address
//	head         headers beside those of the entry
//	sign         how this request is signed, in place of the entry's sign
//	pick         where in the answer the list, or the one object, is that is looked
//	             at; "." is the answer itself, ".*" behind it an object of objects
//	where        what an object must have: PATH = VALUE, or PATH over VALUE: VALUE is
//	             that domain or below it, and the longest one wins
//	held         where in the object its addresses are, held6 in place of it with an
//	             IPv6 address; without it the record is written whatever it holds
//	most         how many objects the list has at most: if it has so many there may
//	             be more
//	none         the step to go to if there is no such object
//	none_status  numbers of HTTP that say so, none_if words that do
//	after        the step that must have found something, else this one is left out
//	last         nothing follows
//
// Placeholders such as {find:id} are what a step has found, by its path.
type step struct {
	Fields
	name string
}

// readers are the steps that change nothing, writers the others.
const (
	readers = "login zone find"
	writers = "write create delete"
)

// stepTemplates are the fields of a step with placeholders.
var stepTemplates = []string{"do", "form", "json", "json6", "head", "where"}

const (
	mostSteps = 6                // requests of one update
	mostBody  = 16 << 10         // of an answer that is no list
	stepsTime = 90 * time.Second // for all
)

// stepPrefix is what the names of the fields of a step begin with among those of
// the entry.
func stepPrefix(i int) string { return "step." + strconv.Itoa(i) + "." }

// steps are the steps of an entry in their order.
func (f Fields) steps() (list []step) {
	for f.has(stepPrefix(len(list)) + "name") {
		s := step{Fields: Fields{}}
		for field, values := range f {
			if name, ok := strings.CutPrefix(field, stepPrefix(len(list))); ok {
				s.Fields[name] = values
			}
		}
		s.name = s.text("name")
		list = append(list, s)
	}
	return list
}
