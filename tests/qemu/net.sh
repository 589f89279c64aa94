# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# The network of the boot tests (picture: tests/peer/client), sourced after
# tests/qemu/guest.sh. Frames go through unix sockets in $T: no privilege, no
# port of the host, and the guests may come up in any order.
# Addresses are those that RFC 5737 and RFC 3849 keep for documentation.

net_port=51820
net_server4=198.51.100.1
net_server6=2001:db8:100::1
net_router4=198.51.100.3
net_router6=2001:db8:100::3
net_inside4=10.64.0.1
net_inside6=fd6d:6179:666c::1
net_peer4=10.64.0.2
net_peer6=fd6d:6179:666c::2
net_third4=203.0.113.9
net_third6=2001:db8:203::9

# net_keys FOLDER: a new WireGuard key pair, base64, in FOLDER/key and /public.
# DER puts the 32 raw bytes of an X25519 key last, private and public alike.
net_keys()
{
	mkdir -p "$1"
	openssl genpkey -algorithm X25519 -outform DER -out "$1/der"
	tail -c 32 "$1/der" | base64 >"$1/key"
	openssl pkey -in "$1/der" -inform DER -pubout -outform DER |
		tail -c 32 | base64 >"$1/public"
}

# net_socket ID LOCAL REMOTE: QEMU's end of one wire between two guests.
net_socket()
{
	rm -f "$T/$2"
	echo "-netdev dgram,id=$1,local.type=unix,local.path=$T/$2,remote.type=unix,remote.path=$T/$3"
}

# net_nic NETDEV NUMBER: a network card with an address of its own, no boot ROM.
net_nic()
{
	echo "-device virtio-net-pci,netdev=$1,mac=52:54:00:6d:66:0$2,romfile="
}

# net_server: QEMU arguments of the server: one card, at a hub with two wires.
net_server()
{
	net_socket a server-a peer-a
	net_socket b server-b peer-b
	echo "-netdev hubport,id=ha,hubid=1,netdev=a -netdev hubport,id=hb,hubid=1,netdev=b"
	echo "-netdev hubport,id=hub,hubid=1"
	net_nic hub 1
}

# net_peer: QEMU arguments of the peer: two cards, a wire each.
net_peer()
{
	net_socket a peer-a server-a
	net_nic a 2
	net_socket b peer-b server-b
	net_nic b 3
}

# net_static: the server's addresses, as kernel arguments.
net_static()
{
	echo "ip=$net_server4::$net_router4:24:mayfly:eth0:none"
	echo "ip=[$net_server6]::[$net_router6]:64:mayfly:eth0:none"
}

# net_tunnel PUBLICKEY: the server's WireGuard with one peer, as kernel arguments.
net_tunnel()
{
	echo "wg.address=$net_inside4/24,$net_inside6/64 wg.port=$net_port"
	echo "wg.peer=$1,$net_peer4/32,$net_peer6/128"
}

# net_client KEY SERVERKEY: the peer guest's kernel arguments.
#	peer.key	its private key;  peer.server: the server's public key
#	peer.endpoint	the server's ADDRESS:PORT;  peer.endpoint6: the same in IPv6
#	peer.outside	its addresses on eth0, ADDRESS/PREFIX, v4 and v6
#	peer.inside	its addresses in the tunnel;  peer.gateway: the server's
#	peer.internet	the addresses of eth1, which are the server's routers
#	peer.third	the addresses behind them, to reach through the server
net_client()
{
	echo "console=ttyS0 quiet panic=-1 peer.mode=client peer.key=$1 peer.server=$2"
	echo "peer.endpoint=$net_server4:$net_port peer.endpoint6=[$net_server6]:$net_port"
	echo "peer.outside=198.51.100.2/24,2001:db8:100::2/64"
	echo "peer.inside=$net_peer4/24,$net_peer6/64 peer.gateway=$net_inside4,$net_inside6"
	echo "peer.internet=$net_router4/24,$net_router6/64 peer.third=$net_third4,$net_third6"
}

# peer_start NAME PEERFILES KEY SERVERKEY: start the peer guest.
peer_start()
{
	# shellcheck disable=SC2046 # one word a QEMU argument
	guest_start "$1" "$2/kernel" "$2/initramfs.cpio" \
		"$(net_client "$3" "$4" | tr '\n' ' ')" $(net_peer)
}
