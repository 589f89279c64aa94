#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Linters, with no warning left, and the limits of style.md.
. tests/lib.sh
need shellcheck mandoc

# Shell scripts: those with an sh interpreter line, and what they source.
scripts()
{
	repository | while read -r file; do
		test -f "$file" || continue
		case $file in
		*.sh) echo "$file" ;;
		*) ! head -n 1 "$file" | grep -qaE '^#! ?/bin/(sh|busybox sh)' || echo "$file" ;;
		esac
	done
}

shell_clean()
{
	scripts | xargs shellcheck -x -S warning
	scripts | xargs -n 1 sh -n
}

no_bash()
{
	repository | xargs -d '\n' grep -lIE '^#! ?/(usr/)?bin/(env )?bash' || :
}

# long LINES REGEX: files of this kind that have more lines.
long()
{
	repository | grep -E "$2" | while read -r file; do
		test ! -f "$file" || test "$(wc -l <"$file")" -le "$1" || wc -l "$file"
	done
}

long_scripts()
{
	scripts | grep -vE '^tests/(lib\.sh|qemu/guest\.sh|t[0-9])' | while read -r file; do
		test "$(wc -l <"$file")" -le 150 || wc -l "$file"
	done
}

manuals()
{
	repository | grep -E '^tools/.*\.[158]$' >"$T/manuals"
	test -s "$T/manuals"
	xargs mandoc -Tlint -W warning <"$T/manuals"
}

# A word of a heading or item that is also a macro's name (In, At, No) is taken for
# that, and mandoc says nothing: what is printed must be what is written. (Without
# "\&" no English word does what a macro of that name would.)
lost_words()
{
	repository | grep -E '^tools/.*\.[158]$' | while read -r page; do
		sed -n 's/^\.S[hs] //p' "$page" | sed 's/\\&//g; s/"//g' >"$T/written"
		mandoc -T ascii "$page" | sed "1d;\$d;s/.$(printf '\b')//g" | sed -n 's/^\(   \)\{0,1\}\([^ ]\)/\2/p' >"$T/printed"
		diff "$T/written" "$T/printed" | sed -n "s,^[<>],$page: &,p"
		grep -nHE '^\.(It|Nd|Sx|Dq|Ql)( .*)? (In|At|An|On|St)( |$)' "$page" || :
	done
}

# Every program of ours has its page.
no_manual()
{
	for deps in tools/*/deps; do
		program=$(basename "$(dirname "$deps")")
		ls "tools/$program/$program".[18] >/dev/null 2>&1 || echo "$program"
	done
}

# The fragments' rule: every option, or group of them, has its reason above.
no_reason()
{
	for fragment in configs/kernel/*.config configs/kernel/hw/*.config; do
		awk '/^$/ {why = 0} /^# why:/ {why = 1}
			/^(CONFIG_|# CONFIG_)/ && !why {print FILENAME ":" FNR ": " $0}' "$fragment"
	done
}

spaces()
{
	repository | grep -vE '\.patch$|^configs/kernel/resolved|^tests/fuzz/corpus|/testdata/|^tests/vectors/' |
		xargs -d '\n' grep -nIE '[[:blank:]]+$' || :
}

test_ok 'shellcheck has nothing to say' shell_clean
test_empty 'no script asks for bash' no_bash
test_empty 'scripts have 150 lines at most' long_scripts
test_empty 'the test library has 200 at most' long 200 '^tests/(lib|qemu/guest)\.sh$'
test_empty 'the Makefile has 150 at most' long 150 '^Makefile$'
test_empty 'C files have 600 at most' long 600 '\.[ch]$'
test_ok 'manual pages are clean mdoc' manuals
test_empty 'their headings are printed as they are written' lost_words
test_empty 'every program has a manual page' no_manual
test_empty 'every kernel option has its reason' no_reason
test_empty 'no blanks at the end of a line' spaces
test_done
