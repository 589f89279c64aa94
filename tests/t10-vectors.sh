#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The interoperability vectors of upstream's formats, and what they leave out,
# through stmgr: packages, trust policies, host configurations, roots.
# VECTORS=DIR	where they are
. tests/lib.sh
need jq openssl

VECTORS=${VECTORS:-tests/vectors}
STMGR=${STMGR:-$O/tools/stmgr}
need_file "$STMGR" "$VECTORS/cases.json"

# trust ROOT THRESHOLD: a trust policy directory.
trust()
{
	mkdir -p "$T/trust"
	cp "$1" "$T/trust/ospkg_signing_root.pem"
	printf '{"ospkg_signature_threshold":%s,"ospkg_fetch_method":"network"}' "$2" \
		>"$T/trust/trust_policy.json"
}

# ospkg ROOT THRESHOLD PACKAGE
ospkg()
{
	trust "$1" "$2"
	"$STMGR" ospkg verify -trustPolicy "$T/trust" -ospkg "$3"
}

# root FILE: any package that is there tells refused roots (which are named)
# from refused signatures.
root()
{
	if ospkg "$1" 1 "$VECTORS/ospkg/s-1of1.json" >"$T/root" 2>&1; then
		return
	fi
	cat "$T/root"
	! grep -q 'ospkg_signing_root.pem' "$T/root"
}

# check KIND FILE ROOT THRESHOLD ZIP
check()
{
	case $1 in
	ospkg) ospkg "$VECTORS/$3" "$4" "$VECTORS/$5" ;;
	trust) "$STMGR" trustpolicy check "$VECTORS/$2" ;;
	hostcfg) "$STMGR" hostconfig check "$VECTORS/$2" ;;
	root) root "$VECTORS/$2" ;;
	esac
}

# Where versions of upstream disagree ("either") all of ours are refused:
#   s-more-certs-than-sigs	which certificate would be whose is a guess
#   d-dup-keys, trailing.json	what is read depends on the reader
#   z-prefix, z-suffix		bytes that no reader of the archive looks at
#   z-local-name-differs	two names for one file
#   z-same-kernel-initramfs	stmgr's bug: the initramfs booted as the kernel
#   ifaces-mac-eui64		no Ethernet card has eight bytes
jq -r '.[] | [.kind, .name, .want, .file // "-", .root // "-", .threshold // "-", .zip // "-"] | @tsv' \
	"$VECTORS/cases.json" >"$T/cases"
tab=$(printf '\t')
while IFS=$tab read -r kind name want file root threshold zip; do
	status=1
	test "$want" != accept || status=0
	test_exit "$status" "$kind $name: $want" check "$kind" "$file" "$root" "$threshold" "$zip"
done <"$T/cases"
test_ok 'all vectors were there' test "$(wc -l <"$T/cases")" -gt 80

# Of the same archive: make NAME.json in $T, signed with KEY under CERT ...
zip=$VECTORS/ospkg/s-1of1.zip
openssl dgst -sha256 -binary "$zip" >"$T/hash"
package()
{
	package_name=$1
	shift
	echo '{"version":1,"os_pkg_url":"","certificates":[],"signatures":[]}' >"$T/d.0"
	while test $# -gt 0; do
		openssl pkeyutl -sign -rawin -inkey "$VECTORS/keys/$2.key.pem" \
			-in "$T/hash" -out "$T/sig" 2>/dev/null
		jq --arg c "$(base64 -w0 <"$VECTORS/certs/$1.pem")" --arg s "$(base64 -w0 <"$T/sig")" \
			'.certificates += [$c] | .signatures += [$s]' "$T/d.0" >"$T/d.1"
		mv "$T/d.1" "$T/d.0"
		shift 2
	done
	mv "$T/d.0" "$T/$package_name.json"
	cp "$zip" "$T/$package_name.zip"
}

# chain STATUS LEAF ROOT TEXT: one certificate under one root.
chain()
{
	package one "$2" "$2"
	test_exit "$1" "$2 under $3: $4" ospkg "$VECTORS/certs/$3.pem" 1 "$T/one"
}
chain 0 leaf-ku-none root 'the key usage of the leaf does not matter'
chain 0 leaf-ku-keyagreement root 'nor what it is'
chain 0 leaf-is-ca root 'a CA may sign packages'
chain 0 leaf-san root 'alternative names do not matter'
chain 0 leaf-eku-serverauth root 'what Go asks for by default'
chain 0 leaf-under-ecdsa-root root-ecdsa 'a root may be ECDSA'
chain 0 leaf-under-empty-names root-empty-names 'names may be empty, as of stmgr before 0.5'
chain 0 leaf-under-intermediate intermediate 'a root is what the file says is one'
chain 0 intermediate root 'an intermediate is a leaf like others'
chain 0 root root 'the root itself may sign'
chain 0 root-not-ca root-not-ca 'and need not be a CA'
chain 0 leaf-selfsigned leaf-selfsigned 'nor named by anyone'
chain 1 leaf-under-intermediate root 'there are no intermediates'
chain 1 leaf-name-mismatch root 'the issuer has to be named as the root is'
chain 1 leaf-ecdsa root 'only Ed25519 keys count'
chain 1 leaf-under-expired-root root-expired 'roots expire, too'
chain 1 root-expired root-expired 'also as leaves'
chain 1 leaf-under-root-no-bc root-no-bc 'a CA says so'
chain 1 leaf-under-root-not-ca root-not-ca 'or says that it is none'
chain 1 leaf-under-root-no-certsign root-no-certsign 'it has to be allowed to sign'
chain 1 root-eku-clientauth root-eku-clientauth 'the extended key usage of the root, too'

cat "$VECTORS/certs/root2.pem" "$VECTORS/certs/root.pem" >"$T/roots"
package two sign1 sign1 leaf-other-root leaf-other-root
test_ok 'several roots' ospkg "$T/roots" 2 "$T/two.zip"
package two sign1 sign1 sign1-othercert-samekey sign1-othercert-samekey
test_exit 1 'two certificates of one key count once' ospkg "$T/roots" 2 "$T/two.json"
test_ok 'the reason says which one' said 'signature 2: .* counts once' \
	'not enough valid signatures: 2 found, 1 valid, 2 required'
test_ok 'which does not hurt' ospkg "$T/roots" 1 "$T/two.json"
package two sign1 sign2 sign1 sign1
test_ok 'a bad signature does not use up its certificate' ospkg "$T/roots" 1 "$T/two.json"
test_exit 1 '-rootCerts: all signatures have to be valid' \
	"$STMGR" ospkg verify -rootCerts "$T/roots" -ospkg "$T/two"
package one sign1 sign1
test_ok '-rootCerts: and then it is' "$STMGR" ospkg verify -rootCerts "$T/roots" -ospkg "$T/one"
test_exit 1 '-rootCerts: no signature is not all of them' \
	"$STMGR" ospkg verify -rootCerts "$T/roots" -ospkg "$VECTORS/ospkg/s-0of1.json"
test_exit 1 'an expired certificate' ospkg "$VECTORS/certs/root.pem" 1 "$VECTORS/ospkg/c-expired.zip"
test_ok 'says so, and what the clock says' said \
	'signature 1: certificate CN=.* expired 2021-01-01 00:00:00 UTC (the clock says 20'
dd if=/dev/zero bs=1 count=1 2>/dev/null >>"$T/one.zip"
test_exit 1 'one byte more in the archive' ospkg "$T/roots" 1 "$T/one"

trust "$T/roots" 1
verify()
{
	"$STMGR" ospkg verify -trustPolicy "$T/trust" -ospkg "$VECTORS/ospkg/s-1of1.zip"
}
test_ok 'a trust policy' verify
echo AGE-SECRET-KEY-1 >"$T/trust/decryption_identities"
test_exit 1 'age is not supported' verify
test_ok 'and says so' said 'decryption_identities: .* not supported'
rm "$T/trust/decryption_identities" "$T/trust/trust_policy.json"
test_exit 3 'a file is missing' verify
mkfifo "$T/trust/trust_policy.json"
test_exit 3 'a FIFO does not make it wait' timeout "$(patience 20)" "$STMGR" ospkg verify \
	-trustPolicy "$T/trust" -ospkg "$VECTORS/ospkg/s-1of1.zip"
test_exit 3 'no package' "$STMGR" ospkg verify -rootCerts "$T/roots" -ospkg "$T/none.zip"
test_exit 2 'both kinds of trust' "$STMGR" ospkg verify -rootCerts "$T/roots" -trustPolicy "$T" -ospkg x
test_exit 2 'none of them' "$STMGR" ospkg verify -ospkg x
test_exit 3 'no package named, and none of the default name' "$STMGR" ospkg verify -rootCerts "$T/roots"

test_ok 'JSON text' "$STMGR" trustpolicy check \
	'{"ospkg_fetch_method":"initramfs","ospkg_signature_threshold":3}'
test_is 'is printed in one spelling' '{
  "ospkg_signature_threshold": 3,
  "ospkg_fetch_method": "initramfs"
}' "$(output)"
from_stdin()
{
	echo '{"network_mode":"dhcp","ospkg_pointer":"p.zip"}' | "$STMGR" hostconfig check -
}
test_ok 'standard input' from_stdin
test_exit 1 'JSON that is none' "$STMGR" hostconfig check '{'
test_exit 3 'no such file' "$STMGR" hostconfig check "$T/none"
test_exit 2 'no argument' "$STMGR" hostconfig check
test_exit 2 'two arguments' "$STMGR" hostconfig check '{}' '{}'
for file in "$VECTORS"/hostcfg/*.json; do
	"$STMGR" hostconfig check "$file" >"$T/first" 2>/dev/null || continue
	test_ok "its one spelling is read back as itself: $(basename "$file")" \
		"$STMGR" hostconfig check "$T/first"
	test_is 'unchanged' "$(cat "$T/first")" "$(output)"
done
test_done
