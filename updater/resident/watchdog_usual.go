// SPDX-License-Identifier: GPL-2.0-or-later

//go:build !quietruntime

package resident

// idleWatchdog is for the builds that are shipped.
func idleWatchdog() {}
