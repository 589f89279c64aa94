# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Time limits. A test waits for what it wants, never for a time, and a limit is there to
# end what hangs, not to measure: so it is far from what is usual, on a machine that
# others keep busy, too. Sourced by tests/lib.sh; SCALE is TEST_TIMEOUT_SCALE.

# patience SECONDS: the limit for what takes so long when nothing else runs.
patience()
{
	echo $((($1 * 4 + 60) * ${SCALE:-1}))
}

# within SECONDS COMMAND...: until it succeeds.
within()
{
	within_end=$(($(date +%s) + $(patience "$1")))
	shift
	until "$@"; do
		test "$(date +%s)" -lt "$within_end" || return 1
		sleep 0.1
	done
}
