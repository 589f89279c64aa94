#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Odd DHCP servers, and what the image's own udhcpc and hook make of them: one optional
# value does not cost the network, and who gives none that is usable is asked again. No
# guest: network namespaces, all cases side by side (dhcp/one, dhcp/server).
# shellcheck disable=SC2016 # what dhcp/one is to wait for, in its own words
. tests/lib.sh
need unshare nsenter ip perl
need_file "$O/plan.tsv" "$O/unit/bin/run_dhcp" "$O/unit/bin/run_dhcp6"

for step in busybox init; do
	key=$(awk -F '\t' -v n=$step '$1 == n {print $2}' "$O/plan.tsv")
	need_file "$O/cache/step/$step-$key"
	cp "$O/cache/step/$step-$key/bin/$step" "$T/$step"
done
for name in '' 6; do
	ln -s init "$T/dhcp$name-hook"
	ln -s busybox "$T/udhcpc$name"
	cp "$O/unit/bin/run_dhcp$name" "$T/"
done
user=
test "$(id -u)" -eq 0 || user=-r
bound=bound

# start NAME UNTIL WORD...: in the background.
start()
{
	name=$1 until=$2
	shift 2
	mkdir "$T/$name"
	# shellcheck disable=SC2086 # none, or one word
	unshare $user -nm tests/dhcp/one "${family:-4}" "$T/$name" "$T" "$until" $((40 * SCALE)) "$@" >"$T/$name/out" 2>&1 &
}
# odd NAME WORD...: a lease that is taken at once.
odd()
{
	name=$1
	shift
	start "$name" "$bound" "$@"
}

# hex TEXT...: addresses and numbers, as bytes.
hex() { printf %02x "$@"; }
via='192 0 2 1'
# many N: so many routes of option 121, then the default route.
# shellcheck disable=SC2086 # four numbers
many()
{
	for i in $(seq "$1"); do hex 8 "$i" $via; done
	hex 0 $via
}

odd control
odd lease0 51=00000000
odd lease30 51=0000001e
odd lease-none 51=
odd mtu576 26=0240
odd mtu0 26=0000
odd mtu65535 26=ffff
odd dns-zero 6=0000000009090909
odd dns-loopback 6=7f000001
odd router-zero 3=c000020100000000
odd router-bad 3=00000000
odd multicast "121=$(hex 4 224 192 0 2 1 0 192 0 2 1)"
odd only-multicast "121=$(hex 4 224 192 0 2 1)"
odd halves "121=$(hex 1 0 192 0 2 1 1 128 192 0 2 1)"
odd twenty "121=$(many 20)"
odd more "121=$(many 52)"
odd host-bits "121=$(hex 25 129 210 177 132 192 0 2 1)"
odd mask-none 1=
odd mask32 1=ffffffff
odd mask31 1=fffffffe
odd all-at-once 51=00000000 26=0240 6=7f000001 3=c000020100000000 "121=$(hex 4 224 192 0 2 1)" 1=
# The first lease is refused, the next is good; or none ever is.
start asks "$bound" 1=00000000 after 1=ffffff00
start asks-on '[ "$(messages discover)" -ge 3 ]' 1=00000000
# A renewal, of a lease of 30 s that udhcpc renews after 15, with a name server that is
# none, without a mask, with a wrong one.
renewed='[ "$(messages ack)" -ge 2 ] && sleep 1'
start renew-dns "$renewed" 51=0000001e after 6=7f000001
start renew-mask-none "$renewed" 51=0000001e 1=ffffff80 after 1=
start renew-mask-bad "$renewed" 51=0000001e 1=ffffff80 after 1=00000000
start mtu "$renewed" 51=0000001e 26=0578
start mtu-goes "$renewed" 51=0000001e 26=0578 after 26=
start renew-same "$renewed" 51=0000001e 6=7f000001

## DHCPv6
family=6
odd six
DHCP_INFORMATION=y start six-information '[ -s /run/dhcp/resolv6.eth0 ] && idle'
odd six-odd dns=00000000000000000000000000000001fe800000000000000000000000000001 lease=00000001
start six-refused '[ "$(messages reply)" -ge 2 ]' ip=fe800000000000000000000000000009
odd six-after ip=fe800000000000000000000000000009 after ip=20010db8000100000000000000000008
start six-renew '[ "$(messages renew)" -ge 1 ] && sleep 1 && idle' lease=0000001e after dns=20010db8000100000000000000000054
wait

# has NAME FILE TEXT: just that.
has() { test_is "$1: $2" "$3" "$(paste -sd ' ' "$T/$1/$2")"; }
# routes NAME TEXT: without the interface and its metric.
routes()
{
	test_is "$1: routes" "$2" "$(sed 's/ dev eth0//; s/ metric [0-9]*//; s/ onlink//; s/ scope link//; s/  *$//' "$T/$1/routes" | sort | paste -sd ' ')"
}
# says NAME TEXT: one line, about what was left out.
says()
{
	test_is "$1: it says" "dhcp-hook: lease on eth0 taken, but not all of it: $2; check the DHCP server" "$(cat "$T/$1/said")"
}
address=192.0.2.7/24
default='default via 192.0.2.1'
# usual NAME: the address, the router and the name server of the server.
usual()
{
	test_is "$1: address" "$address" "$(cat "$T/$1/address")"
	routes "$1" "$default"
	has "$1" dns "${2-192.0.2.1}"
}

usual control
test_is 'control: nothing to say' '' "$(cat "$T/control/said")"
for case in 'lease0 60sec lease "0" (60 s taken)' 'lease30 60sec lease "30" (60 s taken)' \
	'lease-none 3600sec no lease time (3600 s taken)'; do
	name=${case%% *} case=${case#* }
	usual "$name"
	test_is "$name: a floor is used" "${case%% *}" "$(cat "$T/$name/lifetime")"
	says "$name" "${case#* }"
done
for mtu in 576 0 65535; do
	usual mtu$mtu
	has mtu$mtu mtu "$(cat "$T/control/mtu")"
	says mtu$mtu "mtu \"$mtu\""
done
usual dns-zero 9.9.9.9
says dns-zero 'dns "0.0.0.0"'
usual dns-loopback ''
says dns-loopback 'dns "127.0.0.1"'
usual router-zero
says router-zero 'router "0.0.0.0"'
routes router-bad ''
has router-bad dns 192.0.2.1
says router-bad 'router "0.0.0.0"'
usual multicast
says multicast 'staticroutes "224.0.0.0/4 192.0.2.1"'
usual only-multicast
routes halves '0.0.0.0/1 via 192.0.2.1 128.0.0.0/1 via 192.0.2.1'
for name in twenty more; do
	n=20
	test $name = twenty || n=52
	test_is "$name: all of them" $((n + 1)) "$(wc -l <"$T/$name/routes")"
	test_ok "$name: and the default route" grep -q "^$default " "$T/$name/routes"
	test_is "$name: nothing to say" '' "$(cat "$T/$name/said")"
done
routes host-bits '129.210.177.128/25 via 192.0.2.1'
test_is 'host-bits: nothing to say' '' "$(cat "$T/host-bits/said")"
usual mask-none
says mask-none 'no mask (/24 taken)'
address=192.0.2.7/32 usual mask32
address=192.0.2.7/31 usual mask31
usual all-at-once ''
test_is 'all at once: one line' 1 "$(wc -l <"$T/all-at-once/said")"

usual asks
refused='dhcp-hook: lease on eth0 refused: bad or missing mask "0"; asking again every 5 s; check the DHCP server'
test_is 'asks: it says why' "$refused" "$(cat "$T/asks/said")"
test_is 'asks on: once' "$refused" "$(cat "$T/asks-on/said")"
test_is 'asks on: no address' '' "$(cat "$T/asks-on/address")"
test_ok 'asks on: asked three times' test "$(grep -c discover "$T/asks-on/log")" -ge 3

usual renew-dns ''
test_ok 'renew-dns: it says so' grep -q 'dns "127.0.0.1"' "$T/renew-dns/said"
address=192.0.2.7/25 usual renew-mask-none
address=192.0.2.7/25 usual renew-mask-bad
for name in renew-dns renew-mask-none renew-mask-bad; do
	test_ok "$name: was renewed" test "$(sed s/sec// "$T/$name/lifetime")" -gt 50
done
has mtu mtu 1400
has mtu-goes mtu "$(cat "$T/control/mtu")"
usual mtu-goes
says renew-same 'lease "30" (60 s taken), dns "127.0.0.1"'

address=2001:db8:1::7/128 default=
usual six 2001:db8:1::53
test_is 'six: nothing to say' '' "$(cat "$T/six/said")"
test_ok 'six: it asked for the one that was offered' grep -qx request "$T/six/log"
has six-information address ''
has six-information dns 2001:db8:1::53
test_is 'six-information: it asked for no address' 'information reply' "$(paste -sd ' ' "$T/six-information/log")"
usual six-odd fe80::1%eth0
test_is 'six-odd: a floor is used' 60sec "$(cat "$T/six-odd/lifetime")"
test_is 'six-odd: it says so' 'dhcp6-hook: DHCPv6 lease on eth0 taken, but not all of it: dns "0000:0000:0000:0000:0000:0000:0000:0001", lease "1" (60 s taken); check the DHCP server' \
	"$(cat "$T/six-odd/said")"
has six-refused address ''
test_is 'six-refused: it says why, once' 'dhcp6-hook: DHCPv6 lease on eth0 refused: bad or missing ipv6 "fe80:0000:0000:0000:0000:0000:0000:0009"; asking again every 5 s; check the DHCP server' \
	"$(cat "$T/six-refused/said")"
address=2001:db8:1::8/128 usual six-after 2001:db8:1::53
usual six-renew 2001:db8:1::54
test_done
