// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What a line holds.
const (
	OnDevice ID = "on-device"
)

var lineRows = []Row{
	{OnDevice, "%s on %s", ""},
}
