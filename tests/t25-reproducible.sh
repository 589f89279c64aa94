#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make reproducible` on a recipe of a second: what the sealed builder keeps out,
# and what it lets in, planted one by one: found, and named with its variation.
. tests/lib.sh
. tests/toy.sh
need bwrap make unshare disorderfs diffoscope bsdtar taskset setarch

toy_cache "$T/cache"
toy_checkout "$T/one"
r=$T/one/out/reproducible

# plant TEXT: a recipe of that script.
plant()
{
	printf '%s\n' "$1" >"$T/one/recipes/toy/build"
}
reproducible()
{
	toy_make "$T/one" reproducible STEP=toy CACHE="$T/cache"
}
# differs SCRIPT TEXT...: it differs, and each text is in the report.
differs()
{
	plant "$1"
	shift
	status=0
	toy_make "$T/one" reproducible STEP=toy CACHE="$T/cache" || status=$?
	test "$status" -eq 2
	for text; do
		grep -E -e "$text" "$r/report.txt"
	done
}

# shellcheck disable=SC2016 # the recipe is to expand it
plant 'echo "int main(void) { return 0; }" >t.c; cc -g -o "$PREFIX/program" t.c; ln -s program "$PREFIX/link"'
test_ok 'a clean recipe is identical' reproducible
test_ok 'and the report says so' grep -q '^identical: ' "$r/report.txt"

test_ok 'REBUILD=1 and an old output are no matter' toy_make "$T/one" reproducible STEP=toy REBUILD=1 DEBUG=1 CACHE="$T/cache"

plant '{ id; uname -n; pwd; date +%Z; umask; env | sort | grep -vE "MAKEFLAGS|LD_PRELOAD"; stat -c "%a %n" "$STEP"/*; } >"$PREFIX/host" 2>&1'
test_ok 'user, host, path, zone, umask, locale, variables do not come in' reproducible

# One recipe that depends on all that the sandbox lets in: each is named.
# shellcheck disable=SC2016
{
	test_ok 'processors, folder order, personality and clock are named' differs '
		nproc >"$PREFIX/processors"
		for i in 1 2 3 4 5 6 7 8 9; do : >"$i"; done; ls -U >"$PREFIX/order"
		uname -m >"$PREFIX/machine"
		date +%Y >"$PREFIX/year"' \
		'^cause: toy [(]recipes/toy[)]: built from the same' \
		'^variation: toy differs under: processors clock-behind directory-order personality clock$' \
		'toy/order: the same lines in another order'
	test_ok 'random data' differs 'head -c 64 /dev/urandom >"$PREFIX/key"' '^variation: toy differs even from itself'
}
test_ok 'diffoscope has looked, too' test -s "$r/diffoscope.html" -a -s "$r/diffoscope.txt"

plant 'exit 5'
test_exit 2 'a build that fails is no difference' reproducible
test_ok 'and its log is named' said 'its log is .*/reproducible/first/log'
test_done
