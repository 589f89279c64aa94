#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The OS package, taken apart like a boot loader does it, boots with DHCP in
# 64 MiB of memory; each boot has a key of its own.
. tests/lib.sh
. tests/qemu/guest.sh
need qemu-system-x86_64 bsdtar jq
need_file "$O/vpn/vpn.zip"

unpack()
{
	mkdir "$T/os"
	bsdtar -xf "$O/vpn/vpn.zip" -C "$T/os"
	cp "$T/os/$(jq -r .kernel "$T/os/manifest.json")" "$T/os/kernel"
	cp "$T/os/$(jq -r .initramfs "$T/os/manifest.json")" "$T/os/initramfs.cpio.zst"
	jq -rj .cmdline "$T/os/manifest.json" >"$T/os/cmdline"
	test -s "$T/os/cmdline"
}

# boot NAME: as packaged, but for ip=dhcp.
boot()
{
	GUEST_MEM=64 image_start "$1" "$T/os" "$(image_cmdline "$T/os" ip=dhcp \
		wg.address=10.64.0.1/24,fd6d:6179:666c::1/64)" \
		-netdev user,id=n,restrict=on -device virtio-net-pci,netdev=n,romfile=
}

two_keys()
{
	one=$(guest_value first publickey)
	two=$(guest_value second publickey)
	test -n "$one" && test -n "$two" && test "$one" != "$two"
}

test_ok 'the package comes apart' unpack
boot first
test_ok 'DHCP gives it an address' \
	guest_wait first '^mayfly: address interface=eth0 address=10\.0\.2\.15/24.?$' 120
test_ok 'WireGuard is up in 64 MiB' guest_wait first \
	'^mayfly: wireguard interface=wg0 port=51820 publickey=[A-Za-z0-9+/]{43}=.?$' 60
test_ok 'it says when it is ready' guest_wait first '^mayfly: ready seconds=[0-9]' 60
test_ok 'the first guest ends' guest_stop first
boot second
test_ok 'it boots again' guest_wait second '^mayfly: wireguard ' 120
test_ok 'with another key' two_keys
test_done
