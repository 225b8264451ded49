# SPDX-License-Identifier: GPL-2.0-or-later

GO_ARCH_DEPENDS:=@a-processor-of-Go

define GoBinPackage
endef

# As OpenWrt builds: with cgo, and linked by the C compiler. It takes arguments
# for the go command.
define GoPackage/Build/Compile
	cd $(PKG_BUILD_DIR) && CGO_ENABLED=1 go build -trimpath -buildvcs=false -buildmode=$(BUILDMODE) -o bin/ \
		-gcflags "$(GO_PKG_GCFLAGS) " -ldflags "$(GO_PKG_LDFLAGS) $(GO_PKG_LDFLAGS_X:%=-X %) -linkmode external" \
		-tags "$(GO_PKG_TAGS)" $(1) $(GO_PKG_BUILD_PKG)
endef

define GoPackage/Package/Install/Bin
	install -d $(1)$(GO_PKG_INSTALL_BIN_PATH)
endef
