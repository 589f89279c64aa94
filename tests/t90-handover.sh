#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What is handed over in memory is taken by the package that it names, started by
# kexec, whatever the machine's clock says; and by nobody else. Peers that came from a list go on as such.
# These handovers are made by hand, and so is the kernel before (unit/run_prove.c).
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/provision.sh
. tests/qemu/wg.sh
. tests/qemu/upgrade.sh
. tests/qemu/handover.sh
need qemu-system-x86_64 bsdtar openssl perl nginx b2sum
need_file "$O/vpn/kernel" "$O/tools/stmgr" "$O/tools/peerlist" "$O/unit/bin/run_prove"
web=http://10.0.2.2:1
lists=$T/lists

at_exit()
{
	guests_stop
	wg_down "$lists"
}

prepare()
{
	net_keys "$T/keys"
	openssl rand -base64 32 >"$T/psk"
	for number in 2 3 4 5; do
		openssl rand -base64 32 >"$T/peer.$number"
	done
	mkdir -p "$T/trust"
	cp tests/pki/trust/trust_policy.json tests/pki/trust/ospkg_signing_root.pem "$T/trust/"
	upgrade_initramfs "$T/image.cpio"
}

# table NUMBER...: a list's peers.
table()
{
	for number; do
		echo "$(cat "$T/peer.$number") - 10.64.0.$number/32"
	done
}

# Numbers 5 and 6, and what lies between; the source is not up yet.
lists_made()
{
	wg_source "$lists"
	wg_up "$lists" && wg_down "$lists"
	table 2 3 4 >"$T/table"
	wg_full "$lists" 5 "$T/table"
	table 2 3 5 >"$T/table"
	wg_full "$lists" 6 "$T/table"
	"$O/tools/peerlist" delta -old "$lists/list.5" -new "$lists/list.6" >"$T/delta"
	wg_sign "$lists" "$T/delta" peers.since.5
	rm "$lists/web/peers"
	cp "$T/image.cpio" "$T/fixed.cpio"
	wg_overlay "$lists" "$T/image.cpio" "$O/vpn/initramfs.cpio.zst"
}

# A handover of list 5 with its three peers.
listed_jump()
{
	HAND_LIST=5 HAND_PEERS=$(for number in 2 3 4; do
		printf '[Peer]\nPublicKey = %s\nAllowedIPs = 10.64.0.%s/32\n' "$(cat "$T/peer.$number")" $number
	done) hand_forge "$T/listed" "$(hand_id)" 0
	hand_jump listed '^mayfly: handover peers=3 called=0' "upgrade=$web/none.json wg.poll=1"
}

test_ok 'keys, an image' prepare
test_ok 'a handover is made by hand' hand_forge "$T/good" "$(hand_id)" 0
test_ok 'a new kernel takes it' hand_jump good '^mayfly: handover peers=1 called=0'
test_is 'and its key' "$(hand_public)" "$(guest_value good publickey)"
guest_stop good
test_ok 'also by a machine whose battery is dead' hand_clock dead 0 2000-01-01
guest_stop dead
test_ok 'or whose clock is ahead of the one before' hand_clock ahead 100000 "$(date -u +%FT%T)"
guest_stop ahead
for case in package damaged sealed; do
	test_ok "refused: $case" hand_wrong "$case"
	test_ok 'the keys are new ones' hand_new "$case"
	guest_stop "$case"
done
test_ok 'refused: not by kexec' hand_boot
test_ok 'the keys are new ones' hand_new boot
guest_stop boot

test_ok 'lists of peers, and their source' lists_made
test_ok 'peers of a list are taken over, without the source' listed_jump
test_ok 'the source comes back' wg_up "$lists"
test_ok 'and a delta to the list handed over fits' \
	guest_wait listed '^mayfly: peers number=6 count=3 added=1 changed=0 removed=1' 60
test_done
