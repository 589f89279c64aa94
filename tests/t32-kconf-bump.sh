#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# kconf size and kconf bump on small tables, and on the kernel that was built.
# Needs kconf (KCONF=, default out/kernel/kconf).
# shellcheck disable=SC2317 # functions are run by test_ok

. tests/lib.sh

kconf=${KCONF:-$O/kernel/kconf}
need_file "$kconf"
size=tools/kconf/testdata/size

# line TEXT: did the assertion before this one print exactly this line?
line() { grep -qxF -e "$1" "$T/.last"; }

# budget LINE...: size within a budget of these lines.
budget()
{
	printf '%s\n' "$@" >"$T/budget"
	"$kconf" size --budget "$T/budget" "$size/objects.tsv"
}

# damaged FIELDS: size of a table with this line, given as printf does it.
damaged()
{
	# shellcheck disable=SC2059 # a format, with tabs
	printf "a.o\tCONFIG_A\t1\t1\t1\n$1\n" >"$T/damaged.tsv"
	"$kconf" size "$T/damaged.tsv"
}

test_ok 'size reads a table' "$kconf" size "$size/objects.tsv"
test_ok 'with the sum of everything' line \
	'333 bytes of text and data, 4 of bss, in 7 objects'
"$kconf" size "$size/objects.tsv" >"$T/size"
test_is 'options by their own bytes, folders by all below' "$(cat "$size/size.out")" \
	"$(cat "$T/size")"
"$kconf" size --symbols "$size/symbols.tsv" "$size/objects.tsv" >"$T/size"
test_is 'a closure holds what is selected and on, once' "$(cat "$size/closure.out")" \
	"$(cat "$T/size")"
"$kconf" size --before "$size/before.tsv" "$size/objects.tsv" >"$T/size"
test_is 'changes, largest first, with what came and went' "$(cat "$size/before.out")" \
	"$(cat "$T/size")"
"$kconf" size --json --symbols "$size/symbols.tsv" --before "$size/before.tsv" \
	--budget "$size/budget" "$size/objects.tsv" >"$T/size.json"
test_is 'the same as JSON' "$(cat "$size/all.json")" "$(cat "$T/size.json")"

test_ok 'within the budget' budget 'total 333 # all' 'CONFIG_A 120' 'drivers/ 205' '' 'net/core/ 77'
test_exit 1 'an option over its budget' budget 'CONFIG_A 119'
test_ok 'it says by how much' line \
	"kconf: $T/budget:1: CONFIG_A has 120 bytes, 1 over its budget of 119"
test_exit 1 'a folder over its budget' budget '# comment' 'drivers/ 200'
test_ok 'folders count with all below' line \
	"kconf: $T/budget:2: drivers/ has 205 bytes, 5 over its budget of 200"
test_exit 1 'everything over its budget' budget 'total 0'
test_exit 3 'a budget of what is not there: could not tell' budget 'CONFIG_TYPO 1'
test_ok 'it says what to do' line \
	"kconf: $T/budget:1: no object is there for CONFIG_TYPO: mend the name, or take the line out"
test_exit 1 'over the budget counts more' budget 'CONFIG_TYPO 1' 'total 1'
for t in 'CONFIG_A' 'CONFIG_A 1 2' 'CONFIG_A 01' 'CONFIG_A -1' 'CONFIG_ 1' '/ 1' 'net 1' \
	'CONFIG_A 99999999999999999999'; do
	test_exit 3 "a damaged budget: $t" budget "$t"
done
test_exit 3 'a budget that has a line twice' budget 'net/ 100' 'net/ 200'

while IFS='|' read -r what fields; do
	test_exit 3 "a damaged table: $what" damaged "$fields"
done <<'ROWS'
a field is missing|b.o\tCONFIG_A\t1\t1
a field too many|b.o\tCONFIG_A\t1\t1\t1\t1
an empty line|
no object|\tCONFIG_A\t1\t1\t1
a path from the root|/b.o\tCONFIG_A\t1\t1\t1
no prefix of an option|b.o\tA\t1\t1\t1
no option|b.o\tCONFIG_\t1\t1\t1
a negative size|b.o\talways\t-1\t1\t1
a size that cannot be|b.o\talways\t1\t1\t99999999999999
a zero byte|b\000.o\talways\t1\t1\t1
ROWS
test_ok 'the line is named' line "kconf: $T/damaged.tsv:2: holds a zero byte"
: >"$T/empty"
test_exit 3 'an empty table: could not tell' "$kconf" size "$T/empty"
test_exit 3 'a table that is not there: could not tell' "$kconf" size "$T/none"
test_exit 3 'a folder for a table: could not tell' "$kconf" size "$T"
test_ok 'it says where it comes from' said 'make kernel'
test_exit 3 'no symbols: could not tell' "$kconf" size --symbols "$T/none" "$size/objects.tsv"
test_exit 3 'damaged symbols: could not tell' "$kconf" size --symbols "$size/objects.tsv" "$size/objects.tsv"
test_exit 3 'no other table: could not tell' "$kconf" size --before "$T/none" "$size/objects.tsv"
test_exit 3 'no budget: could not tell' "$kconf" size --budget "$T/none" "$size/objects.tsv"
test_exit 2 'size of nothing is a usage error' "$kconf" size
test_exit 2 'size of two tables is a usage error' "$kconf" size "$size/objects.tsv" "$size/objects.tsv"
test_exit 2 'an unknown option is a usage error' "$kconf" size --frobnicate "$size/objects.tsv"
test_done
