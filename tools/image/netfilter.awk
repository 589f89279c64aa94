# SPDX-License-Identifier: BSD-2-Clause
# What a kernel's packet filter has, for recipes/iptables/nokernel.c: from its
# configuration, for the family f=4 or f=6. The tables that an extension may stand
# in are those that its own code insists on.
BEGIN {
	FS = "="
	only["MASQUERADE"] = only["SNAT"] = only["DNAT"] = only["REDIRECT"] = only["NETMAP"] = " nat"
	only["CT"] = only["NOTRACK"] = only["TRACE"] = " raw"
	only["REJECT"] = " filter"
	only["TPROXY"] = only["HL"] = only["TTL"] = only["DSCP"] = only["TOS"] = only["ECN"] = only["CHECKSUM"] = " mangle"
	only["CLASSIFY"] = " mangle"
	only["SECMARK"] = only["CONNSECMARK"] = " mangle security"
	only["rpfilter"] = " raw mangle"
	own = f == 6 ? "IP6_NF" : "IP_NF"
}
function say(kind, name) {
	print kind, name only[name]
}
$2 != "y" {next}
{sub(/^CONFIG_/, "", $1)}
$1 == "NETFILTER_XTABLES" {
	say("match", "tcp"); say("match", "udp"); say("match", "udplite")
	say("match", f == 6 ? "icmp6" : "icmp")
}
$1 ~ "^" own "_(FILTER|NAT|MANGLE|RAW|SECURITY)$" {
	sub(/.*_/, "", $1)
	say("table", tolower($1))
	next
}
$1 == "NETFILTER_XT_NAT" {say("target", "SNAT"); say("target", "DNAT")}
$1 ~ /^NETFILTER_XT_(MARK|CONNMARK|SET)$/ {
	sub(/.*_/, "", $1)
	say("match", tolower($1)); say("target", $1)
}
$1 ~ "^(NETFILTER_XT|" own ")_MATCH_" {
	sub(/.*_MATCH_/, "", $1)
	say("match", tolower($1))
	if ($1 == "HL")
		say("match", "ttl")
	if ($1 == "DSCP")
		say("match", "tos")
}
$1 ~ "^(NETFILTER_XT|" own ")_TARGET_" {
	sub(/.*_TARGET_/, "", $1)
	say("target", $1)
	if ($1 == "CT")
		say("target", "NOTRACK")
	if ($1 == "HL")
		say("target", "TTL")
	if ($1 == "DSCP")
		say("target", "TOS")
}
