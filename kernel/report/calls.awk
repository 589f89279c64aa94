# SPDX-License-Identifier: BSD-2-Clause
# calls.awk: names.tsv and asker's lines -> calls-64, calls-32, call64/NAME and
# call32/NAME. Exit 3 if the answers cannot be right.
BEGIN {last = 600; OFS = "\t"}

FILENAME == ARGV[1] {
	name[$1, $2] = $3
	next
}

$2 == "call" {
	asked[$3]++
	if ($5 == "unknown")
		wrong = "call " $4 " could not be asked for"
	if ($5 == "absent")
		next
	if ($4 == last)
		wrong = "it knows call " last ", which nobody has"
	here[$3, $4] = 1
	count[$3]++
	n = ($3, $4) in name ? name[$3, $4] : $4
	print "call" $3 "/" n, $5
}

END {
	# read and getpid, and restart_syscall and getpid: every kernel has them.
	if (asked[64] != last + 1 || !((64, 0) in here) || !((64, 39) in here) ||
	    (asked[32] && (asked[32] != last + 1 || !((32, 0) in here) || !((32, 20) in here))))
		wrong = "not all calls were asked for, or it lacks one that all have"
	if (wrong != "") {
		print "report: " image ": " wrong >"/dev/stderr"
		exit 3
	}
	print "calls-64", count[64] + 0
	print "calls-32", count[32] + 0
}
