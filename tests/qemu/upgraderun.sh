# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O, web and the net_* are set by what is sourced before
# A server that stboot started and that upgrades itself, and its client, which asks once
# a second. Sourced after tests/qemu/upgrade.sh, stboot.sh (whose stboot_site is $web),
# stbootkeys.sh and wg.sh.

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
		$(net_server) $(wg_nic) ${UPGRADE_RTC:+-rtc base=$UPGRADE_RTC} $(guest_memory "$T/server.ram" "$1") -action reboot=reset
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
