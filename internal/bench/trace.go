// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"bufio"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// call is one system call as strace -f prints it.
type call struct {
	pid    int
	at     time.Duration // since 1970, with -ttt; 0 without
	name   string
	text   string // arguments and result
	result int    // -1 for an error, and for a call that did not return
}

var (
	traceLine    = regexp.MustCompile(`^(\d+) +(?:(\d+\.\d+) )?(.*)$`)
	traceStart   = regexp.MustCompile(`^(\w+)\((.*)$`)
	traceResumed = regexp.MustCompile(`^<\.\.\. (\w+) resumed>(.*)$`)
	traceResult  = regexp.MustCompile(`\) += (-?\d+|0x[0-9a-f]+)`)
)

// readTrace reads the log of strace -f: every call once, at the time when it
// began. Calls that were under way when strace came are left out.
func readTrace(r io.Reader) ([]call, error) {
	var calls []call
	open := map[int]int{} // by process, the call that has not returned
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		parts := traceLine.FindStringSubmatch(in.Text())
		if parts == nil {
			continue
		}
		pid, _ := strconv.Atoi(parts[1])
		if m := traceResumed.FindStringSubmatch(parts[3]); m != nil {
			if i, ok := open[pid]; ok && calls[i].name == m[1] {
				calls[i].text += m[2]
				delete(open, pid)
			}
			continue
		}
		m := traceStart.FindStringSubmatch(parts[3])
		if m == nil {
			continue // a signal, an end
		}
		text, unfinished := strings.CutSuffix(m[2], " <unfinished ...>")
		if unfinished {
			open[pid] = len(calls)
		}
		seconds, _ := strconv.ParseFloat("0"+parts[2], 64)
		calls = append(calls, call{pid: pid, name: m[1], text: text, at: time.Duration(seconds * float64(time.Second))})
	}
	for i := range calls {
		calls[i].result = resultOf(calls[i].text)
	}
	return calls, in.Err()
}

// resultOf is the last result in a text, as one of the arguments may look like
// one too.
func resultOf(text string) int {
	all := traceResult.FindAllStringSubmatch(text, -1)
	if len(all) == 0 {
		return -1
	}
	n, err := strconv.ParseInt(all[len(all)-1][1], 0, 64)
	if err != nil {
		return -1
	}
	return int(n)
}

// processes counts the processes that were started. A thread is none.
func processes(calls []call) (n int) {
	for _, c := range calls {
		switch c.name {
		case "fork", "vfork", "clone", "clone3":
			if !strings.Contains(c.text, "CLONE_THREAD") && c.result > 0 {
				n++
			}
		}
	}
	return n
}
