#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The sealed builder: nothing of the host shows in what a step yields.
. tests/lib.sh
. tests/toy.sh
need bwrap make

toy_checkout "$T/plain"
toy_cache "$T/cache-plain"
test_ok 'a step builds' toy_make "$T/plain" step STEP=toy CACHE="$T/cache-plain"

# A host as bad as it can be made from outside.
mkdir -p "$T/bad/bin" "$T/bad/include" "$T/bad/home"
for c in cc gcc ld as; do
	printf '#!/bin/sh\necho poisoned; exit 0\n' >"$T/bad/bin/$c"
	chmod +x "$T/bad/bin/$c"
done
echo '#define WHAT "poisoned"' >"$T/bad/include/poison.h"
echo 'set -x' >"$T/bad/home/.profile"
# A library that can be preloaded is one that the builder itself compiled.
preload=$(find "$CACHE/builder/" -name 'libfl.so*' -o -name 'libz.so.1.*' 2>/dev/null | head -n 1)

poisoned()
{
	toy_checkout "$T/poisoned"
	toy_cache "$T/cache-poisoned"
	(
		umask 077
		PATH=$T/bad/bin:$PATH HOME=$T/bad/home CFLAGS=-DWHAT='"poisoned"' CPPFLAGS=-DWHAT=1 \
		CPATH=$T/bad/include C_INCLUDE_PATH=$T/bad/include LD_PRELOAD=$preload \
		LD_LIBRARY_PATH=$T/bad GCC_EXEC_PREFIX=$T/bad COMPILER_PATH=$T/bad/bin \
		TZ=Asia/Tokyo LC_ALL=C.UTF-8 LANG=tr_TR ENV=$T/bad/home/.profile USER=mallory \
		SOURCE_DATE_EPOCH=1 MAKEFILES='' CC=poisoned \
			toy_make "$T/poisoned" step STEP=toy CACHE="$T/cache-poisoned"
	)
}
test_ok 'the preloaded library exists' test -n "$preload"
test_ok 'it builds on a poisoned host' poisoned
test_is 'with the same output, names, modes and times' \
	"$(toy_hash "$T/cache-plain")" "$(toy_hash "$T/cache-poisoned")"

out=$(echo "$T"/cache-plain/step/toy-*)
test_ok 'the compiler is the pinned one' grep -q '12.2.0-14+deb12u1' "$out/cc"
test_ok 'user, host, umask and zone are fixed' sh -c "
	grep -q '^uid=1000(build) gid=1000(build)' '$out/world' &&
	grep -qx mayfly '$out/world' && grep -qx 0022 '$out/world' && grep -qx UTC '$out/world'"
no_host_names()
{
	! grep -e "$T" -e "$(uname -n)" -e poison -e mallory "$out/world" "$out/env"
}
test_ok 'no path, host or user name of this machine is visible' no_host_names
test_ok 'the output is read-only' test -z "$(find "$out" ! -type l -perm /222)"

network()
{
	cat >"$T/plain/recipes/toy/build" <<-'TOY'
	grep -v lo: /proc/net/dev | tail -n +3 >"$PREFIX/devices"
	test ! -s "$PREFIX/devices"
	TOY
	toy_make "$T/plain" step STEP=toy CACHE="$T/cache-plain"
}
test_ok 'a step sees no network device but its own loopback' network

no_sandbox()
{
	printf '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2; exit 1\n' >"$T/bad/bin/bwrap"
	chmod +x "$T/bad/bin/bwrap"
	PATH=$T/bad/bin:$PATH recipes/sandbox-check
}
test_exit 3 'without user namespaces: exit 3' no_sandbox
test_ok 'and it says what to enable' said 'unprivileged_userns_clone=1'

# An ordinary user, who may not read root's cache: a copy, by hard links where it can be.
as_user()
{
	toy_checkout "$T/user"
	mkdir -p "$T/cache-user"
	# Of another file system links get half way: then from the start.
	builder=builder/$(cat recipes/builder.lock recipes/builder | sha256sum | cut -d ' ' -f 1)
	mkdir "$T/cache-user/builder"
	cp -al "$CACHE/$builder" "$T/cache-user/builder/" 2>/dev/null || {
		rm -rf "$T/cache-user/$builder"
		cp -a "$CACHE/$builder" "$T/cache-user/builder/"
	}
	chmod a+rx "$T" && chown -R 65534:65534 "$T/user"
	find "$T/cache-user" -maxdepth 2 -exec chown 65534:65534 {} +
	setpriv --reuid=65534 --regid=65534 --clear-groups \
		env -u MAKEFLAGS -u MAKELEVEL -u O -u TREE HOME="$T/user" \
		make -C "$T/user" step STEP=toy CACHE="$T/cache-user"
}
if [ "$(id -u)" -eq 0 ]; then
	test_ok 'an ordinary user can build' as_user
	test_is 'with the same output' "$(toy_hash "$T/cache-poisoned")" "$(toy_hash "$T/cache-user")"
else
	echo '# all of the above ran as an ordinary user'
fi

test_done
