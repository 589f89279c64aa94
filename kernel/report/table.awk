# SPDX-License-Identifier: BSD-2-Clause
# table.awk: measures.tsv and facts -> a table for people, and below it what the
# numbers count. With base.awk.
BEGIN {
	FS = "\t"
	kernels()
}
/^#/ {next}
FILENAME == ARGV[1] {read_measure(); next}
{read_fact()}

function cell(s) {
	printf "  %16s", s
}

# A heading, and names in lines of 96 columns.
function names(head, text,   n, word, i, line) {
	n = split(text, word, " ")
	if (n == 0)
		return
	printf "\n%s (%d)\n", head, n
	line = " "
	for (i = 1; i <= n; i++) {
		if (length(line) + length(word[i]) > 95) {
			print line
			line = " "
		}
		line = line " " word[i]
	}
	print line
}

# The names of a list of one kernel that are not in another's, or all of them.
function without(one, group, other,   i, name, all) {
	for (i = 1; i <= length_of[one, group]; i++) {
		name = list[one, group, i]
		if (other == "" || !((other, group "/" name) in fact))
			all = all " " name
	}
	return all
}

# Folders of drivers/ that any kernel has ten options of, or more.
function folders(   i, j, name, seen, large) {
	printf "\noptions by folder of drivers/, where one has ten or more\n"
	for (i = 1; i <= n_kernels; i++)
		for (j = 1; j <= length_of[kernel[i], "folder"]; j++) {
			name = list[kernel[i], "folder", j]
			if (fact[kernel[i], "folder/" name] >= 10)
				large[name] = 1
		}
	sorted = "LC_ALL=C sort"
	for (name in large) {
		line = sprintf("  %-36s", name)
		for (i = 1; i <= n_kernels; i++)
			line = line sprintf("  %16s", commas(fact[kernel[i], "folder/" name]))
		print line | sorted
	}
	close(sorted)
}

END {
	if (!complete())
		exit 3
	printf "%-38s", "Linux, " fact["ours", "version"] " and others"
	for (i = 1; i <= n_kernels; i++)
		cell(title[kernel[i]])
	printf "\n%-38s", ""
	for (i = 1; i <= n_kernels; i++)
		cell(fact[kernel[i], "version"])
	print ""
	for (j = 1; j <= n_measures; j++) {
		m = measure[j]
		if (group_of[m] != group) {
			group = group_of[m]
			printf "\n%s\n", group
		}
		text = label[m]
		if (m == "rules-met")
			text = text ", of " fact["ours", "rules"]
		printf "  %-36s", text
		for (i = 1; i <= n_kernels; i++)
			cell(unit[m] == "bytes" ? commas(fact[kernel[i], m]) : shown(fact[kernel[i], m], unit[m]))
		print ""
	}
	fflush()
	folders()
	names("system calls that Debian cloud answers and Mayfly does not", without("cloud", "call64", "ours"))
	names("system calls that x86_64_defconfig answers and Mayfly does not", without("defconfig", "call64", "ours"))
	names("system calls that Mayfly answers and Debian cloud does not", without("ours", "call64", "cloud"))
	for (i = 1; i <= n_kernels; i++)
		names("hardening rules that " title[kernel[i]] " does not meet: the options", without(kernel[i], "unmet", ""))
	for (i = 1; i <= n_kernels; i++)
		names("options of " title[kernel[i]] " that our tree does not have", without(kernel[i], "unknown", ""))
}
