#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make release` and `make verify`, on a repository whose image and boot medium
# are files of a line: what they say, and what they refuse.
. tests/lib.sh
. tests/toy.sh
need bwrap make git curl openssl jq bsdtar
need_file tests/pki/trust/trust_policy.json
STMGR=${STMGR:-$(pwd -P)/$O/tools/stmgr}
export STMGR
need_file "$STMGR"

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
cannot_tell 'no manifest' 'rm manifest'
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
cannot_tell 'a lock that is not the source'\''s' 'echo x >>inputs.lock
	sed -i "s/^inputs=.*/inputs=$(sha256sum <inputs.lock | cut -c 1-64)/" manifest'
cannot_tell 'a manifest of 2 MB' 'seq 400000 >>manifest'
test_exit 3 'a server that does not answer' verify http://127.0.0.1:1/release
test_ok 'it says so' said '^could not tell: .*127.0.0.1'
test_exit 3 'nothing published' verify '' linux

# A publisher who puts another image under the same name.
bad 'echo evil >vpn/vpn.zip; sed -i "s,.*  vpn/vpn.zip,$(sha256sum <vpn/vpn.zip | cut -c 1-64)  vpn/vpn.zip," manifest'
test_exit 1 'another image under the name differs' verify "$T/bad"
test_ok 'and is named' said '^cause: vpn/vpn.zip: '
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
