// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"

	"dynwan/updater/boot"
	"dynwan/updater/exchange"
)

// Chains are the certificates that senders before this one have verified, and
// keep saves what this one does. dir is the state directory, version that of the
// program.
func Chains(dir, version string) (known *exchange.Chains, keep func()) {
	store := boot.Store(dir, "")
	known = exchange.NewChains(basis(version), store.Chains())
	return known, func() {
		if text, news := known.Text(); news {
			store.SaveChains(text) // without it the next sender verifies them again
		}
	}
}

// basis says all that the trust in a certificate depends on, beside the server
// and the time: the program, what Go is told, and the files of authorities. Of
// those it says what the kernel does: which file it is, how long, and when it was
// last changed in any way, which nobody can set. It is "" where roots leaves the
// authorities to Go.
func basis(version string) string {
	var text strings.Builder
	fmt.Fprintln(&text, version, runtime.Version(), os.Getenv("GODEBUG"))
	files := rootFiles()
	for i, name := range files {
		var is syscall.Stat_t
		if err := syscall.Stat(name, &is); err != nil && i == 0 {
			return ""
		}
		fmt.Fprintf(&text, "%q %d %d %d %d %d\n", name, is.Dev, is.Ino, is.Size, is.Mtim.Nano(), is.Ctim.Nano())
	}
	if len(files) == 0 {
		return ""
	}
	return text.String()
}
