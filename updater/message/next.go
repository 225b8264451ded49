// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What follows, and what joins messages.
const (
	Both ID = "both"
)

var nextRows = []Row{
	{Both, "%s; %s", ""},
}
