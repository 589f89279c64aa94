# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O, web and the net_* are set by what is sourced before
# Images that look for the next package. Sourced after tests/qemu/guest.sh, net.sh,
# stboot.sh, stbootkeys.sh and wg.sh; $web is where stboot_site serves.

# upgrade_nic: QEMU arguments of the card behind which the host is.
upgrade_nic()
{
	echo '-netdev user,id=u,net=10.0.2.0/24' && net_nic u 9
}

# upgrade_initramfs FILE: the image's, with a trust policy and a peer in wg0.conf.
upgrade_initramfs()
{
	mkdir -p "$T/add/etc/wireguard"
	cp -r "$T/trust" "$T/add/etc/trust_policy"
	cat >"$T/add/etc/wireguard/wg0.conf" <<-CONF
		[Interface]
		ListenPort = $net_port
		[Peer]
		PublicKey = $(cat "$T/keys/public")
		PresharedKey = $(cat "$T/psk")
		AllowedIPs = $net_peer4/32, $net_peer6/128
	CONF
	chmod -R a+rX "$T/add"
	cp "$O/vpn/initramfs.cpio.zst" "$1"
	tests/qemu/append "$T/add" "$1"
}

# upgrade_line [WORD...]: the command line of an image that takes part in handovers;
# UPGRADE_BITS: of the tunnel's IPv4 network.
upgrade_line()
{
	# shellcheck disable=SC2046 # words
	image_cmdline "$O/vpn" no_timer_check $(net_static) ip=10.0.2.15:::24::eth1:none \
		"wg.address=$net_inside4/${UPGRADE_BITS:-24},$net_inside6/64" "$@"
}

# upgrade_package NAME [WORD...]
upgrade_package()
{
	upgrade_name=$1
	shift
	"$O/tools/stmgr" ospkg create -kernel "$O/vpn/kernel" -initramfs "$T/image.cpio" \
		-cmdline "$(upgrade_line "upgrade=$web/ok/os.json" upgrade.poll=1 "$@")" -out "$T/site/$upgrade_name.zip"
}

# upgrade_prepare: keys, a trust policy, a peer, and the image as $T/image.cpio.
upgrade_prepare()
{
	stboot_cert root root root
	for name in one two stranger; do
		stboot_cert "$name" root leaf
	done
	stboot_cert strange-root strange-root root
	stboot_cert strange strange-root leaf
	stboot_trust "$T/trust" network
	net_keys "$T/keys"
	openssl rand -base64 32 >"$T/psk"
	mkdir -p "$T/site"
	upgrade_initramfs "$T/image.cpio"
}

# upgrade_publish NAME SIGNER...: the package is what the site serves from now on.
upgrade_publish()
{
	upgrade_name=$1
	shift
	stboot_descriptor "$T/site/new.json" "$T/site/$upgrade_name.zip" "$@"
	mv "$T/site/new.json" "$T/site/os.json"
}

# upgrade_server MIB: stboot starts what is served, with memory in $T/server.ram.
# shellcheck disable=SC2046 # QEMU arguments
upgrade_server()
{
	truncate -s "${1}M" "$T/server.ram"
	# The image has to know which card the site is behind; stboot asks there, too.
	GUEST_LIMIT=900 stboot_start server '{"network_mode": "dhcp", "network_interfaces":
		[{"interface_name": "eth1", "mac_address": "52:54:00:6d:66:09"}],
		"ospkg_pointer": "'"$web/ok/os.json"'"}' \
		$(net_server) $(upgrade_nic) $(guest_memory "$T/server.ram" "$1") -action reboot=reset
	guest_wait server '^mayfly: wireguard .*publickey=' 200
	guest_wait server '^mayfly: ready' 60
}

# upgrade_member: the peer, until it gets answers.
# shellcheck disable=SC2046
upgrade_member()
{
	GUEST_LIMIT=900 guest_start member "$O/peer/kernel" "$O/peer/initramfs.cpio" \
		"$(net_member "$(cat "$T/keys/key")" "$(cat "$T/psk")" "$(guest_value server publickey)")" $(net_peer)
	upgrade_answered
}

# upgrade_answered: the member gets answers, now.
upgrade_answered()
{
	guest_wait member '^peer: reply=' 120 $(($(grep -ac '^peer: reply=' "$T/member.log") + 3))
}

# upgrade_hash NAME: which package that is.
upgrade_hash()
{
	sha256sum "$T/site/$1.zip" | cut -d' ' -f1
}

# upgrade_gap: seconds between two answers to the member, the longest.
upgrade_gap()
{
	tr -d '\r' <"$T/member.log" | sed -n 's/^peer: reply=.* at=//p' |
		awk 'NR > 1 && $1 - last > most {most = $1 - last} {last = $1} END {print most + 0}'
}
