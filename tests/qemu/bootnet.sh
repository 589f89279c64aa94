# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # SCALE and T are set by tests/lib.sh
# The boot loader's network, case by case (ram-only.md section 7, cases 1 to 4
# and 7 to 9); sourced after tests/qemu/guest.sh by a script that says how a boot
# loader is started:
#
#	stboot_start NAME HOSTCONFIG QEMU-ARGUMENT...
#
# starts a guest whose host configuration is that JSON text, and which waits for
# its network for 60 s at least. The cases: tests/qemu/bootnetcases.sh.

bootnet_mac=52:54:00:6d:66:0

# bootnet_card ID NET NUMBER: QEMU arguments of a card with a DHCP server behind
# it. (Not restrict=on: then its leases name no router and no name server.)
bootnet_card()
{
	echo "-netdev user,id=$1,net=$2"
	echo "-device virtio-net-pci,netdev=$1,mac=$bootnet_mac$3,romfile="
}

# bootnet_legs: two cards at one switch with a DHCP server. (e1000: LACP needs to
# know a link's speed.)
bootnet_legs()
{
	echo "-netdev user,id=u,net=10.0.2.0/24"
	echo "-netdev hubport,id=hu,hubid=1,netdev=u"
	for leg in 1 2; do
		echo "-netdev hubport,id=h$leg,hubid=1"
		echo "-device e1000,netdev=h$leg,id=leg$leg,mac=$bootnet_mac$leg,romfile="
	done
}

# bootnet_config FIELDS...: a host configuration with these fields and no use.
bootnet_config()
{
	echo "{\"ospkg_pointer\": \"http://192.0.2.1/none.json\", $*}"
}

# bootnet_cards NUMBER...: the network_interfaces of a host configuration.
bootnet_cards()
{
	list=
	for number; do
		list="$list${list:+, }{\"interface_name\": \"eth$((number - 1))\", \"mac_address\": \"$bootnet_mac$number\"}"
	done
	echo "\"network_interfaces\": [$list]"
}

# bootnet_quiet NAME SECONDS: no address in that time, and no end of it.
bootnet_quiet()
{
	sleep $(($2 * SCALE))
	guest_alive "$1" || return 1
	! grep -aE '^stboot: address |Kernel panic' "$T/$1.log"
}

# bootnet_address NAME INTERFACE ADDRESS: it says that it has that address (regular
# expressions).
bootnet_address()
{
	guest_wait "$1" "^stboot: address interface=$2 address=$3" 60
}

bootnet_all()
{
	bootnet_static
	bootnet_dhcp
	bootnet_choice
	bootnet_late
	bootnet_dead_leg active-backup 1
	bootnet_dead_leg 802.3ad 2
}
