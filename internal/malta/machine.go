// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// pack makes the images of the machine.
func pack(ctx context.Context, o options, authority []byte) error {
	file := filepath.Join(o.dir, "authority.pem")
	if err := os.WriteFile(file, authority, 0o644); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "sh", filepath.Join(o.scripts, "pack"), o.dir, o.program, file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot pack the images: %w: %s", err, out)
	}
	return nil
}

// machine is the emulated router.
type machine struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan string
}

// boot brings the machine to where its agent listens.
func boot(ctx context.Context, dir string) (*machine, error) {
	usual, err := arguments(dir)
	if err != nil {
		return nil, err
	}
	state, err := saved(ctx, dir, usual)
	if err != nil {
		return nil, err
	}
	m, err := start(ctx, dir, append(usual, "-monitor", "none", "-incoming", "file:"+state))
	if err != nil {
		return nil, err
	}
	// What is sent before the state is loaded may be lost.
	if _, err := m.do(ctx, "\n\nnow %d", time.Now().Unix()); err != nil {
		m.end()
		return nil, fmt.Errorf("the machine does not go on; see %s/console.log: %w", dir, err)
	}
	return m, nil
}

// arguments are those of the emulator. The network is of user mode: its far end
// is this process's namespace, from which no way leads out.
func arguments(dir string) ([]string, error) {
	in := func(name string) string { return filepath.Join(dir, name) }
	kernel, err := kernel(dir)
	if err != nil {
		return nil, err
	}
	return []string{
		"-M", "malta", "-cpu", "24Kc", "-m", "64",
		// 2 ns an instruction; the clock chip goes by that too.
		"-icount", "shift=1,align=off,sleep=on", "-rtc", "base=utc,clock=vm",
		"-display", "none", "-vga", "none", "-no-reboot",
		"-kernel", kernel, "-initrd", in("initramfs"), "-append", "console=ttyS0 panic=1",
		"-drive", "if=virtio,format=raw,readonly=on,file=" + in("flash"),
		"-netdev", "user,id=line,ipv6=off,net=203.0.113.0/24,host=203.0.113.1,dns=203.0.113.3",
		"-device", "e1000,netdev=line,romfile=",
		"-object", "filter-dump,id=capture,netdev=line,file=" + in("line.pcap"),
		"-serial", "file:" + in("console.log"),
		"-chardev", "stdio,id=agent,signal=off", "-serial", "chardev:agent",
	}, nil
}

// kernel is the one kernel of a folder.
func kernel(dir string) (string, error) {
	kernels, err := filepath.Glob(filepath.Join(dir, "debian/boot/vmlinuz-*"))
	if err != nil || len(kernels) != 1 {
		return "", fmt.Errorf("kernels in %s: %q, want one", dir, kernels)
	}
	return kernels[0], nil
}

// start starts the emulator.
func start(ctx context.Context, dir string, arguments []string) (*machine, error) {
	log, err := os.Create(filepath.Join(dir, "emulator.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	m := &machine{
		cmd:     exec.CommandContext(ctx, filepath.Join(dir, "debian/qemu-system-mipsel"), arguments...),
		answers: make(chan string),
	}
	m.cmd.Stderr = log
	in, err1 := m.cmd.StdinPipe()
	out, err2 := m.cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	if err := m.cmd.Start(); err != nil {
		return nil, fmt.Errorf("cannot start the emulator: %w", err)
	}
	m.in = in
	go m.read(out)
	return m, nil
}

// read passes the agent's lines on until the machine ends.
func (m *machine) read(out io.Reader) {
	defer close(m.answers)
	for lines := bufio.NewReader(out); ; {
		text, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		m.answers <- strings.TrimSpace(text)
	}
}

// do gives the agent a command and returns its answer.
func (m *machine) do(ctx context.Context, format string, args ...any) (string, error) {
	command := fmt.Sprintf(format, args...)
	if _, err := io.WriteString(m.in, command+"\n"); err != nil {
		return "", fmt.Errorf("%s: %w", command, err)
	}
	answer, err := m.hear(ctx, 5*time.Minute)
	if err != nil {
		return "", fmt.Errorf("%s: %w", command, err)
	}
	return answer, nil
}

// hear waits for an answer.
func (m *machine) hear(ctx context.Context, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errors.New("the machine does not answer"))
	defer cancel()
	select {
	case text, open := <-m.answers:
		word, rest, _ := strings.Cut(text, " ")
		switch {
		case !open:
			return "", errors.New("the machine has ended")
		case word == "ok":
			return rest, nil
		}
		return "", errors.New(text)
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// log is what a program in the machine has printed.
func (m *machine) log(ctx context.Context, name string) string {
	quoted, err := m.do(ctx, "log %s", name)
	if err != nil {
		return err.Error()
	}
	text, err := strconv.Unquote(quoted)
	if err != nil {
		return quoted
	}
	return text
}

// end switches the machine off.
func (m *machine) end() {
	if m.cmd.ProcessState != nil {
		return
	}
	m.cmd.Process.Kill()
	for range m.answers {
	}
	m.cmd.Wait()
}
