# SPDX-License-Identifier: BSD-2-Clause
# sources.awk: in a Debian index of sources (RS=""), the original tarball of one
# package in the version `want`: SHA-256, bytes, file name, folder.
{
	n = split($0, line, "\n")
	name = version = dir = ""
	sums = 0
	found = ""
	for (i = 1; i <= n; i++) {
		if (line[i] ~ /^Package: /)
			name = substr(line[i], 10)
		else if (line[i] ~ /^Version: /)
			version = substr(line[i], 10)
		else if (line[i] ~ /^Directory: /)
			dir = substr(line[i], 12)
		if (line[i] ~ /^[^ ]/)
			sums = line[i] ~ /^Checksums-Sha256:/
		else if (sums) {
			split(line[i], part, " ")
			if (part[3] ~ /\.orig\.tar\.[a-z0-9]+$/)
				found = part[1] " " part[2] " " part[3]
		}
	}
	if (name != package || found == "")
		next
	sub(/^[0-9]+:/, "", version)
	sub(/-[^-]*$/, "", version)
	sub(/^.*[+]really/, "", version)
	sub(/[+.~](dfsg|ds|repack)[0-9.]*$/, "", version)
	if (version == want && found ~ /^[0-9a-f]+ [0-9]+ [A-Za-z0-9][A-Za-z0-9.+~_-]*$/ && dir ~ /^pool\/[A-Za-z0-9][A-Za-z0-9.+\/-]*$/ && dir !~ /\.\./) {
		print found, dir
		exit
	}
}
