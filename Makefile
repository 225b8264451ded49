# SPDX-License-Identifier: GPL-2.0-or-later

VERSION := 0.1.0
RELEASE := 1
# A function begins at any fourth byte, not at the eighth or at a line of the
# cache: the program is 1 % smaller.
ALIGN   := 4
LDFLAGS  = -s -w -checklinkname=0 -funcalign=$(ALIGN) -X main.version=$(VERSION)
# netgo and osusergo: nothing of C. quietruntime: the watchdog of the Go runtime
# sleeps (updater/resident/watchdog.go), which the linker has to be told.
TAGS    := netgo,osusergo,quietruntime
# A function is copied to where it is called only in what an update spends its time
# on: the arithmetic and the ciphers of a handshake, the reading of the
# configuration, and the maps and memory moves below both. The feed reads
# this line.
HOT     := math/bits crypto/internal/fips140/... internal/runtime/... internal/bytealg internal/byteorder unicode/utf8 strings bytes github.com/BurntSushi/toml/...
# Without the state of git in it a build from an archive is the same.
GOBUILD = CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags $(TAGS) -gcflags=all=-l $(HOT:%=-gcflags=%=) -ldflags '$(LDFLAGS)'

# What Go calls the processors of the package architectures of OpenWrt. The
# variants: softfloat for MIPS, the ARM version, softfloat for old x86.
TARGETS := mips mipsle mips64 mips64le arm5 arm6 arm7 arm64 386 386sse2 amd64 riscv64 loong64
SOURCES := $(shell find cmd/dynwan netwatch updater -name '*.go' -not -name '*_test.go' -o -name '*.toml') go.mod go.sum

# The ones that make test starts; the others differ from them in their names.
EMULATED := mips mipsle arm5 arm7 arm64
# A better gzip than others, with which a package is a twenty-fifth smaller.
SQUEEZE  := libdeflate-gzip -12 -c
SQUEEZER := libdeflate-gzip=libdeflate-tools
PACK     := go run ./openwrt/pack -version $(VERSION) -release $(RELEASE) -binaries build -out dist -gzip '$(SQUEEZE)'

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
FUZZTIME    := 1m
KILLS       := 300
SOAK        := 10m

# Most tests wait, so more of them run at once than there are processors.
PARALLEL  := -parallel 16
# What the tests ask of Debian beside Go.
SERVERS   := busybox=busybox /usr/sbin/radvd=radvd named=bind9 knotd=knot pdnsutil=pdns-server,pdns-backend-lmdb \
	promtool=prometheus lua5.1=lua5.1 mandoc=mandoc signify-openbsd=signify-openbsd $(SQUEEZER)
EMULATORS := qemu-mips-static=qemu-user-static /usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1=libc6-arm64-cross
# Where goroutines share something.
RACED     := ./netwatch ./updater ./updater/provider ./updater/dnscheck ./updater/exchange
OFFLINE   := GOPROXY=off GOTOOLCHAIN=local
# The end of a pipe decides over its success: no "ok" of go test, none.
TESTED = | awk '!/^=== /; /^ok/ { ok = 1 } END { exit !ok }'

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

build: ## the program and the sandbox for this machine, into build/
	$(GOBUILD) -o build/dynwan ./cmd/dynwan
	CGO_ENABLED=0 go build -trimpath -o build/dynwan-sandbox ./cmd/dynwan-sandbox

cross: $(TARGETS:%=build/dynwan-%) ## the program, static, for every processor of an OpenWrt router

build/dynwan-mips build/dynwan-mipsle: export GOMIPS := softfloat
build/dynwan-mips64 build/dynwan-mips64le: export GOMIPS64 := softfloat
# Its instructions are of two bytes, and a page is 4 KiB whatever the kernel, so
# that no part of the program need be padded to 64.
build/dynwan-riscv64: ALIGN := 2
build/dynwan-riscv64: LDFLAGS += -R 0x1000
build/dynwan-386: export GO386 := softfloat
build/dynwan-386sse2: export GO386 := sse2
build/dynwan-arm5: export GOARM := 5
build/dynwan-arm6: export GOARM := 6
build/dynwan-arm7: export GOARM := 7
build/dynwan-%: $(SOURCES) Makefile
	GOOS=linux GOARCH=$(patsubst 386%,386,$(patsubst arm5,arm,$(patsubst arm6,arm,$(patsubst arm7,arm,$*)))) $(GOBUILD) -o $@ ./cmd/dynwan

size: cross ## bytes of the program for each processor, plain, gzip, xz; fails above the budget
	@sh ./.ci/need $(SQUEEZER) xz=xz-utils
	@printf '%-10s %9s %9s %9s\n' processor bytes gzip xz
	@for t in $(TARGETS); do \
		printf '%-10s %9d %9d %9d\n' $$t $$(wc -c <build/dynwan-$$t) \
			$$($(SQUEEZE) <build/dynwan-$$t | wc -c) $$(xz -9ec build/dynwan-$$t | wc -c); \
	done
	go run ./internal/budget/cmd/budget $(foreach t,$(TARGETS),size.$t $$(wc -c <build/dynwan-$t)) \
		gzip.mipsle $$($(SQUEEZE) <build/dynwan-mipsle | wc -c) xz.mipsle $$(xz -9ec build/dynwan-mipsle | wc -c)

ipk: cross ## packages for opkg (OpenWrt 24.10 and older), with the page of LuCI, into dist/
	@sh ./.ci/need $(SQUEEZER)
	$(PACK) -format ipk

apk: cross ## packages for apk (OpenWrt 25.12 and newer), with the page of LuCI, into dist/
	@sh ./.ci/need $(SQUEEZER)
	$(PACK) -format apk

dist: cross ## all packages and their sums, into an empty dist/
	@sh ./.ci/need $(SQUEEZER)
	rm -rf dist
	$(PACK) -format all

feed-key: ## new keys for a feed, into KEY, a directory outside of any git tree
	@[ -n "$(KEY)" ] || { echo "make feed-key KEY=DIRECTORY"; exit 1; }
	go run ./openwrt/feed -new-key '$(KEY)'

feed: ## a feed of all packages, signed with the keys of KEY, into an empty feed/; see docs/feed.md
	@[ -n "$(KEY)" ] || { echo "make feed KEY=DIRECTORY; make feed-key makes the keys"; exit 1; }
	@$(MAKE) --no-print-directory dist
	rm -rf feed
	go run ./openwrt/feed -packages dist -key '$(KEY)' -out feed

feed-test: ## the feed on a router, ENTER='ssh root@192.168.1.1', with packages of two releases: see docs/feed.md
	@[ -n "$(ENTER)" ] && [ -n "$(LISTEN)" ] && [ -n "$(OLD)" ] && [ -n "$(NEW)" ] || { echo "make feed-test ENTER= LISTEN= OLD= NEW=, see docs/feed.md"; exit 1; }
	ENTER='$(ENTER)' LISTEN='$(LISTEN)' OLD='$(abspath $(OLD))' NEW='$(abspath $(NEW))' go test -count=1 -run '^TestARouterTakesTheFeed' -v ./openwrt/feed $(TESTED)

# As OpenWrt builds under CONFIG_PKG_ASLR_PIE_ALL, and as anybody does.
build/dynwan-arm64-pie: $(SOURCES) Makefile
	GOOS=linux GOARCH=arm64 $(GOBUILD) -buildmode=pie -o $@ ./cmd/dynwan
build/dynwan-arm64-plain: $(SOURCES) Makefile
	GOOS=linux GOARCH=arm64 go build -o $@ ./cmd/dynwan

emulate: $(EMULATED:%=build/dynwan-%) build/dynwan-arm64-pie build/dynwan-arm64-plain ## run the MIPS and ARM programs on this machine, by qemu
	@sh ./.ci/need $(EMULATORS)
	sh ./.ci/emulate $(VERSION)
	go run ./internal/budget/cmd/budget $(foreach t,$(EMULATED),size.$t $$(wc -c <build/dynwan-$t))

router-test: ## the life of the package on a router: ENTER='ssh root@192.168.1.1', see openwrt/router-test
	sh ./openwrt/router-test

luci-test: ## the page in a live LuCI: URL=http://192.168.1.1, see openwrt/luci-app-dynwan/tests/luci-test.js
	@sh ./.ci/need npm=nodejs,npm chromium=chromium
	sh openwrt/luci-app-dynwan/tests/run
	node openwrt/luci-app-dynwan/tests/luci-test.js

demo: build ## the main job in a network of its own: a line, a provider, faults
	build/dynwan-sandbox demo -dynwan build/dynwan
	build/dynwan-sandbox demo -dynwan build/dynwan -provider dyndns2
	build/dynwan-sandbox demo -dynwan build/dynwan -provider described
	build/dynwan-sandbox demo -dynwan build/dynwan -provider cloudflare
	build/dynwan-sandbox demo -dynwan build/dynwan -provider myserver

test: ## everything that must hold before a change lands; what needs a network comes last
	@sh ./.ci/need $(SERVERS) $(EMULATORS) shellcheck=shellcheck npm=nodejs,npm gcc=gcc,libc6-dev
	@$(MAKE) --no-print-directory gofmt vet shellcheck
	go test -vet=off $(PARALLEL) ./... # vet has been there
	go test -vet=off -race -short $(PARALLEL) $(RACED)
	@$(MAKE) --no-print-directory emulate page staticcheck vulnerable

quick: ## what a minute can tell, with Go alone and offline: gofmt, go vet, the tests that do not wait
	@$(OFFLINE) go list -deps -test ./... >/dev/null || { echo "once, with a network: go mod download" >&2; exit 1; }
	@$(MAKE) --no-print-directory gofmt
	$(OFFLINE) go vet ./...
	$(OFFLINE) go test -short $(PARALLEL) ./...

race: ## more under the race detector than make test: all of netwatch, updater and what is below it
	@sh ./.ci/need $(SERVERS) gcc=gcc,libc6-dev shellcheck=shellcheck
	go test -race $(PARALLEL) ./netwatch ./updater/...

bench: build ## beside inadyn and ddclient: reaction, memory, wake-ups, files; 15 minutes
	@sh ./.ci/need update-ca-certificates=ca-certificates strace=strace inadyn=inadyn ddclient=ddclient,libio-socket-ssl-perl
	go run ./internal/bench/cmd/bench

malta: build/dynwan-mipsle ## in an emulated 64 MB MIPS router, beside inadyn and a shell loop: memory, wake-ups, times
	@sh ./.ci/need qemu-system-mipsel=qemu-system-mips mksquashfs=squashfs-tools cpio=cpio
	@sh internal/malta/fetch build/malta
	GOOS=linux GOARCH=mipsle GOMIPS=softfloat CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o build/malta/agent ./internal/malta/agent
	go run ./internal/malta -program build/dynwan-mipsle -dir build/malta -budget budget

matrix: ## every fault, played against the built program: log, status, requests, end
	go test -count=1 $(PARALLEL) -run '^TestMatrix$$' -v ./cmd/dynwan $(TESTED)

kill: ## KILLS (300) kills of the daemon and its child at random, twice: with and without memory
	DYNWAN_KILLS=$(KILLS) go test -count=1 -timeout 60m -run 'KillAnywhere|RebootAnywhere' -v ./cmd/dynwan $(TESTED)

fleet: ## a million routers meet an outage, a redial, a power cut, DNS that is down; beside other clients
	go run ./internal/fleet/cmd/fleet

soak: ## SOAK (10m) of 10,000 address events a second, changes and faults
	DYNWAN_SOAK=$(SOAK) go test -count=1 -timeout 0 -run '^TestSoak$$' -v ./cmd/dynwan $(TESTED)

fuzz: ## every fuzz test for FUZZTIME (1m) each
	@set -e; grep -rl '^func Fuzz' --include='*_test.go' . | while read -r file; do \
		for name in $$(sed -n 's/^func \(Fuzz[A-Za-z]*\).*/\1/p' "$$file"); do \
			echo "$$name in $$(dirname "$$file")"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 200ms "$$(dirname "$$file")"; \
		done; \
	done

lint: gofmt vet shellcheck staticcheck vulnerable ## gofmt, go vet, shellcheck, staticcheck, govulncheck

gofmt:
	@unformatted=$$(gofmt -l $$(go list -f '{{.Dir}}' ./...)); [ -z "$$unformatted" ] || { echo "not gofmt'ed: $$unformatted"; exit 1; }

vet:
	go vet ./...

shellcheck:
	@sh ./.ci/need shellcheck=shellcheck
	shellcheck .ci/* openwrt/router-test openwrt/dynwan/test.sh openwrt/dynwan/files/dynwan-import openwrt/dynwan/files/dynwan.rpcd openwrt/luci-app-dynwan/root/usr/libexec/rpcd/luci.dynwan init.d/dynwan init.d/render.sh \
		openwrt/luci-app-dynwan/tests/run internal/malta/fetch internal/malta/pack internal/malta/image/first internal/malta/image/init internal/malta/image/ash-loop

staticcheck:
	go run $(STATICCHECK) ./...

vulnerable:
	@sh ./.ci/govulncheck $(GOVULNCHECK)

page: ## the page of LuCI, without a router: eslint and its tests; npm brings eslint
	@sh ./.ci/need npm=nodejs,npm
	@[ -e openwrt/luci-app-dynwan/tests/node_modules ] || [ "$$DYNWAN_INSTALL" = 1 ] || [ "$$CI" = true ] || \
		{ echo "missing: eslint; DYNWAN_INSTALL=1 in the environment has npm bring it into openwrt/luci-app-dynwan/tests/node_modules" >&2; exit 1; }
	sh openwrt/luci-app-dynwan/tests/run

same: build/dynwan-mipsle ## build it once more in another folder, and compare the bytes
	sh ./.ci/same $<

sbom: $(TARGETS:%=build/dynwan-%.spdx.json) ## what is linked into the programs, in SPDX, beside them in build/

build/%.spdx.json: build/%
	go run ./internal/sbom -version $(VERSION) -epoch $${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $< >$@.new
	mv $@.new $@

clean: ## forget what was built
	rm -rf build dist feed

.PHONY: help build cross size ipk apk dist feed-key feed feed-test emulate router-test luci-test demo test quick race bench malta matrix kill fleet soak fuzz \
	lint gofmt vet shellcheck staticcheck vulnerable page same sbom clean
