# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T and O are set by tests/lib.sh
# What the guests of tests/prove are made of, and their memory. After lib.sh.

prove_mib=128
prove_seed=$(openssl rand -hex 16)

# prove_patterns: the patterns of run_prove.c, in $T/pattern.A to .C.
prove_patterns()
{
	for prove_letter in A B C; do
		printf '%s%s' "$prove_letter" "$(echo "$prove_seed" | cut -c2- | tr 0-9a-f g-v)" \
			>"$T/pattern.$prove_letter"
	done
}

# prove_pack FOLDER FILE: the folder as a cpio, behind what is in FILE.
prove_pack()
{
	truncate -s %4 "$2"
	bsdtar -cf - --format newc --uid 0 --gid 0 -C "$1" . >>"$2"
}

# prove_memory NAME: new RAM for a guest of that name; its QEMU arguments.
prove_memory()
{
	rm -f "$T/$1.ram"
	truncate -s "${prove_mib}M" "$T/$1.ram"
}

# prove_hits NAME PATTERN-FILE...: in its memory, one number a pattern. It stands still meanwhile.
prove_hits()
{
	prove_name=$1
	shift
	guest_qmp "$prove_name" stop >/dev/null
	tests/prove/ram "$T/$prove_name.ram" "$@"
	guest_qmp "$prove_name" cont >/dev/null
}
