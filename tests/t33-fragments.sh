#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make kconfig`, what comes after the editor: each changed option is put into the
# fragment that it belongs to, with a reason or not at all.
. tests/lib.sh
. tests/toy.sh

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
test_ok 'q ends it' propose q
test_ok 'with nothing written' diff -r "$T/before" "$f"
# In the order of their names: IGB, IGC, TCP_BBR, TUN; HIDDEN has no prompt.
test_ok 'reasons are written' propose 'old chip' 'new chip' '' 'needed now'
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
test_done
