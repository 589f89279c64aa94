#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An image over its budget is refused, with the names of those who grew.
. tests/lib.sh

printf 'production zip 100\nproduction kernel 50 # why\ndebug zip 1000\n' >"$T/budget"
printf '%s\t%s\n' 90 vpn.zip 40 kernel 10 'initramfs: wgd' 30 'kernel: net' >"$T/old"
printf '%s\t%s\n' 101 vpn.zip 45 kernel 25 'initramfs: wgd' 31 'kernel: net' >"$T/new"
budget() { sh tools/image/budget "$T/budget" "$T/old" "$T/$1" "$2"; }

test_ok 'within the budget' budget old production
test_exit 1 'over the budget' budget new production
test_ok 'it says what, and by how much' said 'vpn.zip has 101 bytes, 1 over its budget of 100'
test_exit 1 'over the budget' budget new production
test_ok 'and who grew most' said '^+15.*initramfs: wgd' '^+1.*kernel: net'
test_ok 'another flavour has its own' budget new debug
grep -v kernel "$T/old" >"$T/none"
test_exit 1 'a figure that is missing is no pass' budget none production
for i in configs/images/*/budget; do
	test_ok "$i: what the issue promised or less" awk '
		$1 == "production" && $2 == "zip" {z = $3} $1 == "production" && $2 == "kernel" {k = $3}
		END {exit !(z > 0 && z <= 9000000 && k > 0 && k <= 6000000)}' "$i"
done
test_done
