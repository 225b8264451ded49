# SPDX-License-Identifier: GPL-2.0-or-later

# Each step is a target of its own, as there, so that it sees what the one before
# it left.
define BuildPackage
all: prepare
	$$(call Package/$(1)/install,$$(DEST))
prepare:
	$$(call Build/Prepare)
compile: prepare
	$$(call Build/Compile)
show:
	@echo 'version=$$(PKG_VERSION) tags=$$(GO_PKG_TAGS) program=$$(GO_PKG_BUILD_PKG) dir=$$(GO_PKG_INSTALL_BIN_PATH)'
	@echo '$$(Package/$(1)/conffiles)'
	$$(info $$(subst $$$$$$$$,$$$$,$$(Package/$(1))))
	$$(info $$(Package/$(1)/postinst))
	$$(info $$(call Build/Compile))
endef
