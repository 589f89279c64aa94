#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# How the boot loader ends when there is nothing that it may start: servers that
# stall or break off, too little memory, no trust policy, a bad configuration.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
stboot_need

prepare()
{
	stboot_cert root root root
	stboot_cert one root leaf
	stboot_cert two root leaf
	stboot_trust "$T/trust" network
	mkdir -p "$T/site" "$T/none"
	stboot_package "$T/site/os.zip"
	stboot_descriptor "$T/site/os.json" "$T/site/os.zip" one two
}

# config URLS: a host configuration.
config()
{
	echo "{\"network_mode\": \"dhcp\", \"ospkg_pointer\": \"$1\"}"
}

test_ok 'keys and a package' prepare
stboot_site
read -r port <"$T/port"
web=http://10.0.2.2:$port

# Takes a minute: the others run meanwhile.
# shellcheck disable=SC2046 # QEMU arguments
STBOOT_OPTIONS='--on-fail=halt --deadline=2' stboot_start slow "$(config "$web/silent/os.json,$web/cut/os.json")" $(stboot_card)

STBOOT_OPTIONS='' stboot_start config '{"network_mode": "dhcp", "ospkg_pointer": 7}'
test_ok 'a malformed host configuration' guest_wait config '^stboot: host configuration: .*ospkg_pointer' 120
test_ok 'is the end of it' guest_wait config '^stboot: boot failed: the host configuration is refused' 20
test_ok 'by default it says that it reboots' guest_wait config '^stboot: rebooting in 10 s' 10
test_ok 'and does' guest_gone config 60
test_ok 'having started nothing' stboot_refused config

STBOOT_TRUST=$T/none STBOOT_OPTIONS=--on-fail=retry stboot_start trust "$(config "$web/ok/os.json")"
test_ok 'no trust policy' guest_wait trust '^stboot: boot failed: trust_policy.json: ' 120
test_ok '--on-fail=retry tries again, and again' guest_wait trust '^stboot: trying everything again' 90 3
test_ok 'having started nothing' stboot_refused trust
test_ok 'it runs on' guest_alive trust
guest_stop trust

# shellcheck disable=SC2046
GUEST_MEM=52 stboot_start small "$(config "$web/ok/os.json")" $(stboot_card)
test_ok 'memory is too small for the package' \
	guest_wait small 'os.zip: is too large for this machine: needs [0-9]+ MiB, has [0-9]+ MiB' 120
test_ok 'having started nothing' stboot_refused small
guest_stop small

test_ok 'a server that says nothing' guest_wait slow \
	'silent/os.json: stalled: less than 1024 bytes/s for 30 s' 150
test_ok 'an archive that breaks off' guest_wait slow 'cut/os.zip: .*; trying again in' 60
test_ok 'the time is over' guest_wait slow '^stboot: boot failed: no OS package could be had in 2 minutes' 150
test_ok '--on-fail=halt halts' guest_wait slow '^stboot: halted' 10
test_ok 'having started nothing' stboot_refused slow
test_ok 'it is still on' guest_alive slow
guest_stop slow
test_done
