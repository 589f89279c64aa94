# SPDX-License-Identifier: BSD-2-Clause
# json.awk: sorted facts -> one JSON object: kernel -> key -> value, where keys
# GROUP/NAME are an object GROUP.
BEGIN {FS = "\t"}

function quoted(s) {
	gsub(/\\/, "\\\\&", s)
	gsub(/"/, "\\\"", s)
	gsub(/[\001-\037]/, " ", s)
	return "\"" s "\""
}

function value(s) {
	return s ~ /^(0|[1-9][0-9]*)(\.[0-9]+)?$/ ? s : quoted(s)
}

# Close what the next kernel and group are not in.
function leave(k, g) {
	if (in_group != "" && (g != in_group || k != in_kernel)) {
		printf "\n\t\t}"
		in_group = ""
	}
	if (in_kernel != "" && k != in_kernel) {
		printf "\n\t}"
		in_kernel = ""
	}
}

{
	g = ""
	key = $2
	if (match(key, "/")) {
		g = substr(key, 1, RSTART - 1)
		key = substr(key, RSTART + 1)
	}
	leave($1, g)
	if (in_kernel == "") {
		printf "%s\n\t%s: {\n\t\t", any++ ? "," : "{", quoted($1)
		in_kernel = $1
	} else if (g == "" || in_group == "") {
		printf ",\n\t\t"
	}
	if (g != "" && in_group == "") {
		printf "%s: {\n\t\t\t", quoted(g)
		in_group = g
	} else if (g != "") {
		printf ",\n\t\t\t"
	}
	printf "%s: %s", quoted(key), value($3)
}

END {
	leave("", "")
	print any ? "\n}" : "{}"
}
