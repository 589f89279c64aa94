#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The fuzzers' corpora, replayed with address and undefined behaviour sanitizers.
. tests/lib.sh
need clang

for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "${source#*fuzz_}" .c)
	test_ok "$name" env O="$T" tests/fuzz/run 0 "$name"
done
test_done
