#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A warm reset wipes nothing by itself; our kernel does, at its start
# (ram-only.md, section 0, findings 1 to 3). Memory is searched for a pattern
# that was there before the reset, in the file that is the guest's RAM.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
need qemu-system-x86_64 socat sha256sum openssl
need_file "$O/vpn/kernel"

mib=192
seed=$(openssl rand -hex 16)
pattern=$(printf '%s' "$seed" | sha256sum | cut -d ' ' -f 1)
careless='init_on_free=0 init_on_alloc=0'

# hits FILE: how often the pattern is in it.
hits()
{
	{ grep -obUaF "$pattern" "$1" || :; } | wc -l
}

# memory NAME: a new file for the RAM of a guest.
memory()
{
	rm -f "$T/$1.ram"
	truncate -s "${mib}M" "$T/$1.ram"
}

# start NAME WORD...: the image, on the RAM of that name.
# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
start()
{
	name=$1
	shift
	image_start "$name" "$O/vpn" "$(image_cmdline "$O/vpn" $(net_static) \
		wg.address=10.64.0.1/24 "$@")" $(net_server) $(guest_memory "$T/$name.ram" "$mib")
}

# foreign NAME: Debian's kernel leaves the pattern in a process and in tmpfs.
# shellcheck disable=SC2046
foreign()
{
	memory "$1"
	guest_start "$1" "$O/peer/kernel" "$O/peer/initramfs.cpio" \
		"console=ttyS0 quiet peer.mode=plant peer.seed=$seed" \
		$(guest_memory "$T/$1.ram" "$mib")
	guest_wait "$1" '^peer: planted' 120
	guest_stop "$1"
	count=$(hits "$T/$1.ram")
	echo "hits: $count"
	test "$count" -ge 100000
}

# reset NAME: write the pattern over most of the paused guest's memory, reset
# it, and let it boot. 16 MiB at both ends are the firmware's.
reset()
{
	guest_qmp "$1" stop
	yes "$pattern" | head -c $(((mib - 32) * 1048576)) |
		dd of="$T/$1.ram" bs=1M seek=16 conv=notrunc iflag=fullblock
	count=$(hits "$T/$1.ram")
	echo "hits at the reset: $count"
	test "$count" -ge 2000000
	guest_qmp "$1" system_reset
	guest_qmp "$1" cont
	guest_wait "$1" '^mayfly: wireguard ' 120 2
}

none_left()
{
	count=$(hits "$T/$1.ram")
	echo "hits: $count"
	test "$count" -eq 0
}

some_left()
{
	count=$(hits "$T/$1.ram")
	echo "hits: $count"
	test "$count" -ge 1000
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"

test_ok 'another system leaves a pattern in memory' foreign wipe
start wipe
test_ok 'our kernel starts on that memory' guest_wait wipe '^mayfly: wireguard ' 120
test_ok 'nothing is left of it' none_left wipe
test_ok 'the pattern is in memory at a system_reset' reset wipe
test_ok 'after which nothing is left of it' none_left wipe
guest_stop wipe

# The same without the wipe: else the zeros above would prove nothing.
test_ok 'another system leaves a pattern in memory' foreign keep
# shellcheck disable=SC2086 # two words
start keep $careless
test_ok 'our kernel, told not to wipe, starts on it' guest_wait keep '^mayfly: wireguard ' 120
test_ok 'the pattern is still there' some_left keep
test_ok 'the pattern is in memory at a system_reset' reset keep
test_ok 'and after it' some_left keep
test_done
