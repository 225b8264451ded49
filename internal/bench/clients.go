// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"dynwan/internal/scene"
)

// client is one program under test.
type client struct {
	name   string
	device string // its line
	path   string // where its requests arrive
	// configure writes its configuration, with its shortest waits.
	configure func(*stage) error
	command   func(*stage) []string
	// hint is the signal that makes it look at the line, for a hook to send; 0
	// for a client that sees a change by itself.
	hint syscall.Signal
	// shortest and usual are how often it looks by itself, at the least that
	// it allows and as it comes.
	shortest, usual time.Duration

	first   int // of its addresses, in the last byte
	count   int // addresses so far
	address string
	result  result
}

// clients are the programs in the order of the columns.
func clients() []*client {
	return []*client{
		{
			name: "dynwan", first: 1, device: scene.Device, path: dynwanPath,
			configure: func(s *stage) error { return s.configureDynwan(time.Nanosecond) },
			command:   func(s *stage) []string { return []string{s.Program, "run", "-config", s.ConfigFile()} },
		},
		{
			name: "inadyn", first: 81, device: "inadyn0", path: "/inadyn",
			configure: (*stage).configureInadyn,
			command: func(s *stage) []string {
				return []string{"inadyn", "--foreground", "--continue-on-error", "--config", s.file("inadyn.conf"),
					"--pidfile", s.file("inadyn.pid")}
			},
			hint:     syscall.SIGUSR2, // inadyn(8): check IP address change now
			shortest: 30 * time.Second, usual: 2 * time.Minute,
		},
		{
			name: "ddclient", first: 161, device: "ddclient0", path: "/ddclient",
			configure: (*stage).configureDdclient,
			command: func(s *stage) []string {
				return []string{"ddclient", "-foreground", "-file", s.file("ddclient.conf")}
			},
			hint:     syscall.SIGHUP, // ends its sleep
			shortest: time.Minute, usual: 5 * time.Minute,
		},
	}
}

// file is a file in RAM.
func (s *stage) file(name string) string { return filepath.Join(s.ram, name) }

// configureDynwan lets an address hold still for settle before it is sent.
func (s *stage) configureDynwan(settle time.Duration) error {
	return s.Configure(scene.Config{Server: "https://" + host, MinGap: time.Nanosecond, Settle: settle})
}

func (s *stage) configureInadyn() error {
	return errors.Join(os.MkdirAll(caches+"/inadyn", 0o755), s.write("inadyn.conf", `period = 30
iface = inadyn0
ca-trust-file = %q
verify-address = false
custom bench@example.com {
	username = user
	password = secret
	ddns-server = %s
	ddns-path = "/inadyn?name=%%h&ip=%%i"
	hostname = inadyn.example.net
}
`, s.CAFile(), host))
}

func (s *stage) configureDdclient() error {
	return errors.Join(os.MkdirAll(caches+"/ddclient", 0o755), s.write("ddclient.conf", `daemon=60
pid=%s
ssl=yes
ssl_ca_file=%s
use=if, if=ddclient0
protocol=dyndns2
server=%s
script=/ddclient
login=user
password=secret
min-interval=0
ddclient.example.net
`, s.file("ddclient.pid"), s.CAFile(), host))
}

func (s *stage) write(name, format string, values ...any) error {
	return os.WriteFile(s.file(name), fmt.Appendf(nil, format, values...), 0o600)
}
