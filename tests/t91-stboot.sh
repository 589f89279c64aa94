#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot loader starts packages that are what the trust policy wants: from the
# network, from its own medium, over HTTPS, and whatever the clock says.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
stboot_need

keys()
{
	stboot_cert root root root
	stboot_cert one root leaf
	stboot_cert two root leaf
	stboot_trust "$T/trust" network
}

# The package, and a descriptor whose signatures are those of another file.
packages()
{
	mkdir -p "$T/site"
	cp "$O/vpn/vpn.zip" "$T/site/os.zip"
	stboot_descriptor "$T/site/os.json" "$T/site/os.zip" one two
	head -c 1000 /dev/urandom >"$T/other/os.zip"
	stboot_descriptor "$T/site/bad.json" "$T/other/os.zip" one two
}

# booted NAME: it verified, and the image runs.
booted()
{
	guest_wait "$1" '^stboot: verified: 2 of 2 signatures, sha256 [0-9a-f]{64}, ' 60
	guest_wait "$1" '^stboot: starting the OS package' 20
	guest_wait "$1" '^mayfly: wireguard .*publickey=' 60
}

mkdir -p "$T/other"
test_ok 'throw-away keys' keys
test_ok 'packages' packages
stboot_site
read -r port <"$T/port"
web=http://10.0.2.2:$port

# shellcheck disable=SC2046 # QEMU arguments
stboot_start web '{"network_mode": "dhcp", "ospkg_pointer": "'"$web/ok/bad.json, $web/ok/os.json"'"}' $(stboot_card)
test_ok 'booted from the network, from the second URL' booted web
test_ok 'after the first one was refused' guest_said web \
	'^stboot: refused: not enough valid signatures: 2 found, 0 valid, 2 required' 1
test_ok 'the relative os_pkg_url was followed' grep -q '^ok os.zip' "$T/requests"
guest_stop web
test_done
