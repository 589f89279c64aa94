# SPDX-License-Identifier: BSD-2-Clause
# objects.awk: which option is an object of the kernel there for? First file:
# what size prints of the objects; then all Makefiles and Kbuild files of the
# tree, by paths below its root. Prints, one object a line:
#	object  CONFIG_OPTION or "always"  text  data  bss
# The option is the one that Kbuild asks for the object itself, else for what it
# is linked into (NAME-$(CONFIG_X)), else for its folder, and so on upwards.
# docs: Documentation/kbuild/makefiles.rst, "Kbuild syntax for built-in goals".
BEGIN {OFS = "\t"}
FILENAME == ARGV[1] {
	if ($1 != "text")
		size[$6] = $1 OFS $2 OFS $3
	next
}
FNR == 1 {
	line = ""
	depth = 0
	dir = FILENAME
	sub(/^\.\//, "", dir)
	if (!sub(/\/[^\/]*$/, "", dir))
		dir = "."
}
{
	sub(/#.*/, "")
	line = line $0
	if (sub(/\\$/, " ", line))
		next
	statement(line)
	line = ""
}

# The option in a text, or nothing.
function option(s) {
	return match(s, /CONFIG_[A-Za-z0-9_]+/) ? substr(s, RSTART, RLENGTH) : ""
}

function statement(s,   left, right, name, opt, n, word, i, path) {
	if (s ~ /^[ \t]*if(n?eq|n?def)[ \t(]/) {
		# Only what is there because an option is on.
		when[++depth] = s ~ /^[ \t]*if(eq|def)/ ? option(s) : ""
		return
	}
	if (s ~ /^[ \t]*else/) {
		if (depth)
			when[depth] = ""
		return
	}
	if (s ~ /^[ \t]*endif/) {
		if (depth)
			depth--
		return
	}
	if (!match(s, /^[ \t]*[A-Za-z0-9_]+[A-Za-z0-9_.+-]*-(y|m|objs|\$\([^)]*(\([^)]*\))?[^)]*\))[ \t]*[:+?]?=/))
		return
	left = substr(s, RSTART, RLENGTH)
	right = substr(s, RSTART + RLENGTH)
	opt = option(left)
	for (i = depth; i > 0 && opt == ""; i--)
		opt = when[i]
	name = left
	gsub(/[ \t]/, "", name)
	sub(/-(y|m|objs|\$\(.*)[:+?]?=?$/, "", name)
	n = split(right, word, /[ \t]+/)
	for (i = 1; i <= n; i++) {
		if (word[i] !~ /(\.o|\/)$/ || word[i] ~ /\$/)
			continue
		path = dir == "." ? word[i] : dir "/" word[i]
		sub(/\/$/, "", path)
		if (!(path in why) || why[path] == "")
			why[path] = opt
		if (name != "obj" && name != "lib" && word[i] ~ /\.o$/)
			whole[path] = dir "/" name ".o"
	}
}

function owner(path,   up, n) {
	for (n = 0; n < 32 && path != ""; n++) {
		if (why[path] != "")
			return why[path]
		if (path in whole && whole[path] != path) {
			up = whole[path]
			if (why[up] != "")
				return why[up]
		}
		if (!sub(/\/[^\/]*$/, "", path))
			break
	}
	return "always"
}

END {
	for (o in size)
		print o, owner(o), size[o]
}
