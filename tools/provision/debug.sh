# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What a package says of itself; sourced by sign and publish, which have fail(). It
# may be anybody's, so what opens it does so in a sandbox, and no name of a file in it
# is an option or a pattern there.

# archive ARGUMENT...: bsdtar on standard input; it tries all formats, and programs.
archive() { "$(dirname "$0")/../../reproducibility/sandbox" -- bsdtar "$@" 2>/dev/null; }

# flavour_check PACKAGE GIVEN NAME: the label in PACKAGE, in $label. One of the debug
# flavour, by its label (tools/image/build writes that) or because /etc/debug is in
# its initramfs (for which init starts the shell), is refused unless GIVEN is
# "debug", whatever NAME it came under. Also sets $debug: true or false.
flavour_check()
{
	command -v bsdtar >/dev/null || fail 3 "no program bsdtar (package libarchive-tools): run 'make setup'"
	opened=0
	said=$(archive -xOf - manifest.json <"$1") || opened=$?
	test $opened -ne 125 || fail 3 "$3: not looked into: no sandbox (bubblewrap) here: run 'make setup'"
	# Printed as one line of text: no control characters.
	{ test $opened -eq 0 && label=$(echo "$said" | jq -r '.label // "" | gsub("[[:cntrl:]]"; "?")' 2>/dev/null); } ||
		fail 1 "$3: no OS package: its manifest.json cannot be read"
	# shellcheck disable=SC2034 # for the scripts that source this
	debug=false
	initramfs=$(echo "$said" | jq -r '.initramfs // "" | gsub("(?<c>[\\[\\]*?\\\\])"; "\\\(.c)")')
	case $label:$(archive -xOf - -- "$initramfs" <"$1" | archive -tf - | sed 's,^\.*/*,/,' | grep -x /etc/debug) in
	*'(debug)'* | *:/etc/debug*)
		# shellcheck disable=SC2034 # likewise
		debug=true
		test "$2" = debug || fail 1 "$3 is a debug image, '$label': whoever reaches its console is root. If that is wanted, say DEBUG=1 here, too"
		;;
	esac
}
