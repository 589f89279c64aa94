#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# tests/one fails a test for what it leaves behind, and ends that; tests/run shows the
# lines that failed, whatever runs beside it; tests/times counts, and keeps the logs.
. tests/lib.sh
need prove perl setsid

# toy NAME: a test script of two assertions, from standard input.
toy()
{
	{
		echo '. tests/lib.sh'
		cat
		echo 'test_ok one true'
		echo 'test_ok two true'
		echo 'test_done'
	} >"$T/t00-$1.sh"
}

toy clean <<'END'
echo x >"$T/x"
(sleep 0.5) &
END
# A daemon: no parent, a session and an environment of its own.
toy daemon <<'END'
setsid -f env -i /bin/sleep 4242 >/dev/null 2>&1
END
# It holds the pipe to prove, and does not end when told to.
toy stubborn <<'END'
sh -c 'trap "" TERM; while :; do sleep 4343; done' &
END
toy file <<'END'
echo x >"$TMPDIR/forgotten"
END
toy mount <<'END'
mkdir "$TMPDIR/m"
mount -t tmpfs none "$TMPDIR/m"
END
echo '. tests/lib.sh; test_ok three false; test_done' >"$T/t00-false.sh"
echo '. tests/lib.sh; test_ok one true; exit 0' >"$T/t00-dead.sh"
# Fails each second time.
toy flaky <<END
test ! -e "$T/again" || { rm "$T/again"; exit 1; }
: >"$T/again"
END

one() { TEST_GRACE=2 env -u V -u KEEP tests/one "$T/t00-$1.sh"; }

# left NAME REGEX: it says so, in TAP that adds up, and is gone afterwards.
left()
{
	status=0
	one "$1" >"$T/said" || status=$?
	cat "$T/said"
	test "$status" -eq 1
	grep -q '^not ok 3 - leaves nothing behind$' "$T/said"
	grep -qE "^#   left: $2" "$T/said"
	test "$(tail -n 1 "$T/said")" = 1..3
}

# running SECONDS, gone SECONDS: is there such a sleep?
running() { cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -q "sleep[ ]$1 "; }
gone() { ! running "$1"; }

# together JOBS NAME...: what `make test` prints of these.
together()
{
	jobs=$1
	shift
	for name; do set -- "$@" "$T/t00-$name.sh"; shift; done
	TEST_GRACE=2 TEST_JOBS=$jobs env -u V -u KEEP -u TIMES tests/run "$@"
}

repeated() { TMPDIR=$T O=$T/o TEST_JOBS=$1 TIMES=4 env -u V tests/run "$T/t00-clean.sh" "$T/t00-flaky.sh"; }

unknown() { sed '/^#/d' tests/long | while read -r name; do test -f "$name" || echo "$name"; done; }

test_ok 'control: a test that leaves nothing' one clean
sleep 4141 >/dev/null &
sleeper=$!
test_ok 'control: one that runs' running 4141
kill "$sleeper"
test_ok 'a daemon' left daemon 'process [0-9]+: /bin/sleep 4242'
test_ok 'is ended' gone 4242
test_ok 'a process that has the output open, and does not obey' left stubborn 'process [0-9]+: sleep 4343'
test_ok 'is ended' gone 4343
test_ok 'a file beside the temporary folder' left file 'file .*/forgotten'
test "$(id -u)" -ne 0 || test_ok 'a mount' left mount 'mount .*/m'
test_exit 1 'a test that fails, fails' one false
test_exit 1 'side by side, one of several' together 3 clean false daemon
test_ok 'its lines are shown, with the script' said '^not ok 1 - three' 't00-false.sh:$' '^#   left: process'
test_ok 'and those that pass are not' sh -c '! grep "^ok" "$1"' - "$T/.last"
test_exit 1 'one at a time, too' together 1 clean false
test_ok 'likewise' said '^not ok 1 - three'
test_exit 1 'a script that died is not one that passed' together 2 dead
test_ok 'it says so' said 'printed no plan'
test_exit 2 'TEST_JOBS=0 is a usage error' together 0 clean
test_exit 1 'TIMES=4: one that fails each second time' repeated 1
test_ok 'is counted' said 't00-clean.sh	4	0	' 't00-flaky.sh	4	2	'
test_ok 'its logs are kept' test -s "$T/o/times/t00-flaky.4.log"
test_exit 2 'TIMES=x is a usage error' env TIMES=x tests/run "$T/t00-clean.sh"
test_exit 2 'TIMES= wants TESTS=' env TIMES=2 tests/run
test_empty 'the long tests are there' unknown
test_done
