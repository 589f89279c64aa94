#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Settings with which no server comes up are neither signed nor published, whoever
# made the package: its own programs are asked, in the sandbox.
. tests/lib.sh
. tests/provision.sh
STMGR=${STMGR:-$O/tools/stmgr}
export STMGR
need bsdtar jq flock bwrap openssl
need_file "$STMGR" "$O/vpn/kernel"
case $STMGR in /*) ;; *) STMGR=$PWD/$STMGR ;; esac
tools=$PWD/tools/provision

# package LINE: the image with that command line.
package()
{
	mkdir -p "$T/built/vpn"
	"$STMGR" ospkg create -kernel "$O/vpn/kernel" -initramfs "$O/vpn/initramfs.cpio.zst" \
		-cmdline "$1" -label 'vpn (production)' -url vpn.zip -out "$T/built/vpn/vpn.zip"
}

sign() { "$tools/sign" "$T/built/vpn" "$T/out" vpn "$T/keys/$1.key" "$T/keys/$1.pem"; }
said() { "$@" 2>&1 | grep -e "$reason"; }

# As signed by who did not look.
strange()
{
	rm -rf "$T/out/signed/vpn"
	mkdir -p "$T/out/signed/vpn"
	cp "$T/built/vpn/vpn.zip" "$T/built/vpn/vpn.json" "$T/out/signed/vpn/"
	for signer in one two; do
		"$STMGR" ospkg sign -key "$T/keys/$signer.key" -cert "$T/keys/$signer.pem" -ospkg "$T/out/signed/vpn/vpn.json"
	done
}
publish() { "$tools/publish" "$T/out/signed/vpn" "$T/web" "$T/keys/trust" stable; }

prov_keys "$T/keys" 2>/dev/null
mkdir "$T/web"
good="$(cat "$O/vpn/cmdline")"
package "$good"
test_ok 'the image as it is: signed' sign one
for bad in wg.prot=443 wg.port=99999 ip=203.0.113.900::203.0.113.1:24::eth0:none \
	'upgrade=https://a/os.json upgrade.trial=3'; do
	package "$good $bad"
	test_exit 1 "not signed: $bad" sign one
	reason='would not come up as it should'
	test_ok 'and why is said' said sign one
	strange
	test_exit 1 'nor published' publish
done
test_empty 'nothing was published' find "$T/web" -name '*.zip'
package "$good quiet"
strange
test_ok 'control: another one is' publish
test_done
