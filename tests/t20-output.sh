#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A step's output is a stranger's work, and out/ is anybody's: neither is believed.
. tests/lib.sh
. tests/toy.sh
need bwrap make unshare

toy_cache "$T/cache"
toy_checkout "$T/one"
cd "$T/one"
toy() { toy_make . step STEP=toy CACHE="$T/cache" "$@"; }
# yields TEXT: toy's build script does so much, and no more.
yields() { echo "$1" >recipes/toy/build; }
steps() { find "$T/cache/step" -mindepth 1 -maxdepth 1 -name 'toy-*' | wc -l; }

yields 'mkdir -p "$PREFIX/lib" "$PREFIX/bin"; echo a >"$PREFIX/lib/a.so.1"; ln -s a.so.1 "$PREFIX/lib/a.so"; ln -s ../lib/a.so "$PREFIX/bin/b"; ln -s . "$PREFIX/lib/here"; ln -s nothing "$PREFIX/gone"'
test_ok 'links that stay inside may be' toy
kept() { recipes/deliver out toy toy && test -L out/toy/lib/a.so && test -L out/toy/gone && test "$(cat out/toy/bin/b)" = a; }
test_ok 'and are delivered as links' kept
before=$(steps)
# refused WHAT SCRIPT NAMED
refused()
{
	yields "$2"
	test_exit 2 "$1 is refused" toy
	test_ok 'by name' said "toy: $3" 'its output has what the host must not take'
}
refused 'a link to a file of the host' 'ln -s /etc/shadow "$PREFIX/notes.txt"' 'notes.txt: is a link out of the output, to /etc/shadow'
refused 'a link upwards' 'mkdir "$PREFIX/a"; ln -s ../../x "$PREFIX/a/up"' 'a/up: is a link out of the output, to ../../x'
refused 'a link to a folder above' 'ln -s .. "$PREFIX/up"' 'up: is a link out'
refused 'one that gets there by another' 'mkdir "$PREFIX/d"; ln -s .. "$PREFIX/d/top"; ln -s d/top/../x "$PREFIX/by"' 'by: is a link out'
refused 'a link to its own place in the sandbox' 'echo >"$PREFIX/f"; ln -s "$PREFIX/f" "$PREFIX/l"' 'l: is a link out'
refused 'one that leads to itself' 'ln -s a "$PREFIX/b"; ln -s b "$PREFIX/a"; ln -s /proc/self/cwd "$PREFIX/c"' 'c: is a link out'
refused 'a link with a blank in its name' 'ln -s /etc/passwd "$PREFIX/a b"' 'a b: is a link out'
refused 'a named pipe' 'mkfifo "$PREFIX/pipe"' 'pipe: is no file, folder or link'
refused 'a setuid program' 'cp /bin/true "$PREFIX/su"; chmod 4755 "$PREFIX/su"' 'su: has a setuid or setgid bit'
refused 'a name of two lines' 'echo >"$PREFIX/a
b"' '.: has a name with a line feed in it'
test_is 'and nothing of these got into the cache' "$before" "$(steps)"
today()
{
	(cd "$OLDPWD" && recipes/plan "$T/plan" image-vpn image-vpn-debug unit boot)
	awk -F '\t' '{print $1 "-" $2}' "$T/plan/plan.tsv" | while read -r step; do
		test ! -d "$CACHE/step/$step" || recipes/check-output "$CACHE/step/$step" || echo "in $step"
	done
}
test_empty 'no step of ours has such things' today

# out/ against the step.
yields 'echo one >"$PREFIX/zip"; echo two >"$PREFIX/kernel"; chmod +x "$PREFIX/kernel"; cd "$PREFIX"; sha256sum zip kernel >SHA256SUMS'
test_ok 'a step with hashes' toy
recipes/deliver out toy toy
# restored TEXT COMMAND...: after that, deliver puts the step's files back.
restored()
{
	text=$1
	shift
	(cd out/toy && "$@")
	test_ok "$text is noticed" recipes/deliver out toy toy
	test_ok 'and said' said 'out/toy was changed by hand; restored'
	test_ok 'and undone' same
}
same() { diff -r --no-dereference out/toy out/cache/step/"toy-$(awk -F '\t' '{print $2}' out/plan.tsv)" && test -x out/toy/kernel && test ! -x out/toy/zip; }
tampered() { echo evil >>zip; sha256sum zip kernel >SHA256SUMS; }
restored 'a changed file whose hash was changed as well' tampered
restored 'a file more' touch extra
restored 'a file less' rm zip
restored 'hashes less' rm SHA256SUMS
linked() { rm zip && ln -s /etc/passwd zip; }
restored 'a link in the place of a file' linked
restored 'a program that is none any more' chmod -x kernel
copied() { cp -R . ../elsewhere && cd .. && rm -rf toy && ln -s elsewhere toy; }
restored 'a link in the place of the folder' copied
test_ok 'what is right is left alone' recipes/deliver out toy toy
test_empty 'without a word' output
mkdir "$T/others" && rm out/cache && cp -R "$T/cache/step" "$T/others/" && mkdir out/cache
test_exit 2 'a folder in the place of out/cache' toy
test_ok 'is not taken for the cache' said 'out/cache is in the way'
rm -rf out/cache

tools()
{
	mkdir -p "$T/p/bin" && cp /bin/true "$T/p/bin/true" && echo mine >"$T/victim"
	mkdir -p out/tools && ln -sf "$T/victim" out/tools/true
	recipes/deliver-programs out "$T/p/bin/true"
	test "$(cat "$T/victim")" = mine && cmp out/tools/true /bin/true && test ! -L out/tools/true
	before=$(stat -c %i out/tools/true)
	recipes/deliver-programs out "$T/p/bin/true"
	test "$(stat -c %i out/tools/true)" = "$before"
}
test_ok 'programs are not written through a link in out/tools' tools

# A trust policy is that of this run.
trusted() { yields 'cat "$REPO/trust/trust_policy.json" >"$PREFIX/policy"'; echo trust >recipes/toy/inputs; toy TRUST="$1"; }
key() { awk -F '\t' '$1 == "toy" {print $2}' out/plan.tsv; }
mkdir -p "$T/a" "$T/b"
for t in a b; do echo "$t" >"$T/$t/trust_policy.json"; echo "$t" >"$T/$t/ospkg_signing_root.pem"; done
test_ok 'a step with TRUST=' trusted "$T/a"
first=$(key)
test_ok 'make -n leaves its copy where it is' toy -n
test_ok 'which is there' test -d out/trust
test_ok 'and counts it not' test "$(key)" != "$first"
test_exit 2 'without TRUST= it is not built with what an earlier run left' toy
test_ok 'which is gone' test ! -e out/trust
without=$(key)
rm -rf out
test_exit 2 'just as in a fresh checkout' toy
test_is 'with the same key' "$without" "$(key)"
test_ok 'another TRUST= is another' trusted "$T/b"
test_ok 'with another key' test "$(key)" != "$first"
test_exit 2 'the copy itself is no TRUST=' toy TRUST=out/trust
test_ok 'which is said' said 'TRUST=out/trust: is the copy that an earlier run made'
test_ok 'and it is still there' test -s out/trust/trust_policy.json
echo /nowhere >kernel/boot/url
test_exit 2 'make step STEP=boot without TRUST=' toy_make . step STEP=boot CACHE="$T/cache"
test_ok 'is refused at once' said 'say whom the boot loader trusts: make step STEP=boot TRUST=dir'

# Full disks, each by its name.
rm -f recipes/toy/inputs
# on SIZE SCRIPT: with a disk of that size on $T/disk, of its own.
on()
{
	mkdir -p "$T/disk"
	env -u MAKEFLAGS -u MAKELEVEL -u TREE -u O -u V unshare -rm sh -eu -c 'mount -t tmpfs -o "size=$1" none "$T/disk"; eval "$2"' - "$1" "$2"
}
export T
yields 'head -c 3000000 /dev/urandom >"$PREFIX/big"'
test_exit 3 'a full disk for the outputs' on 4m "make -s step STEP=toy CACHE='$T/cache' O='$T/disk/out' >/dev/null; head -c 2000000 /dev/zero >'$T/disk/fill'
	rc=0; recipes/deliver '$T/disk/out' toy toy || rc=\$?; ls -A '$T/disk/out' | grep new || exit \$rc"
test_ok 'is named by deliver, which leaves no half copy' said "deliver: the disk of the outputs ($T/disk/out) is full: [0-9]* MiB left: free it, or say O="
test_exit 3 'a full disk for programs' on 1m "recipes/deliver-programs '$T/disk' '$T'/cache/step/toy-*/big"
test_ok 'is named' said "the disk of the outputs ($T/disk) is full"
test_exit 2 'a full disk for the plan' on 1m "make step STEP=toy CACHE='$T/cache' O='$T/disk/out'"
test_ok 'is named' said "the disk of the outputs ($T/disk/out) is full: [0-9]* MiB left: free it, or say O="
test_exit 3 'a full disk for the builder' on 8m "mkdir '$T/disk/builder'; ln -s '$CACHE/source' '$T/disk/source'; CACHE='$T/disk' recipes/build-in"
test_ok 'is named' said "builder: the disk of the cache ($T/disk) is full: 0 MiB left: free it, or say CACHE="
fill="ln -s '$CACHE/source' '$CACHE/builder' '$T/disk/'; mkdir '$T/disk/step'"
test_exit 2 'a full disk for a step' on 20m "$fill; sed -i s/3000000/30000000/ recipes/toy/build; make step STEP=toy CACHE='$T/disk'"
test_ok 'is named' said "toy failed after .*: the disk of the cache ($T/disk) is full: 0 MiB left"
test_exit 2 'a disk without inodes' on 20m,nr_inodes=12 "$fill; make step STEP=toy CACHE='$T/disk'"
test_ok 'likewise' said "the disk of the cache ($T/disk) is full: it can hold no more files"
cd "$OLDPWD"
test_done
