# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The cases of tests/qemu/bootnet.sh, sourced after it: each starts and stops
# guests of its own.

# shellcheck disable=SC2046 # one word a QEMU argument
bootnet_static()
{
	stboot_start static "$(bootnet_config '"network_mode": "static",
		"host_ip": "10.0.2.77/24", "gateway": "10.0.2.2", "dns": ["10.0.2.3"]')" \
		$(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a fixed address' bootnet_address static 'eth0' '10\.0\.2\.77/24'
	test_ok 'and its name server' guest_wait static '^stboot: name servers 10\.0\.2\.3' 10
	guest_stop static
	stboot_start static6 "$(bootnet_config '"network_mode": "static",
		"host_ip": "fec0::77/64", "gateway": "fec0::2"')" $(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a fixed IPv6 address' bootnet_address static6 'eth0' 'fec0::77/64'
	guest_stop static6
}

# shellcheck disable=SC2046
bootnet_dhcp()
{
	stboot_start dhcp "$(bootnet_config '"network_mode": "dhcp"')" $(bootnet_card n 10.0.2.0/24 1)
	test_ok 'an address by DHCP' bootnet_address dhcp 'eth0' '10\.0\.2\.15/24'
	test_ok 'and a name server' guest_wait dhcp '^stboot: name servers 10\.0\.2\.3' 10
	guest_stop dhcp
	stboot_start dns "$(bootnet_config '"network_mode": "dhcp", "dns": ["192.0.2.53"]')" \
		$(bootnet_card n 10.0.2.0/24 1)
	test_ok 'a configured name server is used instead of it' \
		guest_wait dns '^stboot: name servers 192\.0\.2\.53' 60
	guest_stop dns
	stboot_start six "$(bootnet_config '"network_mode": "dhcp"')" \
		-netdev user,id=n,ipv4=off,ipv6=on \
		-device virtio-net-pci,netdev=n,mac=52:54:00:6d:66:01,romfile=
	test_ok 'an address from a router, without DHCP' \
		bootnet_address six 'eth0' 'fec0::5054:ff:fe6d:6601/64'
	guest_stop six
}

# shellcheck disable=SC2046
bootnet_choice()
{
	stboot_start second "$(bootnet_config '"network_mode": "dhcp",' "$(bootnet_cards 2)")" \
		$(bootnet_card a 10.0.2.0/24 1) $(bootnet_card b 10.0.3.0/24 2)
	test_ok 'of two cards that with the MAC address' \
		bootnet_address second 'eth[01]' '10\.0\.3\.15/24'
	guest_stop second
	# The same, the cards plugged in the other way round: the name lies.
	stboot_start swapped "$(bootnet_config '"network_mode": "dhcp",' "$(bootnet_cards 2)")" \
		$(bootnet_card b 10.0.3.0/24 2) $(bootnet_card a 10.0.2.0/24 1)
	test_ok 'and in the other order, too' \
		bootnet_address swapped 'eth[01]' '10\.0\.3\.15/24'
	guest_stop swapped
	stboot_start absent "$(bootnet_config '"network_mode": "dhcp",' "$(bootnet_cards 9)")" \
		$(bootnet_card a 10.0.2.0/24 1)
	test_ok 'a card that is not there is waited for' guest_wait absent \
		"^stboot: waiting for the network card with MAC address 52:54:00:6d:66:09, which is not there" 60
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
		guest_wait late "^stboot: waiting for a link on eth0 \(52:54:00:6d:66:01\)" 60
	test_ok 'and has no address' bootnet_quiet late 3
	test_ok 'carrier comes' guest_qmp late set_link '{"name": "n", "up": true}'
	test_ok 'and with it an address' bootnet_address late 'eth0' '10\.0\.2\.15/24'
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
		bootnet_address "bond$2" 'bond0' '10\.0\.2\.15/24'
	guest_stop "bond$2"
}
