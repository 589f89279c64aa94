#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make compare` on the traps that have bitten others, planted in two builds of a
# toy recipe as a builder that is not sealed would make them: found, and named.
# One a line of the list in build-anchors, section 4.
. tests/lib.sh
need bwrap perl bsdtar ar gzip zstd openssl

key=0000000000000000000000000000000000000000000000000000000000000000
for side in a b; do
	mkdir -p "$T/$side/cache"
	printf 'toy\t%s\trecipes/toy\trecipes/toy/build\t-\t-\t-\t-\t-\t-\t-\t-\t-\t-\t-\n' $key >"$T/$side/plan.tsv"
done

# trap SCRIPT PATTERN...: what the script makes with SIDE=a and with SIDE=b is
# found to differ, and the report has each pattern.
trap_named()
{
	script=$1
	shift
	for side in a b; do
		rm -rf "$T/$side/cache/step"
		mkdir -p "$T/$side/cache/step/toy-$key"
		(cd "$T/$side/cache/step/toy-$key" && SIDE=$side sh -eu -c "$script")
	done
	status=0
	reproducibility/compare "$T/a" "$T/b" >"$T/report" || status=$?
	cat "$T/report"
	test "$status" -eq 1
	grep -q '^cause: toy (recipes/toy): built from the same, and yet:' "$T/report"
	for pattern; do grep -E -e "$pattern" "$T/report"; done
}

same()
{
	trap_named : 'there is nothing to name' || :
	for side in a b; do echo x >"$T/$side/cache/step/toy-$key/x"; done
	reproducibility/compare "$T/a" "$T/b" | grep -x 'identical: 1 files and folders'
}
# shellcheck disable=SC2016 # the inner shell expands
{
	test_ok 'the same is identical' same
	test_ok '1 a signing key made by the build' trap_named 'openssl genpkey -algorithm ed25519 -out signing_key.pem 2>/dev/null' \
		'toy/signing_key.pem: .*trap: a key or certificate'
	test_ok '2 the path, in what an assembler left' trap_named 'printf "\177ELF\000/home/$SIDE/linux/entry.S\000" >vdso.so' \
		'toy/vdso.so: .*trap: the build.s path'
	test_ok '3 the build counter' trap_named 'n=1; [ $SIDE = a ] || n=2; echo "7.1.13 #$n SMP x86_64" >version' \
		'trap: the kernel.s banner'
	test_ok '3 user and host' trap_named 'echo "Linux version 7.1.13 ($SIDE@$SIDE.example)" >version' 'trap: the kernel.s banner'
	test_ok '3 the state of git' trap_named 'echo "release 7.1.13$([ $SIDE = a ] || echo -dirty)" >release' 'trap: the state of git'
	test_ok '4 times in a tar of headers' trap_named 'd=2001-01-01; [ $SIDE = a ] || d=2002-02-02
		mkdir h; echo 1 >h/a.h; touch -d $d h/a.h h; bsdtar -cJf headers.tar.xz h; rm -r h' \
		'headers.tar.xz -> h.*: time is .*trap: time stamps of members'
	test_ok '5 the order of members' trap_named 'echo 1 >one; echo 2 >two; touch -d 2001-01-01 one two
		[ $SIDE = a ] && set -- one two || set -- two one; bsdtar --format=newc -cf i.cpio "$@"; rm one two' \
		'i.cpio: the same members in another order'
	test_ok '5 the owner' trap_named 'u=0; [ $SIDE = a ] || u=1000; echo 1 >one; touch -d 2001-01-01 one
		bsdtar --uid $u --format=newc -cf i.cpio one; rm one' 'i.cpio -> one: uid is 0 and 1000; trap: the owner'
	test_ok '5 modes, for umask' trap_named 'm=644; [ $SIDE = a ] || m=600; echo 1 >one; chmod $m one' 'toy/one: mode 644 and 600; trap: umask'
	test_ok '6 the time in a gzip header' trap_named 'echo 1 >one; [ $SIDE = a ] && d=2001-01-01 || d=2002-02-02; touch -d $d one; gzip one' \
		'one.gz: the gzip header has the time'
	test_ok '6 the level or threads of a compressor' trap_named 'l=1; [ $SIDE = a ] || l=19; seq 20000 | zstd -q -$l >seq.zst' \
		'seq.zst: the same contents, compressed differently'
	test_ok '7 ar without D' trap_named 'echo 1 >one.o; [ $SIDE = a ] && d=2001-01-01 || d=2002-02-02; touch -d $d one.o
		ar rcU lib.a one.o; rm one.o' 'lib.a -> one.o: time is'
	test_ok '7 __FILE__ in an archive of objects' trap_named 'echo "/build/$SIDE/libgcc.c" >one.o; touch -d 2001-01-01 one.o
		ar rcD lib.a one.o; rm one.o' 'lib.a -> one.o: .*trap: the build.s path'
	test_ok '8 unsorted names' trap_named 'set -- alpha beta gamma; [ $SIDE = a ] || set -- beta gamma alpha
		printf "%s\n" "$@" >objects' 'objects: the same lines in another order'
	test_ok '9 a host tool that says its version' trap_named 'v=5.36.0; [ $SIDE = a ] || v=5.40.1; echo "/* by perl $v */" >table.h' \
		'table.h: .*trap: a host tool'
	test_ok '10 a salted secret' trap_named 'echo "root:$(openssl passwd -6 mayfly):0:0::/:/bin/sh" >shadow' 'shadow: .*trap: a password hash'
	test_ok '12 a tool that Kconfig found' trap_named 'v=0; [ $SIDE = a ] || v=108800; echo "CONFIG_RUSTC_VERSION=$v" >config' \
		'config: .*trap: a kernel configuration that depends'
	test_ok 'the time' trap_named 'd=2001; [ $SIDE = a ] || d=2002; echo "built Mon Jan  1 00:00:01 UTC $d" >banner' 'trap: the time of the build'
	test_ok 'what nobody knows is said, too' trap_named 'echo "colour $SIDE" >x' 'toy/x: .*no known trap'
	test_ok 'an object of the kernel has its option' trap_named 'mkdir net; echo "$SIDE" >net/wg.o; echo "$SIDE" >net/x.o; touch -d 2001-01-01 net net/*
		bsdtar -cf - net | zstd -q >objects.tar.zst; rm -r net; printf "net/wg.o\tCONFIG_WIREGUARD\t1\t2\t3\n" >objects.tsv' \
		'objects.tar.zst.* -> net/wg.o: ' '^  net/wg.o: option: CONFIG_WIREGUARD [(]configs/kernel/wireguard.config:[0-9]+[)]$'
	test_ok 'a cpio in zstd in a zip' trap_named 'mkdir etc; echo "$SIDE" >etc/issue; touch -d 2001-01-01 etc etc/issue
		bsdtar --format=newc -cf - etc | zstd -q >i.cpio.zst; touch -d 2001-01-01 i.cpio.zst; bsdtar --format=zip -cf os.zip i.cpio.zst; rm -r etc i.cpio.zst' \
		'os.zip -> i.cpio.zst -> etc/issue: '
}

# A kernel of another configuration: the options are named, not the bytes.
options()
{
	for side in a b; do
		# shellcheck disable=SC2016
		echo "CONFIG_WIREGUARD=$([ $side = a ] && echo y || echo m)" >"$(echo "$T/$side"/cache/step/*)/config"
	done
	status=0
	reproducibility/compare "$T/a" "$T/b" >"$T/report" || status=$?
	cat "$T/report"
	test "$status" -eq 1
	grep -E '^  option: CONFIG_WIREGUARD: y and m [(]configs/kernel/wireguard.config:[0-9]+[)]$' "$T/report"
}

# 11: an input that went live. The keys differ, and compare says so.
inputs()
{
	# shellcheck disable=SC2016
	trap_named 'echo "$SIDE" >x' 'x: '
	sed -i "s/$key/1$key/" "$T/b/plan.tsv"
	mv "$T/b/cache/step/toy-$key" "$T/b/cache/step/toy-1$key"
	status=0
	reproducibility/compare "$T/a" "$T/b" || status=$?
	test "$status" -eq 1
}
test_ok '11 another input' inputs
test_ok 'is the cause, not the build' said 'cause: toy .*: the two were not built from the same'
test_ok 'options of two kernels' options
cp "$T/a/plan.tsv" "$T/b/plan.tsv"
test_exit 3 'a step that was not built' reproducibility/compare "$T/a" "$T/b"
test_ok 'is named' said 'the step toy is in its plan and was not built'
mkdir "$T/c"
ln -s "$T/a/cache" "$T/c/cache"
cp "$T/a/plan.tsv" "$T/c/"
test_exit 3 'a build compared with itself' reproducibility/compare "$T/a" "$T/c"
test_ok 'is no answer, and the next command is there' said 'in one cache' 'build one of them again by itself, and compare again: make image O=.*/c REBUILD=steps$'
# Two checkouts that share a cache: of other sources each is a build of its own.
shared()
{
	rm -rf "$T/one" "$T/two"
	mkdir -p "$T/cache2/step/toy-0" "$T/cache2/step/toy-1" "$T/cache2/step/lib-0" "$T/one" "$T/two"
	echo same >"$T/cache2/step/lib-0/x"
	for n in 0 1; do
		[ $n = 0 ] && o=$T/one || o=$T/two
		echo "$n$1" | cut -c "$2" >"$T/cache2/step/toy-$n/x"
		ln -s "$T/cache2" "$o/cache"
		printf '%s\t-\t-\t-\t-\t-\t-\t-\t-\t-\n' "lib	0	recipes/lib	b	-	-" "toy	$n	recipes/toy	b	lib	lib" >"$o/plan.tsv"
	done
	status=0
	reproducibility/compare "$T/one" "$T/two" || status=$?
}
shared_differs()
{
	shared '' 1
	test "$status" -eq 1
}
test_ok 'two in one cache, not built from the same' shared_differs
test_ok 'have an answer' said '^differs: 1 of 2' '^cause: toy .*not built from the same'
shared_same()
{
	shared same 2-
	test "$status" -eq 3
}
test_ok 'two in one cache that are alike' shared_same
test_ok 'are no evidence, since one took what the other had built' said 'could not tell: .*in one cache'

# After a second verb: delivered/ has what the plan has not.
delivered()
{
	rm -rf "$T/one" "$T/two"
	for o in one two; do
		mkdir -p "$T/$o/cache/step/img-0" "$T/$o/cache/step/tool-0" "$T/$o/cache/step/img-1" "$T/$o/delivered"
		echo same >"$T/$o/cache/step/tool-0/x"
		echo "/home/$o/$1" | cut -c "$2" >"$T/$o/cache/step/img-0/x"
		printf 'tool\t0\trecipes/tool\tb\t-\t-\t-\t-\t-\t-\n' >"$T/$o/plan.tsv"
		printf '%s 123\n' "$T/$o/cache/step/img-0" >"$T/$o/delivered/img"
	done
}
second_verb()
{
	delivered same 11-
	reproducibility/compare "$T/one" "$T/two" | tee "$T/report"
	grep -x 'identical: 2 files and folders' "$T/report"
	delivered x 1-
	status=0
	reproducibility/compare "$T/one" "$T/two" >"$T/report" || status=$?
	cat "$T/report"
	test "$status" -eq 1
	grep '^cause: img ' "$T/report"
	grep 'img/x: .*trap: the build.s path' "$T/report"
}
test_ok 'what another verb built is compared, too' second_verb
stale()
{
	delivered same 11-
	printf 'img\t1\tconfigs/images/img\tb\t-\t-\t-\t-\t-\t-\n' >>"$T/one/plan.tsv"
	status=0
	reproducibility/compare "$T/one" "$T/two" || status=$?
	test "$status" -eq 3
}
test_ok 'what is older than the last plan is no answer' stale
test_ok 'and the next command is named' said 'from other sources: img; .*: make image O='
more()
{
	delivered same 11-
	rm "$T/two/delivered/img"
	status=0
	reproducibility/compare "$T/one" "$T/two" || status=$?
	test "$status" -eq 3
}
test_ok 'steps that one side lacks are no answer' more
test_ok 'what both have is told' said 'what both have is identical (1 steps), and only one of the two has the steps: img; run the same verb in both'
two_files()
{
	printf "/%s/alice\n" home >"$T/fa"
	printf "/%s/bob\n" home >"$T/fb"
	status=0
	reproducibility/compare "$T/fa" "$T/fb" >"$T/report" || status=$?
	cat "$T/report"
	test "$status" -eq 1
	grep 'fb: .*trap: the build.s path' "$T/report"
	cp "$T/fa" "$T/fb"
	reproducibility/compare "$T/fa" "$T/fb" | grep '^identical: one file'
}
test_ok 'two files' two_files
test_exit 3 'a file and itself' reproducibility/compare "$T/fa" "$T/fa"
# A member whose name is an option of the archiver's.
hostile()
{
	for side in a b; do
		rm -rf "$T/$side.x"
		mkdir -p "$T/$side.x"
		echo same >"$T/w1"
		echo "$side" >"$T/w2"
		(cd "$T" && bsdtar -cf "$T/$side.x/x.tar" -s ",^w1\$,touch pwned;exit;," -s ',^w2$,--use-compress-program=sh,' w1 w2 w1 &&
			bsdtar -cf "$T/$side.x/x.tar" -s ',^w2$,--use-compress-program=sh,' -s ',^w1$,--use-compress-program=sh,' w2 w1)
	done
	(cd "$T" && status=0 && "$OLDPWD/reproducibility/compare" a.x b.x >report || status=$?; cat report; test "$status" -eq 1)
	test ! -e "$T/pwned"
}
test_ok 'a name of a member is no option' hostile
unreadable()
{
	for side in c d; do
		mkdir -p "$T/plain/$side"
		echo same >"$T/plain/$side/x"
		echo "$side" >"$T/plain/$side/secret"
		chmod 600 "$T/plain/$side/secret"
	done
	chmod 755 "$T" "$T/plain"
	cp -R reproducibility "$T/plain/r"
	chmod -R a+rX "$T/plain/r"
	status=0
	setpriv --reuid 65534 --regid 65534 --clear-groups "$T/plain/r/compare" "$T/plain/c" "$T/plain/d" || status=$?
	test "$status" -eq 3
}
test_ok 'what cannot be read is no answer' unreadable
kinds()
{
	rm -rf "$T/k"
	mkdir -p "$T/k/a/empty" "$T/k/b"
	echo x >"$T/k/a/x"
	cp "$T/k/a/x" "$T/k/b/x"
	status=0
	reproducibility/compare "$T/k/a" "$T/k/b" || status=$?
	test "$status" -eq 1
	mkfifo "$T/k/b/empty"
	status=0
	reproducibility/compare "$T/k/a" "$T/k/b" || status=$?
	test "$status" -eq 3
}
test_ok 'an empty folder counts, a pipe is no answer' kinds
test_exit 3 'no folder for temporary files' env TMPDIR="$T/none/none" reproducibility/compare "$T/a" "$T/b"
test_exit 3 'a folder compared with itself' reproducibility/compare "$T/k/a" "$T/k/a"
escape()
{
	rm -rf "$T/k"
	mkdir -p "$T/k/a" "$T/k/b"
	printf 'a\033[31m\342\200\256\n' >"$T/k/a/x"
	printf 'b\033[32m\n' >"$T/k/b/x"
	reproducibility/compare "$T/k/a" "$T/k/b" >"$T/report" || :
	grep -q 'is in one only' "$T/report"
	test -z "$(tr -d '[:print:]\n\t' <"$T/report")"
}
test_ok 'control characters are not passed on' escape
test_exit 3 'nothing to compare' reproducibility/compare "$T/a" "$T/none"
test_ok 'is told' said 'could not tell: .*none: not there'
test_exit 2 'usage' reproducibility/compare "$T/a"
test_done
