# SPDX-License-Identifier: GPL-2.0-or-later

define BuildPackage
all:
	$$(call Build/Prepare)
	$$(call Package/$(1)/install,$$(DEST))
show:
	@echo 'version=$$(PKG_VERSION) tags=$$(GO_PKG_TAGS) program=$$(GO_PKG_BUILD_PKG) dir=$$(GO_PKG_INSTALL_BIN_PATH)'
	@echo '$$(Package/$(1)/conffiles)'
	$$(info $$(subst $$$$$$$$,$$$$,$$(Package/$(1))))
	$$(info $$(Package/$(1)/postinst))
	$$(info $$(call Build/Compile))
endef
