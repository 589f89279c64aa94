#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Verbs that take one of a few values say which there are, by the name that make
# has for it, and do nothing.
. tests/lib.sh
need make

test_exit 2 'make run PEER=no' tests/qemu/run "$T" --peer no
test_ok 'names PEER= and its values' said 'PEER=no: there is debian (the default), or none'
mkdir "$T/prove"
echo former >"$T/prove/report.txt"
prove()
{
	PROVE_OUT=$T/prove tests/prove/run "$@"
}
for claim in c99 c0 c c06x ../x; do
	test_exit 2 "make prove CLAIMS=$claim" prove "$claim"
	test_ok 'names the claims there are' said "CLAIMS=$claim: there is no such claim; there are: c01 c02 .* c13"
done
test_exit 2 'nor with one that there is before it' prove c06 c99
test_is 'no report is written, and the former stays' 'former report.txt' "$(cat "$T/prove/report.txt") $(ls "$T/prove")"
test_done
