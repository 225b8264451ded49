// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// router is one on which the feed is tested; see docs/feed.md.
type router struct {
	t     *testing.T
	enter string
	apk   bool
	url   string
	feed  atomic.Pointer[string] // what is served
}

// run runs a script there and says whether it ended well.
func (r *router) run(script string) (string, bool) {
	cmd := exec.Command("sh", "-c", r.enter+" sh -s")
	cmd.Stdin = strings.NewReader(script)
	out, err := cmd.CombinedOutput()
	r.t.Logf("%s\n%s(%v)", script, out, err)
	return string(out), err == nil
}

// pick returns what is right for the router's package manager.
func (r *router) pick(apk, opkg string) string {
	if r.apk {
		return apk
	}
	return opkg
}

// paper returns the commands of docs/feed.md for r: those that trust the feed
// and those that install from it.
func (r *router) paper() (trust, install string) {
	text := string(slurp(r.t, "../../docs/feed.md"))
	_, text, _ = strings.Cut(text, r.pick("### OpenWrt 25.12", "### OpenWrt 24.10"))
	var blocks []string
	for line := range strings.Lines(text) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			blocks[len(blocks)-1] += strings.ReplaceAll(command, "https://example.org/dynwan", r.url)
		} else {
			blocks = append(blocks, "")
		}
	}
	blocks = slices.DeleteFunc(blocks, func(b string) bool { return b == "" })
	return "set -e\n" + blocks[0], "set -e\n" + blocks[1]
}

// installed says which version of dynwan is there; none is "".
func (r *router) installed() string {
	out, _ := r.run(r.pick("apk list --installed dynwan", "opkg list-installed dynwan"))
	for _, word := range strings.Fields(out) {
		if _, version, ok := strings.Cut(word, "-r"); ok && strings.Trim(version, "0123456789") == "" {
			return "r" + version
		}
	}
	return ""
}

// remove takes the packages away, and what the manager remembers of the feed.
func (r *router) remove() {
	r.run(r.pick("apk del luci-app-dynwan dynwan; rm -rf /var/cache/apk/* /tmp/cache/apk/*",
		"opkg remove luci-app-dynwan dynwan; rm -f /var/opkg-lists/dynwan*"))
}

func TestARouterTakesTheFeedAndNoOther(t *testing.T) {
	r := &router{t: t, enter: os.Getenv("ENTER")}
	if r.enter == "" {
		t.Skip("THIS TEST DID NOT RUN: no router; see docs/feed.md")
	}
	_, r.apk = r.run("command -v apk")
	l, err := net.Listen("tcp", os.Getenv("LISTEN"))
	if err != nil {
		t.Fatal(err)
	}
	r.url = "http://" + l.Addr().String()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		http.FileServer(http.Dir(*r.feed.Load())).ServeHTTP(w, q)
	})}
	go server.Serve(l)
	defer server.Close()

	k := testKeys(t)
	arch, _ := r.run(". /etc/openwrt_release; echo $DISTRIB_ARCH")
	packages := packagesFor(t, os.Getenv("NEW"), strings.TrimSpace(arch))
	older, newer := feedOf(t, packagesFor(t, os.Getenv("OLD"), strings.TrimSpace(arch)), k), feedOf(t, packages, k)
	trust, install := r.paper()
	r.remove()
	r.feed.Store(&older)
	if _, ok := r.run(trust); !ok {
		t.Fatal("the commands that trust the feed fail")
	}
	defer r.run(r.pick("rm /etc/apk/keys/dynwan.pem; sed -i '/packages.adb/d' /etc/apk/repositories.d/customfeeds.list",
		"opkg-key remove /tmp/dynwan.pub; sed -i '/^src.gz dynwan /d' /etc/opkg/customfeeds.conf"))
	defer r.remove()
	if _, ok := r.run(install); !ok || r.installed() != "r1" {
		t.Fatalf("the installation: got success %v and version %q, want r1", ok, r.installed())
	}
	r.feed.Store(&newer)
	if _, ok := r.run(r.pick("apk update && apk upgrade", "opkg update && opkg upgrade dynwan luci-app-dynwan")); !ok || r.installed() != "r2" {
		t.Fatalf("the upgrade: got success %v and version %q, want r2", ok, r.installed())
	}
	bad := badFeeds(t, newer, packages)
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		feed := bad[name]
		r.remove()
		r.feed.Store(&feed)
		if out, ok := r.run(install); ok || r.installed() != "" {
			t.Errorf("%s: got success %v and version %q, want neither:\n%s", name, ok, r.installed(), out)
		}
	}
	r.remove()
	r.feed.Store(&newer)
	if _, ok := r.run(install); !ok || r.installed() != "r2" {
		t.Errorf("the feed again: got success %v and version %q, want r2", ok, r.installed())
	}
}
