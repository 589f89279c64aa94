#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# kconf with a recorded tree: record and replay, why, dump, check, diff, on a
# small tree and on the kernel's.
# KCONF=FILE	the program (out/kconfig/bin/kconf)
# KTREE=DIR	the kernel's recorded tree (out/kconfig)
# shellcheck disable=SC2317 # functions are run by test_ok

. tests/lib.sh

ktree=${KTREE:-$O/kconfig}
kconf=${KCONF:-$ktree/bin/kconf}
need_file "$kconf" "$ktree/probes"
need jq
top=$(pwd)
case $kconf in /*) ;; *) kconf=$top/$kconf ;; esac
case $ktree in /*) ;; *) ktree=$top/$ktree ;; esac
data=tools/kconf/testdata/tree
tree=$T/tree
resolved=configs/kernel/resolved/x86_64.config

# record: the small tree into $tree, with its variables.
record()
{
	cd "$data"
	PROBE_LOG=$T/log VERSION=7 "$kconf" record "$tree" Kconfig
}

# kconf_bare ARGUMENT...: with an empty environment and no program to be found.
kconf_bare() { env -i PATH=/nonexistent "$kconf" "$@"; }

# small SUBCOMMAND [ARGUMENT...]: on the small tree and good.config.
small()
{
	small_sub=$1
	shift
	kconf_bare "$small_sub" --tree "$tree" --fragments "$data/good.config" "$@"
}

# json ARGUMENT...: small, and what it prints must be JSON.
json()
{
	small "$@" >"$T/json" || test $? -eq 1
	jq . "$T/json"
}

# --- record and replay

test_ok 'a tree is recorded' record
test_ok 'all files it read are there' test -s "$tree/kconfig/sub/Kconfig" -a -s "$tree/kconfig/Kconfig"
test_ok 'its probes are text, sorted, with escapes' grep -qxF "$(printf 'set\tVERSION\t7')" "$tree/probes"
test_ok 'a tab and a newline of an output are escaped' grep -q 'cc\\t1\\n2\\n$' "$tree/probes"
test_ok 'an unset variable is recorded as such' grep -qxF "$(printf 'unset\tUNSET_VARIABLE')" "$tree/probes"
test_is 'the command was executed once' probed "$(cat "$T/log")"
cp -r "$tree" "$T/first"
test_ok 'recorded again' record
test_ok 'and the same came out' diff -r "$tree" "$T/first"
: >"$T/log"

replays()
{
	kconf_bare resolve --tree "$tree" -o "$T/config" "$data/good.config"
	grep -qxF "$(printf 'CONFIG_COMPILER="cc\t1 2"')" "$T/config"
	grep -qx CONFIG_VARIABLE=y "$T/config"
	test ! -s "$T/log"
}
test_ok 'replay: same values, nothing executed, no environment' replays
steered() { KCONFIG_ALLCONFIG=x CONFIG_=X_ KCONFIG_CONFIG=$T/x "$kconf" resolve --tree "$tree" -o "$T/config2" "$data/good.config" && cmp "$T/config" "$T/config2"; }
test_ok 'variables that steer the kernel'\''s tools decide nothing' steered
by_file() { kconf_bare resolve --probes "$tree/probes" -o "$T/config2" "$tree/kconfig/Kconfig" "$data/good.config" && cmp "$T/config" "$T/config2"; }
test_ok 'the same with --probes FILE' by_file

# damaged SED: the probes after that edit.
damaged()
{
	rm -rf "$T/damaged"
	cp -r "$tree" "$T/damaged"
	sed "$1" "$tree/probes" >"$T/damaged/probes"
	kconf_bare dump --tree "$T/damaged" --fragments "$data/good.config"
}
test_exit 3 'a command that was not recorded: could not tell' damaged /^run/d
test_ok 'the message names file and command' said "^kconf: $T/damaged/probes does not hold the output of this command: .*PROBE_LOG"
test_is 'and it was not executed' '' "$(cat "$T/log")"
test_exit 3 'a variable that was not recorded: could not tell' damaged /VERSION/d
test_ok 'the message names it' said 'does not hold the variable VERSION'
test_exit 3 'an unknown kind of line' damaged 's/^run/ran/'
test_ok 'the message names the line' said "/probes: line [0-9]* begins with none of"
test_exit 3 'an unknown escape' damaged 's/\\t/\\q/'
test_exit 3 'a missing field' damaged 's/^set\tVERSION\t7/set\tVERSION/'
test_exit 3 'an answer given twice' damaged 's/^unset.*/&\n&/'
test_exit 3 'no top file' damaged /^kconfig/d
test_exit 3 'an empty file' damaged 1,99d
test_exit 3 'a top file that is not there' damaged 's/^kconfig.*/kconfig\tNone/'
test_exit 3 'no such tree' "$kconf" dump --tree "$T/none" --fragments "$data/good.config"
rm -rf "$T/damaged"; cp -r "$tree" "$T/damaged"; rm "$T/damaged/kconfig/sub/Kconfig"
test_exit 3 'a Kconfig file that is missing' "$kconf" dump --tree "$T/damaged" --fragments "$data/good.config"
outside() { "$kconf" record "$T/x" "$top/$data/Kconfig"; }
test_exit 3 'a tree with absolute names is not recorded' outside

# --- resolve --json

lost_json()
{
	status=0
	kconf_bare resolve --json --tree "$tree" -o "$T/none" "$data/lost.config" >"$T/json" || status=$?
	test "$status" -eq 1
	test ! -e "$T/none"
	cat "$T/json"
	test "$(jq -c 'map([.line, .symbol, .wanted, .got])' "$T/json")" = '[[2,"NET","y","n"],[5,"SIZE","200","100"]]'
	test "$(jq -r '.[0].reason' "$T/json")" = 'depends on BASE [=n]'
}
test_ok 'resolve --json: each complaint an object' lost_json
good_json() { test "$(kconf_bare resolve --json --tree "$tree" -o "$T/config2" "$data/good.config")" = '[]'; }
test_ok 'and none an empty array' good_json
bad_json()
{
	printf '# why: x\nCONFIG_NONE=y\nCONFIG_BASE\n' >"$T/bad.config"
	kconf_bare resolve --json --tree "$tree" -o "$T/none" "$T/bad.config" >"$T/json" || test $? -eq 1
	test "$(jq length "$T/json")" -eq 2
}
test_ok 'also those about malformed lines' bad_json

unread_json()
{
	status=0
	kconf_bare resolve --json --tree "$tree" -o "$T/none" "$T/bad.config" "$T/no-such" >"$T/json" || status=$?
	test "$status" -eq 3
	test ! -s "$T/json"
}
test_ok 'and no half an array if a fragment is missing' unread_json
test_exit 3 'an output that is a folder' kconf_bare resolve --tree "$tree" -o "$T" "$data/good.config"
test_ok 'is named' said "^kconf: write $T: it is a folder$"
test_exit 3 'an output in a folder that is not there' kconf_bare resolve --tree "$tree" -o "$T/no/such" "$data/good.config"
test_ok 'says so' said "^kconf: write $T/no/such: No such file"
test_exit 1 'and does not make it' test -e "$T/no"
printf '# why: x\nCONFIG_%05000d=y\n' 7 >"$T/long.config"
test_exit 1 'a name that is too long' kconf_bare resolve --tree "$tree" -o "$T/none" "$T/long.config"
test_ok 'is one line at fault' said '^kconf: 1 line of the fragments is at fault$'
test_is 'and is cut' '' "$(grep -E '.{400}' "$T/.last" || :)"

# --- why

test_ok 'why: a symbol that was asked for' small why DRIVER
test_ok 'value, place, reason, dependencies with their requests' said \
	'^CONFIG_DRIVER=y (bool)$' "^  because  *asked for at $data/good.config:6$" \
	'^  *the device$' "^  depends on  y  NET \[=y\]   $data/good.config:3$" '^  defined *sub/Kconfig:15$'
test_ok 'why: the prefix does no harm' small why CONFIG_LIB
test_ok 'who selects it, on and off' said "because *is selected by DRIVER \[=y\], asked for at $data/good.config:6" \
	"selected by y  DRIVER \[=y\]   $data/good.config:6" 'n  OTHER \[=n\] && NET \[=y\]' 'prompt *none'
test_ok 'why: implied' small why EXTRA
test_ok 'who implies it' said 'implied by  y  DRIVER \[=y\]'
test_ok 'why: a default that fires' small why HIDDEN
test_ok 'with its condition and place' said 'default *y if NET \[=y\] && EXTRA \[=y\]   sub/Kconfig:30'
test_ok 'why: a prompt that wants more than the dependencies' small why DEFAULTED
test_ok 'which is named' said 'prompt *not visible, "On by default"' 'visible if  n  EXPERT \[=n\]'
test_ok 'why: a transitional symbol' small why FORMERLY
test_ok 'has a new name, which takes its value' said 'because *is transitional, a former name: PARTITIONED takes its value$' \
	'prompt *none: only a fragment sets it'
former_json() { small why --json FORMERLY | jq -e '.transitional and .visible == false and .taken_by == ["PARTITIONED"]'; }
test_ok 'why --json: without prompt it is not visible' former_json
test_exit 1 'why: a symbol that is not there' small why STORE_OLD
test_ok 'is said to be unknown' said '^CONFIG_STORE_OLD: not in this tree$'
test_exit 1 'why: with an older tree' small why --older "$data/older.tsv" STORE_OLD
test_ok 'when it was seen, and the new name by its prompt' said \
	'^CONFIG_STORE_OLD: not in this tree, last seen in Test tree 0$' 'perhaps renamed to STORE_NEW (A store with a new name)'
test_exit 1 'why: a name like another' small why MITIGATIN_A
test_ok 'is found' said 'perhaps renamed to MITIGATION_A'
for t in DRIVER_OF_THAT EXTTB DRIBES; do
	test_exit 1 "why: $t, which is no more than a bit like another" small why $t
	test_is 'one line' 1 "$(grep -c '^CONFIG_' "$T/.out")"
done
test_exit 1 'why: a letter too many' small why DRIVERS
test_ok 'is found' said 'perhaps renamed to DRIVER '
test_exit 1 'why: a name in small letters' small why driver
test_ok 'is found' said '^CONFIG_driver: perhaps you mean DRIVER '
for t in "a'b" 'A B' '' CONFIG_ A-B; do
	test_exit 2 "why: no name: $t" small why "$t"
	test_ok 'it says so' said "^kconf: \"$t\" is no option's name"
done
test_exit 1 'why: nothing like it' small why --older "$data/older.tsv" LONG_GONE
test_is 'one line' 1 "$(grep -c '^CONFIG_' "$T/.out")"
printf '# why: x\nCONFIG_STORE_OLD=y\nCONFIG_OTHER = y\nCONFIG_NET=y\n\nCONFIG_EXTRA=y\n# why: x\nCONFIG_BASE=y\n# CONFIG_BASE is not set\n' >"$T/faults.config"
# faulty ARGUMENT...: why, under fragments that resolve and check refuse.
faulty() { kconf_bare why --tree "$tree" --fragments "$T/faults.config" "$@"; }
test_ok 'why: fragments at fault do not keep it from answering' faulty NET
test_ok 'by what is right in them, with the faults' said '^CONFIG_NET=y' "asked for at $T/faults.config:4$" \
	"^$T/faults.config:2: CONFIG_STORE_OLD: unknown symbol: .*; see: make why SYM=STORE_OLD$" \
	"^$T/faults.config:3: wants CONFIG_X=value" "^$T/faults.config:9: CONFIG_BASE: was asked for before" \
	'^kconf: the answer may be without what they ask for'
test_ok 'why: a request without reason' faulty EXTRA
test_ok 'is shown as such' said '(no reason)$'
test_exit 1 'why: what they ask for and is gone' faulty --older "$data/older.tsv" STORE_OLD
test_ok 'is explained' said '^CONFIG_STORE_OLD: not in this tree, last seen in Test tree 0$' 'perhaps renamed to STORE_NEW '
faulty_json() { faulty --json NET 2>/dev/null | jq -e '.value == "y"'; }
test_ok 'why --json: faults go elsewhere' faulty_json
test_ok 'why --json is JSON' json why --json LIB
test_ok 'with the selecting symbols' said '"expression": "OTHER \[=n\] && NET \[=y\]"'
test_ok 'why --json of an unknown one' json why --json --older "$data/older.tsv" STORE_OLD
test_ok 'with its new name' said '"last_seen": "Test tree 0"' '"STORE_NEW"'
{
	cat "$data/older.tsv"
	echo '# kconf symbols: Test tree 00'
	sed -n 's/^LONG_GONE/BEFORE_THAT/p' "$data/older.tsv"
} >"$T/older.tsv"
test_exit 1 'why: with a table of several older trees' small why --older "$T/older.tsv" BEFORE_THAT
test_ok 'the one that had it is named' said 'CONFIG_BEFORE_THAT: not in this tree, last seen in Test tree 00$'
test_exit 1 'why: what another of them had' small why --older "$T/older.tsv" LONG_GONE
test_ok 'is named with that' said 'last seen in Test tree 0$'
sed 1d "$data/older.tsv" >"$T/untitled.tsv"
test_exit 1 'why: an older tree without a name' small why --older "$T/untitled.tsv" LONG_GONE
test_ok 'is called so' said 'last seen in an older one$'
printf '# kconf symbols: x\nB\tbool\n' >"$T/short.tsv"
test_exit 3 'a damaged older table: could not tell' small why --older "$T/short.tsv" STORE_OLD

# why_make ARGUMENT...: `make why`, with a cache that has nothing.
why_make() { env -u MAKEFLAGS -u MAKELEVEL -u SYM make why O="$T/o" CACHE="$T/cache" "$@"; }
test_exit 2 'make why wants SYM=' why_make
test_ok 'it says so' said 'say which option: make why SYM='
test_empty 'at once' find "$T/cache" -type f -name '*-*'

# --- dump

test_ok 'dump' small dump
small dump >"$T/dump"
row() { grep -qxF "$(printf '%s' "$1" | tr ';' '\t')" "$T/dump"; }
test_ok 'the tree names itself' row '# kconf symbols: Test tree 7'
test_ok 'a symbol with all it has' row 'DRIVER;bool;Driver;y;-;NET && !ABSENT;-;-;sub/Kconfig:15;-;-;yes'
test_ok 'selects and help' row 'LIB;bool;-;y;-;-;DRIVER && NET && !ABSENT || OTHER && NET;-;sub/Kconfig:8;A library.;-;-'
test_ok 'a default with its condition' row 'HIDDEN;bool;-;y;y if NET && EXTRA;-;-;-;sub/Kconfig:28;-;-;-'
test_ok 'escapes' row 'BASE;bool;Base \\ with a backslash;y;-;-;-;-;sub/Kconfig:1;-;-;yes'
test_ok 'strings have quotes' row 'TEXT;string;Text;"a \\"b\\"";none;-;-;-;sub/Kconfig:62;-;-;yes'
test_ok 'mitigations by name' row 'MITIGATION_A;bool;Mitigation A;y;y if CPU_MITIGATIONS;CPU_MITIGATIONS;-;-;sub/Kconfig:45;-;yes;yes'
test_ok 'and by menu' row 'THUNKS;bool;In the menu of mitigations;n;-;CPU_MITIGATIONS;-;-;sub/Kconfig:49;-;yes;yes'
printf '# why: of another tree\nCONFIG_STORE_OLD=y\nCONFIG_STORE_NEW=7\nCONFIG_OTHER=y\n' >"$T/other.config"
test_exit 1 'dump under a fragment of another tree' small dump --fragments "$T/other.config"
test_ok 'dump --keep-going leaves out what the tree does not know' \
	small dump --keep-going --fragments "$T/other.config"
test_ok 'and says so' said "other.config:2: CONFIG_STORE_OLD: unknown symbol" \
	"other.config:3: CONFIG_STORE_NEW: is a bool" '^kconf: the lines above are left out'
small dump --keep-going --fragments "$T/other.config" >"$T/dump" 2>/dev/null
test_ok 'but applies the rest' row 'OTHER;bool;Other driver;y;-;-;-;-;sub/Kconfig:21;-;-;yes'
test_ok 'sorted by name' sh -c "grep -v ^# '$T/dump' | LC_ALL=C sort -c"

# --- check

checks()
{
	checks_rules=$1
	shift
	small check --rules "$data/$checks_rules.rules" "$@"
}
test_ok 'check: rules that are met' checks good
test_exit 1 'check: rules that are not' checks bad
test_ok 'each with value, causing line and reason' said \
	"^$data/bad.rules:2: CONFIG_DRIVER: violated: wanted n, got y: asked for at $data/good.config:6 \[mayfly: the reason of the rule\]$" \
	"bad.rules:3: CONFIG_LIB: violated: wanted n, got y: is selected by DRIVER \[=y\], asked for at $data/good.config:6 " \
	"bad.rules:4: CONFIG_SIZE: violated: wanted >=21, got 20: asked for at $data/good.config:10 " \
	'bad.rules:5: CONFIG_STORE_NEW: violated: wanted y, got n: nobody asks for it, and it has no default ' \
	'bad.rules:6: CONFIG_STORE_OLD: unknown: no such symbol in this tree: .*; see: make why SYM=STORE_OLD$' 'bad.rules:7: CONFIG_NONE_\*: unknown: ' \
	'bad.rules:8: CONFIG_TEXT: violated: wanted \*c\*, got a "b": ' 'bad.rules:9: CONFIG_COMPILER: violated: '
test_ok 'check: a deviation is accepted, with its reason' checks driver --deviations "$data/deviations"
test_ok 'on the same line' said "^$data/driver.rules:2: CONFIG_DRIVER: accepted: wanted n, got y: this one is needed$"
test_ok 'check: undecided is said' checks driver --deviations "$data/undecided"
test_ok 'at each run' said 'CONFIG_DRIVER: undecided: wanted n, got y: what is it for?'
test_exit 1 'check: a deviation about nothing' checks good --deviations "$data/stale"
test_ok 'is to be removed' said "^$data/stale:1: CONFIG_DRIVER: stale: .*remove the line"
test_exit 1 'check: an invariant knows no deviation' checks invariant --deviations "$data/deviations"
test_ok 'check --json is JSON' json check --json --rules "$data/bad.rules"
test_ok 'with the verdicts' said '"verdict": "violated"' '"verdict": "unknown"'

# --- check --config: a finished file, of whatever tree

printf '%s\n' CONFIG_BASE=y '# CONFIG_NET is not set' 'CONFIG_TEXT="a \"c\" \\\\"' CONFIG_SIZE=20 CONFIG_NEWER=m \
	'# CONFIG_MITIGATION_NEWER is not set' CONFIG_OTHER=y CONFIG_EXTRA=y CONFIG_STORE_NEW=y '# CONFIG_EXPERT is not set' >"$T/other"
# judge RULE-LINE...: what check says of that file by these rules.
judge()
{
	{
		echo '# why: the reason of the rule'
		printf '%s\n' "$@"
	} >"$T/other.rules"
	kconf_bare check --config "$T/other" --rules "$T/other.rules" --tree "$tree"
}
test_ok 'check --config: a file that is what the rules want' judge 'CONFIG_BASE y x' 'CONFIG_NET n x' \
	'CONFIG_TEXT *c* x' 'CONFIG_TEXT *\* x' 'CONFIG_SIZE >=20 x' 'CONFIG_NEWER m x' 'CONFIG_COMPILER "" x' 'CONFIG_NET y or CONFIG_BASE y x'
test_exit 1 'check --config: one that is not' judge 'CONFIG_NET y x' 'CONFIG_DRIVER y or CONFIG_NET y x' \
	'CONFIG_SIZE >=21 x' 'CONFIG_MITIGATION_* y x' 'CONFIG_STORE_OLD n x'
test_ok 'value and file are named, also of symbols that the tree does not have' said \
	"^$T/other.rules:2: CONFIG_NET: violated: wanted y, got n: so in $T/other \[x: the reason of the rule\]$" \
	":3: CONFIG_DRIVER: violated: wanted y, got n: not named in $T/other: depends on NET, which is not so there " ':4: CONFIG_SIZE: violated: wanted >=21, got 20: ' \
	':5: CONFIG_MITIGATION_A: not in that kernel: wanted y: ' ':5: CONFIG_MITIGATION_NEWER: violated: wanted y, got n: so in ' \
	':6: CONFIG_STORE_OLD: unknown: ' '^kconf: 5 rules: 4 violated, 1 about unknown symbols; 1 about what is not in that kernel; could not tell: 0$'
test_exit 2 'check --config: fragments are another question' small check --config "$T/other"
test_exit 2 'check --config: no deviations' kconf_bare check --config "$T/other" --deviations "$data/deviations" --tree "$tree"
test_exit 3 'check --config: no such file' kconf_bare check --config "$T/none" --rules "$data/good.rules" --tree "$tree"
test_exit 3 'check --config: a file that is no configuration' kconf_bare check --config "$data/Kconfig" --rules "$data/good.rules" --tree "$tree"

# rule TEXT: a rules file of that line, below a reason.
rule()
{
	printf '# why: x\n%b\n' "$1" >"$T/one.rules"
	small check --rules "$T/one.rules"
}
for t in 'CONFIG_BASE' 'CONFIG_BASE y' 'BASE y mayfly' 'CONFIG_BASE y or mayfly' 'CONFIG_BASE >=x mayfly' \
	'CONFIG_B* y or CONFIG_NET y mayfly' 'CONFIG_BASE y mayfly more' 'CONFIG_BASE | mayfly' 'CONFIG_BASE *x mayfly' 'CONFIG_BASE ** mayfly'; do
	test_exit 3 "a rule that is none: $t" rule "$t"
done
test_ok 'the message names file and line' said "^kconf: $T/one.rules: line 2 "
test_exit 3 'a rule with a zero byte' rule 'CONFIG_BASE y mayfly\0000'
printf 'CONFIG_BASE y mayfly\n' >"$T/one.rules"
test_exit 3 'a rule without reason' small check --rules "$T/one.rules"
printf '# why:  \t \nCONFIG_BASE y mayfly\n' >"$T/one.rules"
test_exit 3 'a rule whose reason is blank' small check --rules "$T/one.rules"
for t in 'CONFIG_DRIVER y' 'CONFIG_DRIVER y # why: ' 'CONFIG_DRIVER y # why:    ' 'CONFIG_DRIVER y # undecided:  ' 'CONFIG_DRIVER # why: x' 'DRIVER y # why: x'; do
	echo "$t" >"$T/one.deviations"
	test_exit 3 "a deviation that is none: $t" checks driver --deviations "$T/one.deviations"
done
test_exit 3 'no such rules' checks none

# --- diff

sed 's/^CONFIG_DRIVER=y/# CONFIG_DRIVER is not set/; /^CONFIG_LIB=/d; s/^CONFIG_SIZE=.*/CONFIG_SIZE=5/; $aCONFIG_GONE=y' \
	"$T/config" >"$T/config.old"
test_ok 'diff: the same' small diff "$T/config" "$T/config"
test_exit 1 'diff: not the same' small diff "$T/config.old" "$T/config"
test_ok 'both values, and the line that caused it' said \
	"^CONFIG_DRIVER: n -> y: asked for at $data/good.config:6$" \
	"^CONFIG_LIB: - -> y: is selected by DRIVER \[=y\], asked for at $data/good.config:6$" \
	"^CONFIG_SIZE: 5 -> 20: asked for at $data/good.config:10$" '^CONFIG_GONE: y -> -: no such symbol in this tree$'
test_ok 'diff --json is JSON' json diff --json "$T/config.old" "$T/config"
test_ok 'with file and line' said "\"file\": \"$data/good.config\"" '"line": 6'
printf 'CONFIG_A=y\nCONFIG_A=n\n' >"$T/twice"
test_exit 3 'a file with a symbol twice: could not tell' small diff "$T/twice" "$T/config"
test_exit 3 'a file that is no configuration' small diff "$data/Kconfig" "$T/config"

for t in why check diff dump record; do
	test_exit 2 "$t: usage" "$kconf" $t
done
test_exit 2 'an option of another subcommand' small dump --older x
test_ok 'is named' said '^kconf: dump has no option --older$'
test_exit 2 'a letter of another subcommand' small why -o x
test_ok 'is named, too' said '^kconf: why has no option -o$'
test_exit 2 'an option of none' small why --frobnicate
test_ok "the message is kconf's" said '^kconf why: unrecognized option'

# --- the kernel's tree

replay_kernel()
{
	kconf_bare resolve --tree "$ktree" -o "$T/kernel" configs/kernel/*.config configs/kernel/hw/*.config
	cmp "$T/kernel" "$resolved"
	kconf_bare check --tree "$ktree"
}
test_ok 'kernel: resolve and check, to the committed configuration' replay_kernel
own_file() { kconf_bare check --tree "$ktree" --config "$resolved" --rules configs/kernel/rules/invariants.rules; }
test_ok 'kernel: the committed file, judged as any other' own_file
test_ok 'kernel: why' kconf_bare why --tree "$ktree" WIREGUARD
test_ok 'and it knows' said '^CONFIG_WIREGUARD=y' 'configs/kernel/wireguard.config:'
test_ok 'kernel: a chain up to the request' kconf_bare why --tree "$ktree" ZRAM
test_ok 'that is BLOCK' said 'which depends on BLOCK \[=n\], asked for at configs/kernel/ram-only.config:'
dumped() { kconf_bare dump --tree "$ktree" | cmp - "$ktree/symbols.tsv"; }
test_ok 'kernel: symbols.tsv is what dump prints anywhere' dumped
test_is 'kernel: each line has 12 columns' '' "$(grep -v '^#' "$ktree/symbols.tsv" | awk -F '\t' 'NF != 12' | head -n 1)"

# with FRAGMENT-LINE...: check the kernel with one more fragment of these lines.
with()
{
	{
		echo '# why: a test'
		printf '%s\n' "$@"
	} >"$T/more.config"
	kconf_bare check --tree "$ktree" --fragments configs/kernel --fragments "$T/more.config" \
		--rules configs/kernel/rules --deviations configs/kernel/rules/deviations
}
test_exit 1 'kernel: a fragment that turns on an option of the rules' with CONFIG_TLS=y
test_ok 'is named' said "CONFIG_TLS: violated: wanted n, got y: asked for at $T/more.config:2"
test_exit 1 'kernel: what a request asked before may not be asked again' with CONFIG_BLOCK=y
test_done
