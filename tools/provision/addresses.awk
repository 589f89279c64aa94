# SPDX-License-Identifier: BSD-2-Clause
# The arithmetic of client-config, on addresses as 8 or 32 hexadecimal digits.
#	networks	the server's ADDRESS/LENGTH,...
#	wanted		the client's ADDRESS[/LENGTH],...; if empty, the lowest of
#			each of those networks that is not the server's
#	others		NAME=ADDRESS,... that only have to be right
# Prints the client's addresses as A/32,B/128. Exit status: 0, or 2 with a reason.

function refuse(text)
{
	print text
	exit failed = 2
}

function value(digit)
{
	return index(hex, digit) - 1
}

# The digits of an address; nothing if it is none.
function digits(text,	part, n, i, given, gap, out)
{
	if (text ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) {
		split(text, part, ".")
		for (i = 1; i <= 4; i++) {
			if (part[i] > 255 || part[i] ~ /^0./)
				return ""
			out = out sprintf("%02x", part[i])
		}
		return out
	}
	if (text !~ /^[0-9a-fA-F:]+$/ || text ~ /:::|::.*::|^:[^:]|[^:]:$/)
		return ""
	n = split(tolower(text), part, ":")
	for (i = 1; i <= n; i++) {
		if (length(part[i]) > 4)
			return ""
		given += part[i] != ""
	}
	if (text ~ /::/ ? given > 7 : given != 8)
		return ""
	for (i = 1; i <= n; i++) {
		if (part[i] != "")
			out = out substr("000" part[i], length(part[i]), 4)
		else if (!gap++)
			out = out substr(zeros, 1, 32 - 4 * given)
	}
	return out
}

# The first bits, and zeros behind them.
function masked(address, bits,	whole, out, d)
{
	whole = int(bits / 4)
	out = substr(address, 1, whole)
	if (bits % 4) {
		d = value(substr(address, whole + 1, 1))
		out = out substr(hex, d - d % 2 ^ (4 - bits % 4) + 1, 1)
	}
	return out substr(zeros, 1, length(address) - length(out))
}

# The last of an IPv4 network of more than two: the server takes it for all of them.
function broadcast(address, bits,	whole, out)
{
	if (length(address) != 8 || bits > 30)
		return ""
	whole = int(bits / 4)
	out = substr(masked(address, bits), 1, whole)
	if (bits % 4)
		out = out substr(hex, value(substr(masked(address, bits), whole + 1, 1)) + 2 ^ (4 - bits % 4), 1)
	return out substr("ffffffff", 1, 8 - length(out))
}

# As it is written: the longest run of zeros as "::".
function written(address,	i, out, run)
{
	if (length(address) == 8) {
		for (i = 1; i < 8; i += 2)
			out = out "." 16 * value(substr(address, i, 1)) + value(substr(address, i + 1, 1))
		return substr(out, 2) "/32"
	}
	for (i = 1; i < 32; i += 4) {
		run = substr(address, i, 4)
		sub(/^0+/, "", run)
		out = out ":" (run == "" ? 0 : run)
	}
	for (run = ":0:0:0:0:0:0:0"; length(run) > 2; run = substr(run, 3))
		if (i = index(out ":", run ":")) {
			out = substr(out, 1, i - 1) "::" substr(out, i + length(run) + 1)
			return (i == 1 ? out : substr(out, 2)) "/128"
		}
	return substr(out, 2) "/128"
}

# lowest NETWORK: its first address, or the second if the first is the server's.
function lowest(n,	base, i, out)
{
	base = masked(own[n], bits[n])
	if (bits[n] > 4 * length(base) - 2)
		refuse("the server's " net[n] " has no room for clients: give ADDRESS= and WGADDRESS=")
	for (i = 2; i < 4; i++) {
		out = substr(base, 1, length(base) - 1) substr(hex, value(substr(base, length(base))) + i, 1)
		if (out != own[n])
			return out
	}
}

# client TEXT: the digits of an address that the client may have.
function client(text,	part, d, i)
{
	split(text, part, "/")
	d = digits(part[1])
	if (d == "")
		refuse("ADDRESS=" text ": not an address")
	if (text ~ /\// && text != part[1] "/" 4 * length(d))
		refuse("ADDRESS=" text ": a client has single addresses: " part[1] "/" 4 * length(d))
	for (i = 1; i <= nets; i++) {
		if (d == own[i])
			refuse("ADDRESS=" text ": that is the server's own")
		if (length(d) == length(own[i]) && masked(d, bits[i]) == masked(own[i], bits[i])) {
			if (d == broadcast(own[i], bits[i]))
				refuse("ADDRESS=" text ": that is the network's broadcast address")
			return d
		}
	}
	refuse("ADDRESS=" text ": not in the server's networks, " networks " (WGADDRESS= names others)")
}

BEGIN {
	hex = "0123456789abcdef"
	zeros = "00000000000000000000000000000000"
	n = split(others, other, ",")
	for (i = 1; i <= n; i++)
		if (digits(substr(other[i], index(other[i], "=") + 1)) == "")
			refuse(other[i] ": not an address")
	nets = split(networks, net, ",")
	for (i = 1; i <= nets; i++) {
		split(net[i], part, "/")
		own[i] = digits(part[1])
		bits[i] = part[2]
		if (own[i] == "" || bits[i] !~ /^[0-9]+$/ || bits[i] < 1 || bits[i] > 4 * length(own[i]))
			refuse("WGADDRESS=" net[i] ": not ADDRESS/LENGTH")
	}
	n = wanted == "" ? nets : split(wanted, want, ",")
	for (i = 1; i <= n; i++) {
		found = wanted == "" ? lowest(i) : client(want[i])
		if (seen[found]++)
			refuse("ADDRESS=" want[i] ": given twice")
		line = line (i > 1 ? "," : "") written(found)
	}
	print line
	exit
}
END {
	exit failed
}
