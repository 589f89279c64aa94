# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O, web and the net_* are set by what is sourced before
# Images that look for the next package at $web. Sourced after tests/qemu/guest.sh,
# net.sh and wg.sh.

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

# upgrade_package NAME [WORD...]; UPGRADE_IMAGE: its initramfs, $T/image.cpio.
upgrade_package()
{
	upgrade_name=$1
	shift
	"$O/tools/stmgr" ospkg create -kernel "$O/vpn/kernel" -initramfs "${UPGRADE_IMAGE:-$T/image.cpio}" \
		-cmdline "$(upgrade_line "upgrade=$web/ok/os.json" upgrade.poll=1 "$@")" -out "$T/site/$upgrade_name.zip"
}

# upgrade_other FILE PATH: the image, but with standard input as that file.
upgrade_other()
{
	mkdir -p "$T/other$(dirname "$2")"
	cat >"$T/other$2"
	chmod -R a+rX "$T/other"
	cp "$T/image.cpio" "$1"
	tests/qemu/append "$T/other" "$1"
	rm -r "$T/other"
}
