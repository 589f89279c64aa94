#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make sources-archive`: from that folder alone, with an empty cache and an empty
# network, the same bytes are built.
. tests/lib.sh
. tests/toy.sh
need bwrap make git unshare

toy_cache "$T/cache"
toy_checkout "$T/one"
echo out >"$T/one/.gitignore"
git -C "$T/one" init -q
toy_commit "$T/one" 'as it is'
a=$T/one/out/sources

archive()
{
	toy_make "$T/one" sources-archive CACHE="$T/cache"
}
test_ok 'the archive is made' archive
whole()
{
	cd "$a"
	sha256sum --quiet -c SHA256SUMS
	cut -d ' ' -f 1,3 inputs.lock | while read -r name hash; do test -f "$hash/$name"; done
	for f in */*; do test "$(sha256sum <"$f" | cut -c 1-64)" = "${f%%/*}"; done
}
test_ok 'it has every input under its hash' whole

# Nothing of this repository, its cache or a network but the archive.
alone()
{
	mkdir "$T/later"
	tar -xf "$a"/*/mayfly-*.tar -C "$T/later" --strip-components=1
	env -u MAKEFLAGS -u MAKELEVEL -u TREE -u O -u DEBIAN_MIRROR unshare -rn sh -eu -c '
		test -z "$(tail -n +3 /proc/net/dev | grep -v lo:)"
		make -C "$1/later" step STEP=zlib SOURCES="$2" CACHE="$1/empty"' - "$T" "$a"
}
test_ok 'zlib and musl build from it alone' alone
same()
{
	n=0
	for d in "$T"/empty/step/*; do
		diff -r "$d" "$CACHE/step/${d##*/}"
		n=$((n + 1))
	done
	test $n -ge 2
}
test_ok 'to the same bytes as before' same
echo more >"$T/one/recipes/new"
test_exit 2 'not of files that are not committed' archive
test_ok 'which are named' said recipes/new
rm "$T/one/recipes/new"
damaged()
{
	rm -rf "$T/copy"
	cp -R "$a" "$T/copy"
	for f in "$T"/copy/*/zlib_*.orig.*; do echo x >>"$f"; done
	chmod -R u+w "$T/empty"
	rm -rf "$T/empty/source" "$T/empty/step"
	unshare -rn env -u MAKEFLAGS -u MAKELEVEL -u TREE -u O make -C "$T/later" step STEP=zlib SOURCES="$T/copy" CACHE="$T/empty"
}
test_exit 2 'a damaged file is not built from' damaged
test_ok 'and is named' said 'zlib.*expected .* bytes'
test_done
