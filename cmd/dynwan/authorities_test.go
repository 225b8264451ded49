// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dynwan/internal/scene"
)

// TestWithoutAuthorities plays a router on which ca-bundle is missing.
func TestWithoutAuthorities(t *testing.T) {
	p := newPlay(t, nil)
	const nameServer = "[account.home]\ndevice = 'pppoe-wan'\nprovider = 'rfc2136'\nnameserver = '203.0.113.53'\nkey = 'k'\nsecret = 'c2VjcmV0'\nhostname = 'home.example.net'\n"
	for _, c := range []struct {
		env, server, other string // other is another configuration
		warns              bool
	}{
		{"SSL_CERT_FILE=" + p.CAFile(), "https://" + scene.Host, "", false},
		{"SSL_CERT_FILE=" + filepath.Join(p.Dir, "none"), "https://" + scene.Host, "", true},
		{"SSL_CERT_FILE=" + filepath.Join(p.Dir, "none"), "http://" + scene.Host, "", false},
		{"SSL_CERT_FILE=" + filepath.Join(p.Dir, "none"), "", nameServer, false},
	} {
		p.ok(p.Configure(scene.Config{Server: c.server}))
		if c.other != "" {
			p.ok(os.WriteFile(p.ConfigFile(), []byte(c.other), 0o600))
		}
		cmd := p.Command("check", "-config", p.ConfigFile())
		cmd.Env = append(cmd.Env, c.env, "SSL_CERT_DIR="+t.TempDir())
		out, err := cmd.CombinedOutput()
		warning := "home: no server can be trusted: no authorities in /etc/ssl/certs: install ca-bundle\n"
		if err != nil || !strings.Contains(string(out), "home: ok") || strings.Contains(string(out), warning) != c.warns {
			t.Errorf("check of %s with %s: got %q, %v; want the warning %v", c.server, c.env, out, err, c.warns)
		}
	}
	p.ok(p.Configure(scene.Config{}))
	p.ok(p.Line("203.0.113.9"))
	cmd := p.Command("once", "-config", p.ConfigFile(), "home")
	cmd.Env = append(cmd.Env, "SSL_CERT_FILE=/none", "SSL_CERT_DIR="+t.TempDir())
	out, _ := cmd.CombinedOutput()
	if want := "home: cannot trust dyn.example.com: no authorities in /etc/ssl/certs: install ca-bundle"; !strings.Contains(string(out), want) {
		t.Errorf("once: got %q, want %q", out, want)
	}
	p.requests(0)
}
