#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# kconf on a small Kconfig tree, one case a rule, and the promises that the
# committed kernel configuration keeps.
# KCONF=FILE	the program (out/kernel/kconf)
# shellcheck disable=SC2317 # functions are run by test_ok

. tests/lib.sh

kconf=${KCONF:-$O/kernel/kconf}
need_file "$kconf"
data=tools/kconf/testdata
resolved=configs/kernel/resolved/x86_64.config

# resolve FRAGMENT...: with the names of testdata/*.config, to $T/config.
resolve()
{
	rm -f "$T/config"
	resolve_n=$#
	while test "$resolve_n" -gt 0; do
		set -- "$@" "$data/$1.config"
		shift
		resolve_n=$((resolve_n - 1))
	done
	"$kconf" resolve -o "$T/config" "$data/Kconfig" "$@"
}

# refused WANT FRAGMENT...: exit 1, WANT as one of the lines, and no output.
refused()
{
	refused_want=$1
	shift
	refused_status=0
	resolve "$@" >"$T/refused" 2>&1 || refused_status=$?
	cat "$T/refused"
	test "$refused_status" -eq 1
	grep -qxF "$data/$refused_want" "$T/refused"
	test ! -e "$T/config"
}

has() { grep -qxF "$1" "$T/config"; }

test_ok 'every kind of value resolves' resolve good
test_ok 'a bool that was asked for is on' has CONFIG_NEEDS=y
test_ok 'a member of a choice is taken' has CONFIG_SECOND=y
test_ok 'a number is kept' has CONFIG_NUMBER=7
test_ok 'a hexadecimal number is kept' has CONFIG_ADDRESS=0x20
test_ok 'quotes and backslashes of a string are kept' \
	has 'CONFIG_TEXT="with \"quotes\" and \\"'
test_ok 'what nobody asks for has its default (alldefconfig)' has CONFIG_DEFAULTED=y

test_ok 'an unmet dependency is named with its value' refused \
	'unmet.config:2: CONFIG_NEEDS: wanted y, got n: depends on BASE [=n]' unmet
test_ok 'and the fragment line that caused it' refused \
	"unmet.config:2: CONFIG_NEEDS: wanted y, got n: depends on BASE [=n], asked for at $data/unmet-origin.config:2" \
	unmet unmet-origin
test_ok 'an unknown symbol is refused' refused \
	'unknown.config:2: CONFIG_NO_SUCH_THING: unknown symbol: no Kconfig file of this tree defines it; see: make why SYM=NO_SUCH_THING' unknown
test_ok 'a symbol in two fragments is refused, both lines named' refused \
	"duplicate-b.config:4: CONFIG_BASE: was asked for before, at $data/duplicate-a.config:2" \
	duplicate-a duplicate-b
for t in no-why:2 why-too-far:3 why-empty:2; do
	test_ok "a request without its reason is refused (${t%:*})" refused \
		"${t%:*}.config:${t#*:}: CONFIG_BASE: has no reason: put a \"# why: ...\" line directly above its group" \
		"${t%:*}"
done
test_ok 'two members of a choice are refused' refused \
	"choice.config:2: CONFIG_FIRST: wanted y, got n: is one of a choice, and CONFIG_SECOND was taken, asked for at $data/choice.config:3" choice
test_ok 'a symbol forced on by a select is refused' refused \
	'forced.config:3: CONFIG_FORCED: wanted n, got y: is selected by SELECTOR [=y], asked for at '"$data/forced.config:2" forced
test_ok 'a symbol without a prompt is refused' refused \
	'hidden.config:2: CONFIG_HIDDEN: wanted y, got n: has no prompt: only a default or a select sets it' hidden
test_ok 'a number out of range is refused' refused \
	'range.config:2: CONFIG_NUMBER: wanted 11, got 10: the range is 1 to 10' range
test_ok 'a module where there are none is refused' refused \
	'module.config:2: CONFIG_DRIVER: wanted m, got y: there are no modules: ask for =y' module
test_ok 'a value of another type is refused' refused \
	'type.config:3: CONFIG_NUMBER: is a decimal number' type
test_ok 'CONFIG_X=n is refused' refused \
	'equals-n.config:2: say "# CONFIG_X is not set" instead of =n' equals-n
test_ok 'a mistyped "is not set" is refused' refused \
	'typo.config:2: wants # CONFIG_X is not set, and nothing behind it' typo
for t in 6 7 8; do
	test_ok "the same with its blanks wrong (line $t)" refused \
		"typo.config:$t: wants # CONFIG_X is not set, and nothing behind it" typo
done
test_ok 'an option inside a comment is no fault' sh -c "! grep '^$data/typo.config:9:' '$T/refused'"
test_ok 'text behind a value is refused' refused \
	'typo.config:4: wants y, m, a number or a string in quotes after the '\''='\'', and nothing behind it' typo

test_exit 2 'no subcommand is a usage error' "$kconf"
test_exit 2 'an unknown subcommand is a usage error' "$kconf" frobnicate
test_exit 2 'no output is a usage error' "$kconf" resolve "$data/Kconfig" "$data/good.config"
test_exit 3 'a missing fragment: could not tell' resolve no-such-fragment
test_exit 3 'a missing tree: could not tell' \
	"$kconf" resolve -o "$T/config" "$T/Kconfig" "$data/good.config"
echo 'config' >"$T/Kconfig"
test_exit 3 'a broken tree: could not tell' \
	"$kconf" resolve -o "$T/config" "$T/Kconfig" "$data/good.config"

# Selected without a prompt, so no fragment can ask for them.
for s in CHACHA POLY1305 CURVE25519 BLAKE2S; do
	test_ok "WireGuard's $s uses the processor's instructions" \
		grep -qx "CONFIG_CRYPTO_LIB_${s}_ARCH=y" "$resolved"
done
test_empty 'nothing is a module' sed -n '/=m$/p' "$resolved"
test_ok 'mitigations are on' grep -qx CONFIG_CPU_MITIGATIONS=y "$resolved"
test_empty 'every mitigation of the tree is on' \
	sed -n '/^# CONFIG_MITIGATION_.* is not set/p' "$resolved"
test_done
