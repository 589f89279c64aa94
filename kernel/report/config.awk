# SPDX-License-Identifier: BSD-2-Clause
# config.awk: symbols.tsv (kconf dump) and a .config -> version, options-y,
# options-m, drivers, drivers-proper, folder/DRIVERS-FOLDER, and unknown with
# unknown/OPTION for what the tree of symbols.tsv does not have.
BEGIN {FS = OFS = "\t"}

FILENAME == ARGV[1] {
	if (!/^#/) {
		type[$1] = $2
		place[$1] = $9
	}
	next
}

/^# Linux\/.* Kernel Configuration$/ {
	split($0, word, " ")
	version = word[3]
}

/^CONFIG_[A-Za-z0-9_]+=[ym]$/ {
	option = substr($0, 8, length($0) - 9)
	value = substr($0, length($0))
	count[value]++
	if (!(option in type)) {
		unknown++
		print "unknown/" option, value
		next
	}
	if (place[option] !~ /^drivers\//)
		next
	drivers++
	split(place[option], part, /[\/:]/)
	folder[part[2]]++
	if (type[option] == "tristate")
		proper++
}

END {
	if (version == "" || !count["y"]) {
		print "report: " ARGV[2] ": is no finished configuration" >"/dev/stderr"
		exit 3
	}
	print "version", version
	print "options-y", count["y"]
	print "options-m", count["m"] + 0
	print "drivers", drivers + 0
	print "drivers-proper", proper + 0
	print "unknown", unknown + 0
	for (f in folder)
		print "folder/" f, folder[f]
}
