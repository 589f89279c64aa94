#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# recipes/fetch: pinned files only, and a reason for each place that failed.
. tests/lib.sh
need curl flock socat unshare

export CACHE="$T/cache"
seq 1 20000 >"$T/good.tar"
size=$(wc -c <"$T/good.tar")
sum=$(sha256sum <"$T/good.tar" | cut -d ' ' -f 1)
final=$CACHE/source/$sum/good.tar
fetch() { env -u SOURCES recipes/fetch good.tar "$size" "$sum" "$@"; }
forget() { rm -rf "$CACHE"; }

test_ok 'a file comes by URL' fetch "file://$T/good.tar"
test_ok 'whole, under its hash' cmp "$T/good.tar" "$final"
test_ok 'and is not asked for again' fetch http://127.0.0.1:9/gone

forget
mkdir -p "$T/sources" && cp "$T/good.tar" "$T/sources/"
from_sources() { SOURCES=$T/sources recipes/fetch good.tar "$size" "$sum" http://127.0.0.1:9/x; }
test_ok 'SOURCES=dir comes first' from_sources

forget
mkdir -p "${final%/*}"
head -c 5000 "$T/good.tar" >"$final.part"
test_ok 'a broken download is resumed' fetch "file://$T/good.tar"
test_ok 'to the right contents' cmp "$T/good.tar" "$final"

forget
mkdir -p "${final%/*}"
head -c 5000 /dev/zero >"$final.part"
test_ok 'a partial file of other contents costs a new start, no more' fetch "file://$T/good.tar"
test_ok 'and the contents are right' cmp "$T/good.tar" "$final"

forget
sed 's/^1$/2/' "$T/good.tar" >"$T/bad.tar"
bad=$(sha256sum <"$T/bad.tar" | cut -d ' ' -f 1)
test_exit 1 'a changed hash is refused' fetch "file://$T/bad.tar"
test_ok 'and both hashes are named' said "sha256 expected $sum, got $bad"
test_ok 'and nothing stands under the final name' test ! -e "$final"

head -c 100 "$T/good.tar" >"$T/short.tar"
test_exit 1 'a short file is refused' fetch "file://$T/short.tar"
test_ok 'and both sizes are named' said "expected $size bytes, got 100"
cat "$T/good.tar" "$T/good.tar" >"$T/long.tar"
test_exit 1 'a long file is refused' fetch "file://$T/long.tar"

# over_http COMMAND...: with $url leading to the long file on a web server.
over_http()
{
	port=$(tests/http/port)
	{
		printf 'HTTP/1.0 200 OK\r\nContent-Length: %s\r\n\r\n' "$(wc -c <"$T/long.tar")"
		cat "$T/long.tar"
	} >"$T/answer"
	socat -u "OPEN:$T/answer" "TCP-LISTEN:$port,bind=127.0.0.1,reuseaddr" 2>/dev/null &
	server=$!
	within 10 tests/http/port "$port"
	rc=0
	fetch "http://127.0.0.1:$port/long.tar" || rc=$?
	kill "$server" 2>/dev/null || :
	return $rc
}
forget
test_exit 1 'also when the server announces its size' over_http
test_ok 'which is said' said "expected $size bytes, got more"

test_ok 'a later place serves when an earlier one differs' fetch "file://$T/bad.tar" "file://$T/good.tar"

forget
unreachable()
{
	SOURCES=$T/none DEBIAN_MIRROR=http://127.0.0.1:9/debian \
		recipes/fetch good.tar "$size" "$sum" http://127.0.0.1:9/up.tar pool/main/g/good.tar
}
test_exit 3 'found nowhere: exit 3' unreachable
test_ok 'and each place is listed with its reason' said \
	"$T/none/good.tar: no such file" '127.0.0.1:9/up.tar: curl: (7)' \
	'127.0.0.1:9/debian/pool/main/g/good.tar: curl: (7)'

no_mirror()
{
	mkdir -p "$T/empty"
	printf '#!/bin/sh\nexit 1\n' >"$T/empty/apt-get"
	chmod +x "$T/empty/apt-get"
	PATH=$T/empty:$PATH DEBIAN_MIRROR='' fetch pool/main/g/good.tar
}
test_exit 3 'no mirror known: exit 3' no_mirror
test_ok 'and it says how to name one' said 'no Debian mirror known: set DEBIAN_MIRROR'

# Full disks: 1 MB of it, a file of 2 MB.
head -c 2000000 /dev/urandom >"$T/sources/big.tar"
big=$(sha256sum <"$T/sources/big.tar" | cut -d ' ' -f 1)
export T big
full()
{
	mkdir -p "$T/disk"
	unshare -rm sh -eu -c 'mount -t tmpfs -o size=1m none "$T/disk"
		rc=0; env SOURCES="$1" CACHE="$T/disk" recipes/fetch big.tar 2000000 "$big" "file://$T/sources/big.tar" || rc=$?
		find "$T/disk" -name "*.part" | grep . || exit $rc' - "$1"
}
test_exit 3 'a full disk: exit 3, and no half file' full ''
test_ok 'the disk is named' said "fetch: cannot get big.tar, 2000000 bytes: the disk of the cache ($T/disk) is full: [0-9]* MiB left: free it, or say CACHE="
test_exit 3 'also where SOURCES= is copied from' full "$T/sources"
test_ok 'the disk is named' said "the disk of the cache ($T/disk) is full"
cannot_copy()
{
	printf '#!/bin/sh\necho "cp: input/output error" >&2; exit 1\n' >"$T/empty/cp"
	chmod +x "$T/empty/cp"
	PATH=$T/empty:$PATH SOURCES=$T/sources recipes/fetch good.tar "$size" "$sum" http://127.0.0.1:9/x
}
forget
test_exit 3 'a copy from SOURCES= that fails' cannot_copy
test_ok 'is among what was tried' said "$T/sources/good.tar: cp: input/output error" '127.0.0.1:9/x: curl: (7)'
nowhere() { unshare -rn recipes/fetch good.tar "$size" "$sum" http://one.invalid/good.tar; }
test_exit 3 'a machine without a network' nowhere
test_ok 'is called so' said 'this machine has no network'
bare_cache() { mkdir -p "$T/ro" && unshare -rm sh -c 'mount -t tmpfs -o ro none "$T/ro" && CACHE=$T/ro recipes/fetch good.tar 1 '"$sum"; }
test_exit 3 'a cache that cannot be written' bare_cache
test_ok 'is named' said "cannot write to the cache ($T/ro)"

two()
{
	fetch "file://$T/good.tar" & p=$!
	fetch "file://$T/good.tar"
	wait $p
	cmp "$T/good.tar" "$final"
}
test_ok 'two at once do not disturb each other' two
test_exit 2 'too few arguments: usage' recipes/fetch good.tar

# Of the lists of Debian packages, those that `make fetch` leaves out.
unfetched()
{
	env -u MAKEFLAGS -u MAKELEVEL make -n fetch O="$T/o" >"$T/fetch"
	for lock in recipes/*.lock tests/*.lock; do
		lock=${lock%.lock}
		# The builder's own is a step of every build.
		test "$lock" = recipes/builder || grep -qw "$lock" "$T/fetch" || echo "$lock"
	done
}
test_empty 'make fetch brings the packages of all lists' unfetched
test_done
