# SPDX-License-Identifier: BSD-2-Clause
# rules.awk: plan.tsv -> rules for make. Every target is a path in the cache
# that names its own contents, so a target that exists is right and no time
# stamp is ever compared (all prerequisites are order-only).
BEGIN {
	print "BUILDER := $(O)/cache/builder/" builder
	print "TREE := " tree
}
{
	n = split($5 == "-" ? "" : $5, d, ",")
	key[$1] = $2
	target = "$(O)/cache/step/" $1 "-" $2
	src = $11 == "-" ? "" : "$(O)/cache/source/" $11 "/" $9
	print "STEPS += " $1
	print "STEP_" $1 " := " target
	printf "%s: | $(BUILDER) %s", target, src
	for (i = 1; i <= n; i++)
		printf " $(STEP_%s)", d[i]
	print "\n\t$(RUN)@recipes/step $(O) " $1
	if (src != "" && !(src in seen)) {
		seen[src] = 1
		print "SOURCES_NEEDED += " src
		print src ": | $(SETUP)"
		printf "\t@recipes/fetch %s %s %s %s %s\n", $9, $10, $11,
		    $12 == "-" ? "" : "'" $12 "'", $13 == "-" ? "" : $13
	}
}
