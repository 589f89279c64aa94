# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O and the net_* are set by what is sourced before
# Servers whose peers are hostile (tests/unit/run_wgflood.c), as shipped and, for
# control, without the limits by peer. Sourced after tests/qemu/guest.sh and net.sh.

# flood_images PEERS: T/limits.cpio and T/free.cpio, with so many peers. In the second
# the packet filter has no limit by peer.
flood_images()
{
	for flood_name in limits free; do
		flood_tree=$T/$flood_name.tree
		mkdir -p "$flood_tree/etc/wireguard" "$flood_tree/etc/iptables"
		"$O/unit/bin/run_wgflood" conf "$1" >"$flood_tree/etc/wireguard/wg0.conf"
		cp "$O/vpn/initramfs.cpio.zst" "$T/$flood_name.cpio"
	done
	rmdir "$T/limits.tree/etc/iptables"
	for flood_file in rules.v4 rules.v6; do
		sed '/connlimit/d' "rootfs/skeleton/etc/iptables/$flood_file" >"$T/free.tree/etc/iptables/$flood_file"
		! cmp -s "rootfs/skeleton/etc/iptables/$flood_file" "$T/free.tree/etc/iptables/$flood_file"
	done
	for flood_name in limits free; do
		chmod -R a+rX "$T/$flood_name.tree"
		tests/qemu/append "$T/$flood_name.tree" "$T/$flood_name.cpio"
	done
}

# flood_up NAME IMAGE MIB: that server, with so much memory.
# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
flood_up()
{
	GUEST_MEM=$3 guest_start "$1" "$O/vpn/kernel" "$T/$2.cpio" \
		"$(image_cmdline "$O/vpn" $(net_static) "wg.address=$net_inside4/16,$net_inside6/64" "wg.port=$net_port")" \
		$(net_socket a "$1-a" "flood-$1") $(net_nic a 1)
	guest_wait "$1" '^mayfly: ready ' 120
}

# flood NAME KIND HOSTILE PEERS COUNT: what became of it, in T/NAME.KIND.
flood()
{
	flood_name=$1
	flood_kind=$2
	shift 2
	"$O/unit/bin/run_wgflood" "$T/flood-$flood_name" "$T/$flood_name-a" \
		"$(guest_value "$flood_name" publickey)" "$flood_kind" "$@" >"$T/$flood_name.$flood_kind"
}

# flooded NAME KIND hostile|other|of: the number.
flooded()
{
	tr ' ' '\n' <"$T/$1.$2" | sed -n "s/^$3=//p"
}
