# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What a package says of itself; sourced by sign and publish, which have fail().

# flavour_check PACKAGE GIVEN NAME: the label in PACKAGE, in $label. One of the debug
# flavour, by its label (tools/image/build writes that) or because /etc/debug is in
# its initramfs (for which init starts the shell), is refused unless GIVEN is
# "debug", whatever NAME it came under. Also sets $debug: true or false.
flavour_check()
{
	command -v bsdtar >/dev/null || fail 3 "no program bsdtar (package libarchive-tools): run 'make setup'"
	# Printed as one line of text: no control characters.
	{ said=$(bsdtar -xOf "$1" manifest.json 2>/dev/null) &&
		label=$(echo "$said" | jq -r '.label // "" | gsub("[[:cntrl:]]"; "?")' 2>/dev/null); } ||
		fail 1 "$3: no OS package: its manifest.json cannot be read"
	# shellcheck disable=SC2034 # for the scripts that source this
	debug=false
	initramfs=$(echo "$said" | jq -r '.initramfs // ""')
	case $label:$(bsdtar -xOf "$1" "$initramfs" 2>/dev/null | bsdtar -tf - 2>/dev/null | sed 's,^\.*/*,/,' | grep -x /etc/debug) in
	*'(debug)'* | *:/etc/debug*)
		# shellcheck disable=SC2034 # likewise
		debug=true
		test "$2" = debug || fail 1 "$3 is a debug image, '$label': whoever reaches its console is root. If that is wanted, say DEBUG=1 here, too"
		;;
	esac
}
