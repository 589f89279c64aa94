# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The numbers by which running servers tell forwards from back (upgrade.number=, in
# upgrade.8); sourced after debug.sh, which has archive(), by who has fail().

# line_of PACKAGE: its kernel command line.
line_of()
{
	archive -xOf - manifest.json <"$1" | jq -r '.cmdline // ""'
}

# number_of LINE: the last upgrade.number= on a command line; 0: none, or no number.
number_of()
{
	number=$(echo "$1" | tr -s ' ' '\n' | sed '/^--$/,$d' | sed -n 's/^upgrade\.number=//p' | tail -n 1)
	case $number in
	'' | *[!0-9]* | 0?* | ???????????????????*) echo 0 ;;
	*) echo "$number" ;;
	esac
}

# renumbered LINE NUMBER: the command line with that number.
renumbered()
{
	case " $1 " in
	*' upgrade.number='*) echo "$1" | sed "s/\(^\| \)upgrade\.number=[^ ]*/\1upgrade.number=$2/g" ;;
	*) echo "upgrade.number=$2 $1" ;;
	esac
}

# renumber PACKAGE NUMBER FOLDER URL: the package again, with that number, as FOLDER/os.zip,
# and its descriptor without signatures. Kernel, initramfs and label stay.
renumber()
{
	line=$(line_of "$1")
	manifest=$(archive -xOf - manifest.json <"$1")
	mkdir -p "$3/boot"
	set -- "$1" "$2" "$3" "$4"
	for part in kernel initramfs; do
		name=$(echo "$manifest" | jq -r ".$part | gsub(\"(?<c>[\\\\[\\\\]*?\\\\\\\\])\"; \"\\\\\\(.c)\")")
		archive -xOf - -- "$name" <"$1" >"$3/boot/$part"
		test -s "$3/boot/$part" || fail 1 "$1: no $part in it"
	done
	"${stmgr:-stmgr}" ospkg create -kernel "$3/boot/kernel" -initramfs "$3/boot/initramfs" \
		-cmdline "$(renumbered "$line" "$2")" -label "$(echo "$manifest" | jq -r '.label // ""')" \
		-url "$4" -out "$3/os.zip" || fail $? "$1: could not be made again"
	rm -r "${3:?}/boot"
}
