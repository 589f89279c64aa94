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

# release | verify [ARGUMENT...]: the verb, and the script's exit status, not make's.
release()
{
	(cd "$T/one" && O=out CACHE=$T/cache sh reproducibility/release out vpn stable "${1-$T/trust}" 0)
}
verify()
{
	(cd "$T/one" && O=out CACHE=$T/cache sh reproducibility/verify out "${1-$T/rel}" "${2-}" "${3-}" "${4-}")
}
keep()
{
	release >/dev/null 2>&1
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
test_exit 1 'an uncommitted file is refused' release
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
. tests/release-bad.sh
test_done
