#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot medium takes nothing from outside its one file: an initrd that the boot
# protocol, the EFI stub's protocol (LoadFile2), GRUB or systemd-boot offers, with and
# without Secure Boot, is said and not taken. Where the initrd is taken instead, its
# /init says "foreign:".
#
# TEST_GRUB=FILE	a later GRUB, signed for shim, which offers an initrd under Secure
#		Boot as well: Debian 13's grubx64.efi.signed (2.12) does
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/loaders.sh
need qemu-system-x86_64 mkfs.fat mmd mcopy sbsign openssl bsdtar
need_file "$O/boot/stboot.efi" "$O/unit/bin/run_foreign" "$O/vpn/kernel" \
	"$ovmf/OVMF_CODE_4M.fd" "$ovmf/OVMF_VARS_4M.snakeoil.fd" "$snakeoil.key"
efi=$O/boot/stboot.efi
# What stboot says once it has read its trust policy.
own='^stboot: host configuration: /etc/host_configuration.json'

# One initrd with an /init, one with nothing but another trust policy's root.
initrds()
{
	mkdir -p "$T/foreign" "$T/root/etc/trust_policy"
	cp "$O/unit/bin/run_foreign" "$T/foreign/init"
	tests/qemu/append "$T/foreign" "$T/foreign.cpio"
	echo 'no certificate' >"$T/root/etc/trust_policy/ospkg_signing_root.pem"
	tests/qemu/append "$T/root" "$T/root.cpio"
}

disks()
{
	loaders_unpack
	loader_systemd systemd "$(loader_file systemd-boot)" "$efi"
	printf '%s\n' 'linux /stboot.efi init=/foreign' 'initrd /foreign.cpio' boot >"$T/grub.cfg"
	loader_grub grub "$(loader_file grub)" "$efi"
}

# Shim trusts what the firmware does, and GRUB, which Debian has signed for it. GRUB
# has to be asked for the chain loader: its own one wants the EFI handover protocol,
# which this kernel does not have.
secure_disks()
{
	loader_sign "$(loader_file shim)" "$T/shim.efi"
	loader_sign "$(loader_file systemd-boot)" "$T/systemd.efi"
	loader_sign "$efi" "$T/signed.efi"
	loader_systemd shim-systemd "$T/shim.efi" "$T/signed.efi" "EFI/BOOT/grubx64.efi=$T/systemd.efi"
	printf '%s\n' serial 'terminal_output serial' 'linux /unsigned.efi' 'if linux /stboot.efi init=/foreign' \
		'then initrd /foreign.cpio' 'else chainloader /stboot.efi' 'initrd /foreign.cpio' 'fi' boot >"$T/grub.cfg"
	loader_grub shim-grub "$T/shim.efi" "$T/signed.efi" "EFI/BOOT/grubx64.efi=$(loader_file grub)" \
		"unsigned.efi=$efi"
	test -z "${TEST_GRUB:-}" ||
		loader_grub later-grub "$T/shim.efi" "$T/signed.efi" "EFI/BOOT/grubx64.efi=$TEST_GRUB" "unsigned.efi=$efi"
}

# offered NAME FILE: that many bytes were offered; stboot goes on with what is its own.
offered()
{
	guest_wait "$1" "initrd: $(stat -c %s "$2") bytes offered by the boot loader, not taken" 150
	alone "$1"
}

alone()
{
	guest_wait "$1" "$own" 90
	! guest_said "$1" '^foreign:|^stboot: boot failed' 1
}

# The command line of the tests' medium is the one of all media, and a word for guests.
words()
{
	sed 's/[[:blank:]]*#.*//' "$1" | tr -s '[:space:]' '\n' | grep -vx -e '' -e "${2:-}"
}

test_ok 'foreign initrds' initrds
test_ok 'disks with boot menus' disks
test_ok 'disks with shim and what it starts' secure_disks
test_is 'the command line is that of all media' "$(words configs/boot/cmdline)" \
	"$(words tests/pki/trust/cmdline no_timer_check)"

# Two at a time: more than there are processors lose each other's timer interrupts.
guest_firmware protocol -kernel "$efi" -initrd "$T/foreign.cpio"
guest_firmware root -kernel "$efi" -initrd "$T/root.cpio"
test_ok 'the boot protocol: an /init' offered protocol "$T/foreign.cpio"
guest_stop protocol
guest_start control "$O/vpn/kernel" "$T/foreign.cpio" 'console=ttyS0 quiet no_timer_check'
test_ok 'the boot protocol: a root of trust' offered root "$T/root.cpio"
guest_stop root
loader_start loadfile2 -kernel "$efi" -initrd "$T/foreign.cpio"
test_ok 'control: another kernel takes it' guest_wait control '^foreign: this init runs as process 1' 90
guest_stop control
loader_start systemd
test_ok 'LoadFile2' offered loadfile2 "$T/foreign.cpio"
guest_stop loadfile2
loader_start grub
test_ok 'systemd-boot' offered systemd "$T/foreign.cpio"
guest_stop systemd
loader_secure shim-systemd
test_ok 'GRUB' offered grub "$T/foreign.cpio"
guest_stop grub
loader_secure shim-grub
test_ok 'Secure Boot, shim, systemd-boot' offered shim-systemd "$T/foreign.cpio"
guest_stop shim-systemd
test -z "${TEST_GRUB:-}" || loader_secure later-grub
test_ok 'Secure Boot, shim, GRUB: it offers nothing to what it chains' alone shim-grub
test_ok 'control: Secure Boot is on' guest_said shim-grub 'bad shim signature' 1
guest_stop shim-grub
test -z "${TEST_GRUB:-}" || test_ok 'Secure Boot, shim, a later GRUB' offered later-grub "$T/foreign.cpio"
test_done
