// SPDX-License-Identifier: GPL-2.0-or-later

package main

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

// figures are the sums over a program and its children, by name: those of
// proc(5) in KiB or counts, cpu in milliseconds.
type figures map[string]int

func (f figures) String() string {
	var words []string
	for _, name := range []string{"RssAnon", "VmRSS", "Pss", "VmHWM", "Threads", "voluntary", "involuntary", "childcpu", "processes"} {
		words = append(words, fmt.Sprintf("%s=%d", name, f[name]))
	}
	return strings.Join(words, " ")
}

// sample NAME answers with the figures of a program as it is.
func (a *agent) sample(args []string) (string, error) {
	j, err := a.job(args[0])
	if err != nil {
		return "", err
	}
	for try := 0; ; try++ {
		f := figures{}
		err := f.tree(j.cmd.Process.Pid)
		if errors.Is(err, syscall.ESRCH) && try < 100 {
			time.Sleep(10 * time.Millisecond) // it becomes another image just now, which has no memory yet
			continue
		}
		return f.String(), err
	}
}

// tree adds a process and the processes below it.
func (f figures) tree(pid int) error {
	f["processes"]++
	if err := f.status(proc(pid, "status"), "RssAnon", "VmRSS", "VmHWM", "Threads"); err != nil {
		return err
	}
	if err := f.status(proc(pid, "smaps_rollup"), "Pss"); err != nil {
		return err
	}
	stat, err := os.ReadFile(proc(pid, "stat"))
	if err != nil {
		return err
	}
	// proc(5), fields 16 and 17, counted behind the name in parentheses.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')'):]))
	f["childcpu"] += ticks(fields[14]) + ticks(fields[15])
	tasks, err := filepath.Glob(proc(pid, "task/*"))
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if err := f.status(task+"/status", "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"); err != nil {
			return err
		}
	}
	f["voluntary"], f["involuntary"] = f["voluntary_ctxt_switches"], f["nonvoluntary_ctxt_switches"]
	for _, child := range children(pid) {
		if err := f.tree(child); err != nil {
			return err
		}
	}
	return nil
}

// ticks turns clock ticks, 100 a second for programs, into milliseconds.
func ticks(text string) int {
	n, _ := strconv.Atoi(text)
	return n * 10
}

// status adds some lines of a file of the form "Name: number".
func (f figures) status(path string, names ...string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, text := range strings.Split(string(text), "\n") {
		name, value, _ := strings.Cut(text, ":")
		for _, wanted := range names {
			if name == wanted {
				n, err := strconv.Atoi(strings.Fields(value)[0])
				if err != nil {
					return fmt.Errorf("cannot read %q of %s", text, path)
				}
				f[name] += n
			}
		}
	}
	return nil
}

func children(pid int) []int {
	var list []int
	tasks, _ := filepath.Glob(proc(pid, "task/*/children"))
	for _, task := range tasks {
		text, _ := os.ReadFile(task) // a thread may end while we look
		for _, word := range strings.Fields(string(text)) {
			if n, err := strconv.Atoi(word); err == nil {
				list = append(list, n)
			}
		}
	}
	return list
}

func proc(pid int, name string) string { return fmt.Sprintf("/proc/%d/%s", pid, name) }

// follow NAME watches the next child of a program until its end and answers
// with its peaks. Looking costs time: a child that is followed is not timed.
func (a *agent) follow(args []string) (string, error) {
	j, err := a.job(args[0])
	if err != nil {
		return "", err
	}
	var list []int
	for deadline := time.Now().Add(10 * time.Second); len(list) == 0; list = children(j.cmd.Process.Pid) {
		if time.Now().After(deadline) {
			return "", fmt.Errorf("%s started no child", args[0])
		}
		time.Sleep(time.Millisecond)
	}
	peaks := figures{}
	for {
		f := figures{}
		if err := f.status(proc(list[0], "status"), "RssAnon", "VmHWM"); err != nil || f["VmHWM"] == 0 {
			return peaks.String(), nil
		}
		for name, value := range f {
			peaks[name] = max(peaks[name], value)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// rest NAME waits until a program has no child that works: dynwan has none, a
// shell has its sleep.
func (a *agent) rest(args []string) (string, error) {
	j, err := a.job(args[0])
	if err != nil {
		return "", err
	}
	for range 1000 {
		busy := false
		for _, child := range children(j.cmd.Process.Pid) {
			name, _ := os.ReadFile(proc(child, "comm"))
			busy = busy || strings.TrimSpace(string(name)) != "sleep"
		}
		if !busy {
			return "", nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return "", fmt.Errorf("%s still has children", args[0])
}
