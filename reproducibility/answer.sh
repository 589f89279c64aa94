# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# answer.sh: sourced by the scripts that give one of three answers. What they
# print goes to their standard output at their end, without control characters:
# it may quote what came from elsewhere. $tmp is theirs. A script that ends
# without an answer, by whatever fault, could not tell: exit 3.
LC_ALL=C
export LC_ALL
tmp=$(mktemp -d) || { echo "could not tell: no folder for temporary files: set TMPDIR"; exit 3; }
answered=
# at_end STATUS: the trap.
at_end() {
	trap - EXIT
	end=$1
	if [ -z "$answered" ] && [ "$end" -ne 2 ]; then
		[ "$end" -eq 3 ] && grep -q '^could not tell' "$tmp/said" || echo 'could not tell: see the messages above'
		end=3
	fi
	exec >&3 3>&-
	# Letters outside ASCII stay; of them, C1 controls are UTF-8's C2 80 to C2 9F,
	# and E2 80 8E, AA to AE and E2 81 A6 to A9 turn the direction of what follows.
	tr -d '\000-\010\013-\037\177' <"$tmp/said" | sed 's/\xc2[\x80-\x9f]//g; s/\xe2\x80[\x8e\x8f\xaa-\xae]//g; s/\xe2\x81[\xa6-\xa9]//g'
	chmod -R u+w "$tmp" 2>/dev/null || :
	rm -rf "$tmp"
	exit "$end"
}
exec 3>&1 >"$tmp/said"
trap 'at_end $?' EXIT
trap 'exit 3' HUP INT TERM

# answer STATUS [TEXT]: the answer is found: 0 identical, 1 differs.
answer() {
	answered=$1
	shift
	[ $# -eq 0 ] || printf '%s\n' "$*"
	exit "$answered"
}
unknown() {
	printf 'could not tell: %s\n' "$*"
	exit 3
}
