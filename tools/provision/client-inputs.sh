# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What client-config was given: read, checked, and completed; sourced by it. Sets
# server (a key, or none), endpoint, address, mtu, dns, keepalive and out.

line=configs/images/$1/cmdline
server=${SERVER:-} endpoint=${ENDPOINT:-} dns=${DNS:-} keepalive=${KEEPALIVE:-}

test -r "$line" || fail 3 "IMAGE=$1: cannot read $line"
networks=${WGADDRESS:-$(sed -n 's/^wg\.address=\([^[:space:]]*\).*/\1/p' "$line" | tail -n 1)}
test -n "$networks" || fail 3 "$line: no wg.address=; say WGADDRESS=, the server's ADDRESS/LENGTH,..."

test -n "$server" ||
	fail 2 "SERVER= is missing: publickey= of the server's console, a file with that console, or none"
port=$(sed -n 's/^wg\.port=\([0-9]*\).*/\1/p' "$line" | tail -n 1)
port=${port:-51820}
# The server's own MTU in the tunnel is what its uplink lets through; it says another
# than the usual one (init.8). Larger ones are no concern of a client.
fits=$(sed -n 's/^wg\.mtu=\([0-9]*\).*/\1/p' "$line" | tail -n 1)
if test -f "$server"; then
	# What stands before the line, or between, is the log's: a time, a terminal's colours.
	said=$(sed "s/$(printf '\033')\[[0-?]*[ -/]*[@-~]//g" "$server" | tr -d '\000-\010\013-\037' |
		grep -aoE 'mayfly: wireguard interface=[^ ]+ port=[0-9]+ publickey=[A-Za-z0-9+/]{43}=' | tail -n 1)
	test -n "$said" || fail 3 "SERVER=$server: no line 'mayfly: wireguard ... publickey=' in it"
	log=$(tr -d '\r\000' <"$server" | sed -n 's/^mayfly: mtu interface=wg0 mtu=\([0-9]*\)$/\1/p' | tail -n 1)
	fits=${log:-$fits}
	server=${said##*publickey=} port=${said##*port=} port=${port%% *}
fi
if test "$server" != none; then
	is_key "$server" || fail 2 "SERVER=$server: neither a file nor a public key (44 characters of base64)"
	test -n "$endpoint" || fail 2 'ENDPOINT= is missing: where the server is, HOST, HOST:PORT or [IPV6]:PORT'
fi
case $endpoint in
'['*']') host=$endpoint endpoint=$endpoint:$port ;;
'['*']':*) host=${endpoint%:*} port=${endpoint##*:} ;;
*:*:*) fail 2 "ENDPOINT=$endpoint: write an IPv6 address in brackets: [$endpoint]" ;;
*:*) host=${endpoint%:*} port=${endpoint##*:} ;;
*) host=$endpoint endpoint=$endpoint:$port ;;
esac
others=$(echo "$dns" | sed 's/ //g; s/[^,][^,]*/DNS=&/g')
case $host in
'['*:*) others=ENDPOINT=${host#'['},$others others=$(echo "$others" | tr -d ']') ;;
[.-]* | *[!A-Za-z0-9._-]*) fail 2 "ENDPOINT=$endpoint: $host is no host name" ;;
*[!0-9.]*) ;;
*.*) others=ENDPOINT=$host,$others ;;
*) test "$server" = none || fail 2 "ENDPOINT=$endpoint: there is no host in it" ;;
esac

# number NAME VALUE FROM TO WHY
number()
{
	case $2 in '' | 0* | *[!0-9]* | ??????*) false ;; *) test "$2" -ge "$3" && test "$2" -le "$4" ;; esac ||
		fail 2 "$1=$2: a number from $3 to $4: $5"
}

test "${fits:-1420}" -lt 1420 2>/dev/null || fits=1420
mtu=${MTU:-$fits}
number 'ENDPOINT: port' "$port" 1 65535 "the server's wg.port="
number MTU "$mtu" 1280 1500 '1280 is the least with which there is IPv6, 1500 the most of Ethernet; 1420 is right almost everywhere'
test -z "$keepalive" || number KEEPALIVE "$keepalive" 1 65535 'seconds; 25 keeps a NAT open'
# shellcheck disable=SC2154 # here: client-config's own folder
address=$(awk -v networks="$networks" -v wanted="${ADDRESS:-}" -v others="${others%,}" -f "$here/addresses.awk") ||
	fail 2 "$address"
out=${OUT:-}
test -z "$out" || ! test -e "$out" || fail 1 "OUT=$out is there already, maybe with a key: it stays as it is"
