#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot loader's packages on its own medium (tools/ospkg/attempt.c): the file that
# ospkg_pointer names, in a folder of /ospkg or not, and nothing outside of it. And
# that a machine's failure is not called the package's fault.
# RUN_ATTEMPT=program: another build of it.
. tests/lib.sh
. tests/provision.sh
ATTEMPT=${RUN_ATTEMPT:-$O/unit/bin/run_attempt}
STMGR=${STMGR:-$O/tools/stmgr}
need bwrap setpriv
need_file "$ATTEMPT" "$STMGR"
# Its children become other users, as the boot loader's do.
test "$(id -u)" -eq 0 || {
	echo '1..0 # SKIP needs root'
	exit 0
}

packages()
{
	prov_keys "$T/keys" >"$T/keys.log" 2>&1
	mkdir -p "$T/medium/sub/deep"
	tests/toykernel "$T/kernel"
	echo initramfs >"$T/initramfs"
	"$STMGR" ospkg create -kernel "$T/kernel" -initramfs "$T/initramfs" -out "$T/medium/os.zip"
	for signer in one two; do
		"$STMGR" ospkg sign -key "$T/keys/$signer.key" -cert "$T/keys/$signer.pem" \
			-ospkg "$T/medium/os" -loglevel error
	done
	cp "$T"/medium/os.* "$T/medium/sub/deep/"
	cp -r "$T/medium" "$T/outside"
	cd "$T/medium"
	for suffix in zip json; do
		ln -s "../outside/os.$suffix" "up.$suffix"
		ln -s "/outside/os.$suffix" "absolute.$suffix"
		ln -s "deep/os.$suffix" "sub/within.$suffix"
		cp "os.$suffix" "half.$suffix"
	done
	ln -s ../outside away
	rm half.zip
	cp os.json changed.json
	sed '1s/^/x/' os.zip >changed.zip
}

# attempt POINTER [COMMAND...]: as on a machine with that medium, by that command.
attempt()
{
	attempt_pointer=$1
	shift
	"$@" bwrap --tmpfs / --proc /proc --dev /dev --ro-bind "$T/medium" /ospkg \
		--ro-bind "$T/outside" /outside --ro-bind "$T/keys/trust" /trust \
		--ro-bind "$(realpath "$ATTEMPT")" /attempt /attempt "$attempt_pointer" /trust
}

test_ok 'a medium' packages
for pointer in os.zip os os.json sub/deep/os.zip sub/deep/os ./os.zip sub/within.zip; do
	test_ok "taken: $pointer" attempt "$pointer"
done
for pointer in ../outside/os.zip sub/../../outside/os.zip /outside/os.zip /ospkg/os.zip .. sub/ .zip; do
	test_exit 1 "refused as a name: $pointer" attempt "$pointer"
	test_ok 'says so' said '^run_attempt: ospkg_pointer '
done
for pointer in up.zip absolute.zip away/os.zip; do
	test_exit 3 "no link leads out: $pointer" attempt "$pointer"
	test_ok 'says so' said "^run_attempt: open /ospkg/${pointer%.zip}.json: "
done
test_exit 3 'no archive beside the descriptor' attempt half.zip
test_ok 'names it' said '^run_attempt: open /ospkg/half.zip: No such file'
test_exit 1 'control: another archive is refused' attempt changed.zip
test_ok 'and said to be' said '^run_attempt: refused: not enough valid signatures'

# Without the right to change users, as on a kernel without them, nothing is known.
test_exit 3 'no sandbox is not a bad package' attempt os.zip \
	setpriv --bounding-set -setuid,-setgid
test_ok 'names the step that failed' said '^run_attempt: enter the sandbox: setgroups: '
not_refused()
{
	! grep -q refused "$T/.last"
}
test_ok 'and calls nothing refused' not_refused
test_done
