#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make sign` signs what was built, not what lies in out/; and nothing but DEBUG=1
# makes it sign a debug image.
. tests/lib.sh
. tests/provision.sh
STMGR=${STMGR:-$O/tools/stmgr}
export STMGR
need make openssl jq flock bsdtar
need_file "$STMGR" "$O/vpn/vpn.zip" "$O/vpn-debug/vpn-debug.zip"
unset KEY CERT DEBUG IMAGE TRUST MAKEFLAGS MFLAGS MAKELEVEL
built=$(sha256sum <"$O/vpn/vpn.zip" | cut -c 1-64)

# made VERB...: with outputs of its own; all steps are in the cache.
made()
{
	make O="$T/o" KEY="$T/keys/one.key" CERT="$T/keys/one.pem" "$@"
}

# Who can write to out/ writes something else there, and hashes that fit.
changed()
{
	echo tampered >>"$T/o/vpn/vpn.zip"
	jq '.os_pkg_url = "https://elsewhere.example/vpn.zip"' "$T/o/vpn/vpn.json" >"$T/vpn.json"
	cp "$T/vpn.json" "$T/o/vpn/vpn.json"
	(cd "$T/o/vpn" && sed 's/.* //' SHA256SUMS | xargs sha256sum >"$T/sums" && cp "$T/sums" SHA256SUMS)
}

signed()
{
	sha256sum <"$T/o/signed/$1/$1.zip" | cut -c 1-64
}

test_ok 'keys' prov_keys "$T/keys"
test_ok 'make image' made image
test_ok 'what lies in out/ is changed, with its hashes' changed
test_ok 'make sign' made sign
test_is 'signs what was built' "$built" "$(signed vpn)"
test_is 'and its own descriptor' vpn.zip "$(jq -r .os_pkg_url "$T/o/signed/vpn/vpn.json")"
test_exit 2 'IMAGE=vpn-debug is no way round DEBUG=1' made sign IMAGE=vpn-debug
test_ok 'it says why' said 'is a debug image.*say DEBUG=1'
test_ok 'make sign DEBUG=1' made sign DEBUG=1
test_ok 'says that it signed one' said '/signed/vpn-debug/vpn-debug.json has 1 signature' 'label	Mayfly vpn-debug .*(debug)'
mkdir "$T/web"
test_exit 2 'make publish IMAGE=vpn-debug without DEBUG=1' \
	made publish IMAGE=vpn-debug DEST="$T/web" TRUST="$T/keys/trust"
test_empty 'nothing is in the web root' find "$T/web" -name '*.json'
test_done
