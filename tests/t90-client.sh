#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The vpn image serves a client as a user has it: Debian's kernel and wg-quick,
# with what `make client-config` prints. The client moves to other addresses while
# it is connected, and tries all sizes of packets, in the tunnel and beyond.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
need qemu-system-x86_64 socat openssl bsdtar make awk
need_file "$O/vpn/kernel" "$O/vpn/initramfs.cpio.zst"
unset SERVER ENDPOINT ADDRESS WGADDRESS CLIENTKEY MTU DNS KEEPALIVE OUT

# The server needs the client's key before it has one of its own.
key_first()
{
	make client-config SERVER=none CLIENTKEY="$T/client.key" 2>"$T/said"
	cat "$T/said"
	sed -n 's/^\t\(wg\.peer=.*\)/\1/p' "$T/said" >"$T/option"
	test -s "$T/option"
}

# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
server_start()
{
	image_start server "$O/vpn" "$(image_cmdline "$O/vpn" $(net_static) \
		wg.port=443 wg.port=51820,53,443 wg.address=$net_inside4/24,$net_inside6/64 "$(cat "$T/option")")" $(net_server)
}

# conf NAME VARIABLE=VALUE...: a configuration for the guest.
conf()
{
	conf_folder=$T/overlay/etc/wireguard/$1
	shift
	mkdir -p "$conf_folder"
	make client-config SERVER="$T/server.log" CLIENTKEY="$T/client.key" \
		OUT="$conf_folder/wg0.conf" "$@"
}

confs()
{
	conf first "ENDPOINT=$net_server4" DNS=192.0.2.53,2001:db8::53
	for mtu in 1280 1340 1420 1440 1500; do
		conf "$mtu" "ENDPOINT=$net_server4" MTU="$mtu"
	done
	cp "$O/peer/quick.cpio" "$T/quick.cpio"
	tests/qemu/append "$T/overlay" "$T/quick.cpio"
}

# shellcheck disable=SC2046 # QEMU arguments
client_start()
{
	guest_start peer "$O/peer/kernel" "$T/quick.cpio" \
		"$(net_client unused "$(guest_value server publickey)" | tr '\n' ' ' |
			sed 's/peer.mode=client/peer.mode=quick/')" $(net_peer)
	guest_wait peer '^peer: done' 200
}

# finding KEY: what the peer found.
finding()
{
	guest_value peer "$1"
}

no_failure()
{
	! grep -a '^peer: failed=' "$T/peer.log"
}

# went KEY: of two counts of packets the first is 0, the second is not.
went()
{
	finding "$1"
	finding "$1" | grep -q '^0,[1-9]'
}

# most KEY: of five pings a second, so many as if each of four moves lost what was on
# its way: one or two, where the machine is busy up to five.
most()
{
	finding "$1"
	got=$(finding "$1") sent=${got#*/} got=${got%/*}
	test "$got" -ge 30
	test $((sent - got)) -le 20
}

# Upload and download, IPv4 and IPv6.
loads=262144,262144,262144,262144

# As in t90-wireguard.sh: no outer or inner address of a client, nor whom it asks.
no_client_on_console()
{
	! grep -aE '198\.51\.100\.[24]|2001:db8:100::[24]|203\.0\.113\.9|2001:db8:203::9|10\.64\.0\.2|666c::2' "$T/server.log"
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"
test_ok 'make client-config makes a key, and says what the server needs' key_first
server_start
test_ok 'the server announces its public key' guest_wait server \
	'^mayfly: wireguard interface=wg0 port=51820 publickey=[A-Za-z0-9+/]{43}=.?$' 120
test_ok 'make client-config reads it from the console' confs
test_ok 'the client runs to its end' client_start
test_ok 'wg-quick took every configuration' no_failure
test_is 'its key is the one the server was told of' "$(sed 's/wg.peer=//; s/,.*//' "$T/option")" "$(finding quick)"
test_is 'IPv4 goes through the tunnel' 3/3 "$(finding ping4)"
test_is 'IPv6 goes through the tunnel' 3/3 "$(finding ping6)"
test_is 'a far host sees the server, by IPv4' "$net_server4" "$(finding nat4)"
test_is 'and by IPv6' "$net_server6" "$(finding nat6)"
test_is 'a download through NAT is complete' 262144 "$(finding download4)"
test_is 'by IPv6, too' 262144 "$(finding download6)"
test_is 'nothing of it came in pieces' 0 "$(finding pieces)"
for port in 53 443; do
	test_is "port $port answers, over IPv4 and IPv6, from there" "3/3,$port 3/3,$port" \
		"$(grep -a "^peer: port$port=" "$T/peer.log" | tr -d '\r' | sed 's/.*=//' | paste -sd ' ')"
done
test_is 'two options wg.port= are said' 1 "$(grep -ac '^init: warning: wg.port= stands there 2 times, .* port 51820' "$T/server.log")"
test_is 'the name servers are those of DNS=' 192.0.2.53,2001:db8::53, "$(finding dns)"

test_ok 'at home, the server answers to that address alone' went at-home
test_ok 'after a move it answers to the new one, and to the old one no more' went roam44
test_ok 'from IPv4 to IPv6 likewise' went roam46
test_ok 'from IPv6 to IPv6' went roam66
test_ok 'and back to IPv4' went roam64
test_ok "four moves lose few pings (of IPv4 came back $(finding roamed4))" most roamed4
test_ok "by IPv6, too ($(finding roamed6))" most roamed6
test_is 'and a download loses nothing' "$(finding roamed-sent)" "$(finding roamed-got)"

for mtu in 1280 1340 1420; do
	for outer in 4 6; do
		test_is "packets of $mtu pass over IPv$outer, uncut" 1/1,1/1,cut=0 "$(finding "full$mtu-outer$outer")"
	done
done
test_is 'packets of 1440 pass over IPv4, uncut' 1/1,1/1,cut=0 "$(finding full1440-outer4)"
# Two pings, each in two pieces.
test_is 'over IPv6 they are cut' 1/1,1/1,cut=4 "$(finding full1440-outer6)"
test_is 'packets of 1500 are cut over IPv4' 1/1,1/1,cut=4 "$(finding full1500-outer4)"
test_is 'and over IPv6' 1/1,1/1,cut=4 "$(finding full1500-outer6)"
for mtu in 1280 1340 1420 1440 1500; do
	test_is "one byte more than $mtu is too big" "here:$mtu,here:$mtu" "$(finding "over$mtu")"
done

test_is 'a SYN over IPv4 that offers 1460 arrives with 1380' 1460,1380 "$(finding syn4)"
test_is 'one over IPv6 that offers 1440, with 1360' 1440,1360 "$(finding syn6)"
test_is 'the answer over IPv4 likewise' 1380 "$(finding synack4)"
test_is 'the answer over IPv6 likewise' 1360 "$(finding synack6)"
test_is 'answers of 1420 come through the server' 1/1,1/1,told=0,0 "$(finding reply1420)"
test_is 'larger ones are lost if the far host does not hear the server' 0/2,told=2 "$(finding reply1440-deaf)"
test_is 'yet to that host TCP works, both ways, both families' "$loads" "$(finding deaf)"
test_is 'if it hears, the second comes' 1/2 "$(finding reply1440)"
test_is 'the server said so, by IPv4 and IPv6' 1,3 "$(finding told)"
test_is 'that 1400 is the most beyond the server is told through NAT' \
	"$net_router4:1400,$net_router6:1400" "$(finding path1400)"
test_is 'and TCP works there' "$loads" "$(finding path1400-loads)"
test_is 'where it becomes 1280, TCP goes on' "$loads" "$(finding path1280-loads)"
test_is 'because it was told' here:1280,here:1280 "$(finding path1280)"
test_is 'where nobody says it, nothing arrives' , "$(finding mute1420)"
test_is 'but with an MTU that fits, everything' "$loads" "$(finding mute1280)"
test_ok 'the server still runs' guest_alive server
test_ok 'its console names no client' no_client_on_console
test_done
