#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Disks of every usual kind in the machine: the image does not see one, and not
# a byte on them changes (ram-only.md, claim C1).
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/qemu/disks.sh
need qemu-system-x86_64 sha256sum
need_file "$O/vpn/kernel" "$O/vpn-debug/kernel"

# start NAME FOLDER
# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
start()
{
	image_start "$1" "$2" "$(image_cmdline "$2" $(net_static) \
		wg.address=10.64.0.1/24)" $(net_server) $(disks_attach)
}

# changed: the check would notice one byte.
changed()
{
	printf x | dd of="$T/sd.img" bs=1 seek=4194304 conv=notrunc
	! disks_unchanged
}

# Classes 0x01....: mass storage; 0x0c03..: USB; 0x0805..: SD host controllers.
hardware_is_there()
{
	guest_ask debug 'cat /sys/bus/pci/devices/*/class'
	test "$(grep -cE '^0x(01|0c03|0805)' "$T/answer")" -ge 6
}

no_block_device()
{
	guest_ask debug 'ls -d /sys/block /sys/class/block /proc/partitions /proc/swaps'
	test "$(grep -c 'No such file' "$T/answer")" -eq 4
	test "$(wc -l <"$T/answer")" -eq 4
	guest_ask debug 'cat /proc/devices; ls -l /dev'
	grep -q '^Character devices:' "$T/answer"
	! grep -E '^(Block devices:|b)' "$T/answer"
}

# A device node made by hand leads nowhere: virtio 254, nvme 259, sd 8, mmc 179.
no_way_in()
{
	guest_ask debug 'for m in 8 179 254 259; do mknod /dev/b$m b $m 0; cat /dev/b$m; done'
	test "$(grep -c 'No such device or address' "$T/answer")" -eq 4
}

test_ok 'six disks with a canary' disks_make
start server "$O/vpn"
test_ok 'the image boots with them' guest_wait server '^mayfly: wireguard ' 120
# Whether it obeys or not: a system that ends would write now, if ever.
test_ok 'it is told to power off' guest_qmp server system_powerdown
guest_gone server 5 || guest_stop server
test_ok 'the disks are what they were' disks_unchanged

GUEST_INPUT=1 start debug "$O/vpn-debug"
test_ok 'the debug flavour boots with them' guest_wait debug '^mayfly: wireguard ' 120
test_ok 'its PCI bus shows the controllers' hardware_is_there
test_ok 'no block device, no partition, no swap' no_block_device
test_ok 'and a node made by hand opens none' no_way_in
test_ok 'it ends' guest_stop debug
test_ok 'the disks are what they were' disks_unchanged
test_ok 'one changed byte would be noticed' changed
test_done
