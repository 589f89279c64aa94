#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An upgrade never costs the server: a package that does not do, be it at once or by
# the time that the former one gave it, ends in the former one, with its keys and
# peers; it is not taken again, and a mended one is.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
. tests/qemu/wg.sh
. tests/qemu/upgrade.sh
. tests/qemu/upgraderun.sh
stboot_need
need socat

packages()
{
	bsdtar -xOf "$O/vpn/initramfs.cpio.zst" etc/iptables/rules.v4 |
		sed '/^COMMIT/a -A INPUT -p tcp --dport 22 -j ACCEPTT' |
		upgrade_other "$T/rules.cpio" /etc/iptables/rules.v4
	{ cat rootfs/skeleton/etc/role.vpn && echo /bin/busybox udhcpc --no-such-option; } |
		upgrade_other "$T/check.cpio" /etc/role
	upgrade_package first upgrade.number=1 upgrade.trial=45
	UPGRADE_IMAGE=$T/rules.cpio upgrade_package rules upgrade.number=2
	upgrade_package option upgrade.number=3 wg.prot=443
	UPGRADE_IMAGE=$T/check.cpio upgrade_package check upgrade.number=4
	printf '[Interface]\nListenPort = %s\n[Peer]\nPublicKey = %s\nAllowedIPs = 10.64.0.77/32\n' \
		"$net_port" "$(openssl rand -base64 32)" | upgrade_other "$T/peers.cpio" /etc/wireguard/wg0.conf
	UPGRADE_IMAGE=$T/peers.cpio upgrade_package peers upgrade.number=5
	upgrade_package mended upgrade.number=6
	upgrade_publish first one two
}

# back NAME REASON: that package is tried, and what was, is again; so many times before.
back()
{
	upgrade_publish "$1" one two
	guest_wait server "^mayfly: upgrade package=$(upgrade_hash "$1")" 120
	guest_wait server '^mayfly: trial seconds=45' 60 "$tried"
	guest_wait server "^init: this package does not do: $2" 120
	guest_wait server "^init: package $(upgrade_hash "$1") was tried and did not do" 60
	guest_wait server '^mayfly: ready' 60 "$3"
	upgrade_answered
}

# keys: how many different public keys were announced.
keys()
{
	tr -d '\r' <"$T/server.log" | sed -n 's/^mayfly: wireguard .*publickey=//p' | sort -u | wc -l
}

requests() { grep -c "^[^ ]* $1 " "$T/requests" || :; }

looked() { test "$(requests os.json)" -ge "$looks"; }

# left_alone NAME: some looks later it was downloaded once more at most, and not started.
left_alone()
{
	guest_wait server '^upgrade: refused: this server was in that package already' 90
	looks=$(($(requests os.json) + 4))
	loads=$(($(requests "$1.zip") + 1))
	within 60 looked
	test "$(requests "$1.zip")" -le "$loads"
	test "$(grep -ac "^mayfly: upgrade package=$(upgrade_hash "$1")" "$T/server.log")" = 1
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"
test_ok 'keys, a trust policy' upgrade_prepare
stboot_site
web=http://10.0.2.2:$(cat "$T/port")
test_ok 'packages, all but two of which do not do' packages

test_ok 'stboot starts the first' upgrade_server 192
test_ok 'a client gets answers' upgrade_member

tried=1
test_ok 'rules that are refused: back at once' back rules 'the packet filter is not loaded' 2
test_ok 'that package is left alone' left_alone rules
tried=2
test_ok 'an option that there is not: back at once' back option 'its role ended with status 2' 3
tried=3
test_ok "the image's own check says no: back in time" back check "the image's check says no" 5
tried=4
test_ok 'peers that nobody is: back in time' back peers 'it serves nobody' 7
test_is 'all the time with the same key' 1 "$(keys)"

upgrade_publish mended one two
test_ok 'a mended package is taken' guest_wait server "^mayfly: upgrade package=$(upgrade_hash mended)" 120
test_ok 'and passes' guest_wait server '^mayfly: trial passed' 120
test_is 'with the same key, still' 1 "$(keys)"
test_ok 'the client gets answers' upgrade_answered
guest_stop member
guest_stop server
test_done
