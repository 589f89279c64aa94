# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # O, SCALE and T are set by tests/lib.sh
# The boot loader in a guest: its initramfs, which is like that of the medium, and a
# server on loopback, 10.0.2.2 for the guest. Sourced after guest.sh.
# Environment: STBOOT_TRUST (folder of the trust policy, $T/trust), STBOOT_OSPKG (a
# folder of packages on the medium), STBOOT_OPTIONS (--on-fail=halt --deadline=20).

stboot_need()
{
	need qemu-system-x86_64 openssl perl bsdtar zstd
	need_file "$O/tools/pack" "$O/tools/stboot" "$O/tools/stmgr" \
		"$O/vpn/kernel"
}

# prove waits for the last one that has its pipe open: leave nobody behind.
at_exit()
{
	guests_stop
	stboot_site_stop
}

stboot_site_stop()
{
	test ! -s "$T/site-pid" || kill "$(cat "$T/site-pid")" 2>/dev/null || :
	rm -f "$T/site-pid"
}

# stboot_site: serve $T/site; the port is in $T/port, requests are in $T/requests.
stboot_site()
{
	tests/http/site "$T/site" "$T/port" "$T/requests" "$(patience 900)" >"$T/site.err" 2>&1 &
	echo $! >"$T/site-pid"
	within 10 test -s "$T/port"
}

# stboot_medium FILE HOSTCONFIG: an initramfs like that of the medium. ("-": none.)
stboot_medium()
{
	rm -rf "$1.add"
	mkdir -p "$T/stboot/bin" "$T/busybox/bin" "$1.add/etc"
	cp -f "$O/tools/stboot" "$T/stboot/bin/"
	zstd -qdc "$O/vpn/initramfs.cpio.zst" | bsdtar -xOf - bin/udhcpc >"$T/busybox/bin/busybox"
	cp -r "${STBOOT_TRUST:-$T/trust}" "$1.add/etc/trust_policy"
	test "$2" = - || echo "$2" >"$1.add/etc/host_configuration.json"
	test -z "${STBOOT_OSPKG:-}" || cp -r "$STBOOT_OSPKG" "$1.add/ospkg"
	(cd "$1.add" && find . -mindepth 1 ! -path ./etc ! -path ./etc/trust_policy) |
		while read -r stboot_path; do
			stboot_path=${stboot_path#./}
			test -d "$1.add/$stboot_path" && echo "/$stboot_path dir 0755 0 0" ||
				echo "/$stboot_path file 0644 0 0 add:$stboot_path"
		done >"$1.list"
	SOURCE_DATE_EPOCH=0 "$O/tools/pack" -D "stboot=$T/stboot" -D "busybox=$T/busybox" -D "add=$1.add" \
		-o "$1" rootfs/stboot.list "$1.list"
}

# stboot_package FILE: the image as a package. Its kernel does not check the timer,
# as all that guest_start starts.
stboot_package()
{
	"$O/tools/stmgr" ospkg create -kernel "$O/vpn/kernel" -initramfs "$O/vpn/initramfs.cpio.zst" \
		-cmdline "$(tr -d '\n' <"$O/vpn/cmdline") no_timer_check" -out "$1"
}

# stboot_start NAME HOSTCONFIG QEMU-ARGUMENT...
stboot_start()
{
	stboot_medium "$T/$1.cpio" "$2"
	stboot_name=$1
	shift 2
	GUEST_MEM=${GUEST_MEM:-256} guest_start "$stboot_name" "$O/vpn/kernel" "$T/$stboot_name.cpio" \
		"console=ttyS0 quiet panic=-1 init_on_free=1 bonding.max_bonds=0 -- \
${STBOOT_OPTIONS---on-fail=halt --deadline=20}" -no-reboot "$@"
}

# stboot_card: QEMU arguments of a network card, the host's loopback behind it.
stboot_card()
{
	echo '-netdev user,id=n -device virtio-net-pci,netdev=n,romfile='
}

# stboot_refused NAME: it started nothing. (Control: t91-stboot.sh has those lines.)
stboot_refused()
{
	! grep -aE '^(stboot: (verified|starting)|mayfly:)|Kernel panic' "$T/$1.log"
}
