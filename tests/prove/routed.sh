# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # for who sources this; T and O are set by tests/lib.sh
# Four peers behind a router, the guest of tests/peer/routed. After guests.sh.
# Their addresses on the internet are these and a number from 1 to 4.
prove_client4=203.0.113.17
prove_client6=2001:db8:171::a

# prove_four: their keys, in $T/keys.N, and the server's PROVE_TUNNEL.
prove_four()
{
	PROVE_TUNNEL="wg.address=$net_inside4/24,$net_inside6/64 wg.port=$net_port"
	for prove_n in 1 2 3 4; do
		net_keys "$T/keys.$prove_n"
		PROVE_TUNNEL="$PROVE_TUNNEL wg.peer=$(cat "$T/keys.$prove_n/public"),10.64.0.1$prove_n/32,${net_inside6%::*}::1$prove_n/128"
	done
}

# prove_routed SERVER: the guest "router" with all four, until each had answers.
prove_routed()
{
	tests/peer/build "$O/peer"
	prove_word=$(guest_value "$1" publickey)
	prove_keys=$(cat "$T"/keys.[1-4]/key | tr '\n' ',')
	# shellcheck disable=SC2046 # QEMU arguments
	GUEST_INPUT=1 GUEST_LIMIT=1200 guest_start router "$O/peer/kernel" "$O/peer/initramfs.cpio" \
		"$(net_client "${prove_keys%,}" "$prove_word" | tr '\n' ' ' | sed 's/peer.mode=client/peer.mode=routed/') \
peer.client=$prove_client4,$prove_client6" $(net_peer)
	for prove_n in 1 2 3 4; do
		guest_wait router "^peer: client$prove_n=[1-9]" 120
	done
}
