# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC1091,SC2034,SC2154,SC3043
#
# Renders /etc/config/dynwan as the TOML that dynwan reads: render FILE. Every
# value is a string there, every list an array of strings: the program knows the
# options and reads the words of UCI. Note: /lib/functions.sh calls the callbacks
# while its own local variables (name, value ...) are in sight, so the variables
# here keep clear of those names.

NL='
'

# tell speaks to the log and to who typed the command. Never a value: it may be
# a password.
tell() { logger -s -t dynwan -p daemon.err "$1"; }

# quote prints the value of an option as a TOML string. What is no UTF-8 text of
# bearable length becomes a control character, of which the program complains.
# LC_ALL is for another awk than the one of busybox, which knows only bytes.
quote() {
	case $2 in *[!A-Za-z0-9@.:/_-]*) ;; *) printf '"%s"' "$2"; return ;; esac
	if [ ${#2} -gt 8192 ] || ! LC_ALL=C VALUE=$2 awk 'BEGIN {
		for (i = 1; i < 256; i++) code[sprintf("%c", i)] = i
		for (i = 1; (c = substr(ENVIRON["VALUE"], i, 1)) != ""; i++) {
			b = code[c]
			if (more) {
				if (b < low || b > high) exit 1
				more--; low = 128; high = 191
			} else if (b > 127) {
				if (b < 194 || b > 244) exit 1
				more = 1 + (b > 223) + (b > 239)
				low = b == 224 ? 160 : b == 240 ? 144 : 128
				high = b == 237 ? 159 : b == 244 ? 143 : 191
			}
			if (b < 32 || b == 127) c = sprintf("\\u%04x", b)
			else if (c == "\"" || c == "\\") c = "\\" c
			text = text c
		}
		if (more) exit 1
		printf "\"%s\"", text
	}'; then
		tell "dynwan.$this.$1: must be UTF-8 of at most 8192 bytes"
		printf '"\\u0080"'
	fi
}

# truth prints what a flag of UCI means, nothing if it is none.
truth() {
	case $1 in
	1 | on | true | yes | enabled) echo true ;;
	0 | off | false | no | disabled) echo false ;;
	esac
}

# take takes an option: its name, its text, and what it is in TOML if that is no
# string. What does not go to the program as it is, is what says whether and
# where to run, and what would break the file or is the init script's to say.
take() {
	case $kind.$1 in
	provider.*) keys="$keys$1 = ${3:-$(quote "$1" "$2")}$NL" ;;
	*.enabled) enabled=$2 ;;
	account.interface) interface=$2 ;;
	account.device) device=$2 ;;
	account.prefer) prefer=$2 ;;
	account.ip6interface) ip6interface=$2 ;;
	account.ip6device) ip6device=$2 ;;
	dynwan.account | dynwan.uci | dynwan.statedir | dynwan.rememberdir) tell "dynwan.$this.$1: is not an option of dynwan" ;;
	account.* | dynwan.*) keys="$keys$1 = ${3:-$(quote "$1" "$2")}$NL" ;;
	esac
}

# The three callbacks of config_load render /etc/config/dynwan as it comes.
option_cb() { take "$1" "$2"; }
list_cb() {
	[ "$array" = "$1" ] || end_array
	array=$1 text="$text${text:+ }$2" items="$items${items:+, }$(quote "$1" "$2")"
}
end_array() {
	[ -z "$array" ] || take "$array" "$text" "[$items]"
	array='' text='' items=''
}
config_cb() {
	end_array
	case $kind in account) end_account ;; provider) accounts="$accounts${NL}[provider.$this]$NL$keys" ;; dynwan) main=$(truth "${enabled:-0}") head=$keys ;; esac
	kind=$1 this=$2 enabled='' interface='' device='' prefer='' ip6interface='' ip6device='' keys=''
	case $kind.$this in
	account.* | provider.* | dynwan.main | .) ;;
	*) tell "dynwan.$this: $kind is no type of section of dynwan" ;;
	esac
}

# static prints what netifd says of static interfaces: static CONDITION PATH.
static() {
	ubus call network.interface dump | jsonfilter -e "@.interface[@.proto='static' && @.$1]$2" 2>/dev/null | xargs
}

# place adds a line: its device, and the addresses there that are the interface's
# own: if it is static all that it has, else any but those of static ones. What is
# down is said as it was, so that a redial, of which the program hears, restarts
# nothing. What it was stands in the file, behind a #.
place() {
	local known='' was='' own='' ips="['ipv4-address'][*].address"
	was=$(sed -n "s/^# $1: //p" "$TOML" 2>/dev/null | sort -u)
	was=${was%%"$NL"*}
	if network_get_device known "$1" && [ -n "$known" ]; then
		own=$(static "l3_device='$known' && @.interface='$1'" "$ips")
		[ -n "$own" ] || { own=$(static "l3_device='$known' && @.interface!='$1'" "$ips") own=${own:+!$own}; }
		known=$(quote device "$known")
		[ "$own${was%% *}" = "$known" ] && [ -n "$(static up=false .interface)" ] || was="$known${own:+ $own}"
	fi
	known=${was%% *} own=${was#"$known"}
	# Two interfaces of one device are one line; one that is named twice is an error.
	case ", $names, /, $devices, " in
	*", \"$1\", "*/*) names="$names, \"$1\""; return ;;
	*/*", ${known:-/}, "*) return ;;
	esac
	keys="$keys${was:+# $1: $was$NL}" names="$names${names:+, }\"$1\"" devices="$devices${devices:+, }${known:-\"\"}"
	case $own in " !"*) not="$not ${own#" !"}" ;; *) its="$its$own" ;; esac
}

# places adds all lines. Of some that have addresses to prefer and some that have
# others to leave out, the latter count: with another line's they do no harm.
places() {
	local one names='' devices='' its='' not=''
	for one in $interface; do place "$one"; done
	case ${names:=\"\"} in *,*) names="[$names]" devices="[$devices]" ;; esac
	keys="${keys}interface = $names$NL"
	[ "${devices#\"\"}" = "" ] || keys="${keys}device = $devices$NL"
	not=${not# } its=${its# }
	[ -n "$prefer" ] || keys="$keys${not:+prefer = \"!$not\"$NL}"
	[ -n "$prefer$not" ] || keys="$keys${its:+prefer = \"$its\"$NL}"
}

# lan gives the network of a host behind the router its device, in the same way.
lan() {
	local known=''
	if network_get_device known "$ip6interface" && [ -n "$known" ]; then
		known="ip6device = $(quote ip6device "$known") # beside $ip6interface"
	else
		known=$(sed -n "/ # beside $ip6interface\$/p" "$TOML" 2>/dev/null | sort -u)
	fi
	keys="$keys${known%%"$NL"*}${known:+$NL}"
}

end_account() {
	case $(truth "${enabled:-0}") in
	false) return ;;
	'') tell "dynwan.$this.enabled: must be 1 or 0"; keys="${keys}enabled = $(quote enabled "$enabled")$NL" ;;
	esac
	[ -n "$device" ] || interface=${interface:-wan}
	[ -z "$prefer" ] || keys="${keys}prefer = $(quote prefer "$prefer")$NL"
	case $device/$interface in
	/*[!A-Za-z0-9_\ ]* | [!/]*) [ -z "$interface" ] || keys="${keys}interface = $(quote interface "$interface")$NL" ;;
	*) places ;;
	esac
	[ -z "$device" ] || keys="${keys}device = $(quote device "$device")$NL"
	[ -z "$ip6interface" ] || keys="${keys}ip6interface = $(quote ip6interface "$ip6interface")$NL"
	case $ip6device/$ip6interface in
	/ | /*[!A-Za-z0-9_]*) ;;
	/*) lan ;;
	*) keys="${keys}ip6device = $(quote ip6device "$ip6device")$NL" ;;
	esac
	accounts="$accounts${NL}[account.$this]$NL$keys"
}

# render writes the configuration as TOML to a file that only root can read. Its
# first line has the program speak of UCI. UCI_CONFIG_DIR is another place than
# /etc/config, for a test of settings that are not saved. It fails where UCI would guess, as after an error of syntax.
render() {
	local wrong
	mkdir -p /var/etc /var/run/dynwan
	chown dynwan:dynwan /var/run/dynwan && chmod 0755 /var/run/dynwan || return
	wrong=$(uci ${UCI_CONFIG_DIR:+-c "$UCI_CONFIG_DIR"} export dynwan 2>&1 >/dev/null) || { tell "/etc/config/dynwan: $wrong"; return 1; }
	. /lib/functions/network.sh
	network_flush_cache
	main=false head='' accounts='' kind='' this='' array='' text='' items='' keys=''
	config_load dynwan
	[ -n "$main" ] || { tell "dynwan.main.enabled: must be 1 or 0"; return 1; }
	(umask 077 && printf '%s' "uci = true$NL$head$accounts" >"$1") 2>/dev/null || { tell "cannot write $1: is there room in /var?"; return 1; }
}
