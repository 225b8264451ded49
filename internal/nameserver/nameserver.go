// SPDX-License-Identifier: GPL-2.0-or-later

// Package nameserver starts the name servers of Debian for tests, on the loopback.
package nameserver

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Run starts a server, which ends with the test, and waits until it answers at a
// port of TCP. pkg is the package that has the program.
func Run(t *testing.T, port int, program, pkg string, args ...string) {
	t.Helper()
	notShort(t)
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%v; apt-get install %s", err, pkg)
	}
	log := filepath.Join(t.TempDir(), "log")
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait(); out.Close() })
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
			conn.Close()
			return
		}
	}
	text, _ := os.ReadFile(log)
	t.Fatalf("%s does not answer: %s", program, text)
}

// notShort leaves the test out where go test -short asks for what Go alone can
// tell.
func notShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out by -short: it needs a name server of Debian")
	}
}

// FreePort returns a port that nobody uses.
func FreePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Write writes a file that every user can read, and returns its path.
func Write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Tool runs pdnsutil with the configuration in a directory.
func Tool(t *testing.T, dir string, args ...string) {
	t.Helper()
	notShort(t)
	if out, err := exec.Command("pdnsutil", append([]string{"--config-dir=" + dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("pdnsutil %q: %v: %s", args, err, out)
	}
}
