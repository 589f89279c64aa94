#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The watchdog is armed first of all, and fed by init's loop: a server whose init
# stands still is reset, one that is well is not.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
need qemu-system-x86_64
need_file "$O/vpn-debug/kernel" "$O/unit/bin/run_stopinit"

# The debug image, whose shell may trace process 1 here (in an image nobody may).
image()
{
	mkdir -p "$T/add/etc" "$T/add/bin"
	cp "$O/unit/bin/run_stopinit" "$T/add/bin/stopinit"
	bsdtar -xOf "$O/vpn-debug/initramfs.cpio.zst" etc/sysctl.conf |
		sed 's/^\(kernel.yama.ptrace_scope = \).*/\11/' >"$T/add/etc/sysctl.conf"
	chmod -R a+rX "$T/add"
	cp "$O/vpn-debug/initramfs.cpio.zst" "$T/image.cpio"
	tests/qemu/append "$T/add" "$T/image.cpio"
}

# boot NAME QEMU-ARGUMENT...: with a watchdog that turns the machine off, to be seen.
# shellcheck disable=SC2046 # QEMU arguments
boot()
{
	boot_name=$1
	shift
	GUEST_INPUT=1 guest_start "$boot_name" "$O/vpn-debug/kernel" "$T/image.cpio" \
		"$(image_cmdline "$O/vpn-debug" $(net_static)) wg.address=10.64.0.1/24 $boot_options" \
		$(net_server) -action watchdog=poweroff "$@"
	guest_wait "$boot_name" '^mayfly: ready' 120
}

stands_still()
{
	guest_type "$1" '/bin/stopinit &'
	guest_wait "$1" 'stopinit: process 1 stands still' 60
}

test_ok 'an image whose init can be stopped' image
boot_options=
test_ok 'a server with i6300esb' boot pci -device i6300esb
test_ok 'arms it' guest_wait pci '^mayfly: watchdog name="i6300ESB timer" seconds=60' 1
test_ok 'before anything else' sh -c "grep -a '^mayfly:' '$T/pci.log' | head -n 2 | grep -q watchdog"
test_ok 'one with what q35 has, the chipset timer' boot tco -global ICH9-LPC.noreboot=false
test_ok 'arms that' guest_wait tco '^mayfly: watchdog name="iTCO_wdt" seconds=' 1
boot_options=init.watchdog=0
test_ok 'and one that is to have none' boot none -device i6300esb
test_is 'has none' 0 "$(grep -ac '^mayfly: watchdog' "$T/none.log")"
sleep $((70 * SCALE))
test_ok 'which all live longer than the time' eval 'guest_alive pci && guest_alive tco && guest_alive none'

for name in none pci tco; do
	test_ok "init stands still: $name" stands_still "$name"
done
test_ok 'that is the end of the first' guest_gone pci 120
test_ok 'and of the second' guest_gone tco 120
test_ok 'but not of the one without' guest_alive none
guest_stop none
test_done
