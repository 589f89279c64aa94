# SPDX-License-Identifier: BSD-2-Clause
# picture.awk: measures.tsv and facts -> kernel.svg. With base.awk and svg.awk.
# Eight panels of three bars on a scale of their own, then drivers by folder.
BEGIN {
	FS = "\t"
	kernels()
	width = 1000
	left = 40
	column = 475		# from one panel to the next
	bars = 128		# from a panel's left edge to its bars
	longest = 160
	folders_shown = 12
}
/^#/ {next}
FILENAME == ARGV[1] {read_measure(); next}
{read_fact()}

# How many times as much Debian has of it, for sentences.
function times(key,   n) {
	n = fact["ours", key] ? fact["cloud", key] / fact["ours", key] : 0
	return n < 10 ? sprintf("%.1f", n) : sprintf("%.0f", n)
}

# A panel: a measure, and another that is stacked upon it, or "". limit: what a
# full bar is, or 0 for the largest value.
function panel(x, y, head, note, one, two, limit, what,   i, k, v, w, all, scale) {
	text(x, y, "head", head)
	text(x, y + 18, "note", note)
	for (i = 1; i <= n_kernels; i++) {
		v = fact[kernel[i], one] + (two == "" ? 0 : fact[kernel[i], two])
		if (v > all)
			all = v
	}
	scale = limit ? limit : all
	for (i = 1; i <= n_kernels; i++) {
		k = kernel[i]
		y += i == 1 ? 28 : 25
		v = fact[k, one]
		w = scale ? longest * v / scale : 0
		text(x + bars - 8, y + 14, i == 1 ? "name strong" : "name", title[k])
		if (limit)
			bar(x + bars, y, longest, 19, "track")
		bar(x + bars, y, w, 19, k)
		if (two != "") {
			bar(x + bars + w, y, scale ? longest * fact[k, two] / scale : 0, 19, k "2")
			w += scale ? longest * fact[k, two] / scale : 0
		}
		text(x + bars + (limit ? longest : w) + 8, y + 14, i == 1 ? "strong" : "value", value_text(k, one, two, what))
	}
}

# What stands behind a bar: 51.1 MB (13.8 + 37.4).
function value_text(k, one, two, what,   a, b) {
	if (two == "" || !fact[k, two])
		return shown(fact[k, one], unit[one]) what
	a = shown(fact[k, one], unit[one])
	b = shown(fact[k, two], unit[two])
	sub(/ .*/, "", a)
	sub(/ .*/, "", b)
	return shown(fact[k, one] + fact[k, two], unit[one]) " (" a " + " b ")"
}

# The folders of drivers/ with most options, largest first, into folder[1..].
function choose(   i, j, n, name, most, best) {
	for (i = 1; i <= n_kernels; i++)
		for (j = 1; j <= length_of[kernel[i], "folder"]; j++) {
			name = list[kernel[i], "folder", j]
			if (fact[kernel[i], "folder/" name] > most[name])
				most[name] = fact[kernel[i], "folder/" name]
		}
	for (n = 1; n <= folders_shown; n++) {
		best = ""
		for (name in most)
			if (best == "" || most[name] > most[best] || (most[name] == most[best] && name < best))
				best = name
		if (best == "")
			break
		folder[n] = best
		if (n == 1)
			most_options = most[best]
		delete most[best]
	}
	return n - 1
}

function folder_bars(y,   n, half, i, j, x, row, v) {
	n = choose()
	half = int((n + 1) / 2)
	text(left, y, "head", "Options by folder of drivers/")
	text(left, y + 18, "note", "the " n " largest; " title["ours"] ", " title["defconfig"] " and " title["cloud"] " from top to bottom")
	for (i = 1; i <= n; i++) {
		x = left + (i > half ? column : 0)
		row = y + 34 + (i > half ? i - half - 1 : i - 1) * 34
		text(x + bars - 8, row + 17, "name", folder[i])
		for (j = 1; j <= n_kernels; j++) {
			v = fact[kernel[j], "folder/" folder[i]] + 0
			bar(x + bars, row + (j - 1) * 8, longest * v / most_options, 7, kernel[j])
			text(x + bars + longest + 8 + j * 40, row + 17, "small " kernel[j] "t", commas(v))
		}
	}
}

# Which colour is who.
function legend(y,   i, x) {
	x = left
	for (i = 1; i <= n_kernels; i++) {
		bar(x, y - 11, 14, 14, kernel[i])
		text(x + 21, y, i == 1 ? "strong" : "value", title[kernel[i]] " (Linux " fact[kernel[i], "version"] ")")
		x += i == 1 ? 200 : 260
	}
}

# What it comes to, in two lines.
function lead(y) {
	text(left, y, "lead", title["cloud"] " ships " times("shipped") " times the bytes of " title["ours"] ", has " times("drivers-proper") \
	    " times the drivers, and takes " times("memory") " times the memory to start.")
	text(left, y + 20, "lead", "A program can ask it for " calls("cloud") " system calls; " title["ours"] " has " calls("ours") ".")
}

function calls(k) {
	return commas(fact[k, "calls-64"] + fact[k, "calls-32"])
}

# The same figures as words, for who cannot see bars.
function description(   i, j, s) {
	for (j = 1; j <= n_measures; j++) {
		s = s (j > 1 ? "; " : "") label[measure[j]] ": "
		for (i = 1; i <= n_kernels; i++)
			s = s (i > 1 ? ", " : "") title[kernel[i]] " " shown(fact[kernel[i], measure[j]], unit[measure[j]])
	}
	return s "."
}

END {
	if (!complete())
		exit 3
	right = left + column
	height = 1000
	open_svg(width, height, "How much kernel does a server need?", description())
	text(left, 52, "big", "How much kernel does a server need?")
	lead(80)
	legend(134)
	panel(left, 184, "Bytes to ship", "boot image, and modules as they are packed (lighter)", "image", "modules", 0, "")
	panel(right, 184, "System calls that answer", "asked one by one; lighter: those of the 32-bit table", "calls-64", "calls-32", 0, "")
	panel(left, 320, "Drivers", "options under drivers/ that could be a module", "drivers-proper", "", 0, "")
	panel(right, 320, "Options on", "built in, and as modules (lighter)", "options-y", "options-m", 0, "")
	panel(left, 456, "Code in the boot image", "text and constants of vmlinux, unpacked", "text", "", 0, "")
	panel(right, 456, "Hardening rules met", "longer is better; of " fact["ours", "rules"] " rules", "rules-met", "", fact["ours", "rules"], " of " fact["ours", "rules"])
	panel(left, 592, "Memory gone at the first program", "of 256 MiB, with the same initramfs", "memory", "", 0, "")
	panel(right, 592, "Time until the first program", "the kernel's own clock, QEMU without KVM", "clock", "", 0, "")
	bar(left, 708, width - 2 * left, 1, "rule")
	folder_bars(738)
	print "</svg>"
}
