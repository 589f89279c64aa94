#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# stmgr's boot media in OVMF, Debian's EFI firmware: as a USB stick, as a CD, and
# with Secure Boot, which starts the signed one and not the other.
. tests/lib.sh
. tests/qemu/guest.sh
need qemu-system-x86_64 openssl
ovmf=/usr/share/OVMF
stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub
# Keys for tests that the package ovmf comes with; its firmware trusts them.
snakeoil=/usr/share/ovmf/PkKek-1-snakeoil
need_file "$O/tools/stmgr" "$O/vpn/kernel" "$O/vpn/initramfs.cpio.zst" "$stub" \
	"$ovmf/OVMF_CODE_4M.fd" "$ovmf/OVMF_VARS_4M.snakeoil.fd" "$snakeoil.key"

# firmware NAME CODE VARS [QEMU-ARGUMENT...]: start a machine that boots from
# its devices; the files are those of guest_start.
firmware()
{
	name=$1
	code=$2
	cp "$ovmf/$3" "$T/$name.vars"
	shift 3
	set -- -drive "if=pflash,format=raw,readonly=on,file=$ovmf/$code" \
		-drive "if=pflash,format=raw,file=$T/$name.vars" "$@"
	: >"$T/$name.log"
	(
		status=0
		timeout -k 5 "$(patience 60)" qemu-system-x86_64 -name "$name" \
			-nodefaults -no-user-config -display none -no-reboot \
			-machine q35,smm=on -accel "$(guest_accel)" -cpu "$(guest_cpu)" \
			-global driver=cfi.pflash01,property=secure,value=on \
			-m 512 -nic none -pidfile "$T/$name.pid" \
			-serial "file:$T/$name.log" "$@" >"$T/$name.err" 2>&1 </dev/null || status=$?
		echo "$status" >"$T/$name.exit"
	) &
	while guest_alive "$name" && ! test -s "$T/$name.pid"; do
		sleep 0.1
	done
	guest_alive "$name" || diag "$T/$name.err"
}

create()
{
	"$O/tools/stmgr" uki create -kernel "$O/vpn/kernel" \
		-initramfs "$O/vpn/initramfs.cpio.zst" -cmdline 'console=ttyS0 no_timer_check wg.address=x' "$@"
}

media()
{
	openssl rsa -in "$snakeoil.key" -passin pass:snakeoil -out "$T/key"
	create -out "$T/plain"
	create -out "$T/signed" -signkey "$T/key" -signcert "$snakeoil.pem"
	chmod a-w "$T/plain.iso" "$T/signed.iso"
}

# booted NAME: our init runs, with the command line in the UKI.
booted()
{
	guest_wait "$1" 'wgd: kernel command line: wg.address=x' 50
	guest_stop "$1"
}

stick()
{
	firmware stick OVMF_CODE_4M.fd OVMF_VARS_4M.fd -device qemu-xhci \
		-drive "if=none,id=usb,format=raw,readonly=on,file=$T/plain.iso" \
		-device usb-storage,drive=usb
	booted stick
}

secure()
{
	firmware secure OVMF_CODE_4M.snakeoil.fd OVMF_VARS_4M.snakeoil.fd -cdrom "$T/signed.iso"
	booted secure
}

unsigned()
{
	firmware unsigned OVMF_CODE_4M.snakeoil.fd OVMF_VARS_4M.snakeoil.fd -cdrom "$T/plain.iso"
	guest_wait unsigned 'failed to load Boot.*DVD-ROM.*Access Denied' 50
	guest_stop unsigned
	test "$(grep -ac 'wgd:' "$T/unsigned.log")" -eq 0
}

test_ok 'media, one signed' media
test_ok 'a USB stick boots' stick
test_ok 'a CD boots with Secure Boot, signed' secure
test_ok 'Secure Boot refuses it unsigned' unsigned
test_done
