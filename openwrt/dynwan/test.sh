#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the CI of a feed runs after the installation: test.sh PACKAGE VERSION.

[ "$1" = dynwan ] || exit 0

dynwan version | grep -F "$2" || exit 1

config=$(mktemp) || exit 1
cat >"$config" <<'END'
[account.home]
provider = "mtgsy"
interface = "wan"
email = "home.example.net"
pass = "hunter2"
port = 80
END
dynwan check -config "$config" 2>&1 | grep -F 'account.home.port: must not be 80' || exit 1
sed -i 's/= 80$/= 8080/' "$config"
dynwan check -config "$config"
code=$?
rm -f "$config"
exit "$code"
