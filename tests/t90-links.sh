#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Network cards that are late, wrong, in another order, or not there (ram-only.md
# section 7, cases 1 to 4): the image waits for the right one, says so, and never
# takes another or falls over.
. tests/lib.sh
. tests/qemu/guest.sh
need qemu-system-x86_64 socat
need_file "$O/vpn/kernel"

# card ID NET MAC: QEMU arguments of a card with a DHCP server behind it.
card()
{
	echo "-netdev user,id=$1,net=$2,restrict=on"
	echo "-device virtio-net-pci,netdev=$1,mac=$3,romfile="
}

# start NAME WORD QEMU-ARGUMENT...: the image with this ip=.
start()
{
	name=$1
	word=$2
	shift 2
	image_start "$name" "$O/vpn" "$(image_cmdline "$O/vpn" "$word" \
		wg.address=10.64.0.1/24)" "$@"
}

# quiet_for NAME SECONDS REGEX: no such line in that time, and no end of it.
quiet_for()
{
	sleep $(($2 * SCALE))
	guest_alive "$1"
	! grep -aE "$3|Kernel panic" "$T/$1.log"
}

address='^mayfly: address '

# shellcheck disable=SC2046 # one word a QEMU argument
start late ip=dhcp -S $(card n 10.0.2.0/24 52:54:00:6d:66:01)
test_ok 'a card without carrier' guest_qmp late set_link '{"name": "n", "up": false}'
test_ok 'the machine goes on' guest_qmp late cont
test_ok 'the image says that it waits' guest_wait late 'init: .*(wait|carrier)' 60
test_ok 'and has no address' quiet_for late 2 "$address"
test_ok 'carrier comes' guest_qmp late set_link '{"name": "n", "up": true}'
test_ok 'and with it an address' guest_wait late "${address}interface=eth0 address=10\.0\.2\.15/24" 60
test_ok 'and WireGuard' guest_wait late '^mayfly: ready ' 60
guest_stop late

# shellcheck disable=SC2046
start second ip=52-54-00-6d-66-02:dhcp $(card a 10.0.2.0/24 52:54:00:6d:66:01) \
	$(card b 10.0.3.0/24 52:54:00:6d:66:02)
test_ok 'of two cards, that with the given address' \
	guest_wait second "${address}interface=eth[01] address=10\.0\.3\.15/24" 60
test_ok 'and only that' quiet_for second 3 'address=10\.0\.2\.'
guest_stop second

# shellcheck disable=SC2046
start absent ip=52-54-00-6d-66-99:dhcp $(card a 10.0.2.0/24 52:54:00:6d:66:01)
test_ok 'a card that is not there is waited for, by name' \
	guest_wait absent 'init: .*52[-:]54[-:]00[-:]6d[-:]66[-:]99' 60
test_ok 'and no other is taken' quiet_for absent 5 "$address"
guest_stop absent

start none ip=dhcp
test_ok 'without any card it waits' guest_wait none 'init: .*(wait|carrier|interface)' 60
test_ok 'and does not fall over' quiet_for none 3 "$address"
test_done
