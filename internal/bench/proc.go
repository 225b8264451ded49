// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Memory is what a process holds, in KiB.
type Memory struct {
	Anon int // its own, which the kernel cannot take back without swap
	RSS  int // all its pages that are in memory
	PSS  int // the same, pages shared with other processes divided among them
}

// MemoryOf reads the memory of a process from /proc. A process that becomes
// another image just now has none (ESRCH) for an instant.
func MemoryOf(pid int) (m Memory, err error) {
	for range 100 {
		if m, err = memoryOf(pid); !errors.Is(err, syscall.ESRCH) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	return m, err
}

func memoryOf(pid int) (Memory, error) {
	status, err := numbers(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Memory{}, fmt.Errorf("cannot read the memory of process %d: %w", pid, err)
	}
	maps, err := numbers(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return Memory{}, fmt.Errorf("cannot read the memory of process %d: %w", pid, err)
	}
	m := Memory{Anon: status["RssAnon"], RSS: status["VmRSS"], PSS: maps["Pss"]}
	if m.Anon == 0 || m.RSS == 0 || m.PSS == 0 {
		return m, fmt.Errorf("cannot read the memory of process %d: the kernel tells %+v", pid, m)
	}
	return m, nil
}

// switchesOf counts how often the threads of a process left a processor,
// because they slept or because they had to.
func switchesOf(pid int) (count int, err error) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if err != nil || len(tasks) == 0 {
		return 0, fmt.Errorf("cannot find the threads of process %d: %v", pid, err)
	}
	for _, task := range tasks {
		of, err := numbers(task)
		if err != nil {
			return 0, fmt.Errorf("cannot read the switches of process %d: %w", pid, err)
		}
		count += of["voluntary_ctxt_switches"] + of["nonvoluntary_ctxt_switches"]
	}
	return count, nil
}

// numbers reads the lines "Name: number" or "Name: number kB" of a file.
func numbers(file string) (map[string]int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	of := map[string]int{}
	for _, line := range strings.Split(string(text), "\n") {
		name, value, _ := strings.Cut(line, ":")
		if n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB")); err == nil {
			of[name] = n
		}
	}
	return of, nil
}
