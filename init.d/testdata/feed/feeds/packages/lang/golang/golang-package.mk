# SPDX-License-Identifier: GPL-2.0-or-later

GO_ARCH_DEPENDS:=@a-processor-of-Go

define GoBinPackage
endef

# It takes arguments for the go command.
define GoPackage/Build/Compile
	arguments: $(1)
endef

define GoPackage/Package/Install/Bin
	install -d $(1)$(GO_PKG_INSTALL_BIN_PATH)
endef
