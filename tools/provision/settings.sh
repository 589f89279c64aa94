# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Would a server with this package come up? Sourced after debug.sh by sign and publish,
# which have fail(). Asked are the package's own programs, as at the image's build
# (tools/image/check), in the sandbox: the package may be anybody's.

# In the sandbox: the package is standard input, $1 its initramfs, $2 its command line.
# Prints what its programs refuse. Those of older releases cannot be asked ("usage:").
# shellcheck disable=SC2016 # it is for the other shell
settings_asked='
	mkdir root out
	printf "%s\n" "$2" >line
	bsdtar -xOf - -- "$1" >initramfs 2>/dev/null
	bsdtar -C root -xf initramfs 2>/dev/null	# all but device nodes
	cd root && test -f etc/role && test -x init || exit 0
	for program in init bin/wgd bin/wgfetch bin/upgrade bin/sntp; do
		test -x "$program" || continue
		out=
		test "$program" != init || out=../out
		./"$program" --check ../line $out >../said 2>&1 </dev/null && continue
		case $? in 1 | 2) grep -q "usage: " ../said || cat ../said ;; esac
	done
'

# settings_check PACKAGE NAME: refuse it under that name for what its programs refuse.
settings_check()
{
	settings_manifest=$(archive -xOf - manifest.json <"$1")
	settings_initramfs=$(echo "$settings_manifest" | jq -r '.initramfs // "" | gsub("(?<c>[\\[\\]*?\\\\])"; "\\\(.c)")')
	asked=0
	refused=$("$(dirname "$0")/../../reproducibility/sandbox" -- sh -c "$settings_asked" settings \
		"$settings_initramfs" "$(echo "$settings_manifest" | jq -r '.cmdline // ""')" <"$1" 2>/dev/null) || asked=$?
	test $asked -ne 125 || fail 3 "$2: its settings are not looked at: no sandbox (bubblewrap) here: run 'make setup'"
	test -n "$refused" || return 0
	echo "$refused" | head -c 4000 | tr -cd '\n\040-\176' | sed "s|^|$(basename "$0"): |" >&2
	fail 1 "$2: a server with these settings would not come up as it should"
}
