// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Prefix is what the provider advertises of a prefix of 64 bits. Of a prefix that the kernel has it lowers the valid
// time to two hours at most (RFC 4862, 5.5.3), the preferred one as it is told.
type Prefix struct {
	Network          string // "2001:db8:1::/64"
	Valid, Preferred time.Duration
}

// radvd is a running one, at the provider's end of a device.
type radvd struct {
	dir   string
	cmd   *exec.Cmd
	ended chan error
}

// Advertise has Debian's radvd advertise prefixes on the line of a device, in place of those that it advertised before,
// and the kernel make addresses of them. That takes some three seconds each time, and another one for the kernel's
// search for duplicates.
func (n *Net) Advertise(device string, prefixes ...Prefix) error {
	peer, l, err := n.peer(device)
	if err != nil {
		return err
	}
	text := "interface " + peer.Attrs().Name + " {\n\tAdvSendAdvert on; MinRtrAdvInterval 3; MaxRtrAdvInterval 4;\n"
	for _, p := range prefixes {
		text += fmt.Sprintf("\tprefix %s { AdvValidLifetime %d; AdvPreferredLifetime %d; };\n", p.Network, p.Valid/time.Second, p.Preferred/time.Second)
	}
	if l.radvd == nil {
		if err := accept(device); err != nil {
			return err
		}
		if l.radvd, err = n.startRadvd(text + "};\n"); err != nil {
			return fmt.Errorf("cannot advertise on %s: %w", device, err)
		}
		return nil
	}
	err = os.WriteFile(l.radvd.config(), []byte(text+"};\n"), 0o644)
	return errors.Join(err, l.radvd.cmd.Process.Signal(unix.SIGHUP))
}

// accept lets the kernel make addresses of what is advertised, also where it forwards.
func accept(device string) error {
	var errs []error
	for name, value := range map[string]string{"accept_ra": "2", "autoconf": "1"} {
		errs = append(errs, os.WriteFile("/proc/sys/net/ipv6/conf/"+device+"/"+name, []byte(value), 0))
	}
	return errors.Join(errs...)
}

func (r *radvd) config() string { return filepath.Join(r.dir, "radvd.conf") }

// startRadvd starts one at the provider.
func (n *Net) startRadvd(config string) (*radvd, error) {
	dir, err := os.MkdirTemp("", "lab-radvd-")
	if err != nil {
		return nil, err
	}
	r := &radvd{dir: dir, ended: make(chan error, 1)}
	var said strings.Builder
	r.cmd = exec.Command("/usr/sbin/radvd", "-n", "-C", r.config(), "-p", filepath.Join(dir, "radvd.pid"), "-m", "stderr")
	r.cmd.Stdout, r.cmd.Stderr = &said, &said
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	err = os.WriteFile(r.config(), []byte(config), 0o644)
	started := make(chan error)
	go func() {
		// The thread has to live as long as the child, see spawn.
		r.ended <- n.ISP(func() error {
			err := errors.Join(err, os.WriteFile("/proc/sys/net/ipv6/conf/all/forwarding", []byte("1"), 0))
			if err == nil {
				err = r.cmd.Start()
			}
			started <- err
			if err == nil {
				err = r.cmd.Wait()
			}
			return err
		})
	}()
	if err := <-started; err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	select { // what it does not like about its configuration it says at once
	case <-r.ended:
		return nil, errors.Join(errors.New(said.String()), os.RemoveAll(dir))
	case <-time.After(100 * time.Millisecond):
	}
	return r, nil
}

// stop ends it without a word to the router: the line is gone.
func (r *radvd) stop() error {
	err := r.cmd.Process.Kill()
	<-r.ended
	return errors.Join(err, os.RemoveAll(r.dir))
}
