#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Sigsum through stmgr: proofs and policies that sigsum-verify 0.11.2 has judged,
# and `stmgr ospkg sigsum`, which puts a proof into a descriptor.
# VECTORS=DIR	where they are
. tests/lib.sh
need jq

VECTORS=${VECTORS:-tests/vectors}
STMGR=${STMGR:-$O/tools/stmgr}
S=$VECTORS/sigsum
need_file "$STMGR" "$S/verdicts.json"

# trust POLICY [ROOT]: a trust policy directory.
trust()
{
	mkdir -p "$T/trust"
	cp "${2:-$S/root.pem}" "$T/trust/ospkg_signing_root.pem"
	cp "$S/policy-$1" "$T/trust/ospkg_trust_policy"
	echo '{"ospkg_signature_threshold":1,"ospkg_fetch_method":"network"}' \
		>"$T/trust/trust_policy.json"
}

verify()
{
	"$STMGR" ospkg verify -trustPolicy "$T/trust" -ospkg "$1"
}

# Laxer then than the rules are now: CR LF, and one name in two groups.
# What they let pass has to fail because of the policy.
verdict()
{
	trust "$2"
	if test "$3" = accept; then
		verify "$S/$1.json"
		return
	fi
	! verify "$S/$1.json" >"$T/said" 2>&1 || return 1
	cat "$T/said"
	case $2 in
	bad-*) grep -q 'ospkg_trust_policy: ' "$T/said" ;;
	*) grep -q 'signature 1: ' "$T/said" ;;
	esac
}

jq -r 'to_entries[] | .key as $proof | .value | to_entries[] |
	[$proof, .key, (.value | sub(":.*"; ""))] | @tsv' "$S/verdicts.json" >"$T/verdicts"
tab=$(printf '\t')
while IFS=$tab read -r proof policy want; do
	case $policy in
	bad-crlf | bad-member-twice | bad-dup-member) want=reject ;;
	esac
	test_ok "$proof under $policy: $want" verdict "$proof" "$policy" "$want"
done <"$T/verdicts"
test_ok 'all vectors were there' test "$(wc -l <"$T/verdicts")" -gt 250
test_ok 'some were good' grep -q 'accept$' "$T/verdicts"

# The same descriptors, made here.
package()
{
	cp "$S/$1.zip" "$T/p.zip"
	echo '{"version":1,"os_pkg_url":"p.zip"}' >"$T/p.json"
}
sigsum()
{
	"$STMGR" ospkg sigsum -proof "$S/$1.proof" -cert "${2:-$S/sign1.pem}" -ospkg "$T/p.zip"
}
for proof in good-size2-idx0 version1 uppercase-hex; do
	package "$proof"
	test_ok "add $proof" sigsum "$proof"
	test_is 'nothing is printed but that its kernel is a toy' '' "$(output | grep -v '^stmgr: warning: .* is no Linux kernel')"
	trust 2of3
	test_ok 'it is good' verify "$T/p"
	test_is 'the proof is there as it was' "$(cksum <"$S/$proof.proof")" \
		"$(jq -r '.signatures[0]' "$T/p.json" | base64 -d | cksum)"
	test_is 'the URL, too' p.zip "$(jq -r .os_pkg_url "$T/p.json")"
done
test_exit 1 'a second proof of one key' sigsum good-size2-idx1
test_ok 'says so' said 'has a Sigsum proof of the key of .* already'
package bad-path
test_ok 'a proof is not looked at further than can be without a policy' sigsum bad-path
package good-size2-idx0
cp "$T/p.json" "$T/before"
test_exit 1 'a certificate of another key' sigsum good-size2-idx0 "$VECTORS/certs/sign2.pem"
test_ok 'says so' said 'is a Sigsum proof of another key'
test_exit 1 'no leaf of that key' sigsum bad-keyhash
test_exit 1 'a bad signature' sigsum bad-leafsig
test_exit 1 'a proof that is none' sigsum extra-newline
test_ok 'says which line' said 'is no Sigsum proof: line [0-9]* '
echo more >>"$T/p.zip"
test_exit 1 'of another archive' sigsum good-size2-idx0
test_ok 'says so' said 'does not match the archive'
test_ok 'the descriptor is as before' cmp "$T/before" "$T/p.json"
test_exit 2 'usage' "$STMGR" ospkg sigsum -proof x -ospkg y
test_exit 3 'no such proof' sigsum none

# With a policy nothing but proofs counts; without one no proof does.
trust none "$VECTORS/certs/root.pem"
test_exit 1 'a plain signature under a Sigsum policy' verify "$VECTORS/ospkg/s-1of1.json"
test_ok 'says so' said 'signature 1: is no Sigsum proof'
rm "$T/trust/ospkg_trust_policy"
test_ok 'control: without the policy it counts' verify "$VECTORS/ospkg/s-1of1.json"
trust none
rm "$T/trust/ospkg_trust_policy"
test_exit 1 'a proof without a policy' verify "$S/good-size2-idx0.json"
test_ok 'says so' said 'a Sigsum proof needs a policy'
test_done
