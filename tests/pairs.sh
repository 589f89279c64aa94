# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Pairs of builds, each with one planted cause. Sourced after tests/lib.sh.

# pair TITLE SCRIPT PATTERN...: what the script makes with SIDE=a and with SIDE=b
# differs; each pattern is in a line of the answer; and no other trap is named than
# by lines with a pattern, nor none where there is one.
pair()
{
	pair_title=$1
	shift
	test_ok "$pair_title" paired "$@"
}

paired()
{
	script=$1
	shift
	for side in a b; do
		rm -rf "$T/pair.$side"
		mkdir "$T/pair.$side"
		(cd "$T/pair.$side" && SIDE=$side sh -eu -c "$script")
	done
	status=0
	reproducibility/compare "$T/pair.a" "$T/pair.b" >"$T/report" || status=$?
	cat "$T/report"
	test "$status" -eq 1
	: >"$T/patterns"
	for pattern; do
		grep -qE -e "$pattern" "$T/report" || { echo "not told: $pattern"; return 1; }
		printf '%s\n' "$pattern" >>"$T/patterns"
	done
	! grep -E 'trap|not looked into|not a well-formed' "$T/report" | grep -vE -f "$T/patterns" || { echo 'told, and not so'; return 1; }
}
