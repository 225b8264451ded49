// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sys/unix"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// The server that all clients update at.
const (
	host     = "bench.example.com"
	hostAddr = "198.51.100.90"
)

// caches is where Debian's clients remember what they sent. It is on disk
// there; here it is covered, so that the machine keeps its own.
const caches = "/var/cache"

// stage is the network, the server, and the directory that stands for a
// router's RAM.
type stage struct {
	*scene.Scene
	ram      string
	endpoint *endpoint
	lines    sync.Mutex // the lab's methods take turns
}

// newStage sets it up around the built dynwan.
func newStage(program string) (s *stage, err error) {
	s = &stage{}
	if s.ram, err = os.MkdirTemp("", "dynwan-bench-"); err != nil {
		return nil, fmt.Errorf("cannot make a directory: %w", err)
	}
	if err = s.build(program); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot set up the bench: %w", err), s.close())
	}
	return s, nil
}

func (s *stage) build(program string) (err error) {
	for _, dir := range []string{s.ram, caches} {
		if err := unix.Mount("ram", dir, "tmpfs", 0, "mode=755"); err != nil {
			return fmt.Errorf("cannot mount a RAM disk on %s: %w", dir, err)
		}
	}
	if program, err = filepath.Abs(program); err != nil {
		return err
	}
	s.Scene, err = scene.New(program, s.ram, func(c *sandbox.Config) {
		c.Hosts = map[string][]netip.Addr{host: {netip.MustParseAddr(hostAddr)}}
	})
	if err != nil {
		return err
	}
	cert, err := certify(host, s.CAFile())
	if err != nil {
		return err
	}
	return errors.Join(s.Net.ISPAddr(hostAddr+"/32"), s.Net.ISP(func() error { return s.serve(cert) }))
}

// serve opens the server at the provider's end of the lines.
func (s *stage) serve(cert tls.Certificate) error {
	l, err := net.Listen("tcp", hostAddr+":443")
	if err != nil {
		return err
	}
	s.endpoint = newEndpoint(l, cert)
	return nil
}

func (s *stage) close() error {
	var errs []error
	if s.endpoint != nil {
		errs = append(errs, s.endpoint.close())
	}
	if s.Scene != nil {
		errs = append(errs, s.Scene.Close())
	}
	unix.Unmount(s.ram, unix.MNT_DETACH) // it may not have been mounted
	return errors.Join(append(errs, os.RemoveAll(s.ram))...)
}
