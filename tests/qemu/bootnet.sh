# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The boot loader's network, case by case (ram-only.md section 7, cases 1 to 4
# and 7 to 9); sourced after tests/qemu/guest.sh by a script that says how a boot
# loader is started:
#
#	stboot_start NAME HOSTCONFIG QEMU-ARGUMENT...
#
# starts a guest whose host configuration is that JSON text, and which waits for
# its network for 60 s at least. The cases are functions; each starts and stops a
# guest of its own.

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

bootnet_address='^stboot: address interface='

# shellcheck disable=SC2046 # one word a QEMU argument
bootnet_static()
{
	stboot_start static "$(bootnet_config '"network_mode": "static",
		"host_ip": "10.0.2.77/24", "gateway": "10.0.2.2", "dns": ["10.0.2.3"]')" \
		$(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a fixed address' guest_wait static "${bootnet_address}eth0 address=10\.0\.2\.77/24" 60
	test_ok 'and its name server' guest_wait static '^stboot: name servers 10\.0\.2\.3' 10
	guest_stop static
	stboot_start static6 "$(bootnet_config '"network_mode": "static",
		"host_ip": "fec0::77/64", "gateway": "fec0::2"')" $(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a fixed IPv6 address' guest_wait static6 "${bootnet_address}eth0 address=fec0::77/64" 60
	guest_stop static6
}

# shellcheck disable=SC2046
bootnet_dhcp()
{
	stboot_start dhcp "$(bootnet_config '"network_mode": "dhcp"')" $(bootnet_card n 10.0.2.0/24 1)
	test_ok 'an address by DHCP' guest_wait dhcp "${bootnet_address}eth0 address=10\.0\.2\.15/24" 60
	test_ok 'and a name server' guest_wait dhcp '^stboot: name servers 10\.0\.2\.3' 10
	guest_stop dhcp
	stboot_start dns "$(bootnet_config '"network_mode": "dhcp", "dns": ["192.0.2.53"]')" \
		$(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a configured name server is used instead of it' \
		guest_wait dns '^stboot: name servers 192\.0\.2\.53' 60
	guest_stop dns
	stboot_start six "$(bootnet_config '"network_mode": "dhcp"')" \
		-netdev user,id=n,restrict=on,ipv4=off,ipv6=on \
		-device "virtio-net-pci,netdev=n,mac=${bootnet_mac}1,romfile="
	test_ok 'an address from a router, without DHCP' \
		guest_wait six "${bootnet_address}eth0 address=fec0::5054:ff:fe6d:6601/64" 60
	guest_stop six
}

# shellcheck disable=SC2046
bootnet_choice()
{
	stboot_start second "$(bootnet_config '"network_mode": "dhcp",' "$(bootnet_cards 2)")" \
		$(bootnet_card a 10.0.2.0/24 1) $(bootnet_card b 10.0.3.0/24 2)
	test_ok 'of two cards that with the MAC address' \
		guest_wait second "${bootnet_address}eth[01] address=10\.0\.3\.15/24" 60
	guest_stop second
	# The same, the cards plugged in the other way round: the name lies.
	stboot_start swapped "$(bootnet_config '"network_mode": "dhcp",' "$(bootnet_cards 2)")" \
		$(bootnet_card b 10.0.3.0/24 2) $(bootnet_card a 10.0.2.0/24 1)
	test_ok 'and in the other order, too' \
		guest_wait swapped "${bootnet_address}eth[01] address=10\.0\.3\.15/24" 60
	guest_stop swapped
	stboot_start absent "$(bootnet_config '"network_mode": "dhcp",' "$(bootnet_cards 9)")" \
		$(bootnet_card a 10.0.2.0/24 1)
	test_ok 'a card that is not there is waited for' guest_wait absent \
		"^stboot: waiting for the network card with MAC address ${bootnet_mac}9, which is not there" 60
	test_ok 'and no other is taken' bootnet_quiet absent 5
	guest_stop absent
	stboot_start none "$(bootnet_config '"network_mode": "dhcp"')"
	test_ok 'without any card it waits' guest_wait none '^stboot: waiting for a network card; there is none' 60
	test_ok 'and does not fall over' bootnet_quiet none 3
	guest_stop none
}

# bootnet_late: carrier comes seconds after the start.
# shellcheck disable=SC2046
bootnet_late()
{
	stboot_start late "$(bootnet_config '"network_mode": "dhcp"')" -S $(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a card without carrier' guest_qmp late set_link '{"name": "n", "up": false}'
	test_ok 'the machine goes on' guest_qmp late cont
	test_ok 'it waits for the link' \
		guest_wait late "^stboot: waiting for a link on eth0 \(${bootnet_mac}1\)" 60
	test_ok 'and has no address' bootnet_quiet late 3
	test_ok 'carrier comes' guest_qmp late set_link '{"name": "n", "up": true}'
	test_ok 'and with it an address' guest_wait late "${bootnet_address}eth0 address=10\.0\.2\.15/24" 60
	guest_stop late
}

# bootnet_dead_leg MODE NUMBER: a bond of two cards, of which that has no carrier.
# shellcheck disable=SC2046
bootnet_dead_leg()
{
	stboot_start "bond$2" "$(bootnet_config '"network_mode": "dhcp",' \
		"\"bonding_mode\": \"$1\", \"bond_name\": \"bond0\"," "$(bootnet_cards 1 2)")" \
		-S $(bootnet_legs)
	test_ok "$1, leg $2 is dead" guest_qmp "bond$2" set_link "{\"name\": \"leg$2\", \"up\": false}"
	test_ok 'the machine goes on' guest_qmp "bond$2" cont
	test_ok 'the bond has an address' \
		guest_wait "bond$2" "${bootnet_address}bond0 address=10\.0\.2\.15/24" 60
	guest_stop "bond$2"
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
