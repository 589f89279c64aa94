# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # medium and the like are set by tests/demo/run
# The OS package and the machine of tests/demo/run; sourced by it.

# demo_package IMAGE PEERKEY: an OS package of the image's kernel and initramfs,
# with the demo's network on its command line, in $T/out/demo.
demo_package()
{
	mkdir -p "$T/out/demo"
	# shellcheck disable=SC2046 # one argument a word
	"$STMGR" ospkg create -kernel "$1/kernel" -initramfs "$1/initramfs.cpio.zst" \
		-cmdline "$(image_cmdline "$1" $(net_static) $(net_tunnel "$(cat "$2")"))" \
		-label 'demo' -url demo.zip -out "$T/out/demo/demo.zip"
}

# demo_host URL: the host configuration; 10.0.2.0/24 is QEMU's own network.
demo_host()
{
	jq -n --arg url "$1" '{network_mode: "static", host_ip: "10.0.2.15/24",
		gateway: "10.0.2.2", dns: null, ospkg_pointer: $url,
		network_interfaces: [{interface_name: "eth0",
			mac_address: "52:54:00:6d:66:01"}],
		bonding_mode: null, bond_name: null}'
}

# demo_boot NAME: the medium, under UEFI firmware. Its one network card is at a hub
# with QEMU's network (the provisioning server) and the peer's wires.
demo_boot()
{
	demo_firmware=/usr/share/OVMF
	test -r "$demo_firmware/OVMF_CODE_4M.fd" ||
		demo_fail 3 "no UEFI firmware in $demo_firmware (package ovmf): run 'make setup'"
	cp "$demo_firmware/OVMF_VARS_4M.fd" "$T/vars.fd"
	# shellcheck disable=SC2046 # one word a QEMU argument
	GUEST_MEM=512 guest_firmware "$1" \
		-drive "if=pflash,format=raw,unit=0,readonly=on,file=$demo_firmware/OVMF_CODE_4M.fd" \
		-drive "if=pflash,format=raw,unit=1,file=$T/vars.fd" \
		-drive "if=none,id=cd,format=raw,media=cdrom,readonly=on,file=$medium" \
		-device ide-cd,drive=cd,bootindex=0 $(net_server) \
		-netdev user,id=host -netdev hubport,id=hh,hubid=1,netdev=host
}

# demo_flip FILE OFFSET: change the lowest bit of a byte.
demo_flip()
{
	demo_byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
	# shellcheck disable=SC2059 # an octal escape
	printf "\\$(printf %03o $((demo_byte ^ 1)))" |
		dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
