#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make reproducible HOST=trixie`: the second build with another Debian's make,
# shell and tools around it, and what is said of a HOST that is none.
. tests/lib.sh
. tests/toy.sh
need bwrap make debootstrap disorderfs

toy_cache "$T/cache"
ln -sfn "$CACHE/host" "$T/cache/host"
mkdir -p "$CACHE/host"
toy_checkout "$T/one"
mkdir "$T/checkout"
ln -s "$T/cache" "$T/checkout/cache"
root=$(reproducibility/debian-host trixie "$CACHE") || missing 'no Debian trixie: run make fetch'

# in_it COMMAND...: what the wrapper of the second leg makes of it.
in_it()
{
	(cd "$T/one" && LEG=$T HOST_ROOT=$root reproducibility/vary/distribution "$@")
}
other()
{
	in_it cat /etc/debian_version | grep '^13'
	test "$(in_it make --version | head -n 1)" != "$(make --version | head -n 1)"
	test "$(in_it bwrap --version)" != "$(bwrap --version)"
	in_it bwrap --unshare-all --uid 1000 --ro-bind / / --proc /proc --dev /dev true
}
test_ok 'it has another make and bubblewrap, and sandboxes in them' other
# shellcheck disable=SC2016 # the recipe is to expand it
echo 'echo "int main(void) { return 0; }" >t.c; cc -g -o "$PREFIX/program" t.c; { id; uname -n; pwd; umask; make --version; } >"$PREFIX/host"' \
	>"$T/one/recipes/toy/build"
test_ok 'a build in it is the same' toy_make "$T/one" reproducible STEP=toy HOST=trixie CACHE="$T/cache"
test_ok 'and it was made in it' said '^leg second: .* distribution$' '^identical: '
test_exit 2 'a HOST that is no name' toy_make "$T/one" reproducible STEP=toy HOST=../x CACHE="$T/cache"
test_ok 'is told' said 'say a Debian release'
test_done
