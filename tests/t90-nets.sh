#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Networks as public reports have them, replayed on the image: each file of ether/scenes is
# one, as data (ether/README.md). A few at a time, each with a guest and an Ethernet of its own.
# Environment: SCENES='gcp silent' only these; NETS_PATIENCE seconds for each (else within.sh's);
# NETS_FLAVOUR the image (vpn).
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/provision.sh
. tests/qemu/wg.sh
need qemu-system-x86_64 openssl bsdtar
image=$O/${NETS_FLAVOUR:-vpn}
ether=${ETHER:-$O/unit/bin/run_ether}
need_file "$image/kernel" "$ether" "$O/tools/stmgr"
scenes=tests/ether/scenes

at_exit()
{
	for folder in "$T"/*/; do
		test ! -s "${folder}neighbours" || kill "$(cat "${folder}neighbours")" 2>/dev/null || :
		(T=${folder%/} && guests_stop)
	done
}

# values SCENE KIND NAME: of each line of that kind, the word's value.
values() { sed -n "s/^$2 .*\\<$3=\\([^ ]*\\).*/\\1/p" "$scenes/$1"; }

# cards SCENE: QEMU's arguments of its cards, in that order.
cards()
{
	number=0
	for name in $(values "$1" card name); do
		number=$((number + 1))
		net_socket "$name" "$name.nic" "$name.net"
		# LACP wants to know how fast a card is.
		echo "$(net_nic "$name" "$number"),speed=1000,duplex=full"
	done
}

# holds KIND WHERE REGEX: now. "never" is asked once, at the end.
holds()
{
	case $2 in
	said) file=$T/guest.log ;;
	seen) file=$T/ether.log ;;
	esac
	grep -aqE -- "$3" "$file"
}

# scene NAME: in a folder of its own, $T; what did not hold, on standard output.
scene()
{
	net_keys "$T/keys"
	cp "$T/keys/key" "$T/client.key"
	"$ether" "$scenes/$1" "$T" "$(patience 100)" >"$T/ether.log" 2>"$T/ether.err" &
	echo $! >"$T/neighbours"
	words=$(sed -n 's/^boot //p' "$scenes/$1" | tr '\n' ' ' | sed "s,@client,$(cat "$T/keys/public"),")
	# shellcheck disable=SC2046 # one word a QEMU argument
	guest_start guest "$image/kernel" "$initramfs" "$(image_cmdline "$image" wg.address=10.64.0.1/24,fd6d:6179:666c::1/64 "$words")" $(cards "$1")
	end=$(($(date +%s) + ${NETS_PATIENCE:-$(patience 15)}))
	grep '^expect ' "$scenes/$1" >"$T/expect"
	while read -r kind where what; do
		until holds "$kind" "$where" "$what"; do
			test -s "$T/public" || test -z "$(guest_value guest publickey)" ||
				guest_value guest publickey >"$T/public"
			test "$(date +%s)" -lt "$end" && guest_alive guest || {
				echo "$kind $where $what"
				break
			}
			sleep 0.2
		done
	done <"$T/expect"
	guest_stop guest
	kill "$(cat "$T/neighbours")" 2>/dev/null || echo 'the Ethernet ended before'
	wait "$(cat "$T/neighbours")" || echo "run_ether failed: $(tail -n 3 "$T/ether.err")"
	sed -n 's/^never //p' "$scenes/$1" | while read -r where what; do
		! holds never "$where" "$what" || echo "never $where $what"
	done
}

# told SCENE: nothing that did not hold; if something, what was there.
told()
{
	test -e "$T/$1/done"
	test -s "$T/$1/failed" || return 0
	cat "$T/$1/failed"
	tail -n 12 "$T/$1/guest.log"
	grep '^total' "$T/$1/ether.log" | tail -n 14
	return 1
}

# The image with keys for a list of peers, which is asked for where there is wg.peers=.
wg_source "$T/site"
initramfs=$T/initramfs
mkdir -p "$T/overlay/etc/peers"
cp "$T/site/tls/ca.pem" "$T/overlay/etc/peers/ca.pem"
cp "$T/site/vkey" "$T/overlay/etc/peers/signer"
chmod -R a+rX "$T/overlay"
cp "$image/initramfs.cpio.zst" "$initramfs"
tests/qemu/append "$T/overlay" "$initramfs"

all=${SCENES:-$(cd "$scenes" && ls)}
running=
for name in $all; do
	mkdir "$T/$name"
	(T=$T/$name && scene "$name" >"$T/failed" 2>&1 && : >"$T/done") &
	running="$running $!"
	# shellcheck disable=SC2086 # a list
	set -- $running
	if test $# -ge 3; then
		wait "$1" || :
		shift
		running=$*
	fi
done
# shellcheck disable=SC2086
wait $running || :
for name in $all; do
	test_ok "$name: $(sed -n 's/^about //p' "$scenes/$name")" told "$name"
done
test_done
