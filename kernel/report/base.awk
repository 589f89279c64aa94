# SPDX-License-Identifier: BSD-2-Clause
# base.awk: what table.awk, json.awk and picture.awk share.

# 1234567 as 1,234,567.
function commas(n,   s) {
	s = sprintf("%d", n)
	while (match(s, /[0-9][0-9][0-9][0-9](,|$)/))
		s = substr(s, 1, RSTART) "," substr(s, RSTART + 1)
	return s
}

# A measure's value in its unit.
function shown(value, unit) {
	if (value == "")
		return "-"
	if (unit == "bytes")
		return sprintf("%.1f MB", value / 1e6)
	if (unit == "KiB")
		return sprintf("%.1f MiB", value / 1024)
	if (unit == "s")
		return sprintf("%.1f s", value)
	return commas(value)
}

# The kernels, in the order to show them.
function kernels() {
	n_kernels = split("ours defconfig cloud", kernel, " ")
	title["ours"] = "Mayfly"
	title["defconfig"] = "x86_64_defconfig"
	title["cloud"] = "Debian cloud"
}

# Facts: three columns into fact[kernel, key] and list[kernel, group, 1..].
function read_fact(   group) {
	fact[$1, $2] = $3
	if (!match($2, "/"))
		return
	group = substr($2, 1, RSTART - 1)
	list[$1, group, ++length_of[$1, group]] = substr($2, RSTART + 1)
}

# A measure that a kernel lacks makes the report worthless.
function complete(   i, j, wrong) {
	for (i = 1; i <= n_kernels; i++)
		for (j = 1; j <= n_measures; j++)
			if (!((kernel[i], measure[j]) in fact)) {
				print "report: no " measure[j] " of the kernel " kernel[i] >"/dev/stderr"
				wrong = 1
			}
	return !wrong
}

# Measures: key, group, unit, label, better.
function read_measure() {
	measure[++n_measures] = $1
	group_of[$1] = $2
	unit[$1] = $3
	label[$1] = $4
	better[$1] = $5
}
