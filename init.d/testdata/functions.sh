# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034,SC3043,SC3045
#
# A stand-in for the UCI part of OpenWrt's /lib/functions.sh. As there, what
# "uci export" prints is run as commands, callbacks see the local variables of
# these functions, and what an earlier config_load left behind stays.

config_cb() { :; }
option_cb() { :; }
list_cb() { :; }

package() { :; }

config() {
	local cfgtype="$1" name="$2"
	CONFIG_SECTION=$name
	CONFIG_SECTIONS="$CONFIG_SECTIONS $name"
	export -n "CONFIG_${name}_TYPE=$cfgtype"
	config_cb "$cfgtype" "$name"
}

option() {
	local varname="$1" value="$2"
	export -n "CONFIG_${CONFIG_SECTION}_$varname=$value"
	option_cb "$varname" "$value"
}

list() {
	local varname="$1" value="$2" len=
	list_cb "$varname" "$value"
}

config_load() {
	local PACKAGE="$1" DATA='' RET VAR=
	CONFIG_SECTIONS='' CONFIG_SECTION=''
	DATA=$(uci -S -n export "$PACKAGE" 2>/dev/null)
	RET=$?
	[ "$RET" != 0 ] || eval "$DATA"
	[ -z "$CONFIG_SECTION" ] || config_cb
	return "$RET"
}

# config_get VARIABLE SECTION OPTION [DEFAULT]
config_get() { eval "$1=\${CONFIG_$2_$3:-\$4}"; }

# config_foreach FUNCTION [TYPE]
config_foreach() {
	local section cfgtype
	for section in $CONFIG_SECTIONS; do
		config_get cfgtype "$section" TYPE
		[ "$cfgtype" != "${2:-$cfgtype}" ] || "$1" "$section"
	done
}
