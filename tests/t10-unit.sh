#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Unit tests of our C (tests/unit, cmocka, undefined behaviour is a crash), and
# that each of them was built.
. tests/lib.sh
need_file "$O/unit/bin"

not_built()
{
	for source in tests/unit/test_*.c; do
		name=$(basename "$source" .c)
		test -x "$O/unit/bin/$name" || echo "$name"
	done
}

# untested: sources of tools/lib, the code all programs share, that no unit test
# names in its "// sources:" line or includes.
untested()
{
	for source in tools/lib/*.c; do
		grep -lqE "(^// sources:.*|include.*/)$(basename "$source")" tests/unit/test_*.c ||
			echo "$source"
	done
}

test_empty 'every unit test was built' not_built
test_empty 'every file of tools/lib is in one' untested
for program in "$O"/unit/bin/test_*; do
	test_ok "$(basename "$program")" timeout "$(patience 120)" "$program"
done
test_done
