#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A running image goes into the next OS package by itself, and its tunnels with it:
# what stboot started looks for another package, verifies it, and hands its keys
# over in memory. Not after a reset, and nothing is started that is not signed.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
. tests/qemu/wg.sh
. tests/qemu/upgrade.sh
. tests/qemu/upgraderun.sh
stboot_need
need socat

packages()
{
	upgrade_package first upgrade.number=1
	upgrade_package second upgrade.number=2
	upgrade_package third upgrade.number=3
	upgrade_publish first one two
}

# upgraded NAME COUNT: it runs that package now, as the COUNTth handover, for good: during
# its trial the former package is loaded, with the keys.
upgraded()
{
	guest_wait server "^mayfly: upgrade package=$(upgrade_hash "$1")" 120
	guest_wait server '^mayfly: handover peers=1 called=1' 120 "$2"
	guest_wait server '^mayfly: ready' 60 $(($2 + 1))
	guest_wait server '^mayfly: trial passed' 120 "$2"
}

# keys: how often a public key was announced, and how many different ones.
keys()
{
	tr -d '\r' <"$T/server.log" | sed -n 's/^mayfly: wireguard .*publickey=//p' |
		awk '{n++; if (!seen[$0]++) d++} END {print n + 0, d + 0}'
}

# The private key in memory: found behind the public one, which was announced.
copies()
{
	guest_qmp server stop >/dev/null
	tests/prove/wgkey "$T/server.ram" "$(guest_value server publickey)" "$T/private" &&
		tests/prove/ram "$T/server.ram" "$T/private"
	guest_qmp server cont >/dev/null
}

# refused REASON: what is served now is refused so, and the server goes on.
refused()
{
	guest_wait server "$1" 90
	upgrade_answered
	test "$(grep -ac '^mayfly: upgrade' "$T/server.log")" = "$upgrades"
}

# onward: the times that the two handovers brought are later than their kernel's, and
# each is later than the one before.
onward()
{
	tr -d '\r' <"$T/server.log" | sed -n "s/^init: clock: \(.*\) UTC by this machine's, \(.*\) UTC by the kernel before.*/\1,\2/p" >"$T/clocks"
	cat "$T/clocks"
	test "$(wc -l <"$T/clocks")" -eq 2
	cut -d, -f2 "$T/clocks" | sort -cu
	test "$(cut -c1-4 "$T/clocks" | sort -u)" = 2000
	! cut -d, -f2 "$T/clocks" | grep -q '^2000'
}

requests() { grep -c "^[^ ]* $1 " "$T/requests" || :; }

looked_often() { test "$(requests os.json)" -ge "$looks"; }

# left_alone: some looks later, what was refused was not downloaded each time (at random
# it can be once or twice; then its descriptor is asked for twice).
left_alone()
{
	test "$(requests second.zip)" -ge 1
	looks=$(($(requests os.json) + 8))
	loads=$(($(requests second.zip) + 2))
	! within 60 looked_often || :
	echo "os.json: $(requests os.json), wanted $looks; second.zip: $(requests second.zip), at most $loads"
	test "$(requests os.json)" -ge "$looks"
	test "$(requests second.zip)" -le "$loads"
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"
test_ok 'keys, a trust policy' upgrade_prepare
stboot_site
web=http://10.0.2.2:$(cat "$T/port")
test_ok 'three packages that look for the next one' packages

# On a machine that has forgotten the time, which every kernel would begin with anew.
UPGRADE_RTC=2000-01-01
test_ok 'stboot starts the first' upgrade_server 192
test_ok 'a client with a preshared key (wg0.conf) gets answers' upgrade_member
test_is 'one key was announced' '1 1' "$(keys)"

upgrades=0
cp "$T/site/os.json" "$T/site/first.json"
upgrade_publish second strange strange
test_ok 'a package signed by strangers is refused' refused '^upgrade: refused: not enough valid signatures'
test_ok 'looked at again, and not downloaded again' left_alone
upgrade_publish second one
test_ok 'and one with too few signatures' refused '^upgrade: refused: not enough valid signatures: 1 found, 1 valid, 2 required'
echo '{' >"$T/site/os.json"
test_ok 'a descriptor that is none changes nothing' refused '^upgrade: .*not a valid descriptor'
cp "$T/site/first.json" "$T/site/os.json"
sleep $((3 * SCALE))
test_is 'nor does the package that runs already' 0 "$(grep -ac '^mayfly: upgrade' "$T/server.log")"

upgrade_publish second one two
test_ok 'the second package is started by the first' upgraded second 1
test_is 'with the same key' '2 1' "$(keys)"
test_ok 'the client gets answers again' upgrade_answered
echo "longest time without an answer: $(upgrade_gap) s" | diag
test_is 'the private key is in memory once' 1 "$(copies)"

upgrade_publish third one two
test_ok 'and the third by the second' upgraded third 2
test_is 'with the same key, still' '3 1' "$(keys)"
test_ok 'the client gets answers' upgrade_answered
test_is 'the private key is in memory once, still' 1 "$(copies)"
cp "$T/private" "$T/old"
upgrade_publish second one two
test_ok 'an older package is refused, well signed as it is' guest_wait server '^upgrade: refused: the package goes back' 60
upgrade_publish third one two

guest_qmp server system_reset >/dev/null
test_ok 'after a reset the third is started by stboot' guest_wait server '^mayfly: ready' 200 4
test_is 'with a new key' '4 2' "$(keys)"
test_is 'nothing was handed over' 2 "$(grep -ac '^mayfly: handover' "$T/server.log")"
test_ok 'the clock never went back while it had the key' onward
test_is 'and of the old key nothing is left' 0 "$(tests/prove/ram "$T/server.ram" "$T/old")"
guest_stop member
guest_stop server
test_done
