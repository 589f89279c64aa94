#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A warm reset wipes nothing by itself; our kernel does, at its start
# (ram-only.md, section 0, findings 1 to 3). Memory is searched for a pattern
# that was there before, in the file that is the guest's RAM. Each case is made
# twice, the second time told not to wipe: or its zero would prove nothing.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
need qemu-system-x86_64 socat openssl
need_file "$O/vpn/kernel" "$O/vpn-debug/kernel"

# The pattern is computed in the guest, too: it is on no command line there.
mib=192
seed=$(openssl rand -hex 32)
pattern=$(echo "$seed" | tr 0-9a-f g-v)
careless='init_on_free=0 init_on_alloc=0'
ready='^mayfly: wireguard '

# hits NAME: how often the pattern is in its memory.
hits()
{
	{ grep -obUaF "$pattern" "$T/$1.ram" || :; } | wc -l
}

# at_least NAME COUNT, none NAME: of the pattern in its memory.
at_least()
{
	count=$(hits "$1")
	echo "hits: $count"
	test "$count" -ge "$2"
}

none()
{
	count=$(hits "$1")
	echo "hits: $count"
	test "$count" -eq 0
}

# scraps NAME: less than a page of the pattern is left in all, and no page is full
# of it. Why not none: what the kernel hands out before it has pages leaves gaps
# smaller than a page, which are never freed and so never cleared. Of our
# kernel's own former run nothing can be in them, since they lie at the same
# places each time; of another system's, this little can.
scraps()
{
	grep -obUaF "$pattern" "$T/$1.ram" | awk -F : '
		{hits[int($1 / 4096)]++}
		END {for (page in hits) if (hits[page] > 60) full++
			print NR " scraps, " full + 0 " full pages"
			exit NR * 64 >= 4096 || full > 0}'
}

# memory NAME: new RAM for a guest.
memory()
{
	rm -f "$T/$1.ram"
	truncate -s "${mib}M" "$T/$1.ram"
}

# start NAME FOLDER WORD...: an image, on the RAM of that name.
# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
start()
{
	name=$1
	folder=$2
	shift 2
	image_start "$name" "$folder" "$(image_cmdline "$folder" $(net_static) \
		wg.address=10.64.0.1/24 "$@")" $(net_server) $(guest_memory "$T/$name.ram" "$mib")
	guest_wait "$name" "$ready" 120
}

# secrets NAME: the debug image's shell holds the pattern, in 16 MiB of its own
# memory and in a file.
secrets()
{
	guest_ask "$1" "p=\$(echo $seed | tr 0-9a-f g-v); while test \${#p} -lt 16777216; do p=\$p\$p; done; echo \$p | dd of=/run/file bs=4096 count=128"
	at_least "$1" 250000
}

# foreign NAME: Debian's kernel leaves it, in a process and in tmpfs.
# shellcheck disable=SC2046
foreign()
{
	memory "$1"
	guest_start "$1" "$O/peer/kernel" "$O/peer/initramfs.cpio" \
		"console=ttyS0 quiet peer.mode=plant peer.seed=$seed" \
		$(guest_memory "$T/$1.ram" "$mib")
	guest_wait "$1" '^peer: planted' 120
	guest_stop "$1"
	at_least "$1" 100000
}

# everywhere NAME: it is written over the paused guest's memory from outside,
# except for a MiB at both ends, where the firmware is.
everywhere()
{
	guest_qmp "$1" stop
	yes "$pattern" | head -c $(((mib - 2) * 1048576)) |
		dd of="$T/$1.ram" bs=1M seek=1 conv=notrunc iflag=fullblock
	at_least "$1" 3000000
}

# reset NAME: system_reset, into our kernel again.
reset()
{
	guest_reset "$1"
	guest_wait "$1" "$ready" 120
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"

GUEST_INPUT=1
memory own
test_ok 'our image runs' start own "$O/vpn-debug"
test_ok 'a process and a file hold the pattern' secrets own
test_ok 'system_reset, and our kernel boots' reset own
test_ok 'nothing is left of it' none own
guest_stop own
memory own
test_ok 'control: our image runs without the wipe' start own "$O/vpn-debug" "$careless"
test_ok 'control: a process and a file hold the pattern' secrets own
test_ok 'control: system_reset, and our kernel boots' reset own
test_ok 'control: some of it is still there' at_least own 1000
guest_stop own
GUEST_INPUT=

test_ok 'another system leaves the pattern in memory' foreign wipe
test_ok 'our image starts on that memory' start wipe "$O/vpn"
test_ok 'not a page is left of it' scraps wipe
test_ok 'the pattern is everywhere in memory' everywhere wipe
test_ok 'system_reset, and our kernel boots' reset wipe
test_ok 'not a page is left of it' scraps wipe
guest_stop wipe

test_ok 'control: another system leaves the pattern in memory' foreign keep
test_ok 'control: our image starts on it without the wipe' start keep "$O/vpn" "$careless"
test_ok 'control: it is still there' at_least keep 10000
test_ok 'control: the pattern is everywhere in memory' everywhere keep
test_ok 'control: system_reset, and our kernel boots' reset keep
test_ok 'control: it is still there' at_least keep 10000
test_done
