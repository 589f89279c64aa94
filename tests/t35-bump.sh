#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make bump` of a toy recipe, whose versions a mirror of the test's own has: what
# it commits, and that whatever fails leaves the tree as it was.
. tests/lib.sh
. tests/toy.sh
need bwrap make git gpg gpgv xz
kconf=${KCONF:-$O/kconfig/bin/kconf}
need_file "$kconf"

# A mirror with an index that the test's own key signs.
export GNUPGHOME="$T/gnupg"
mkdir -m 700 "$GNUPGHOME"
m=$T/mirror
pool=$m/pool/main/t/toy
linux=$m/pool/main/l/linux
cp "$kconf" "$T/kconf"
mkdir -p "$pool" "$linux" "$m/dists/sid/main/source"
gpg --quiet --batch --passphrase '' --quick-generate-key 'Toy <toy@example.org>' ed25519 sign never 2>/dev/null
gpg --quiet --export >"$T/keys.gpg"
at_exit() { gpgconf --kill all >/dev/null 2>&1; }

# index [VALID-UNTIL]: of all tarballs, signed.
index()
{
	index_until=${1:-}
	for f in "$pool"/* "$linux"/*; do
		test -f "$f" || continue
		d=${f%/*}
		v=${f##*_}
		printf 'Package: %s\nVersion: 1:%s+dfsg-2\nDirectory: %s\nChecksums-Sha256:\n %s %s %s\n\n' \
			"${d##*/}" "${v%.orig*}" "${d#"$m/"}" "$(sha256sum <"$f" | cut -c 1-64)" "$(wc -c <"$f")" "${f##*/}"
	done | xz >"$m/dists/sid/main/source/Sources.xz"
	printf 'Suite: sid\n%sSHA256:\n %s 1 main/source/Sources.xz\n' "${index_until:+Valid-Until: $index_until
}" "$(sha256sum <"$m/dists/sid/main/source/Sources.xz" | cut -c 1-64)" |
		gpg --quiet --batch --yes --clearsign --output "$m/dists/sid/InRelease"
}

# version V TEXT: a tarball of that version, in the index.
version()
{
	mkdir -p "$T/src/toy-$1"
	echo "$2" >"$T/src/toy-$1/text"
	tar -C "$T/src" -cJf "$pool/toy_$1.orig.tar.xz" "toy-$1"
	index
}

# kernel V FOLDER: a kernel whose configuration is that of kconf's test data.
kernel()
{
	mkdir -p "$T/src/linux-$1"
	cp "tools/kconf/testdata/bump/$2/config" "tools/kconf/testdata/bump/$2/symbols.tsv" "$T/src/linux-$1/"
	printf 'net/a.o\tCONFIG_KEPT\t%d00\t0\t0\n' "${1%.*}" >"$T/src/linux-$1/objects.tsv"
	tar -C "$T/src" -cJf "$linux/linux_$1.orig.tar.xz" "linux-$1"
	index
}
version 1.0 one
version 1.1 two
kernel 1.0 old
kernel 2.0 new
kernel 3.0 new

toy_cache "$T/cache"
mkdir "$T/source"
cp -al "$CACHE/source/." "$T/source/" 2>/dev/null || cp -a "$CACHE/source/." "$T/source/"
ln -sfn "$T/source" "$T/cache/source"
toy_checkout "$T/one"
cp -R tests/lib.sh tests/within.sh tests/run tests/one tests/long tests/times tests/pki "$T/one/tests/"
mkdir -p "$T/one/tests/bench"
printf '#!/bin/sh\n[ -z "${SLOW:-}" ] || { timeout 500 sh -c "echo \\$\\$ >\\$SLOW; exec sleep 400"; exit 1; }\nprintf "ready\\t1 s\\t\\n"\n' >"$T/one/tests/bench/boot"
chmod +x "$T/one/tests/bench/boot"
# pin FOLDER POOL: version 1.0 of what is there.
pin()
{
	echo "$2" >"$1/pool"
	wc -c <"$m/$2" >"$1/size"
	echo "$(sha256sum <"$m/$2" | cut -c 1-64)  ${2##*/}" >"$1/sha256"
	echo 1.0 >"$1/version"
	: >"$1/url"
}
(
	cd "$T/one"
	pin recipes/toy pool/main/t/toy/toy_1.0.orig.tar.xz
	echo BSD-2-Clause >recipes/toy/license
	# shellcheck disable=SC2016
	echo 'cp text "$PREFIX/text"; ! grep bad text' >recipes/toy/build
)
toy_release "$T/one"
(
	cd "$T/one"
	# The kernel is a table of its symbols; the tool that compares two is the real one.
	pin kernel pool/main/l/linux/linux_1.0.orig.tar.xz
	rm -rf configs/kernel/*.config configs/kernel/hw/*
	cp "$T/kconf" kernel/config/kconf
	cp tools/kconf/testdata/bump/asks.config configs/kernel/
	cp tools/kconf/testdata/bump/old/config configs/kernel/resolved/x86_64.config
	echo linux-config >kernel/deps
	# shellcheck disable=SC2016
	echo 'cp objects.tsv "$PREFIX/"; echo kernel >"$PREFIX/bzImage"' >kernel/build
	printf 'CONFIG_KEPT 200 # why\n' >configs/kernel/budget
	echo linux >kernel/config/source
	: >kernel/config/deps
	# shellcheck disable=SC2016
	echo 'mkdir "$PREFIX/bin" && cp "$STEP/kconf" "$PREFIX/bin/" && cp config symbols.tsv "$PREFIX/"' >kernel/config/build
	printf 'linux\ntoy\n' >configs/images/vpn/deps
	# shellcheck disable=SC2016
	echo 'cd "$PREFIX"; cp /build/dep/toy/text vpn.zip; for f in kernel initramfs.cpio.zst; do echo $f >$f; done
		for f in *; do printf "%d\t%s\n" "$(wc -c <$f)" $f; done >size.txt; test "$(wc -c <vpn.zip)" -lt 9; sha256sum * >SHA256SUMS' >tools/image/build
	printf '#!/bin/sh\n. tests/lib.sh\ntest_ok works grep -q . "$O/vpn/vpn.zip"\ntest_ok "not worse" sh -c "! grep worse $O/vpn/vpn.zip"\ntest_done\n' >tests/t40-toy.sh
	chmod +x tests/t40-toy.sh
	# Its tests need the image only.
	sed -i '/^test: /,/^$/d; s/^STEPS_test := .*/STEPS_test := image-vpn/' Makefile
	printf 'test: image\n\t@tests/run $(TESTS)\n' >>Makefile
)
toy_commit "$T/one" 'a recipe'

bump()
{
	(cd "$T/one" && env -u MAKEFLAGS -u MAKELEVEL -u TREE DEBIAN_MIRROR="file://$m" DEBIAN_KEYRING="${KEYS:-$T/keys.gpg}" \
		SUITES=sid O=out CACHE="$T/cache" tools/bump/bump out "$1" "$2" "${STRICT:-}" "${BUMP_TESTS:-tests/t40-toy.sh}")
}
# as_it_was COMMAND...: it fails, and the tree has neither changes nor a commit.
as_it_was()
{
	was=$(git -C "$T/one" rev-parse HEAD)
	"$@" && return 9
	test "$(git -C "$T/one" rev-parse HEAD)" = "$was"
	test -z "$(git -C "$T/one" status --porcelain)"
}

# asked ARGUMENT...: `make bump` with these.
asked() { (cd "$T/one" && env -u MAKEFLAGS -u MAKELEVEL -u PKG -u VERSION make bump "$@"); }
test_exit 2 'make bump wants PKG=' asked VERSION=1.1
test_ok 'it says so' said 'say what: make bump PKG='
test_exit 2 'and VERSION=' asked PKG=toy
test_ok 'it says so' said 'say to which version: make bump PKG=toy VERSION='

test_exit 0 'what is pinned already is no bump' bump toy 1.0
test_exit 0 'a bump' bump toy 1.1
committed()
{
	cd "$T/one"
	git log -1 --format=%B >"$T/message"
	cat "$T/message"
	head -n 1 "$T/message" | grep -qx 'recipes: bump toy 1.0 to 1.1'
	grep -q 'index of sources of Debian sid' "$T/message"
	grep -q 'vpn.zip  *4  *4 +0' "$T/message"
	test "$(grep -c '^  [0-9a-f]\{64\}  vpn.zip$' "$T/message")" -eq 2
	test -z "$(awk 'length > 100' "$T/message")"
	test "$(cat recipes/toy/version)" = 1.1
	sha256sum --quiet -c - <<-END
		$(sed '/^#/d; s,  ,  '"$pool"'/,' recipes/toy/sha256)
	END
	test -z "$(git status --porcelain)"
}
test_ok 'is committed with its review' committed

test_exit 0 'a bump of the kernel' bump linux 2.0
kernel_committed()
{
	cd "$T/one"
	git log -1 --format=%B | grep -qx 'kernel: bump linux 1.0 to 2.0'
	git log -1 --format=%B | grep -q '^13 gone, 5 renamed'
	cmp configs/kernel/resolved/x86_64.config tools/kconf/testdata/bump/new/config
	head -n 1 configs/kernel/older.tsv | grep -qx '# kconf symbols: Linux/x86 1.0 Kernel Configuration'
	grep -q '^REMOVED_ASKED	' configs/kernel/older.tsv
	test -z "$(git status --porcelain)"
}
test_ok 'is committed with the list of what is gone' kernel_committed
echo x >>"$T/one/configs/kernel/older.tsv"
test_exit 1 'changes of that list are nobody'"'"'s' bump linux 1.0
test_ok 'it says so' said 'commit or stash first: .*older.tsv'
git -C "$T/one" checkout -q configs/kernel/older.tsv
# not_committed NAME VERSION: git refuses the commit.
not_committed()
{
	printf '#!/bin/sh\nexit 1\n' >"$T/one/.git/hooks/pre-commit"
	chmod +x "$T/one/.git/hooks/pre-commit"
	bump "$1" "$2" || not_status=$?
	rm "$T/one/.git/hooks/pre-commit"
	test "${not_status:-0}" -eq 0
}
git -C "$T/one" reset -q --hard HEAD~1
test_ok 'a commit that git refuses' as_it_was not_committed linux 2.0
test_ok 'is told' said '^bump: linux: git does not take the commit'

# The kernel's policy may change with the kernel; in git's index, too.
printf '# why: a test\n# CONFIG_NEW_ONE is not set\n' >"$T/one/configs/kernel/hw/new.config"
git -C "$T/one" add configs/kernel/hw/new.config
echo '# a note' >>"$T/one/configs/kernel/budget"
test_exit 1 'a bump of another recipe takes no changes of the policy of the kernel' bump toy 1.2
test_ok 'it says which' said 'commit or stash first: .*configs/kernel/budget.*configs/kernel/hw/new.config'
unbuilt()
{
	said '^bump: linux: STRICT=1: these options are new' '^bump: linux is 1.0 again'
	! grep 'image-vpn\|vpn.zip' "$T/.last"
}
status_of() { git -C "$T/one" status --porcelain >"$T/now"; }
status_of
mv "$T/now" "$T/was"
STRICT=1
test_exit 1 'STRICT=1 refuses new options without a decision' bump linux 2.0
test_ok 'says which, before anything is built' unbuilt
unset STRICT
status_of
test_ok 'and what was staged still is' diff "$T/was" "$T/now"
test_exit 0 'one of the kernel takes them' bump linux 2.0
carried()
{
	cd "$T/one"
	git log -1 --format=%B | grep -A 3 '^Changed with it:$' | tr '\n' '|' | grep -F ':|  configs/kernel/budget|  configs/kernel/hw/new.config||'
	git show --name-only --format= HEAD >"$T/names"
	grep -qx configs/kernel/hw/new.config "$T/names"
	grep -qx configs/kernel/budget "$T/names"
	test -z "$(git status --porcelain)"
}
test_ok 'and its message lists them' carried
git -C "$T/one" reset -q --hard HEAD~1

# kernel_make GOAL [ARGUMENT...]: a verb of the kernel's, with its version 1.0.
kernel_make() { toy_make "$T/one" "$@" CACHE="$T/cache"; }
test_ok 'make kernel-size' kernel_make kernel-size
test_ok 'has bytes by option, with closures, and by folder' said '^ *100 *100  CONFIG_KEPT$' '^ *100 *100  net/$'
printf 'net/a.o\tCONFIG_KEPT\t70\t0\t0\n' >"$T/before.tsv"
test_ok 'make kernel-size BEFORE=' kernel_make kernel-size BEFORE="$T/before.tsv"
test_ok 'has what changed' said '^ *+30 *70 *100  CONFIG_KEPT$'
echo 'CONFIG_KEPT 99' >"$T/one/configs/kernel/budget"
test_exit 2 'and fails over a budget' kernel_make kernel-size
test_exit 2 'as make kernel does' kernel_make kernel
test_ok 'with the line' said 'configs/kernel/budget:1: CONFIG_KEPT has 100 bytes, 1 over its budget of 99$'
git -C "$T/one" checkout -q configs/kernel/budget
test_ok 'make kernel within it' kernel_make kernel

test_ok 'one of the kernel that is over a budget' as_it_was bump linux 3.0
test_ok 'is told which line, by how much, what grew, and what to do' said \
	'^kconf: configs/kernel/budget:1: CONFIG_KEPT has 300 bytes, 100 over its budget of 200$' \
	'^ *+200 *100 *300  CONFIG_KEPT$' 'or raise the line in configs/kernel/budget and say why$' \
	'^bump: linux: 3.0 is over a budget of the kernel' '^bump: linux is 1.0 again'
echo 'CONFIG_NONE 1' >"$T/one/configs/kernel/budget"
test_exit 3 'a budget of what is not there: could not tell' bump linux 3.0
git -C "$T/one" checkout -q configs/kernel/budget

version 1.2 bad
test_ok 'one that does not build' as_it_was bump toy 1.2
version 1.3 'worse'
test_ok 'one whose tests fail' as_it_was bump toy 1.3
test_ok 'is told so' said 'tests fail with 1.3'
version 1.4 'much bigger than before'
test_ok 'one over budget' as_it_was bump toy 1.4
version 1.1 'changed later'
test_exit 1 'a published hash that changed' bump toy 1.1
test_ok 'is told' said 'published hash of 1.1 changed'
test_ok 'and leaves the tree as it was' as_it_was bump toy 1.1
test_exit 3 'a version that nobody has' bump toy 7

# What the index names and the pool has not, as mirrors that lag behind: the pin
# does not move, and nothing is said of the version.
gone_from_pool()
{
	version 1.6 six
	rm "$pool/toy_1.6.orig.tar.xz"
	bump toy 1.6
}
unmoved()
{
	said "$1"
	! grep -e 'does not\|again, as it was\|over a budget' "$T/.last"
	test ! -e "$T/one/out/bump/unfinished"
	test -z "$(git -C "$T/one" status --porcelain)"
}
test_exit 3 'a source that cannot be had' gone_from_pool
test_ok 'is told so, before the pin moves' unmoved '^bump: toy: the source of 1.6 cannot be had'
kernel_gone()
{
	kernel 4.0 new
	rm "$linux/linux_4.0.orig.tar.xz"
	bump linux 4.0
}
test_exit 3 'of the kernel, too' kernel_gone
test_ok 'is told so, and not that the configuration does not resolve' unmoved '^bump: linux: the source of 4.0 cannot be had'
other_file()
{
	version 1.7 seven
	tr '\000-\377' '\001-\377\000' <"$pool/toy_1.7.orig.tar.xz" >"$T/other"
	mv "$T/other" "$pool/toy_1.7.orig.tar.xz"
	bump toy 1.7
}
test_exit 1 'a source that is not what was published' other_file
test_ok 'is told so' unmoved '^bump: toy: what is to be had as the source of 1.7 is not the file'
rm -f "$pool/toy_1.7.orig.tar.xz"
index
# The machine's fault, not the version's: the tests' own program is missing.
lacking()
{
	printf '#!/bin/sh\n. tests/lib.sh\nneed no-such-program\ntest_done\n' >"$T/one/tests/t41-lacks.sh"
	chmod +x "$T/one/tests/t41-lacks.sh"
	toy_commit "$T/one" 'a test'
	BUMP_TESTS=tests/t41-lacks.sh bump toy 1.3
}
test_exit 3 'tests that cannot run here: could not tell' lacking
test_ok 'is told so' said 'says nothing of 1.3$' '^bump: toy is 1.1 again'
BUMP_TESTS=tests/t99-none.sh
test_exit 2 'a test that there is not' bump toy 1.3
test_ok 'is named at once' said '^bump: toy: TESTS=: no test tests/t99-none.sh$'
unset BUMP_TESTS
test_exit 2 'a recipe that is none' bump nothing 1
test_exit 2 'a version that is none' bump toy '1;id'

# stopped SIGNAL: a bump whose boots would take minutes gets it.
stopped()
{
	cd "$T/one"
	rm -f "$T/booting"
	DEBIAN_MIRROR="file://$m" DEBIAN_KEYRING="$T/keys.gpg" SUITES=sid O=out CACHE="$T/cache" SLOW="$T/booting" \
		env -u MAKEFLAGS -u MAKELEVEL -u TREE tools/bump/bump out toy 1.5 '' tests/t40-toy.sh &
	stopped_pid=$!
	n=0
	until test -s "$T/booting"; do
		n=$((n + 1))
		test $n -lt $((600 * SCALE)) && kill -0 "$stopped_pid" || return 1
		sleep 0.2
	done
	began=$(date +%s)
	kill -"$1" "$stopped_pid"
	stopped_status=0
	wait "$stopped_pid" || stopped_status=$?
	test $(($(date +%s) - began)) -lt "$(patience 10)"
	! kill "$(cat "$T/booting")" || test "$1" = KILL
	return "$stopped_status"
}
version 1.5 five
test_exit 130 'SIGTERM while it works ends it' stopped TERM
test_ok 'and all that it began, and the files are back' said '^bump: toy: stopped' '^bump: toy is 1.1 again, as it was'
test_empty 'indeed' git -C "$T/one" status --porcelain
test_exit 137 'SIGKILL does, too' stopped KILL
test_exit 1 'then the next one refuses' bump toy 1.5
test_ok 'and says how to go back' said "^bump: the bump of toy has not come to its end; .*tools/bump/back 'out'" '^bump: toy: commit or stash first'
back_() { (cd "$T/one" && tools/bump/back out); }
test_ok 'which does it' back_
test_empty 'indeed' git -C "$T/one" status --porcelain
test_exit 3 'once' back_
mv "$T/one/.git" "$T/dotgit"
test_exit 3 'what is no checkout of git' bump toy 1.5
test_ok 'is told' said '^bump: toy: needs a git checkout'
mv "$T/dotgit" "$T/one/.git"

echo x >"$T/one/new"
test_exit 1 'a tree with changes' bump toy 1.3
test_ok 'is named' said new
rm "$T/one/new"

test_exit 1 'a version older than what is pinned' bump toy 1.0
test_ok 'is told, and how it is done all the same' said '^bump: toy: 1.0 is older than the pinned 1.1: .*DOWNGRADE=1$'
for t in 0 no n false ''; do
	DOWNGRADE=$t
	export DOWNGRADE
	test_exit 1 "DOWNGRADE=$t is none" bump toy 1.0
done
for t in DOWNGRADE STRICT EXPIRED; do
	unsure() { (export "$t=maybe" && bump toy 1.0); }
	test_exit 2 "$t=maybe: refused" unsure
	test_ok 'is named' said "^bump: $t=maybe: say $t=1, or leave it out"
done
export DOWNGRADE=1
test_exit 0 'DOWNGRADE=1 does it' bump toy 1.0
test_ok 'with a warning' said '^bump: toy: DOWNGRADE from 1.1 to the older 1.0: fixes are lost'
unset DOWNGRADE
back() { git -C "$T/one" log -1 --format=%B | head -n 3 | tr '\n' '|'; }
test_is 'in the message, too' 'recipes: bump toy 1.1 back to 1.0||DOWNGRADE: 1.0 is older than 1.1, whose fixes are lost with this.|' "$(back)"
git -C "$T/one" reset -q --hard HEAD~1
older() { tools/bump/older "$1" "$2" && ! tools/bump/older "$2" "$1" && ! tools/bump/older "$1" "$1"; }
while read -r a b; do
	test_ok "$a is older than $b" older "$a" "$b"
done <<-'END'
	1.9 1.10
	7.1.13 7.2
	7.2-rc7 7.2
	7.2-rc7 7.2.1
	7.2-rc9 7.2-rc10
	3.0.0-beta2 3.0.0
	1.1.1 1.1.1a
	8.21.0 9
END

index "$(date -u -d '-1 hour' '+%a, %d %b %Y %H:%M:%S UTC')"
test_exit 3 'an index that has expired: could not tell' bump toy 1.3
test_ok 'is told, with what may be done' said '/dists/sid expired on .*DEBIAN_MIRROR=' '^find-source: toy 1.3 is only in sid, whose index has expired'
test_ok 'and leaves the tree as it was' as_it_was bump toy 1.3
# find_in SUITE...: where is toy 1.3?
find_in()
{
	cd "$T/one"
	DEBIAN_MIRROR="file://$m" DEBIAN_KEYRING="$T/keys.gpg" SUITES=$* tools/bump/find-source recipes/toy 1.3
}
EXPIRED=0
export EXPIRED
test_exit 3 'EXPIRED=0 does not' find_in sid
EXPIRED=1
test_ok 'EXPIRED=1 does it' find_in sid
unset EXPIRED
test_ok 'and the pin says so' said '^note=.* It had expired on ..., '
# Another suite of the same mirror, whose index has not expired.
cp -R "$m/dists/sid" "$m/dists/later"
sed -n '/^Suite/,/^-----BEGIN/{/^-----/d; /^Valid-Until/d; s/^Suite: sid/Suite: later/; p}' "$m/dists/sid/InRelease" |
	gpg --quiet --batch --yes --clearsign --output "$m/dists/later/InRelease"
test_ok 'a later suite has the version, too' find_in sid later
test_ok 'then that is where it comes from, with a warning' said '/dists/sid expired on ' '^note=From the index of sources of Debian later, [^.]*\.$'
index 'some day'
test_exit 3 'an index with a date that is none' bump toy 1.3
index "$(date -u -d '+1 hour' '+%a, %d %b %Y %H:%M:%S UTC')"
test_exit 3 'one that has not is looked into' bump toy 7
sed -i 's/Suite: sid/Suite: sic/' "$m/dists/sid/InRelease"
test_exit 1 'an index whose signature does not hold' bump toy 1.3
: >"$T/none.gpg"
version 1.3 'worse'
KEYS=$T/none.gpg
test_exit 1 'or is of nobody that we know' bump toy 1.3

# report_ STATUS HOW: with a kconf that ends so.
report_()
{
	mkdir -p "$T/work/after"
	printf '#!/bin/sh\nexit %d\n' "$1" >"$T/work/after/kconf"
	chmod +x "$T/work/after/kconf"
	tools/bump/report "$T/work" "$2"
}
test_exit 0 'a report' report_ 0 commit
test_exit 0 'undecided options are no failure of it' report_ 1 undecided
test_exit 3 'what kconf could not tell is none' report_ 3 undecided
test_ok 'it says so' said '^report: kconf bump --undecided ended with 3'
test_exit 3 'nor a wrong fragment' report_ 1 commit
test_done
