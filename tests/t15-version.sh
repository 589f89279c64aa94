#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every program of ours says which release and build it is, and how it is used.
# PROGRAMS='path...': these alone (their step's key is then not compared).
. tests/lib.sh

release=$(sed -n 's/^MAYFLY_VERSION=//p' reproducibility/environment)
# key NAME: the first digits of its step's key in the plan that built it.
key()
{
	test -z "${PROGRAMS:-}" || {
		echo '[0-9a-f]\{8\}'
		return
	}
	test "$1" != kconf || set -- linux-kconf
	awk -F '\t' -v n="$1" '$1 == n {print substr($2, 1, 8)}' "$O/plan.tsv"
}

# asked PROGRAM WORD: exit 0, an answer on standard output, nothing besides.
asked()
{
	"$1" "$2" >"$T/answer" 2>"$T/error"
	cat "$T/answer" "$T/error"
	test -s "$T/answer"
	test ! -s "$T/error"
}

version()
{
	asked "$1" --version
	test "$(wc -l <"$T/answer")" -eq 1
	grep -qx "$(basename "$1") (Mayfly) $release, build $(key "$(basename "$1")")" "$T/answer"
}

help()
{
	for word in --help -h; do
		asked "$1" "$word"
		head -n 1 "$T/answer" | grep -q '^usage: '
	done
}

if test -z "${PROGRAMS:-}"; then
	PROGRAM_LIST=$O/tools/kconf
	for deps in tools/*/deps; do
		PROGRAM_LIST="${PROGRAM_LIST:-} $O/tools/$(basename "$(dirname "$deps")")"
	done
fi
count=0
for program in ${PROGRAMS:-$PROGRAM_LIST}; do
	need_file "$program"
	test_ok "$(basename "$program") --version" version "$program"
	test_ok "$(basename "$program") --help" help "$program"
	test_exit 2 "$(basename "$program"): another word is wrong usage" "$program" --frobnicate
	count=$((count + 1))
done
test_ok 'there are some' test "$count" -gt 0
test_done
