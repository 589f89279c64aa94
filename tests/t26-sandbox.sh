#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What looks at a stranger's bytes has them, and nothing else of this machine:
# proven by what looks, and by bytes that have made other programs look around.
. tests/lib.sh
need bwrap perl zip zstd gzip setpriv strace
here=$(pwd -P)

mkdir -p "$T/a" "$T/b" "$T/home/.ssh"
chmod 755 "$T"
echo 'a secret of this machine' >"$T/home/.ssh/id"

# explained A B: what explain says of two texts of printf's.
explained()
{
	# shellcheck disable=SC2059 # a format is what it is
	{
		printf "$1" >"$T/one"
		printf "$2" >"$T/two"
	}
	reproducibility/explain x.zip "$T/one" "$T/two" | tee "$T/said"
}

# In the sandbox: what a program finds there.
inside()
{
	reproducibility/sandbox -- "$@" </dev/null 3<"$T/home/.ssh/id"
}
test_ok 'a program runs in it' inside true
test_ok 'what was handed over can be read' sh -c 'reproducibility/sandbox -- cat <"$1" | grep -qx "a secret of this machine"' - "$T/home/.ssh/id"
nothing_else()
{
	inside sh -c 'find / -xdev -path /usr -prune -o -print; ls -A /tmp /dev' >"$T/list"
	cat "$T/list"
	! grep -vE '^(/|/(bin|sbin|lib|lib32|lib64|libx32|usr|tmp|dev)(/null)?|null|/tmp:|/dev:|)$' "$T/list"
	! inside cat /etc/shadow
	! inside ls "$T"
	! inside sh -c 'cat /proc/self/mountinfo'
	test "$(inside env | sort | paste -sd ' ')" = 'LC_ALL=C PATH=/usr/bin:/bin PWD=/tmp'
}
test_ok 'no other file, no variable' nothing_else
read_only()
{
	! inside sh -c 'echo x >/usr/x'
	! inside sh -c 'echo x >/x'
	inside sh -c 'echo x >/tmp/x'
	test ! -e /tmp/x
}
test_ok 'only /tmp can be written, and is its own' read_only
network()
{
	perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 5) or die; $| = 1; print $s->sockport, "\n"; 1 while $s->accept' >"$T/port" &
	within 10 test -s "$T/port"
	port=$(cat "$T/port")
	connect='exit !IO::Socket::INET->new("127.0.0.1:$ARGV[0]")'
	perl -MIO::Socket::INET -e "$connect" "$port"
	status=0
	inside perl -MIO::Socket::INET -e "$connect" "$port" || status=$?
	kill $!
	test $status -ne 0
}
test_ok 'no network, which is there outside' network
test_exit 137 'what does not end is ended' env SANDBOX_SECONDS=2 reproducibility/sandbox -- perl -e '1 while 1'
memory()
{
	inside perl -e '$x = "x" x $ARGV[0]' 1000000
	! inside perl -e '$x = "x" x $ARGV[0]' 5000000000
}
test_ok 'memory is bounded' memory
test_exit 125 'no bubblewrap, no run' env PATH="$T/none:$(dirname "$(command -v sh)")x" /bin/sh reproducibility/sandbox -- touch "$T/ran"
test_ok 'indeed' test ! -e "$T/ran"

# Bytes.
printf '#mtree\nx type=file contents=%s\n' "$T/home/.ssh/id" >"$T/mtree"
mtree()
{
	explained "#mtree\nmanifest.json type=file contents=/etc/shadow\n" '#mtree\nmanifest.json type=file contents=/etc/passwd\n'
	grep -q 'contents=/etc/shadow' "$T/said"
	# Nothing of those files: no mode, no owner, no time.
	! grep -E ' -> |mode is|gid is|time is' "$T/said"
	mkdir -p "$T/m"
	cp "$T/mtree" "$T/m/evil.zip"
	strace -f -qq -e trace=open,openat,openat2 -o "$T/trace" reproducibility/explain x "$T/m/evil.zip" "$T/one"
	grep -q 'evil.zip' "$T/trace"
	! grep -e "$T/home" -e '"/etc/shadow"' "$T/trace"
}
test_ok 'mtree that names a file of this machine' mtree
# Formats for which some archivers start programs of PATH.
mkdir "$T/bin"
for p in lrzip lzop grzip uudecode; do
	printf '#!/bin/sh\n: >%s/started\n' "$T" >"$T/bin/$p"
	chmod 755 "$T/bin/$p"
done
started()
{
	PATH=$T/bin:$PATH
	for magic in 'LRZI\0\6' '\211LZO\0\r\n\032\n' 'GRZipII\0\2\4' 'begin 644 x\n#86)C\n`\nend\n' 'begin-base64 644 x\nYWJj\n====\n' \
		'070707' '!<arch>\nx' '\037\213\010' 'MSCF\0\0\0\0' 'Rar!\032\7\0' 'xar!' '\354\354\253\356\333' 'WARC/1.0\r\n'; do
		explained "$magic%0100d" "$magic%0101d"
		test -s "$T/said"
	done
	test ! -e "$T/started"
}
test_ok 'no program of PATH is started by magic numbers' started
member()
{
	rm -rf "$T/z"
	mkdir "$T/z"
	(cd "$T/z" && cp ../mtree m && zip -qX ../a/x.zip m && echo more >>m && zip -qX ../b/x.zip m)
	reproducibility/compare "$T/a" "$T/b" >"$T/said" && return 1
	grep -q 'x.zip -> m: ' "$T/said"
	! grep -q 'a secret' "$T/said"
}
test_ok 'nor is it opened as a member' member

# The same through a release, of an image of any name: what verify-why fetches.
release()
{
	rm -rf "$T/r1"
	mkdir -p "$T/r1/from/dns" "$T/r1/theirs" "$T/r1/mine/dns" "$T/r1/out/verify"
	{ cat "$T/mtree"; head -c 2000000 /dev/zero | tr '\0' '#'; echo; } >"$T/r1/from/dns/dns.zip"
	echo mine >"$T/r1/mine/dns/dns.zip"
	for side in theirs mine; do
		[ $side = mine ] && from=mine || from=from
		{ printf 'mayfly/release/v1\n\n'; (cd "$T/r1/$from" && sha256sum dns/dns.zip); } >"$T/r1/$side/manifest"
	done
	printf 'file\timage-dns/dns.zip\tcontents\ncause\timage-dns\tconfigs/images/dns\n' >"$T/r1/out/verify/causes"
}
why()
{
	reproducibility/verify-why "$T/r1/out" "$T/r1/from" "$T/r1/theirs" "$T/r1/mine" dns
}
from_release()
{
	release
	strace -f -qq -e trace=open,openat,openat2 -o "$T/trace" reproducibility/verify-why "$T/r1/out" "$T/r1/from" "$T/r1/theirs" "$T/r1/mine" dns >"$T/said"
	cat "$T/said"
	grep -q 'image-dns/dns.zip: .*is in one only, "mine" in the other' "$T/said"
	! grep -e "$T/home" "$T/trace"
}
test_ok 'verify: a file of 2 MB of any image is fetched, and looked at in the sandbox' from_release
gone()
{
	release
	rm "$T/r1/from/dns/dns.zip"
	why | tee "$T/said"
	grep -q 'image-dns/dns.zip: contents; .*; theirs is not to be had: .*no such file' "$T/said"
}
test_ok 'verify: why a file cannot be had is said' gone

# Bombs and rubbish.
bomb()
{
	rm -f "$T"/a/* "$T"/b/*
	head -c 1000000000 /dev/zero | zstd -q >"$T/a/x.zst"
	{ head -c 999999999 /dev/zero; echo; } | zstd -q >"$T/b/x.zst"
	reproducibility/compare "$T/a" "$T/b" >"$T/said" && return 1
	cat "$T/said"
	grep -q 'not looked into: it has too much in it' "$T/said"
}
test_ok 'a bomb is not opened to its end' bomb
rubbish()
{
	rm -f "$T"/a/* "$T"/b/*
	mkdir -p "$T/z"
	(cd "$T/z" && rm -f ./* && seq 100 >s && zip -qX ok.zip s && ar rcD ok.a s && gzip -kn s && zstd -q s && tar -cf ok.tar s)
	# Each well-formed start, cut and with a byte changed at many places.
	for f in ok.zip ok.a s.gz s.zst ok.tar; do
		for at in 4 9 20 30 60 100; do
			head -c $at "$T/z/$f" >"$T/one"
			{ head -c $at "$T/z/$f"; printf '\377\377'; tail -c +$((at + 3)) "$T/z/$f"; } >"$T/two"
			reproducibility/explain x "$T/one" "$T/z/$f" >"$T/said" && test -s "$T/said"
			reproducibility/explain x "$T/two" "$T/z/$f" >>"$T/said" && test -s "$T/said"
			! grep -E 'at [a-z0-9-]*\.pl line|ended with' "$T/said" || { cat "$T/said"; return 1; }
		done
	done
}
test_ok 'what is cut or damaged has an answer all the same' rubbish

# Where there can be no sandbox.
alone()
{
	rm -f "$T"/a/* "$T"/b/*
	mkdir -p "$T/few"
	for p in awk basename cat chmod cmp comm cut dirname find grep head mkdir mktemp paste perl readlink rm sed sha256sum sh sort stat tail tr wc xargs; do
		ln -sf "$(command -v "$p")" "$T/few/$p"
	done
	echo 1 >"$T/a/x"
	echo 1 >"$T/b/x"
	PATH=$T/few reproducibility/compare "$T/a" "$T/b" | grep -q '^identical: '
	echo 2 >"$T/b/x"
	status=0
	PATH=$T/few reproducibility/compare "$T/a" "$T/b" >"$T/said" || status=$?
	cat "$T/said"
	test $status -eq 1
	grep -q '^differs: 1 of 1' "$T/said"
	grep -q 'x: not looked into: no sandbox (bubblewrap)' "$T/said"
}
test_ok 'without bubblewrap: the answer, and no look' alone
cp -R reproducibility "$T/r"
chmod -R a+rX "$T/r" "$T/a" "$T/b"
chmod 755 "$T/a" "$T/b"
user()
{
	cd /
	status=0
	setpriv --reuid 65534 --regid 65534 --clear-groups "$T/r/compare" "$T/a" "$T/b" >"$T/said" || status=$?
	cat "$T/said"
	test $status -eq 1
	grep -q 'x: "1" is in one only, "2" in the other' "$T/said"
}
test "$(id -u)" -ne 0 || test_ok 'an ordinary user can look' user
nested()
{
	bwrap --unshare-all --dev-bind / / --proc /proc --chdir "$here" reproducibility/compare "$T/a" "$T/b" >"$T/said" && return 1
	grep -q 'x: "1" is in one only, "2" in the other' "$T/said"
}
test_ok 'so can compare in a sandbox' nested

# Headers that ask for a dictionary of 1.5 GiB, and of 4 KiB: the contents are the same.
dictionary()
{
	printf 'some contents\n' | xz --lzma2=dict=4KiB >"$T/small.xz"
	# Field 14 of the file's header is the size's code; a checksum over that header follows.
	perl -MCompress::Zlib -0777 -e '$_ = <STDIN>; my $n = (ord(substr $_, 12, 1) + 1) * 4;
		my $h = substr $_, 12, $n - 4; $h =~ s/\x21\x01\K./\x25/s or die;
		substr($_, 12, $n) = $h . pack "V", crc32($h); print' <"$T/small.xz" >"$T/large.xz"
	xz --robot --list --verbose --verbose "$T/large.xz" | grep -q 'dict=1536MiB'
	reproducibility/explain x.xz "$T/small.xz" "$T/large.xz" >"$T/said"
	cat "$T/said"
	grep -q 'xz cannot open it, or not in 512 MiB' "$T/said"
}
test_ok 'a packed file cannot take a gigabyte' dictionary
# root may not look into others' closed folders in its sandbox, so gets open files.
closed()
{
	chown -R 1000 "$T/a" "$T/b"
	chmod 700 "$T/a" "$T/b"
	reproducibility/compare "$T/a" "$T/b" >"$T/said" && return 1
	grep -q 'x: "1" is in one only, "2" in the other' "$T/said"
}
test "$(id -u)" -ne 0 || test_ok 'root can look into a folder of mode 0700' closed

# Lists of a stranger's, which scripts read.
commands()
{
	mkdir -p "$T/k"
	printf '# CONFIG_X/touch pwned/e;s/ is not set\nCONFIG_Y/e;=y\n' >"$T/k/config"
	printf 'CONFIG_Z=y\n' >"$T/k/config2"
	(cd "$T/k" && "$here/reproducibility/kernel-options" config config2) | tee "$T/said"
	grep -q 'option: CONFIG_Z: ' "$T/said"
	test ! -e "$T/k/pwned"
}
test_ok 'a name of an option is no command' commands
plans()
{
	mkdir -p "$T/p/cache/step" "$T/elsewhere-00"
	echo x >"$T/elsewhere-00/x"
	printf '../../../elsewhere\t00\tx\n' >"$T/p/plan.tsv"
	status=0
	reproducibility/listing "$T/p" || status=$?
	test $status -eq 3
}
test_ok 'a plan names no folder outside of its cache' plans
test_done
