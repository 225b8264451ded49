// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"strconv"
	"time"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// notice says what the provider reports about the account, or that it ends
// soon. Without a login there is nothing to say.
func notice(l *Login, now time.Time) message.Message {
	if l == nil {
		return ""
	}
	end, level, shown := l.Expiry(now), l.UserLevel, message.Message("")
	if _, err := strconv.Atoi(level); err != nil && level != "" {
		level = exchange.Quote(level)
	}
	if level != "" {
		shown = message.New(message.Level, level)
	}
	switch {
	case end == "" && !l.Expires.IsZero():
		return list(shown, message.New(message.Until, l.Expires.Format(time.DateOnly)))
	case shown == "":
		return end
	}
	return list(end, shown)
}

// list joins two messages; the first may be empty.
func list(a, b message.Message) message.Message {
	if a == "" {
		return b
	}
	return message.New(message.List, a, b)
}
