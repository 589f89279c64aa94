# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The second half of t27-release.sh: releases that differ, are damaged or lie.

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
test_exit 1 'no release is as old as a published one' release
test_ok 'it says what to raise' said 'raise SOURCE_DATE_EPOCH'
sed -i 's/^MAYFLY_VERSION=.*/MAYFLY_VERSION=2001.01.01-1/' "$T/one/reproducibility/environment"
toy_commit "$T/one" 'a version of another day'
test_exit 1 'version and time must agree' release
