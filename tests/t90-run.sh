#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make run`: the image's console here, the peer's findings between its lines,
# and Ctrl-A X ends both.
. tests/lib.sh
. tests/qemu/guest.sh
need qemu-system-x86_64 openssl
need_file "$O/vpn/kernel"

# keys REGEX: types Ctrl-A X once such a line has been shown.
keys()
{
	for _ in $(seq $((1800 * SCALE))); do
		! grep -aqE "$1" "$T/shown" || break
		sleep 0.1
	done
	printf '\001x'
	sleep 1
}

run_until()
{
	until_line=$1
	shift
	: >"$T/shown"
	keys "$until_line" | timeout $((240 * SCALE)) tests/qemu/run "$O/vpn" "$@" >"$T/shown"
	cat "$T/shown"
	grep -qaE "$until_line" "$T/shown"
}

nothing_left()
{
	! ls -d "${TMPDIR:-/tmp}"/mayfly-run.* 2>/dev/null
}

test_ok 'the peer is answered' run_until '^peer: nat6=2001:db8:100::1'
test_ok 'the image speaks for itself' grep -qa '^mayfly: wireguard ' "$T/shown"
test_ok 'with a handshake' grep -qa '^peer: handshake=ok' "$T/shown"
test_ok 'without a peer, too' run_until '^mayfly: wireguard ' --peer none
test_ok 'and then there is none' sh -c '! grep -a "^peer:" "$1"' - "$T/shown"
test_ok 'nothing stays behind' nothing_left
test_exit 2 'a missing folder is a usage error' tests/qemu/run
test_exit 3 'a folder without an image: could not tell' tests/qemu/run "$T"
test_done
