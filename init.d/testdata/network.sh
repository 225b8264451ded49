# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A stand-in for OpenWrt's /lib/functions/network.sh: the device of an interface
# that is up stands in $ROOT/up/INTERFACE, and is read once until the cache is
# flushed.

network_flush_cache() { flushed=1; }

# What netifd says of all interfaces stands in $ROOT/dump.
ubus() {
	[ "$*" != "call network.interface dump" ] || [ ! -e "$ROOT/dump" ] || cat "$ROOT/dump"
}

# network_get_device VARIABLE INTERFACE
network_get_device() {
	unset "$1"
	[ -n "$flushed" ] && [ -e "$ROOT/up/$2" ] || return 1
	eval "$1=\$(cat \"\$ROOT/up/\$2\")"
}
