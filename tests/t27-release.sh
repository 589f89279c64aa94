#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make release` and `make verify`, on a repository whose image and boot medium
# are files of a line: what they say, and what they refuse.
. tests/lib.sh
. tests/toy.sh
need bwrap make git curl openssl jq bsdtar
need_file tests/pki/trust/trust_policy.json
STMGR=${STMGR:-$O/tools/stmgr}
need_file "$STMGR"
# make test names it from the top of the repository.
STMGR=$(realpath "$STMGR")
# The toy has no stmgr of its own.
VERIFY_STMGR=$STMGR
# Unpacking the builder for each of some forty builds would take ten minutes.
VERIFY_REBUILD=steps
export VERIFY_STMGR VERIFY_REBUILD

toy_cache "$T/cache"
toy_checkout "$T/one"
toy_release "$T/one"
cp -R tests/pki/trust "$T/trust"
v=$T/one/out/verify

# release TRUST | verify [ARGUMENT...]: the verb, and the script's exit status, not make's.
release()
{
	(cd "$T/one" && O=out CACHE=$T/cache sh reproducibility/release out vpn stable "$1" 0)
}
verify()
{
	(cd "$T/one" && O=out CACHE=$T/cache sh reproducibility/verify out "${1-$T/rel}" "${2-}" "${3-}" "${4-}")
}
keep()
{
	release "$T/trust" >/dev/null 2>&1
	rm -rf "$1"
	cp -R "$T/one/out/release" "$1"
}

test_ok 'a release is made by its verb' toy_make "$T/one" release TRUST="$T/trust" CACHE="$T/cache"
test_ok 'the manifest is canonical' reproducibility/check-manifest "$T/one/out/release/manifest"
by_hand()
{
	cd "$T/one/out/release"
	sed '1,/^$/d' manifest | sha256sum -c
	test "$(sed -n 's/^inputs=//p' manifest)" = "$(sha256sum <inputs.lock | cut -c 1-64)"
	test "$(sed -n 's/^recipe=//p' manifest)" = "$(sha256sum <recipes.lock | cut -c 1-64)"
	test "$(sed -n 's/^tree=//p' manifest)" = "$(git rev-parse 'HEAD^{tree}')"
	grep -qx 'epoch=[1-9][0-9]*' manifest
}
test_ok 'coreutils check it, and its tree is git'\''s' by_hand
test_ok 'no time, path or user is in it: the next is the same' sh -c 'cp "$1/one/out/release/manifest" "$1/m" && cd "$1/one" &&
	sleep 1 && O=out CACHE="$1/cache" reproducibility/release out vpn stable "$1/trust" 0 && cmp "$1/m" out/release/manifest' - "$T"
keep "$T/rel"

published()
{
	n=0
	for d in reproducibility/published/*/; do
		reproducibility/fetch-release "$d" "$T/published"
		reproducibility/fetch-release "$d" "$T/published" trust/
		n=$((n + 1))
	done
	test $n -gt 0
}
test_ok 'what is published here is of one piece' published

# What is not committed is no release.
echo change >"$T/one/recipes/new"
test_exit 1 'an uncommitted file is refused' release "$T/trust"
test_ok 'and named' said recipes/new
test_exit 3 'verify: a checkout that is not the release cannot tell' verify
test_ok 'and it says which commit is' said 'git checkout [0-9a-f]\{40\}'
rm "$T/one/recipes/new"
test_exit 2 'no trust policy is a wrong use' release ''

test_exit 0 'identical' verify
test_ok 'it says so, with the entry' said '^identical: release .* entry [0-9a-f]\{64\}$'
test_ok 'by its verb, from a URL' toy_make "$T/one" verify RELEASE="file://$T/rel" CACHE="$T/cache"
test_ok 'a checkout without .git can tell, too' sh -c 'mv "$1/one/.git" "$1/git" && cd "$1/one" && s=0 &&
	{ O=out CACHE="$1/cache" reproducibility/verify out "$1/rel" "" "" "" || s=$?; mv "$1/git" "$1/one/.git"; exit $s; }' - "$T"

# The statement. openssl judges it: another implementation.
openssl genpkey -algorithm ed25519 -out "$T/key.pem" 2>/dev/null
openssl pkey -in "$T/key.pem" -pubout -out "$T/public.pem"
test_ok 'with a key it is signed' verify "$T/rel" '' "$T/key.pem" rebuild.example.org
signed()
{
	grep -qx "release=$(reproducibility/leaf "$T/rel/manifest")" "$v/rebuild.txt"
	grep -qx result=match "$v/rebuild.txt"
	"$STMGR" note verify -key "$T/public.pem" -name rebuild.example.org -in "$v/rebuild.note" | cmp - "$v/rebuild.txt"
	tail -n 1 "$v/rebuild.note" | sed 's/.* //' | base64 -d | tail -c 64 >"$T/signature"
	openssl pkeyutl -verify -rawin -pubin -inkey "$T/public.pem" -in "$v/rebuild.txt" -sigfile "$T/signature"
	test "$(jq -r '.signed.products["vpn/vpn.zip"].sha256' "$v/rebuild.link")" = "$(sha256sum <"$T/rel/vpn/vpn.zip" | cut -c 1-64)"
}
test_ok 'note and link hold' signed
test_exit 2 'a key without a name is a wrong use' verify "$T/rel" '' "$T/key.pem" ''
test_exit 2 'a name that no note can have' verify "$T/rel" '' "$T/key.pem" 'my rebuilder'
test_exit 2 'a key that is none' verify "$T/rel" '' "$T/trust/trust_policy.json" r.example.org
test_exit 2 'a key for one recipe' verify "$T/rel" linux "$T/key.pem" r.example.org
test_exit 2 'a recipe that is no name' verify "$T/rel" a/b
openssl genpkey -algorithm x25519 -out "$T/other.pem" 2>/dev/null
test_exit 3 'an answer that cannot be signed' verify "$T/rel" '' "$T/other.pem" r.example.org
test_ok 'is given all the same' said '^identical: ' '^could not tell: no statement could be signed'
test_exit 3 'its own copy is no release' verify "$v/published"

# What somebody else left: another build, a damaged download, settings.
leftovers()
{
	echo stale >"$T/one/out/rebuilt/vpn/stale"
	DEBUG=1 MAKEFILES=/nowhere verify
}
test_ok 'DEBUG and an old build do not get in' leftovers
settings()
{
	mkdir -p "$T/home/.config/git"
	echo recipes/toy >"$T/home/.config/git/ignore"
	echo '* text=auto eol=crlf' >"$T/home/.config/git/attributes"
	HOME=$T/home verify
	mkdir "$T/one/hidden"
	echo '*' >"$T/one/hidden/.gitignore"
	status=0
	HOME=$T/home verify || status=$?
	rm -r "$T/one/hidden"
	test $status -eq 3
}
test_ok 'nor do git settings, and nothing hides' settings

# One recipe alone.
test_exit 0 'one recipe' verify "$T/rel" linux
test_ok 'it says so' said '^identical: linux of release'
test_exit 3 'a recipe that is not in it' verify "$T/rel" nothing

# Releases that differ, are damaged or lie.

# bad SCRIPT: a release changed by that, in $T/bad.
bad()
{
	rm -rf "$T/bad"
	cp -R "$T/rel" "$T/bad"
	(cd "$T/bad" && sh -eu -c "$1")
}
cannot_tell()
{
	bad "$2"
	test_exit 3 "$1" verify "$T/bad"
	test_ok "$1: it says so" said '^could not tell: '
}
# lies TEXT SCRIPT WHAT: what anybody can find out to be false is no match.
lies()
{
	bad "$2"
	test_exit 1 "$1" verify "$T/bad"
	test_ok "$1: is named" said "^cause: .*$3" '^differs: '
	test_ok "$1: no match is stated" grep -qx result=mismatch "$v/rebuild.txt"
}
sum='h=$(sha256sum <"$f" | cut -c 1-64); sed -i "s,^[0-9a-f]*  $f\$,$h  $f," manifest'
lies 'another Authenticode hash' 'sed -i "s/^stboot-authenticode=..../stboot-authenticode=0000/" manifest' stboot-authenticode
lies 'another epoch' 'sed -i s/^epoch=1/epoch=2/ manifest' epoch
lies 'another version' 'sed -i s/^version=..../version=2099/ manifest' version
lies 'a commit that is another tree' "sed -i s/^commit=.*/commit=$(git -C "$T/one" commit-tree -m x "$(git -C "$T/one" write-tree --prefix=recipes/)" </dev/null)/ manifest" commit
lies 'a file that nobody made' 'sed -i "14i$(printf %064d 0)  aaa" manifest' 'aaa: is published and not made'
lies 'files that are not named' 'sed -i "/  vpn\//d" manifest' 'vpn/vpn.zip: is made by the source and not in the manifest'
lies 'a listing with more' "f=listing; printf '%064d\\t644\\tlinux/z\\n' 0 >>l; cat l >>listing; sort -t '	' -k 3 -o listing listing; rm l; $sum" 'linux'
lies 'a recipe that is not the source'\''s' 'sed -i "s/^linux ..../linux 0000/" recipes.lock
	sed -i "s/^recipe=.*/recipe=$(sha256sum <recipes.lock | cut -c 1-64)/" manifest' recipe
lies 'an input that is not the source'\''s' 'echo x >>inputs.lock
	sed -i "s/^inputs=.*/inputs=$(sha256sum <inputs.lock | cut -c 1-64)/" manifest' inputs

cannot_tell 'no manifest' 'rm manifest'
cannot_tell 'a name that is an option' 'sed -i "s,  vpn/kernel,  vpn/-kernel," manifest'
cannot_tell 'a release that forbids itself' 'sed -i s/^min-epoch=.*/min-epoch=9999999999/ manifest'
cannot_tell 'control characters in the listing' "f=listing; printf '%064d\\t644\\tlinux/z\\033[2J\\n' 0 >>listing; $sum"
cannot_tell 'a listing of another step' "f=listing; printf '%064d\\t644\\tzzz/z\\n' 0 >>listing; $sum"
cannot_tell 'an empty one' ': >manifest'
cannot_tell 'cut short' 'head -n 11 manifest >m; mv m manifest'
cannot_tell 'another key' 's=$(sed s/^epoch/epoche/ manifest); echo "$s" >manifest'
cannot_tell 'an epoch that is no number' 'sed -i s/^epoch=.*/epoch=1e9/ manifest'
cannot_tell 'a name above the folder' 'sed -i "s,  vpn/kernel,  vpn/../../kernel," manifest'
cannot_tell 'a name with a blank' 'sed -i "s,  vpn/kernel,  vpn/ker nel," manifest'
cannot_tell 'names that are not sorted' 'sed -n 14p manifest >l; sed -i 14d manifest; cat l >>manifest'
cannot_tell 'a NUL' 'printf "\\0" >>manifest'
cannot_tell 'no last line feed' 'printf %s "$(cat manifest)" >m; mv m manifest'
cannot_tell 'a command in IMAGE' 'sed -i "s/^build=.*/build=make release IMAGE=\$(id)/" manifest'
cannot_tell 'a listing that is not the manifest'\''s' 'echo x >>listing'
cannot_tell 'a lock that is not the manifest'\''s' 'echo x >>inputs.lock'
cannot_tell 'a manifest of 2 MB' 'seq 400000 >>manifest'
server_endless()
{
	bad :
	# No length is announced, and it never ends.
	port=$(tests/http/port)
	printf 'printf "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n\\r\\n"; exec yes\n' >"$T/serve"
	timeout 120 socat "TCP-LISTEN:$port,bind=127.0.0.1,reuseaddr,fork" "SYSTEM:sh $T/serve" >/dev/null 2>&1 &
	for _ in $(seq 100); do
		! socat -u OPEN:/dev/null "TCP:127.0.0.1:$port" 2>/dev/null || break
		sleep 0.2
	done
	status=0
	verify "http://127.0.0.1:$port" || status=$?
	test "$(wc -c <"$v/published/manifest")" -le 1100000
	kill $!
	test $status -eq 3
}
test_ok 'a server that sends for ever' server_endless
test_exit 3 'a server that does not answer' verify http://127.0.0.1:1/release
test_ok 'it says so' said '^could not tell: .*127.0.0.1'
test_exit 3 'nothing published' verify '' linux

# A publisher who puts another image under the same name.
bad 'echo evil >vpn/vpn.zip; sed -i "s,.*  vpn/vpn.zip,$(sha256sum <vpn/vpn.zip | cut -c 1-64)  vpn/vpn.zip," manifest'
test_exit 1 'another image under the name differs' verify "$T/bad"
test_ok 'and is named' said '^cause: vpn/vpn.zip: has another hash'
test_ok 'the note says mismatch' grep -qx result=mismatch "$v/rebuild.txt"
test_ok 'and has the hash that was got here' grep -q "$(sha256sum <"$T/rel/vpn/vpn.zip" | cut -c 1-64)  vpn/vpn.zip" "$v/rebuild.txt"
test_ok 'no in-toto link vouches for it' test ! -e "$v/rebuild.link"

# A step that leaks: found, with the member and the trap.
echo 'cd "$PREFIX"; date +%s.%N >t; touch -d @0 t; tar -czf vpn.zip t; rm t; for f in kernel initramfs.cpio.zst; do echo $f >$f; done; sha256sum * >SHA256SUMS' \
	>"$T/one/tools/image/build"
toy_commit "$T/one" 'a leak'
keep "$T/rel"
test_exit 1 'a build that leaks differs' verify
test_ok 'step and member are named' said '^cause: image-vpn (configs/images/vpn): built from the same' \
	'image-vpn/vpn.zip.* -> t: ' '^differs: release '
test_exit 1 'its recipe alone differs, too' verify "$T/rel" image-vpn
test_ok 'and is named' said '^cause: image-vpn'
# A checkout that moved on: the recipe is another, so that nobody can tell.
echo 'echo kernel2 >"$PREFIX/bzImage"' >"$T/one/kernel/build"
test_exit 3 'a recipe that changed since cannot be told' verify "$T/rel" linux
test_ok 'it says so' said '^could not tell: linux of this checkout'

# The order of releases.
git -C "$T/one" checkout -q -- kernel/build
mkdir -p "$T/one/reproducibility/published/1"
cp "$T/rel/manifest" "$T/one/reproducibility/published/1/"
toy_commit "$T/one" 'published'
test_exit 1 'no release is as old as a published one' release "$T/trust"
test_ok 'it says what to raise' said 'raise SOURCE_DATE_EPOCH'
sed -i 's/^MAYFLY_VERSION=.*/MAYFLY_VERSION=2001.01.01-1/' "$T/one/reproducibility/environment"
toy_commit "$T/one" 'a version of another day'
test_exit 1 'version and time must agree' release "$T/trust"
test_done
