#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot loader's network: which card, which address, links that come late or not.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
. tests/qemu/bootnet.sh
. tests/qemu/bootnetcases.sh
stboot_need

# No package is had here: the time after which it would give up is long.
STBOOT_OPTIONS='--on-fail=halt --deadline=20'
GUEST_MEM=128
export STBOOT_OPTIONS GUEST_MEM

trust()
{
	stboot_cert root root root
	stboot_trust "$T/trust" network
}
test_ok 'a trust policy' trust
bootnet_all
test_done
