#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# make setup: the right names on each release, and a list for other systems.
. tests/lib.sh
need unshare setpriv

mkdir -p "$T/bin" "$T/few" "$T/tmp"
chmod 755 "$T" "$T/bin" "$T/few"
# Its log stays where it failed.
chmod 1777 "$T/tmp"
export TMPDIR=$T/tmp
# program NAME SCRIPT: in $T/bin.
program() { printf '#!/bin/sh\n%s\n' "$2" >"$T/bin/$1" && chmod 755 "$T/bin/$1"; }
# known NAME...: to apt; installed NAME...: by dpkg.
known() { program apt-cache "case ' $* ' in *\" \$2 \"*) echo Package: \$2 ;; esac"; }
installed() { program dpkg-query "for p; do :; done; case ' $* ' in *\" \$p \"*) echo installed ;; esac"; }
names() { PATH=$T/bin:$PATH recipes/packages "$T/list" | xargs; }

printf '# a list\none # why\ntwo | three\n\n four\n' >"$T/list"
known one two three four
installed
test_is 'comments are left out, the first of several names is taken' 'one two four' "$(names)"
known one three four
test_is 'the one that apt knows' 'one three four' "$(names)"
known
test_is 'before apt knows any, the first' 'one two four' "$(names)"
known two
installed three
test_is 'the one that is installed, whatever apt knows' 'one three four' "$(names)"

if [ -n "$(apt-cache show make 2>/dev/null)" ]; then
	test_ok 'this release has all of the lists' sh -c '! recipes/packages recipes/host.packages tests/packages | xargs apt-cache show >/dev/null 2>"$1" || true; ! grep . "$1"' - "$T/unknown"
else
	echo '# apt has no lists: names are not looked up'
fi

# A machine without some package, as an ordinary user, and as root.
all=$(recipes/packages recipes/host.packages tests/packages | grep -vx -e socat -e jq | xargs)
known "$all" socat jq
installed "$all"
user() { PATH=$T/bin:$PATH unshare -r --map-user=1000 recipes/setup; }
test_exit 3 'an ordinary user cannot install' user
test_ok 'and is told what would' said 'apt-get update && apt-get install --no-install-recommends socat jq$'
program apt-get 'echo "$*" >>'"$T/asked"
as_root() { PATH=$T/bin:$PATH unshare -r recipes/setup; }
test_ok 'root installs' as_root
test_is 'after an update, what is missing' '-q update
-qy install --no-install-recommends socat jq' "$(cat "$T/asked")"
known "$all" socat
rm "$T/asked"
test_exit 3 'a release that lacks a package' as_root
test_ok 'is told so by name' said 'has no package of the name jq:'
test_ok 'and the others are installed' grep -q 'install.* socat$' "$T/asked"
program apt-get 'echo "E: http://me:s3cret@host/debian is down" >&2; exit 100'
test_exit 3 'apt-get fails' as_root
test_ok 'its words are shown, without a password' said 'E: http://\*\*\*@host/debian is down' 'apt-get failed'
installed "$all" socat jq
program bwrap 'echo "bwrap: No permissions" >&2; exit 1'
test_ok 'all is there, but no sandbox' as_root
test_ok 'which is said before a download' said 'cannot make a sandbox here' 'this machine cannot build yet' 'all host packages are there'

# on NAME LIKE [PROGRAM...]: another distribution, that has these programs alone.
on()
{
	printf 'ID=%s\nID_LIKE="%s"\nPRETTY_NAME="%s here"\n' "$1" "$2" "$1" >"$T/os"
	shift 2
	rm -f "$T"/few/*
	for p in sh sed awk sort xargs cat echo "$@"; do ln -s "/usr/bin/$p" "$T/few/$p"; done
	unshare -rm sh -euc 'mount --bind "$1/os" /etc/os-release; PATH=$1/few exec recipes/setup' - "$T"
}
test_exit 3 'Fedora' on fedora ''
test_ok 'gets a list' said 'fedora here has no apt-get' 'programs are missing: make bwrap curl bsdtar' 'dnf install .*bubblewrap .*git-core' 'what these packages of Debian have: qemu-system-x86'
test_exit 3 'one like Arch' on manjaro arch make curl git tar
test_ok 'gets what it lacks, by its own names' said 'missing: bwrap bsdtar xz flock' 'pacman -S .*libarchive'
test_exit 3 'Alpine' on alpine ''
test_ok 'likewise' said 'apk add .*bubblewrap'
test_exit 3 'NixOS' on nixos ''
test_ok 'likewise' said 'nix-shell -p .*gnumake'
test_exit 3 'one that is not known' on haiku ''
test_ok "gets Debian's names" said 'on Debian are called .*libarchive-tools'
test_ok 'one that has all programs' on fedora '' make bwrap curl bsdtar tar xz flock sha256sum find git
test_ok 'is told so' said 'all programs that a build needs are there'
test_done
