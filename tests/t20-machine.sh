#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Machines on which nothing can be built: said before the first download, with the
# cause and what to do.
. tests/lib.sh
. tests/toy.sh
need bwrap make unshare setpriv

toy_checkout "$T/one"
mkdir -p "$T/bin" "$T/none"
broken='#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n'

# with FILE SCRIPT COMMAND...: a program of that name does this instead.
with()
{
	rm -rf "${T:?}/bin" && mkdir "$T/bin"
	printf "$2" >"$T/bin/$1" && chmod +x "$T/bin/$1"
	shift 2
	PATH=$T/bin:$PATH "$@"
}
# fresh ARGUMENT...: make with a cache that has nothing, and no network.
fresh()
{
	rm -rf "$T/empty" "$T/one/out"
	env -u SOURCES DEBIAN_MIRROR=http://127.0.0.1:9 http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 \
		make -C "$T/one" CACHE="$T/empty" "$@"
}
unset MAKEFLAGS MAKELEVEL O TREE
nothing_asked_for() { ! grep -e 'cannot get' -e 'curl:' "$T/.last" && test -z "$(find "$T/empty" -type f ! -name '*.lock')"; }

test_ok 'this machine can' recipes/sandbox-check
test_exit 2 'no user namespaces: make stops' with bwrap "$broken" fresh step STEP=toy
test_ok 'before anything is downloaded' nothing_asked_for
test_exit 2 'also before sources are' with bwrap "$broken" fresh step STEP=zlib
test_ok 'which says what to enable' said 'bubblewrap cannot make a sandbox here: bwrap: No permissions' 'sysctl -w kernel.unprivileged_userns_clone=1' 'In a container'
test_ok 'make -n does not ask' with bwrap "$broken" fresh -n step STEP=toy

toy_cache "$T/cache"
test_ok 'a step builds' toy_make "$T/one" step STEP=toy CACHE="$T/cache"
test_ok 'with nothing to build the machine is not looked at' with bwrap "$broken" toy_make "$T/one" step STEP=toy CACHE="$T/cache"

without()
{
	rm -rf "${T:?}/bin" && mkdir "$T/bin"
	for p in bwrap curl bsdtar xz flock sha256sum tar awk sed grep find xargs realpath sh cat uname id head true; do
		ln -s "$(command -v $p)" "$T/bin/"
	done
	for p; do rm "$T/bin/$p"; done
	PATH=$T/bin recipes/sandbox-check
}
test_ok 'all programs that are asked for are enough' without
test_exit 3 'programs that are missing' without bwrap xz
test_ok 'are named, all of them' said 'missing: bwrap xz:.*make setup'
test_exit 3 'another processor' with uname '#!/bin/sh\necho aarch64\n' recipes/sandbox-check
test_ok 'is named' said 'aarch64.*x86-64'
test_exit 3 "busybox's tar" with tar '#!/bin/sh\necho BusyBox\n' recipes/sandbox-check
test_ok 'is named' said "tar is not GNU's"
test_exit 3 'an old bubblewrap' with bwrap '#!/bin/sh\n[ "$1" != --version ] || { echo bubblewrap 0.4.1; exit; }\necho "bwrap: Unknown option --clearenv" >&2; exit 1\n' recipes/sandbox-check
test_ok 'is named' said 'bubblewrap 0.4.1 is too old'

preloaded() { chmod -R u+w "$T/cache/step"; rm -rf "$T/one/out" "$T/cache/step"; LD_PRELOAD=/nonexistent/clock.so toy_make "$T/one" step STEP=toy CACHE="$T/cache"; }
test_ok 'a library that is preloaded outside is no matter' preloaded

# As each of the settings is, in a namespace of its own.
no_namespaces() { unshare -r sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec recipes/sandbox-check'; }
test_exit 3 'user.max_user_namespaces=0' no_namespaces
test_ok 'is named, and the way out' said 'user namespaces are off' 'sysctl -w user.max_user_namespaces='
setting()
{
	chmod 755 "$T" "$T/bin"
	with bwrap "$broken" unshare -m sh -eu -c '
		mount -t tmpfs none /proc/sys/kernel && echo "$2" >"/proc/sys/kernel/$1"
		exec setpriv --reuid=65534 --regid=65534 --clear-groups recipes/sandbox-check' - "$@"
}
if [ "$(id -u)" -eq 0 ]; then
	test_exit 3 'kernel.unprivileged_userns_clone=0' setting unprivileged_userns_clone 0
	test_ok 'is named' said 'for root alone' 'sysctl -w kernel.unprivileged_userns_clone=1$'
	test_exit 3 "AppArmor's restriction" setting apparmor_restrict_unprivileged_userns 1
	test_ok 'is named' said 'AppArmor keeps' 'sysctl -w kernel.apparmor_restrict_unprivileged_userns=0$'
	test_exit 3 'neither' setting apparmor_restrict_unprivileged_userns 0
	test_ok 'is called by what bubblewrap says' said 'here: bwrap: No permissions'

	closed()
	{
		mkdir -p "$T/closed/deep/cache"
		chmod 755 "$T" && chown -R 65534 "$T/closed" && chmod 700 "$T/closed"
		toy_cache "$T/closed/deep/cache"
		rm -rf "$T/one/out"
		toy_make "$T/one" step STEP=toy CACHE="$T/closed/deep/cache"
	}
	test_exit 2 "root and a cache below somebody's closed folder" closed
	test_ok 'says which, whose, and what to do' said "root cannot reach $T/closed/deep/cache inside the sandbox, for $T/closed is closed to others: say CACHE=some-folder, or build as its owner, nobody"
	theirs()
	{
		d=$T/theirs/builder/$(cat "$T/one/recipes/builder.lock" "$T/one/recipes/builder" | sha256sum | cut -d ' ' -f 1)
		mkdir -p "$d" && chown 65534 "$d" && chmod 700 "$d"
		rm -rf "$T/one/out"
		toy_make "$T/one" step STEP=toy CACHE="$T/theirs"
	}
	test_exit 2 'one that is open, with a builder that is not' theirs
	test_ok 'is named' said "root cannot use $T/theirs inside the sandbox (.*/builder/.*): say CACHE="
fi

# on OPTIONS COMMAND: with a small file system on $T/disk, of its own.
on()
{
	mkdir -p "$T/disk" && rm -rf "$T/one/out"
	unshare -rm sh -eu -c 'mount -t tmpfs -o "$1" none "$2"; shift 2; "$@"' - "$1" "$T/disk" \
		env DEBIAN_MIRROR=http://127.0.0.1:9 http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 \
		PATH="$PATH" make -C "$T/one" CACHE="$T/disk" step STEP="$2"
}
test_exit 2 'a disk that is too small' on size=200m linux-config
test_ok 'is said before anything is downloaded' said 'has [0-9]* MiB left, and this build takes about [0-9]*: free some, or say CACHE='
nothing_tried() { ! grep -e 'cannot get' -e 'curl:' "$T/.last"; }
test_exit 2 'again' on size=200m linux-config
test_ok 'nothing was asked for' nothing_tried
gigabytes()
{
	need=$(sed -n 's/.*takes about \([0-9]*\).*/\1/p' "$T/.last")
	test "$need" -gt 2000 && test "$need" -lt 6000
}
test_exit 2 'the kernel' on size=200m linux
test_ok 'takes more than two gigabytes' gigabytes
test_exit 2 'a disk on which nothing may run' on noexec,size=5g toy
test_ok 'is named' said 'is mounted noexec: say CACHE='
test_exit 2 'one without links' with ln '#!/bin/sh\ncase "$*" in *nothing*) exit 1 ;; esac\nexec /bin/ln "$@"\n' on size=5g toy
test_ok 'is named' said 'takes no symbolic links: say CACHE='
test_done
