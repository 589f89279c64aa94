#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make kconfig`: what comes after the editor, each changed option is put into the
# fragment that it belongs to, with a reason or not at all; and all of it, with the
# kernel's own menuconfig in a terminal.
# KTREE=DIR	the kernel's configuration and symbols (out/kconfig)
# shellcheck disable=SC2317 # functions are run by test_ok
. tests/lib.sh
. tests/toy.sh
ktree=${KTREE:-$O/kconfig}
need_file "$ktree/symbols.tsv"
need bwrap script
ktree=$(cd "$ktree" && pwd -P)

toy_checkout "$T/one"
f=$T/one/configs/kernel
mkdir "$T/tree"
rm -rf "$f"
mkdir -p "$f/hw"
printf '# why: the stack\nCONFIG_NET=y\nCONFIG_INET=y\n\n# why: not used\n# CONFIG_TUN is not set\n' >"$f/net.config"
printf '# why: gigabit\nCONFIG_IGB=y\n' >"$f/hw/intel.config"
{
	printf '# kconf symbols: toy\n# name\ttype\tprompt\tvalue\tdefined\n'
	printf '%s\tbool\t%s\ty\t%s\n' NET Networking net/Kconfig:1 INET TCP net/ipv4/Kconfig:1 TUN Tunnels drivers/net/Kconfig:9 \
		IGB Gigabit drivers/net/ethernet/intel/Kconfig:1 IGC Newer drivers/net/ethernet/intel/Kconfig:5 TCP_BBR BBR net/ipv4/Kconfig:7 HIDDEN - lib/Kconfig:1
} >"$T/tree/symbols.tsv"
printf 'CONFIG_NET=y\nCONFIG_INET=y\n# CONFIG_TUN is not set\nCONFIG_IGB=y\n# CONFIG_IGC is not set\n# CONFIG_TCP_BBR is not set\n' >"$T/old"
printf 'CONFIG_NET=y\nCONFIG_INET=y\nCONFIG_TUN=y\n# CONFIG_IGB is not set\nCONFIG_IGC=y\nCONFIG_TCP_BBR=y\nCONFIG_HIDDEN=y\n' >"$T/new"

# propose ANSWER...: one a line.
propose()
{
	(cd "$T/one" && printf '%s\n' "$@" | tools/fragments/propose "$T/tree" "$T/old" "$T/new")
}
belongs()
{
	test "$(cd "$T/one" && tools/fragments/belongs "$T/tree" "$1")" = "configs/kernel/$2"
}
test_ok 'an option goes where it is asked for' belongs TUN net.config
test_ok 'another to its neighbours in the source tree' belongs IGC hw/intel.config
test_ok 'however deep' belongs TCP_BBR net.config
cp -R "$f" "$T/before"
test_ok 'without a reason nothing is written' propose '' '' '' ''
test_ok 'indeed nothing' diff -r "$T/before" "$f"
test_ok 'nor for blanks' propose ' ' "$(printf ' \t')" '  ' ' '
test_ok 'indeed nothing' diff -r "$T/before" "$f"
test_ok 'q ends it' propose q
test_ok 'with nothing written' diff -r "$T/before" "$f"
# In the order of their names: IGB, IGC, TCP_BBR, TUN; HIDDEN has no prompt.
test_ok 'reasons are written' propose 'old chip' '  new chip ' '' 'needed now'
written()
{
	cat "$f/net.config" "$f/hw/intel.config"
	printf '# why: the stack\nCONFIG_NET=y\nCONFIG_INET=y\n\n# why: needed now\nCONFIG_TUN=y\n' | diff - "$f/net.config"
	printf '# why: old chip\n# CONFIG_IGB is not set\n\n# why: new chip\nCONFIG_IGC=y\n' | diff - "$f/hw/intel.config"
}
test_ok 'old lines go, and reasons that have no line any more' written
test_ok 'nobody asks for what has no prompt' sh -c '! grep -r HIDDEN "$1"' - "$f"

# set_in WANT FRAGMENT: ask for A in a fragment of these lines, where n is the new
# group; both in the form of printf.
set_in()
{
	# shellcheck disable=SC2059 # a format
	printf "$2" >"$T/x.config"
	"$T/one/tools/fragments/set" "$T/x.config" A '# CONFIG_A is not set' new
	# shellcheck disable=SC2059
	printf "$1" | sed 's/^n$/# why: new\n# CONFIG_A is not set/' | diff - "$T/x.config"
}
test_ok 'a new group after a header has an empty line above it' set_in '# Topic\n\nn\n' '# Topic\n'
test_ok 'in an empty fragment it has none' set_in 'n\n' ''
test_ok 'a header that touches the only group stays when that goes' set_in '# Topic\n#\n# more\n\nn\n' \
	'# Topic\n#\n# more\n# why: a\nCONFIG_A=y\n'
test_ok 'another that touches a group gets an empty line' set_in '# Topic\n\n# why: b\nCONFIG_B=y\n\nn\n' '# Topic\n# why: b\nCONFIG_B=y\n'
test_ok 'no empty lines are left at the top' set_in '# why: b\nCONFIG_B=y\n\nn\n' '# why: a\nCONFIG_A=y\n\n# why: b\nCONFIG_B=y\n'
test_ok 'of two reasons without an empty line between them one goes' set_in '# why: b\nCONFIG_B=y\n\nn\n' \
	'# why: a\nCONFIG_A=y\n# why: b\nCONFIG_B=y\n'
test_exit 2 'a reason is one line of text' "$T/one/tools/fragments/set" "$f/net.config" NET CONFIG_NET=y "$(printf 'a\tb')"
test_exit 2 'blanks are none' "$T/one/tools/fragments/set" "$f/net.config" NET CONFIG_NET=y '  '

# edit CACHE UI: what it needs before it opens an editor. Here is no terminal.
edit() { (cd "$T/one" && CACHE=$1 tools/fragments/edit out "$ktree" "$2" </dev/null); }
test_exit 3 'the editor needs the tarball' edit "$T/empty" menuconfig
test_ok 'it says how to have it' said "^edit: linux.* is not in the cache: run 'make fetch'"
test_exit 3 'and a terminal' edit "$CACHE" nconfig
test_ok 'it says so' said '^edit: nconfig needs a terminal'
for ui in config olddefconfig 'x;id'; do
	test_exit 2 "UI=$ui is none of those that are named" edit "$CACHE" "$ui"
done

# The whole of it: keys come from a fifo, the terminal's output goes to a file.
toy_checkout "$T/two"
mkfifo "$T/keys"
exec 3<>"$T/keys"
: >"$T/screen"
(
	cd "$T/two"
	TERM=vt100 CACHE=$CACHE exec timeout --foreground $((400 * SCALE)) script -qefc "tools/fragments/edit out '$ktree' menuconfig" "$T/screen" \
		<"$T/keys" >/dev/null 2>&1 3>&-
) &
editor=$!
at_exit() { kill "$editor" 2>/dev/null; }

# screen: what came since the last press, without the terminal's commands.
screen() { tail -c +"$(cat "$T/from")" "$T/screen" | sed 's/\x1b[[(][0-9;?]*[A-Za-z0-9]//g; s/[\x0e\x0f\r]//g'; }
# shows TEXT: wait until it does, and then until the screen stays as it is.
shows()
{
	n=0
	until screen | grep -qaF -e "$1"; do
		n=$((n + 1))
		test $n -lt $((900 * SCALE)) && kill -0 "$editor" || { screen; return 1; }
		sleep 0.2
	done
	size=0
	until test "$size" -eq "$(wc -c <"$T/screen")"; do
		size=$(wc -c <"$T/screen")
		sleep 0.4
	done
	echo $((size + 1)) >"$T/from"
}
# press KEYS TEXT: and then the screen shows it.
press()
{
	# shellcheck disable=SC2059 # a format
	printf "$1" >&3
	shows "$2"
}
echo 1 >"$T/from"
test_ok 'menuconfig starts' shows '< Load >'
test_ok 'it looks for an option' press '/' 'Search Configuration Parameter'
test_ok 'finds it' press '^DUMMY$\r' 'Search Results'
test_ok 'goes there' press 1 'Dummy net driver support'
test_ok 'sets it' press y ''
test_ok 'leaves' press '\033\033' 'Search Results'
test_ok 'and leaves' press '\033\033' '< Load >'
test_ok 'asks whether to save' press '\033\033' 'save your new'
test_ok 'then the fragment is named, and the reason asked for' press '\r' 'why?'
test_ok 'which is taken' press 'tried by a test\r' 'now resolve and review: make kernel-config'
edit_status=0
wait "$editor" || edit_status=$?
test_is 'that was all' 0 "$edit_status"
in_fragment()
{
	diff -r configs/kernel "$T/two/configs/kernel" >"$T/diff" || test $? -eq 1
	cat "$T/diff"
	test "$(grep '^[<>]' "$T/diff" | tr '\n' '|')" = '> |> # why: tried by a test|> CONFIG_DUMMY=y|'
	grep -qx 'diff -r configs/kernel/net.config .*' "$T/diff"
	test "$(grep -c ^diff "$T/diff")" -eq 1
}
test_ok 'it is in its fragment, with its reason, and nothing else is' in_fragment
test_done
