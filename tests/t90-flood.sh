#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# One hostile peer cannot take what all share: with the limits by peer the others still
# get their connections, and without them they do not, in a small machine.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/qemu/flood.sh
need qemu-system-x86_64 socat
need_file "$O/vpn/kernel" "$O/vpn/initramfs.cpio.zst" "$O/unit/bin/run_wgflood"

peers=8

# both: the same flood in both servers, side by side: more TCP connections than
# the table has entries for.
both()
{
	flood free tcp 1 "$peers" 19000 &
	flood limits tcp 1 "$peers" 19000
	wait $!
	head "$T"/*.tcp
}

# all NAME KIND: the others had all their answers.
all()
{
	cat "$T/$1.$2"
	test "$(flooded "$1" "$2" other)" -eq "$(flooded "$1" "$2" of)"
}

# few NAME KIND: not even half of them.
few()
{
	cat "$T/$1.$2"
	test "$(flooded "$1" "$2" other)" -lt $(($(flooded "$1" "$2" of) / 2))
}

# share: what the hostile peer got is a 64th of the table, and the table is not
# larger than a 2,048th of the memory.
share()
{
	cat "$T/limits.tcp"
	test "$(flooded limits tcp hostile)" -ge 128
	test "$(flooded limits tcp hostile)" -le $((48 * 1024 * 1024 / 2048 / 64))
}

guest_accel >/dev/null
test_ok 'images with peers, as shipped and without limits' flood_images "$peers"
flood_up limits limits 48 >"$T/limits.start" 2>&1 &
test_ok 'the server without limits is ready' flood_up free free 48
wait $! || :
test_ok 'and the one as shipped' guest_wait limits '^mayfly: ready ' 60
test_ok 'a peer of each takes all the TCP connections that it gets' both
test_ok 'without limits the others get few' few free tcp
test_ok 'with them all of theirs' all limits tcp
test_ok 'and the hostile one has his share' share
test_ok 'a peer begins packets that are never whole' flood limits pieces 1 "$peers" 4000
test_ok 'and those of the others arrive' all limits pieces
test_ok 'somebody outside does, who is no peer' flood limits outside 1 "$peers" 4000
test_ok 'and those of all peers arrive' all limits outside
test_ok 'the server still runs' guest_alive limits
test_done
