# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T and began are set by tests/demo/run
# How tests/demo/run shows its progress and ends; sourced by it after
# tests/qemu/*.sh.

demo_stages=7
demo_stage=0
verdict=1

# demo_fail STATUS TEXT
demo_fail()
{
	verdict=$1
	echo "demo: $2" >&2
	exit "$1"
}

# stage TEXT: the next one begins.
stage()
{
	demo_stage=$((demo_stage + 1))
	echo "[$demo_stage/$demo_stages] $1"
}

says()
{
	echo "      $*"
}

# quietly COMMAND...: what it prints is only of interest when it fails.
quietly()
{
	"$@" >"$T/said" 2>&1 </dev/null || {
		demo_status=$?
		cat "$T/said" >&2
		demo_fail "$demo_status" "stage $demo_stage failed: $1"
	}
}

# shows GUEST REGEX SECONDS: wait for a line on its console, and show it.
shows()
{
	guest_wait "$1" "$2" "$3" >"$T/said" || {
		cat "$T/said" >&2
		demo_fail 1 "stage $demo_stage: not as documented"
	}
	says "$(tr -d '\r' <"$T/$1.log" | grep -aE "$2" | tail -n 1 | cut -c 1-110)"
}

# demo_end STATUS: end what runs, remove what was made, and say how it went.
demo_end()
{
	trap - EXIT HUP INT TERM
	at_exit
	prov_unserve "$T/server"
	if test -n "${KEEP:-}"; then
		echo "demo: kept: $T" >&2
	else
		chmod -R u+w "$T"
		rm -rf "$T"
	fi
	test "$1" -ne 0 || set -- "$verdict"
	if test "$1" -eq 0; then
		echo "demo: done in $(($(date +%s) - began)) s: the signed package runs, the tampered one does not"
	else
		echo "demo: failed after $(($(date +%s) - began)) s, in stage $demo_stage" >&2
	fi
	exit "$1"
}
