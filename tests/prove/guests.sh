# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T and O are set by tests/lib.sh
# What the guests of tests/prove are made of, and their memory. After lib.sh.

# shellcheck disable=SC2034 # for the scripts that source this
prove_mib=128
prove_seed=$(openssl rand -hex 16)

# prove_patterns: the patterns of run_prove.c, in $T/pattern.A to .C.
prove_patterns()
{
	for prove_letter in A B C; do
		printf '%s%s' "$prove_letter" "$(echo "$prove_seed" | cut -c2- | tr 0-9a-f g-v)" \
			>"$T/pattern.$prove_letter"
	done
}

# prove_conf: $T/tree with an /etc/wireguard/wg0.conf: the peer of $T/keys with a
# preshared key, in $T/psk.
prove_conf()
{
	test -s "$T/keys/key" || net_keys "$T/keys"
	test -s "$T/psk" || openssl rand -base64 32 >"$T/psk"
	mkdir -p "$T/tree/etc/wireguard"
	cat >"$T/tree/etc/wireguard/wg0.conf" <<-CONF
		[Peer]
		PublicKey = $(cat "$T/keys/public")
		PresharedKey = $(cat "$T/psk")
		AllowedIPs = $net_peer4/32, $net_peer6/128
	CONF
	chmod -R a+rX "$T/tree"
}

# prove_memory NAME: new RAM for a guest of that name; its QEMU arguments.
prove_memory()
{
	rm -f "$T/$1.ram"
	truncate -s "${prove_mib}M" "$T/$1.ram"
}

# prove_hits NAME PATTERN-FILE...: in its memory, one number a pattern. It stands still meanwhile.
prove_hits()
{
	prove_name=$1
	shift
	guest_qmp "$prove_name" stop >/dev/null
	tests/prove/ram "$T/$prove_name.ram" "$@"
	guest_qmp "$prove_name" cont >/dev/null
}

# prove_server NAME FOLDER INITRAMFS WORD...: an image that serves one peer, with
# memory in a file, until it is ready. With PROVE_DROP, without that option of its own;
# PROVE_ARGUMENTS: of QEMU; PROVE_TUNNEL, PROVE_PSK: another tunnel than net_tunnel's.
# shellcheck disable=SC2046,SC2086 # words of a kernel command line, QEMU arguments
prove_server()
{
	prove_name=$1
	prove_folder=$2
	prove_cpio=$3
	shift 3
	prove_memory "$prove_name"
	test -s "$T/keys/key" || net_keys "$T/keys"
	prove_line=$(image_cmdline "$prove_folder" $(net_static) ${PROVE_TUNNEL:-$(net_tunnel "$(cat "$T/keys/public")")} "$@")
	GUEST_LIMIT=1200 guest_start "$prove_name" "$prove_folder/kernel" "$prove_cpio" \
		"$(echo "$prove_line" | sed "s/${PROVE_DROP:-^\$}//")" $(net_server) \
		$(guest_memory "$T/$prove_name.ram" "$prove_mib") -no-reboot ${PROVE_ARGUMENTS:-}
	guest_wait "$prove_name" '^mayfly: wireguard .*publickey=' 120
	guest_wait "$prove_name" '^mayfly: ready' 60
}

# prove_member SERVER: its peer, Debian's kernel and wg: asks through the tunnel for
# ever, beside it, too, and gets answers. (A preshared key of zeros is none.)
prove_member()
{
	guest_stop member
	tests/peer/build "$O/peer"
	prove_word=$(guest_value "$1" publickey)
	# shellcheck disable=SC2046 # QEMU arguments
	GUEST_LIMIT=1200 guest_start member "$O/peer/kernel" "$O/peer/initramfs.cpio" \
		"$(net_client "$(cat "$T/keys/key")" "$prove_word" | tr '\n' ' ' | sed 's/peer.mode=client/peer.mode=member/') \
peer.psk=${PROVE_PSK:-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}" $(net_peer)
	guest_wait member '^peer: reply=3' 120
}

# prove_key NAME: its private key, into $T/key; it stands still meanwhile.
prove_key()
{
	guest_qmp "$1" stop
	tests/prove/wgkey "$T/$1.ram" "$(guest_value "$1" publickey)" "$T/key"
	guest_qmp "$1" cont
}
