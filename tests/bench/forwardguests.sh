# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O, SCALE and the net_* are set by what is sourced before
# The servers that tests/bench/forward compares: our image, and the same initramfs
# (init, its sysctls, the same rules by iptables-legacy, wgd) on Debian's kernels,
# whose modules a script loads before it starts init. So all but the kernel is the same.
# Sourced after tests/qemu/guest.sh, net.sh and tests/modules.sh.

# What the role needs of a kernel, of which our own has all built in.
forward_modules='virtio_pci virtio_net virtio-rng wireguard nf_conntrack_netlink xt_tcpudp xt_CT
	xt_TCPMSS xt_MASQUERADE xt_conntrack xt_connlimit ip6t_rpfilter iptable_raw iptable_mangle iptable_nat
	iptable_filter ip6table_raw ip6table_mangle ip6table_nat ip6table_filter'

# forward_debian NAME ROOT PEER: T/NAME.kernel and T/NAME.cpio from the unpacked kernel
# packages in ROOT, and the peer's root, for busybox. The modules may be packed.
forward_debian()
{
	mkdir -p "$T/$1/lib/modules" "$T/$1.tree/modules" "$T/$1.tree/bin" "$T/$1.tree/etc"
	forward_release=$(cd "$2/lib/modules" 2>/dev/null || cd "$2/usr/lib/modules" && pwd)
	forward_release=$(echo "$forward_release"/*)
	cp -L "$2"/boot/vmlinuz-* "$T/$1.kernel" 2>/dev/null || cp -L "$forward_release/vmlinuz" "$T/$1.kernel"
	for forward_part in arch crypto lib net drivers/net/wireguard drivers/virtio drivers/char \
		drivers/net/virtio_net.ko drivers/net/virtio_net.ko.xz drivers/net/net_failover.ko \
		drivers/net/net_failover.ko.xz; do
		test ! -e "$forward_release/kernel/$forward_part" ||
			cp -R "$forward_release/kernel/$forward_part" "$T/$1/lib/modules/"
	done
	chmod -R u+w "$T/$1"
	find "$T/$1" -name '*.ko.xz' -exec xz -d {} +
	for forward_module in $forward_modules; do
		# What the kernel has built in is no file.
		grep -qs "/$(echo "$forward_module" | tr _ .)\.ko" "$forward_release/modules.builtin" ||
			module_add "$forward_module" "$T/$1" "$T/$1.tree"
	done
	for forward_program in bin/busybox bin/wg; do
		program_add "$forward_program" "$3" "$T/$1.tree"
	done
	mkdir "$T/$1.tree/lib64"
	cp "$3/lib64/ld-linux-x86-64.so.2" "$T/$1.tree/lib64/"
	cp tests/bench/debian/start tests/bench/debian/tunnel "$T/$1.tree/bin/"
	echo /bin/tunnel >"$T/$1.tree/etc/role"
	sed '/^net.ipv6.conf.all.forwarding/d' rootfs/skeleton/etc/sysctl.conf >"$T/$1.tree/etc/sysctl.conf"
	chmod -R a+rX "$T/$1.tree"
	cp "$O/vpn/initramfs.cpio.zst" "$T/$1.cpio"
	tests/qemu/append "$T/$1.tree" "$T/$1.cpio"
}

# forward_up KERNEL INITRD WORDS: start the server on processor 0 alone, and wait
# for its tunnel.
# shellcheck disable=SC2046 # words of a kernel command line, QEMU arguments
forward_up()
{
	rm -f "$T/server.log"
	guest_start server "$1" "$2" "$3 $(echo $(net_static) $(net_tunnel "$(cat "$T/keys/public")"))" \
		-name "server,debug-threads=on" $(net_socket a server-a peer-a) $(net_nic a 1)
	taskset -acp 0 "$(cat "$T/server.pid")" >/dev/null
	guest_wait server '^mayfly: ready ' 120
}

# forward_run up|down MB: one connection, from processor 1.
forward_run()
{
	taskset -c 1 "$O/unit/bin/run_wgflow" "$T/peer-a" "$T/server-a" "$(cat "$T/keys/key")" \
		"$(guest_value server publickey)" "$1" "$2" "$(cat "$T/server.pid")"
}
