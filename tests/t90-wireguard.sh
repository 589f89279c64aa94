#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The vpn image serves a WireGuard client made of Debian's own kernel and wg:
# handshake, traffic in the tunnel, and the way out through NAT, v4 and v6; and
# it lets nobody go where he must not, or speak as somebody else.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
need qemu-system-x86_64 socat openssl bsdtar
need_file "$O/vpn/kernel" "$O/vpn/initramfs.cpio.zst" "$O/unit/bin/run_wgleak"

# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
server_start()
{
	image_start server "$O/vpn" "$(image_cmdline "$O/vpn" $(net_static) \
		$(net_tunnel "$(cat "$T/keys/public")"))" $(net_server)
}

client_start()
{
	peer_start peer "$O/peer" "$(cat "$T/keys/key")" "$(guest_value server publickey)"
	guest_wait peer '^peer: done' 180
}

# finding KEY: what the peer found.
finding()
{
	guest_value peer "$1"
}

# What has no entry in the connection table, as the peer; whose address it leaves with.
# (That this finds something where there is something: tests/prove/c09-sent.)
leaks()
{
	"$O/unit/bin/run_wgleak" "$T/peer-a" "$T/server-a" "$(cat "$T/keys/key")" \
		"$(guest_value server publickey)" | tee "$T/leaks"
	grep -q '^sent=134 translated=[1-9][0-9]* untranslated=0$' "$T/leaks"
}

# The addresses of who talks to it are not on the server's console.
no_client_on_console()
{
	! grep -aE '198\.51\.100\.2|2001:db8:100::2|203\.0\.113\.9|2001:db8:203::9|10\.99\.0\.9|198\.18\.0\.9|fd99::9|64:ff9b|2002:' "$T/server.log"
}

test_ok 'the peer guest is made' tests/peer/build "$O/peer"
test_ok 'a WireGuard key pair is made' net_keys "$T/keys"
server_start
test_ok 'the server announces its IPv4 address' \
	guest_wait server '^mayfly: address interface=eth0 address=198\.51\.100\.1/24.?$' 120
test_ok 'the server announces its IPv6 address' \
	guest_wait server '^mayfly: address interface=eth0 address=2001:db8:100::1/64.?$' 60
test_ok 'the server announces WireGuard and its public key' guest_wait server \
	'^mayfly: wireguard interface=wg0 port=51820 publickey=[A-Za-z0-9+/]{43}=.?$' 60
test_ok 'the peer runs to its end' client_start
test_is 'a stranger gets no handshake' none "$(finding stranger)"
test_is 'the peer gets a handshake' ok "$(finding handshake)"
test_is 'IPv4 goes through the tunnel' 3/3 "$(finding ping4)"
test_is 'IPv6 goes through the tunnel' 3/3 "$(finding ping6)"
test_is 'a third IPv4 address sees the server' "$net_server4" "$(finding nat4)"
test_is 'a third IPv6 address sees the server' "$net_server6" "$(finding nat6)"
test_is 'a download through NAT is complete' 262144 "$(finding download)"
test_is 'the tunnel works over IPv6, too' 3/3 "$(finding outer6)"
test_is 'private IPv4 addresses answer beside the server' 2/2,2/2 "$(finding direct4)"
test_is 'but no peer reaches them through the server' 0/2,0/2 "$(finding private4)"
test_is 'private IPv6 addresses answer beside the server' 2/2,2/2,2/2 "$(finding direct6)"
test_is 'but no peer reaches them through the server, either' 0/2,0/2,0/2 "$(finding private6)"
test_is 'the uplink can ping the server over IPv4' 2/2 "$(finding uplink4)"
test_is 'but gets no answer as a peer' 0 "$(finding spoof4)"
test_is 'the uplink can ping the server over IPv6' 2/2 "$(finding uplink6)"
test_is 'but gets no answer as a peer, either' 0 "$(finding spoof6)"
guest_stop peer
test_ok 'nothing of a peer leaves untranslated' leaks
test_ok 'the server still runs' guest_alive server
test_ok 'its console names no client' no_client_on_console
test_done
