#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# kconf size and kconf bump on small tables, and on the kernel's.
# KCONF=FILE	the program (out/kconfig/bin/kconf)
# KTREE=DIR	the kernel's configuration and symbols (out/kconfig)
# OBJECTS=FILE	the kernel's objects (out/kernel/objects.tsv)
# shellcheck disable=SC2317 # functions are run by test_ok

. tests/lib.sh

ktree=${KTREE:-$O/kconfig}
kconf=${KCONF:-$ktree/bin/kconf}
objects=${OBJECTS:-$O/kernel/objects.tsv}
need_file "$kconf" "$ktree/symbols.tsv" "$objects"
need python3
size=tools/kconf/testdata/size
data=tools/kconf/testdata/bump

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
test_exit 1 'over the budget' budget 'CONFIG_A 119'
test_ok 'and what to do' said "^kconf: make it smaller .* or raise the line in $T/budget and say why$"
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

# bump OPTION...: of the two small trees, under the fragment that goes with them.
bump() { "$kconf" bump "$@" --fragments "$data/asks.config" "$data/old" "$data/new"; }

# bump_of FILE SCRIPT...: of copies, where sed has changed FILE (old/config...).
bump_of()
{
	rm -rf "$T/bump"
	cp -r "$data" "$T/bump"
	bump_file=$1
	shift
	sed -i "$@" "$T/bump/$bump_file"
	"$kconf" bump --fragments "$T/bump/asks.config" "$T/bump/old" "$T/bump/new"
}

# without FILE: of copies where this file is missing.
without()
{
	bump_of "$1" '' >/dev/null
	rm "$T/bump/$1"
	"$kconf" bump --fragments "$T/bump/asks.config" "$T/bump/old" "$T/bump/new"
}

# decided [OPTION]: with a fragment for all that was undecided.
decided()
{
	{
		cat "$data/asks.config"
		printf '\n# why: decided\n'
		bump --undecided | while read -r option; do
			case $option in
			CONFIG_NEW_INT) echo "$option=3" ;;
			*_ON | *_RETPOLINE | *_ELSEWHERE | *_PLACE) echo "$option=y" ;;
			*) echo "# $option is not set" ;;
			esac
		done
	} >"$T/decided.config"
	"$kconf" bump "$@" --fragments "$T/decided.config" "$data/old" "$data/new"
}

# wide FILE: lines that do not fit into a commit's body.
wide() { awk 'length($0) > 76' "$1"; }

for t in text json commit undecided; do
	bump "--$t" >"$T/bump.$t" || test "$t" = undecided
	test_is "bump --$t" "$(cat "$data/$t.out")" "$(cat "$T/bump.$t")"
done
test_ok 'text is what comes without an option' bump
test_ok 'counts come first' line '13 gone, 5 renamed, 22 new (6 on by default), 22 changed'
bump >"$T/bump.default"
test_is 'and the rest is the same' "$(cat "$data/text.out")" "$(cat "$T/bump.default")"
test_ok 'the JSON is well-formed' python3 -m json.tool "$T/bump.json"
test_empty 'a commit body has 76 columns' wide "$T/bump.commit"
test_is 'and begins with the counts' "$(sed -n 3p "$T/bump.text")" "$(head -n 1 "$T/bump.commit")"
test_ok 'a report with undecided options is no failure' bump --json
test_exit 1 'unless it is asked for' bump --json --strict
test_exit 1 'undecided options are a no' bump --undecided
test_empty 'all decided: no line' decided --undecided
test_ok 'all decided: a yes' decided --strict
test_ok 'a version against itself' "$kconf" bump --strict --fragments "$data/asks.config" "$data/new" "$data/new"
test_ok 'has nothing new, but what a fragment asks for in vain' said \
	'0 new (0 on by default), 0 changed$' \
	"^  CONFIG_NEVER_THERE=y ($data/asks.config:19): no Kconfig file defines it$"

test_ok 'a new folder without config: requests were lost' without new/config
test_exit 3 'an old one without config: could not tell' without old/config
test_ok 'it says what makes it' said 'make step STEP=linux-config'
test_exit 3 'no symbols: could not tell' without new/symbols.tsv
test_exit 3 'no fragment: could not tell' without asks.config
test_exit 3 'config and symbols of two configurations' bump_of old/config 's/CONFIG_CHANGED_INT=64/CONFIG_CHANGED_INT=65/'
test_ok 'they are named' line \
	"kconf: $T/bump/old/config has CONFIG_CHANGED_INT=65, symbols.tsv beside it 64"
test_exit 3 'a config with a symbol of another tree' bump_of new/config 's/CONFIG_KEPT/CONFIG_KEP/'
test_exit 3 'another string' bump_of new/config 's/CONFIG_CHANGED_STRING="c"/CONFIG_CHANGED_STRING="cc"/'
test_exit 3 'a damaged config' bump_of new/config '$a CONFIG_'
test_exit 3 'a symbol that is there twice' bump_of new/symbols.tsv '3p'
test_exit 3 'a column is missing' bump_of new/symbols.tsv '5s/\t[^\t]*$//'
test_ok 'its line is named' said "new/symbols.tsv:5: has not the 12 fields of a dump"
test_exit 3 'no type' bump_of old/symbols.tsv 's/\tbool\t/\tboole\t/'
test_exit 3 'no name' bump_of old/symbols.tsv '4s/^[A-Z_]*/A B/'
test_exit 3 'an empty table' bump_of old/symbols.tsv d
test_exit 1 'a damaged fragment is a no, as everywhere' bump_of asks.config '2s/y/n/'
test_ok 'the line is named' said "^$T/bump/asks.config:2: "
test_exit 1 'a fragment that asks twice' bump_of asks.config 2p
test_ok 'a dependency that is no expression' bump_of new/symbols.tsv 's/BASE=y/((BASE/'
test_exit 2 'bump of one version is a usage error' "$kconf" bump "$data/old"
test_exit 2 'two forms at once, too' bump --json --commit

# gone OLD NEW [OLDER]: what a bump writes for `make why`, as lines "title: name".
gone()
{
	tools/bump/gone "$data/$1/symbols.tsv" "$data/$2/symbols.tsv" "${3:-$T/none}" >"$T/gone.new"
	awk -F '\t' '/^#/ {sub(/.*x86 /, ""); t = $0; next} {print t ": " $1, $3; if (NF != 12) exit 1}' "$T/gone.new"
}
test_ok 'what is gone' gone old new
test_ok 'is below the last tree that had it, with its prompt' line '1.0 Kernel Configuration: REMOVED_ASKED Prompt that stays'
test_ok 'also what had no prompt' grep -q '^INTERNAL_GONE	bool	-	' "$T/gone.new"
test_is 'and nothing else' '' "$(cut -f 1 "$T/gone.new" | grep -xF -f - "$data/new/symbols.tsv" || :)"
{
	printf '# kconf symbols: Linux/x86 0.9 Kernel Configuration\n'
	printf '%s\tbool\t%s\t-\t-\t-\t-\t-\t-\t-\t-\t-\n' KEPT 'came back' LONG_AGO 'an early one' REMOVED_ASKED 'came, went'
} >"$T/gone.old"
test_ok 'with what was gone before' gone old new "$T/gone.old"
test_ok 'below its own tree' line '0.9 Kernel Configuration: LONG_AGO an early one'
test_is 'each once, and not what is there again' "LONG_AGO" \
	"$(sed -n '/ 0\.9 /,$p' "$T/gone.new" | grep -v '^#' | cut -f 1)"
test_exit 3 'no symbols: could not tell' gone old none

kernel() { "$kconf" bump --undecided "$ktree" "$ktree"; }
test_empty "the kernel's configuration against itself" kernel
under_10s() { timeout "$(patience 10)" "$kconf" size --symbols "$ktree/symbols.tsv" "$objects"; }
test_ok "size of the kernel takes less than 10 s" under_10s
test_ok 'and knows what a driver brings in' said 'CONFIG_ICE$'

budget_kernel() { "$kconf" size --budget configs/kernel/budget "$objects" >/dev/null; }
test_ok 'the kernel is within its budget' budget_kernel
no_reason() { grep -nvE '^(#.*|[A-Za-z0-9_/-]+	+[0-9]+	# .+|)$' configs/kernel/budget || test $? -eq 1; }
test_empty 'each line of which has its reason' no_reason
test_done
