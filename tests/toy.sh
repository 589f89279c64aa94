# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# A copy of this repository with one more recipe, toy, that builds in a second:
# for tests of the engine. Sourced after tests/lib.sh.

CACHE=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mayfly}

# toy_cache DIR: a cache without steps that shares the downloads and the
# unpacked builder of the real one.
toy_cache()
{
	mkdir -p "$1"
	ln -sfn "$CACHE/source" "$1/source"
	ln -sfn "$CACHE/builder" "$1/builder"
}

# toy_checkout DIR: the copy.
toy_checkout()
{
	mkdir -p "$1/tests/unit" "$1/recipes/toy"
	cp -R Makefile kernel configs rootfs recipes tools reproducibility "$1/"
	cp -R tests/unit tests/ether tests/verbs.mk "$1/tests/"
	: >"$1/recipes/toy/deps"
	cat >"$1/recipes/toy/build" <<'TOY'
# Everything a host could leak: compiler, headers, environment, names, folders.
sleep "$(cat "$STEP/sleep" 2>/dev/null || echo 0)"
cat >t.c <<C
#if defined(__has_include) && __has_include(<poison.h>)
#include <poison.h>
#endif
#ifndef WHAT
#define WHAT "clean"
#endif
#include <stdio.h>
int main(void) { puts(WHAT); return 0; }
C
cc -g -o "$PREFIX/program" t.c
cc --version >"$PREFIX/cc"
env | grep -v ^MAKEFLAGS= | sort >"$PREFIX/env"
{ id; uname -n; umask; date +%Z; pwd; ls / /dev /build; } >"$PREFIX/world" 2>&1
ls -l /proc/self/fd | wc -l >"$PREFIX/fds"
TOY
}

# toy_make DIR [ARGUMENT...]: make in a copy, free of the outer make's flags.
toy_make()
{
	toy_dir=$1
	shift
	env -u MAKEFLAGS -u MAKELEVEL -u O -u TREE -u V make -C "$toy_dir" "$@"
}

# toy_hash CACHE: one hash over the names, modes and contents of toy's output.
toy_hash()
{
	(cd "$1"/step/toy-* && find . -exec stat -c '%n %a %Y' {} + | sort && find . -type f -exec sha256sum {} + | sort) |
		sha256sum
}

# toy_release DIR: kernel, image and boot medium of that copy become files of a
# line, and the copy a git repository with one commit: for tests of releases.
toy_release()
{
	(
		cd "$1" || exit
		rm -rf reproducibility/published kernel/boot/source kernel/patches kernel/size kernel/sha256
		for f in kernel/deps kernel/inputs kernel/boot/deps configs/images/vpn/inputs configs/images/vpn/deps.debug; do : >"$f"; done
		echo linux >configs/images/vpn/deps
		echo trust >kernel/boot/inputs
		printf 'out\n' >.gitignore
		echo 'echo kernel >"$PREFIX/bzImage"' >kernel/build
		echo 'cat "$REPO/trust/trust_policy.json" >"$PREFIX/stboot.efi"; sha256sum <"$PREFIX/stboot.efi" | cut -c 1-64 >"$PREFIX/authenticode.txt"' \
			>kernel/boot/build
		echo 'cd "$PREFIX"; for f in vpn.zip kernel initramfs.cpio.zst; do echo $f >$f; done; sha256sum * >SHA256SUMS' >tools/image/build
		git init -q
		git config user.name Toy
		git config user.email toy@example.org
		toy_commit . 'the first'
	)
}

# toy_commit DIR MESSAGE: commit all that is there.
toy_commit()
{
	git -C "$1" add -A
	git -C "$1" -c user.name=Toy -c user.email=toy@example.org commit -q -m "$2"
}
