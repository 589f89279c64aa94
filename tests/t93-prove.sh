#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The quick ones of `make prove`, and its report: a claim that fails, that cannot be
# told or that nothing measures is not called passed.
. tests/lib.sh
need qemu-system-x86_64 socat openssl perl jq
need_file "$O/vpn/kernel" "$O/vpn-debug/kernel" "$O/unit/bin/run_prove"
PROVE_OUT=$T/prove
export PROVE_OUT

# said_of FOLDER ID: the report's verdict.
said_of()
{
	jq -r ".claims[] | select(.id == \"$2\") | .verdict" "$1/report.json"
}

# What failed, or could not be told, and why, is what is shown last.
measured()
{
	told=0
	tests/prove/run c02 c06 || told=$?
	test "$told" -eq 0 || {
		grep -HE '^verdict|	no$' "$PROVE_OUT"/*.facts
		return 1
	}
	test "$(said_of "$PROVE_OUT" C2)" = pass
	test "$(said_of "$PROVE_OUT" C6)" = pass
	cat "$PROVE_OUT/report.txt"
}

# Every claim of the list is in it, those not looked at as that.
complete()
{
	ids=$(jq -r '.claims[].id' "$PROVE_OUT/report.json" | tr '\n' ' ')
	test "$ids" = 'C1 C2 C3 C4 C5 C6 C7 C8 C9 C12 C13 '
	test "$(said_of "$PROVE_OUT" C4)" = 'not measured'
	test "$(said_of "$PROVE_OUT" C7)" = 'not measured'
}

pictures()
{
	test "$(grep -c 'src="data:image/png;base64,' "$PROVE_OUT/report.html")" -eq 3
	! grep -E '(src|href)="?(https?:|//)|<script' "$PROVE_OUT/report.html"
	for png in "$PROVE_OUT"/*.png; do
		test "$(head -c 8 "$png" | od -An -tx1 | tr -d ' ')" = 89504e470d0a1a0a
	done
}

# claim_of WORD...: a claim made of such facts, in a shell of its own.
claim_of()
{
	{ echo '. tests/prove/lib.sh; claim C99 text; how so'; cat; echo verdict; } >"$T/c99"
	sh "$T/c99" >"$T/facts"
}

failed() { echo 'fact hits = 0 1; control seen ">=" 1 5' | claim_of; }
blind() { echo 'fact hits = 0 0; control seen ">=" 1 0' | claim_of; }
empty() { : | claim_of; }
no_number() { echo 'fact hits = 0 ""' | claim_of; }

test_ok 'C2 and C6 pass on out/vpn' measured
test_ok 'the report has every claim; what was not looked at is not measured' complete
test_ok 'three pictures, in the page' pictures
test_exit 1 'a fact that is not so: FAIL' failed
test_exit 3 'a control that finds nothing: not measured' blind
test_exit 3 'nothing looked at: not measured' empty
test_exit 1 'no number is not a zero' no_number
test_done
