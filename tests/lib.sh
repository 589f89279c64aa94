# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# TAP in POSIX sh. A test script is run from the top of the repository and is
#
#	. tests/lib.sh
#	test_ok 'one and one is two' test $((1 + 1)) -eq 2
#	test_done
#
# Exit status and plan follow from the assertions; a script that dies before
# test_done prints no plan, which prove(1) reports as a failure.
#
# O=DIR		where the outputs are (out)
# V=1		show the output of every assertion, not only of failed ones
# KEEP=1	keep the temporary directory and name it (KEEP=failed: of what failed)
# TEST_MAY_SKIP=1	a missing prerequisite skips the script; without it
#		(`make test`) it is a failure: `make setup` installs them all
# TEST_TIMEOUT_SCALE=N	multiply every time limit, for slow machines

set -eu
LC_ALL=C
export LC_ALL

test -f tests/lib.sh || {
	echo 'Bail out! run the tests from the top of the repository'
	exit 2
}

O=${O:-out}
V=${V:-}
# shellcheck disable=SC2034 # for the scripts that source this
SCALE=${TEST_TIMEOUT_SCALE:-1}
. tests/within.sh
# The directory of this run; `cleanup` removes it.
T=$(mktemp -d "${TMPDIR:-/tmp}/mayfly-test.XXXXXX")

test_count=0
test_failed=0

# Runs on every exit. A script may define at_exit() to stop what it started.
cleanup()
{
	cleanup_status=$?
	trap - EXIT HUP INT TERM
	! command -v at_exit >/dev/null 2>&1 || at_exit || :
	case ${KEEP:-}:$cleanup_status in
	:* | failed:0) chmod -R u+w "$T" && rm -rf "$T" ;;
	*) echo "# kept: $T" ;;
	esac
	exit "$cleanup_status"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# diag [FILE]: a file (or standard input) as TAP comments, no control
# characters, and not more than anyone will read.
diag()
{
	tr -d '\000-\010\013-\037' <"${1:-/dev/stdin}" | tail -n 40 | sed 's/^/#   /'
}

# result STATUS TEXT: one TAP line, with $T/.out as the explanation.
result()
{
	test_count=$((test_count + 1))
	if test "$1" -eq 0; then
		echo "ok $test_count - $2"
		test -z "$V" || diag "$T/.out"
	else
		test_failed=$((test_failed + 1))
		echo "not ok $test_count - $2"
		diag "$T/.out"
	fi
}

# run COMMAND [ARGUMENT...]: its exit status in $status, its output in $T/.out.
# The command runs in a background subshell because that is the one place
# where a function keeps `set -e` while its status is being looked at: so every
# line of a test function counts, not only the last. What it assigns is lost.
run()
{
	status=0
	test ! -e "$T/.out" || mv "$T/.out" "$T/.last"
	(set -eu && "$@") >"$T/.out" 2>&1 </dev/null &
	wait $! || status=$?
}

# test_ok TEXT COMMAND...: the command (or function) must exit 0.
test_ok()
{
	test_text=$1
	shift
	run "$@"
	test "$status" -eq 0 || echo "exit status $status" >>"$T/.out"
	result "$status" "$test_text"
}

# test_exit STATUS TEXT COMMAND...: the command must exit with just STATUS.
test_exit()
{
	test_want=$1
	test_text=$2
	shift 2
	run "$@"
	echo "exit status $status, wanted $test_want" >>"$T/.out"
	test "$status" -eq "$test_want" && status=0 || status=1
	result "$status" "$test_text"
}

# test_is TEXT WANT GOT: two strings must be equal.
test_is()
{
	printf 'want: %s\ngot:  %s\n' "$2" "$3" >"$T/.out"
	test "$2" = "$3" && status=0 || status=1
	result "$status" "$1"
}

# test_empty TEXT COMMAND...: the command must exit 0 and print nothing; what
# it prints are the offenders.
test_empty()
{
	test_text=$1
	shift
	run "$@"
	test "$status" -eq 0 && test ! -s "$T/.out" || status=1
	result "$status" "$test_text"
}

# output: what the last assertion's command printed.
output()
{
	cat "$T/.out"
}

# said REGEX...: did the assertion before this one print a line with each?
said()
{
	for said_what; do
		grep -q -e "$said_what" "$T/.last" || {
			echo "no line like '$said_what' in:"
			cat "$T/.last"
			return 1
		}
	done
}

# missing REASON: a prerequisite is not there: skip the whole script if that
# was allowed, fail it otherwise.
missing()
{
	if test -n "${TEST_MAY_SKIP:-}"; then
		echo "1..0 # SKIP $1"
		exit 0
	fi
	echo "not ok 1 - prerequisite: $1"
	echo 1..1
	exit 1
}

# need PROGRAM...: programs that must be installed.
need()
{
	for need_program; do
		command -v "$need_program" >/dev/null 2>&1 ||
			missing "no program $need_program: run 'make setup'"
	done
}

# need_file FILE...: files that an earlier step of make must have built.
need_file()
{
	for need_name; do
		test -e "$need_name" ||
			missing "no file $need_name: run 'make image'"
	done
}

# repository: the files that are, or are about to be, in the repository; of one
# without git, all but the outputs.
repository()
{
	{ git ls-files --cached --others --exclude-standard 2>/dev/null ||
		find . \( -path ./out -o -path ./.git \) -prune -o -type f -print | sed 's,^\./,,'; } |
		while read -r name; do
			test ! -f "$name" || echo "$name"
		done
}

# test_done: the plan, and the script's exit status.
test_done()
{
	echo "1..$test_count"
	test "$test_failed" -eq 0 || exit 1
	exit 0
}
