// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"syscall"
)

// chainsFile is the state file of what senders know of servers' certificates.
// They replace it without a lock: two that end at once lose what one of them has
// found out, and the next sender finds it out again.
const chainsFile = "chains"

// Chains returns what SaveChains has saved, "" if that was nothing, or if it is
// not certain that this program wrote it as this user: what is in it decides who
// is trusted.
func (s Store) Chains() (text string) {
	fd, err := openRegular(s.path(chainsFile), syscall.O_RDONLY, 0)
	if err != nil {
		return ""
	}
	defer syscall.Close(fd)
	var info syscall.Stat_t
	if syscall.Fstat(fd, &info) != nil || int(info.Uid) != os.Geteuid() || info.Mode&0o022 != 0 {
		return ""
	}
	data, err := readAll(nil, fd, maxState)
	if _, err := s.understand(chainsFile, data, err, chainsFields(&text)); err != nil {
		return ""
	}
	return text
}

// SaveChains replaces what Chains returns.
func (s Store) SaveChains(text string) error {
	_, err := s.write(chainsFile, chainsFields(&text))
	return err
}

func chainsFields(text *string) []Field { return []Field{{"chains", text}} }
