#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A debug image is not signed and not published unless DEBUG=1 is said again
# there, whatever name it came under; and what is signed is what was built, not
# what lies in out/.
. tests/lib.sh
. tests/provision.sh
STMGR=${STMGR:-$O/tools/stmgr}
export STMGR
need openssl jq flock bsdtar zstd
need_file "$STMGR"
case $STMGR in /*) ;; *) STMGR=$PWD/$STMGR ;; esac
tools=$PWD/tools/provision
web=$T/web
mkdir "$web"

# package FOLDER NAME LABEL: an unsigned package FOLDER/NAME.zip.
package()
{
	mkdir -p "$1"
	tests/toykernel "$T/kernel" "$3"
	head -c 1000 /dev/urandom >"$T/initramfs"
	"$STMGR" ospkg create -kernel "$T/kernel" -initramfs "$T/initramfs" \
		-label "$3" -url "$2.zip" -out "$1/$2.zip"
}

# sign NAME [debug]: by both, what "make" built as $T/built/NAME.
sign()
{
	for signer in one two; do
		"$tools/sign" "$T/built/$1" "$T/out" "$1" "$T/keys/$signer.key" "$T/keys/$signer.pem" "${2:-}"
	done
}

# publish NAME CHANNEL [debug]
publish()
{
	"$tools/publish" "$T/out/signed/$1" "$web" "$T/keys/trust" "$2" "${3:-}"
}

rollback()
{
	"$tools/rollback" "$web" "$T/keys/trust" "$@"
}

descriptor()
{
	jq -c "$1" "$web/$2/os.json"
}

test_ok 'keys' prov_keys "$T/keys"
test_ok 'a production package' package "$T/built/vpn" vpn 'Mayfly vpn 1+00000000 (production), Linux 7'
test_ok 'a debug package' package "$T/built/vpn-debug" vpn-debug 'Mayfly vpn-debug 1+00000000 (debug), Linux 7'
test_ok 'production is signed' sign vpn
test_ok 'and published' publish vpn stable
test_is 'its descriptor does not say debug' null "$(descriptor .debug stable)"

## Signing
test_exit 1 'debug without DEBUG=1 is not signed' sign vpn-debug
test_ok 'with the reason, and what to say' said 'built/vpn-debug/vpn-debug.zip is a debug image.*(debug), Linux 7.*say DEBUG=1'
test_ok 'nothing was signed' test ! -e "$T/out/signed/vpn-debug"
test_ok 'with it, it is' sign vpn-debug debug
test_ok 'and the label says debug' said 'label	Mayfly vpn-debug .*(debug)'
mkdir "$T/built/plain"
cp "$T/built/vpn-debug/vpn-debug.zip" "$T/built/plain/plain.zip"
sed 's/vpn-debug/plain/' "$T/built/vpn-debug/vpn-debug.json" >"$T/built/plain/plain.json"
test_exit 1 'under a production name it is not signed' sign plain
test_ok 'since the package itself says it' said 'plain.zip is a debug image'

# An initramfs as the debug flavour has it, under a label of somebody's own.
labelled()
{
	mkdir -p "$T/root/etc" "$T/built/own"
	echo debug >"$T/root/etc/debug"
	(cd "$T/root" && bsdtar --format=newc -cf - etc) | zstd -q >"$T/initramfs.zst"
	"$STMGR" ospkg create -kernel "$T/kernel" -initramfs "$T/initramfs.zst" -label 'my server' \
		-url own.zip -out "$T/built/own/own.zip"
}
test_ok 'a package with a label of its own' labelled
test_exit 1 'but /etc/debug in it' sign own
test_ok 'is a debug image, too' said "own.zip is a debug image, 'my server'"
rm "$T/root/etc/debug"
echo x >"$T/root/etc/debugger"
(cd "$T/root" && bsdtar --format=newc -cf - etc) | zstd -q >"$T/initramfs.zst"
"$STMGR" ospkg create -kernel "$T/kernel" -initramfs "$T/initramfs.zst" -label 'my server' \
	-url own.zip -out "$T/built/own/own.zip"
test_ok 'without it, it is not' sign own
# What the package says is not taken for an option, and is opened in a sandbox.
named()
{
	mkdir -p "$T/named" "$T/built/named"
	echo kernel >"$T/named/kernel"
	cp "$T/initramfs.zst" "$T/named/--use-compress-program=touch x"
	jq -n '{version: 1, label: "x", kernel: "kernel", initramfs: "--use-compress-program=touch x", cmdline: ""}' >"$T/named/manifest.json"
	(cd "$T/named" && bsdtar --format=zip -cf ../built/named/named.zip manifest.json kernel ./--use*)
	sed 's/own/named/' "$T/built/own/own.json" >"$T/built/named/named.json"
	mkdir -p "$T/cwd"
	(cd "$T/cwd" && "$tools/sign" "$T/built/named" "$T/out" named "$T/keys/one.key" "$T/keys/one.pem") || :
	ls -A "$T/cwd"
	test -z "$(ls -A "$T/cwd")"
}
test_ok 'the name of a file in it is no option' named

## Publishing
test_exit 1 'signed, it is not published without DEBUG=1' publish vpn-debug stable
test_ok 'with the reason' said 'vpn-debug.zip is a debug image.*say DEBUG=1'
test_exit 1 'nor into a channel of its own' publish vpn-debug debug
test_ok 'that channel was not made' test ! -e "$web/debug"
cp -r "$T/out/signed/vpn-debug" "$T/out/signed/other"
for f in zip json; do mv "$T/out/signed/other/vpn-debug.$f" "$T/out/signed/other/vpn.$f"; done
test_exit 1 'nor under a production name' publish other stable
test_is 'stable is what it was' null "$(descriptor .debug stable)"
test_ok 'with it, it is' publish vpn-debug stable debug
test_ok 'and the label says debug' said 'label	Mayfly vpn-debug .*(debug)' 'trust	2 signatures found, 2 valid, 2 required'
test_is 'and so does the descriptor' true "$(descriptor .debug stable)"
# stboot reads descriptors with the same code as stmgr.
boots()
{
	mkdir "$T/host"
	cp "$web/stable/os.json" "$T/host/os.json"
	cp "$web/stable/$(jq -r .os_pkg_url "$web/stable/os.json")" "$T/host/os.zip"
	"$STMGR" ospkg verify -trustPolicy "$T/keys/trust" -ospkg "$T/host/os.json"
}
test_ok 'which a boot loader takes as any other' boots

## What is published is what was verified
# meanwhile: somebody writes to out/ as soon as stmgr has looked.
meanwhile()
{
	cat >"$T/stmgr" <<-END
		#!/bin/sh
		"$STMGR" "\$@" || exit
		echo tampered >>"$T/out/signed/vpn/vpn.zip"
		echo '{}' >"$T/out/signed/vpn/vpn.json"
	END
	chmod +x "$T/stmgr"
	cp "$T/out/signed/vpn/vpn.json" "$T/vpn.json"
	sha256sum <"$T/out/signed/vpn/vpn.zip" | cut -c 1-64 >"$T/sha"
	STMGR=$T/stmgr publish vpn race
	test ! "$T/out/signed/vpn/vpn.json" -ot "$T/vpn.json"
	grep -q tampered "$T/out/signed/vpn/vpn.zip"
	cp "$T/built/vpn/vpn.zip" "$T/out/signed/vpn/vpn.zip"
	cp "$T/vpn.json" "$T/out/signed/vpn/vpn.json"
}
test_ok 'out/signed changes while it is published' meanwhile
test_is 'what it was is published' "$(cat "$T/sha")" "$(sha256sum <"$web/pkg/$(cat "$T/sha").zip" | cut -c 1-64)"
test_is 'with its signatures' 2 "$(descriptor '.signatures | length' race)"

## Rolling back
test_ok 'back to production' rollback stable
test_is 'whose descriptor does not say debug' null "$(descriptor .debug stable)"
test_exit 1 'forth to debug: refused' rollback stable 2
test_ok 'with the reason' said 'is a debug image.*say DEBUG=1'
test_is 'stable is what it was' null "$(descriptor .debug stable)"
test_ok 'with DEBUG=1' rollback stable 2 debug
test_is 'it is debug' true "$(descriptor .debug stable)"

## What has no label that can be read
test_exit 2 'another word than debug is wrong usage' publish vpn stable 0
mkdir -p "$T/built/torn"
head -c 600 "$T/built/vpn/vpn.zip" >"$T/built/torn/torn.zip"
cp "$T/built/vpn/vpn.json" "$T/built/torn/torn.json"
test_exit 1 'a torn package is not signed' sign torn
test_ok 'with the reason' said 'torn.zip: no OS package'

test_done
