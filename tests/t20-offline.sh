#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# After fetch nothing needs a network: build again in an empty network
# namespace, using nothing built before, and get the same bytes.
. tests/lib.sh
. tests/toy.sh
need bwrap make unshare

again()
{
	toy_checkout "$T/one"
	env -u MAKEFLAGS -u MAKELEVEL -u TREE -u O unshare -rn sh -eu -c '
		test -z "$(tail -n +3 /proc/net/dev | grep -v lo:)"
		make -C "$1" step STEP="libsodium wgd" REBUILD=1 CACHE="$2"' - "$T/one" "$CACHE"
}
test_ok 'musl, headers, libsodium and wgd build without a network' again
same()
{
	n=0
	for d in "$T"/one/out/rebuild/step/*; do
		diff -r "$d" "$CACHE/step/${d##*/}"
		n=$((n + 1))
	done
	test $n -ge 4
}
test_ok 'to the same bytes as before' same
test_done
