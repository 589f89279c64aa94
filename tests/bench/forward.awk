# SPDX-License-Identifier: BSD-2-Clause
# The rows of one server for tests/bench/forward, from the lines of all: server,
# way, round, MB/s, ms of the guest's processor for a MB, ms of QEMU for a MB.
# Variables: server, title, accel.

function median(v, n,	i, j, x) {
	for (i = 2; i <= n; i++) {
		x = v[i]
		for (j = i - 1; j > 0 && v[j] > x; j--)
			v[j + 1] = v[j]
		v[j + 1] = x
	}
	return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
}

# column WAY FIELD: the server's median; with "ours" above it, of each round.
function column(way, field, ratio,	v, n, r) {
	for (r = 1; r <= rounds; r++)
		if ((server, way, r, field) in f && (!ratio || ("ours", way, r, field) in f))
			v[++n] = ratio ? f[server, way, r, field] / f["ours", way, r, field] : f[server, way, r, field]
	return n ? median(v, n) : 0
}

{
	for (i = 4; i <= 6; i++)
		f[$1, $2, $3, i] = $i
	rounds = $3 > rounds ? $3 : rounds
}

END {
	split("up down", ways, " ")
	for (w = 1; w <= 2; w++) {
		printf "forwarding %s, %s, %s, median of %d\t%.1f MB/s, %.1f ms of CPU a MB\t\n", ways[w], title, accel,
			rounds, column(ways[w], 4, 0), column(ways[w], 5, 0)
		if (server != "ours")
			printf "forwarding %s, ours against that, by CPU (by rate)\t%.2fx (%.2fx)\t%s\n", ways[w],
				column(ways[w], 5, 1), 1 / column(ways[w], 4, 1), title ~ /^Debian/ ? ">= 1.0x" : title ~ /^rules|^image/ ? ">= 0.99x" : ""
	}
}
