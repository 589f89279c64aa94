# SPDX-License-Identifier: BSD-2-Clause
# hardening.awk: the rules, then what kconf check says of them -> rules, rules-met,
# and unmet/OPTION. A rule is a line: one for all MITIGATION_* counts once.
BEGIN {OFS = "\t"}

FILENAME == ARGV[1] {
	if (/^CONFIG_/)
		rules++
	next
}

/: (violated|unknown): / {
	split($1, part, ":")
	if (!((part[2]) in unmet))
		n++
	unmet[part[2]] = 1
	option = $2
	sub(/^CONFIG_/, "", option)
	sub(/:$/, "", option)
	what = "unknown"
	if ($3 == "violated:" && match($0, /: wanted [^ ]+, got [^:]*:/))
		what = substr($0, RSTART + 2, RLENGTH - 3)
	if (!(option in seen))
		print "unmet/" option, what
	seen[option] = 1
}

END {
	print "rules", rules
	print "rules-met", rules - n
}
