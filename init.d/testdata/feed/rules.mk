# SPDX-License-Identifier: GPL-2.0-or-later
#
# A stand-in for OpenWrt's build system: "make" prepares the source in $(BUILT)
# and installs the package in $(DEST); "make compile" builds the program in
# $(BUILT)/bin; "make show" prints what the package says.

INSTALL_DIR:=install -d -m0755
INSTALL_CONF:=install -m0600
INSTALL_BIN:=install -m0755
INSTALL_DATA:=install -m0644
CP:=cp -fpR
INCLUDE_DIR:=$(TOPDIR)/include
PKG_BUILD_DIR:=$(BUILT)
