#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The vpn image takes its peers from signed lists: a list and a delta are applied,
# what is not right is refused and changes nothing, and without a source all stays
# as it is. Whoever goes idle is forgotten, and comes back. Debug flavour, because
# its shell shows what the kernel holds.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/provision.sh
. tests/qemu/wg.sh
need qemu-system-x86_64 socat openssl bsdtar nginx
need_file "$O/vpn-debug/kernel" "$O/tools/stmgr" "$O/tools/peerlist" "$O/unit/bin/run_wgprobe"
site=$T/site

at_exit()
{
	guests_stop
	wg_down "$site"
	for pid in $pids; do
		kill "$pid" 2>/dev/null || :
	done
}
pids=

# random: 32 bytes as a key.
random()
{
	openssl rand -base64 32
}

# table FROM TO: the member, and strangers of those numbers.
table()
{
	echo "$(cat "$T/keys/public") $(cat "$T/psk") $net_peer4/32,$net_peer6/128"
	for number in $(seq "$1" "$2"); do
		echo "$(cat "$T/stranger.$number") - 10.64.0.$number/32"
	done
}

prepare()
{
	net_keys "$T/keys"
	random >"$T/psk"
	for number in $(seq 10 40); do
		random >"$T/stranger.$number"
	done
	wg_source "$site"
	wg_up "$site"
	table 10 19 >"$T/table"
	wg_full "$site" 5 "$T/table"
}

# server_start NAME WORD...: without the option $open.
open=lockdown=confidentiality
# shellcheck disable=SC2046,SC2086 # words of a command line, QEMU arguments
server_start()
{
	name=$1
	shift
	wg_overlay "$site" "$T/$name.cpio" "$O/vpn-debug/initramfs.cpio.zst" "$O/unit/bin/run_wgprobe"
	words=$(image_cmdline "$O/vpn-debug" $(net_static) ip=10.0.2.15:::24::eth1:none \
		wg.address=$net_inside4/24,$net_inside6/64 wg.poll=2 "$@" | sed "s/$open//")
	GUEST_INPUT=1 GUEST_LIMIT=1200 guest_start "$name" "$O/vpn-debug/kernel" "$T/$name.cpio" \
		"$words" $(net_server) $(wg_nic) ${rtc:+-rtc base=$rtc}
}

# shellcheck disable=SC2046
member_start()
{
	GUEST_LIMIT=1200 guest_start member "$O/peer/kernel" "$O/peer/initramfs.cpio" \
		"$(net_member "$(cat "$T/keys/key")" "$(cat "$T/psk")" "$(guest_value server publickey)")" $(net_peer)
}

# answered: the member gets answers, now.
answered()
{
	guest_wait member '^peer: reply=' 60 $(($(grep -ac '^peer: reply=' "$T/member.log") + 3))
}

# applied NUMBER COUNT ADDED CHANGED REMOVED
applied()
{
	guest_wait server "mayfly: peers number=$1 count=$2 added=$3 changed=$4 removed=$5" 60
}

# in_order: ready comes after the first list.
in_order()
{
	guest_wait server '^mayfly: ready ' 10
	tr -d '\r' <"$T/server.log" | grep -aE '^mayfly: (peers|ready) ' | head -n 1 | grep '^mayfly: peers '
	grep -a '^init: clock: 2000-01-01 .* UTC cannot be, taken for the date of this program' "$T/server.log"
}

# lines: how many lists were applied.
lines()
{
	grep -ac '^mayfly: peers ' "$T/server.log"
}

# refused TEXT REASON: what is served as the full list is refused, in these words.
refused()
{
	before=$(lines)
	mv "$1" "$site/web/peers.new"
	mv "$site/web/peers.new" "$site/web/peers"
	guest_wait server "^wgd: list of peers refused: .*$2.*; keeping 12 peers, number=6" 90
	test "$(lines)" -eq "$before"
}

# bad NAME COMMAND...: what the command signs as another file.
bad()
{
	name=$1
	shift
	"$@"
	mv "$site/web/aside" "$T/bad.$name"
}

forge()
{
	wg_name=aside
	bad unsigned cp "$site/list.5" "$site/web/aside"
	bad stranger wg_sign "$site" "$site/list.5" aside stranger
	bad back wg_full "$site" 4 "$T/table"
	table 10 12 >"$T/few"
	bad shrunk wg_full "$site" 7 "$T/few"
	table 10 20 >"$T/same"
	bad expired wg_full "$site" 8 "$T/same" -valid-until 2020-01-01T00:00:00Z
	sed 's/^mayfly-peers-v1 test/mayfly-peers-v1 other/; s/^number 8/number 9/' "$site/list.8" >"$T/text"
	bad realm wg_sign "$site" "$T/text" aside
	{ printf 'mayfly-peers-v1 test\nnumber 9\nfull\n'; head -c 300 /dev/urandom | base64; } >"$T/text"
	bad garbage wg_sign "$site" "$T/text" aside
	{ cat "$T/same"; echo "$(random) - 10.65.0.0/32"; } >"$T/outside"
	bad outside wg_full "$site" 9 "$T/outside"
	head -c 40000000 /dev/zero >"$T/bad.large"
}

# The full list that follows from it is not there yet.
delta()
{
	table 10 20 >"$T/more"
	wg_name=next
	wg_full "$site" 6 "$T/more"
	"$O/tools/peerlist" delta -old "$site/list.5" -new "$site/list.6" >"$T/delta"
	wg_sign "$site" "$T/delta" peers.since.5
}

# unchanged: the source is asked and says 304, and nothing happens.
unchanged()
{
	mv "$site/web/next" "$site/web/peers"
	before=$(lines)
	for _ in $(seq 60); do
		test "$(tail -n 6 "$site/run/access.log" | grep -c '/peers HTTP.* 304 ')" -lt 2 || break
		sleep 1
	done
	tail -n 6 "$site/run/access.log"
	test "$(tail -n 6 "$site/run/access.log" | grep -c '/peers HTTP.* 304 ')" -ge 2
	test "$(lines)" -eq "$before"
}

down()
{
	wg_down "$site"
	guest_wait server '^wgfetch: no list of peers: https://10\.0\.2\.2.*connect: nobody' 60
	answered
}

again()
{
	wg_up "$site"
	table 10 21 >"$T/table"
	wg_full "$site" 10 "$T/table"
	applied 10 13 1 0 0
}

# A keeper that died is replaced, and nobody notices. The new one knows which list
# there was: one before that is refused.
killed()
{
	table 10 20 >"$T/table"
	wg_full "$site" 9 "$T/table"
	# shellcheck disable=SC2016 # the guest's shell expands it
	guest_type server 'for p in /proc/[0-9]*; do case $(cat $p/comm) in wgd) kill -9 ${p#/proc/} ;; esac; done'
	guest_wait server '^init: the role.s keeper ended with status 137' 30
	guest_wait server 'wgd: list of peers refused: .*goes back: it has number 9, after 10; keeping 13 peers, number=10' 60
	wg_sign "$site" "$site/list.10" peers
	applied 10 13 0 13 0
	answered
}

# has KEY VALUE: the probe says that of the member.
member_has()
{
	guest_ask server run_wgprobe
	grep -E "^peer key=$(base64 -d <"$T/keys/public" | head -c 4 | od -An -tx1 | tr -d ' \n') .*$1" "$T/answer"
}

connections()
{
	grep -c "^connection from=$1\$" "$T/answer"
}

present()
{
	member_has 'psk=yes endpoint=yes handshake=yes networks=2'
	connections "$net_peer4"
	connections "$net_peer6"
}

# What a hostile router or DHCP server would have had set; and it is set.
diverted()
{
	guest_ask server "ip route add $net_peer4/32 dev eth0; ip -6 route add $net_peer6/128 dev eth0; ip route; ip -6 route"
	grep -q -e "^$net_peer4 dev eth0" "$T/answer"
	grep -q -e "^$net_peer6 dev eth0" "$T/answer"
	answered
	guest_ask server "ip route del $net_peer4/32 dev eth0; ip -6 route del $net_peer6/128 dev eth0"
}

# Its link goes down; a little later nothing is left but what it is allowed to.
forgotten()
{
	guest_qmp member set_link '{"name": "a", "up": false}'
	for _ in $(seq 12); do
		# A connection that is to stay: the server's own, to the router.
		guest_ask server "ping -6 -c 1 -W 1 $net_router6" >/dev/null
		sleep 1
		! member_has 'endpoint=no' || break
	done
	member_has 'psk=yes endpoint=no handshake=no networks=2'
	! connections "$net_peer4"
	! connections "$net_peer6"
	# Control: not all connections are gone, of either family.
	connections "$net_server6"
	connections 10.0.2.15
}

back()
{
	guest_qmp member set_link '{"name": "a", "up": true}'
	answered
	member_has 'psk=yes endpoint=yes handshake=yes'
}

# time_servers: three, of which two agree: $time.
time_servers()
{
	time=
	for number in 0 1 100000; do
		tests/ntp/server "$T/ntp.$number" $number "$(patience 300)" &
		pids="$pids $!"
		within 10 test -s "$T/ntp.$number"
		time=$time${time:+,}10.0.2.2:$(cat "$T/ntp.$number")
	done
}

# timed: by the two that agree; and who asked them can do nothing else.
timed()
{
	guest_wait locked '^init: clock: 203[0-9]-.* UTC, set to 20[0-9-]* .* UTC, as 2 of 3 servers of ntp= say' 60
	guest_wait locked 'mayfly: peers number=10 ' 120
	tr -d '\r' <"$T/locked.log" | grep -aE '^(init: clock|mayfly: wireguard)' | head -n 1 | grep '^init: clock: 203'
	# shellcheck disable=SC2016 # the guest's shell expands it
	guest_ask locked 'cat /run/clock; for p in /proc/[0-9]*; do
case $(cat $p/comm) in sntp) cat $p/status ;; esac; done; date +=%s='
	grep -x '0 set by NTP' "$T/answer"
	for line in 'Uid:.104.104.104.104' 'CapEff:.0*' 'CapBnd:.0*' 'CapAmb:.0*' 'NoNewPrivs:.1' 'Seccomp:.2'; do
		grep -x "$line" "$T/answer"
	done
	offset=$(($(sed -n 's/^=\(.*\)=$/\1/p' "$T/answer") - $(date +%s)))
	test "$offset" -gt -300
	test "$offset" -lt 300
}

# What a locked down kernel tells of itself.
blind()
{
	guest_ask locked run_wgprobe
	grep -x private=no "$T/answer"
	grep -x peers=13 "$T/answer"
	! grep -E 'psk=yes|endpoint=yes' "$T/answer"
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"
test_ok 'keys, lists and their source' prepare
# Its battery is dead, and the source's certificate younger than the image.
rtc=2000-01-01
server_start server wg.forget=12
test_ok 'the server takes the list' applied 5 11 11 0 0
test_ok 'and is ready with it, not before' in_order
test_ok 'a peer of it asks through the tunnel' member_start
test_ok 'and is answered' answered
test_ok 'a delta is published' delta
test_ok 'and applied' applied 6 12 1 0 0
test_ok 'the same list again changes nothing' unchanged
test_ok 'lists that are not right' forge
test_ok 'unsigned: refused' refused "$T/bad.unsigned" 'no signature follows'
test_ok 'signed by somebody else: refused' refused "$T/bad.stranger" 'no signature of test with that key'
test_ok 'a number before the last: refused' refused "$T/bad.back" 'goes back'
test_ok 'too few peers: refused' refused "$T/bad.shrunk" 'removes 8 of 12 peers'
test_ok 'expired: refused' refused "$T/bad.expired" 'no longer valid'
test_ok 'of another realm: refused' refused "$T/bad.realm" 'another realm'
test_ok 'with an address that is not in the tunnel: refused' refused "$T/bad.outside" \
	'has 10.65.0.0/32, which is not in the networks of wg.address='
test_ok 'garbage, well signed: refused' refused "$T/bad.garbage" 'line 4'
mv "$T/bad.large" "$site/web/peers"
test_ok 'too large: not even downloaded' guest_wait server '^wgfetch: no list of peers: .*larger than a list may be' 90
test_ok 'the peer is answered all the while' answered
test_ok 'and with the source down' down
test_ok 'the source is back, with more' again
test_ok 'a process that dies is replaced, unnoticed' killed
test_ok 'no address of a client is on the console' \
	sh -c "! grep -aE '198\\.51\\.100\\.2|2001:db8:100::2' '$T/server.log'"
# From here on the console's log is emptied for each question.
test_ok 'the kernel knows where the peer is' present
test_ok 'routes of the uplink do not take its addresses away' diverted
test_ok 'and no longer when it has gone idle' forgotten
test_ok 'the peer comes back' back
guest_stop server
guest_stop member
open=none
# A clock by which the source's certificate has ended long ago.
rtc=2031-01-01
time_servers
server_start locked wg.forget=0 "ntp=$time"
test_ok 'whose clock NTP set back before the role began' timed
test_ok 'of a locked down kernel nobody learns a key or an endpoint' blind
test_done
