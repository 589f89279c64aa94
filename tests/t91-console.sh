#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The console is where the operator is: on the serial port that the firmware's SPCR
# table names, on the one that the boot medium chose, also in the image after it,
# and on a screen, before kexec and after.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
stboot_need
need_file /usr/share/OVMF/OVMF_CODE_4M.fd

# The table after its head, revision 2: a 16550 at I/O port 0x2f8, 115200 baud.
spcr() { perl -e 'print pack("Cx3C4Q<CCL<C6vvC3L<CL<", 0, 1, 8, 0, 1, 0x2f8, 0, 3, 0, 7, 0, 1, 0, 0, 0, 65535, 65535, 0, 0, 0, 0, 0, 0)' >"$T/spcr"; }

prepare()
{
	stboot_cert root root root
	stboot_cert one root leaf
	stboot_cert two root leaf
	stboot_trust "$T/trust" initramfs
	mkdir "$T/ospkg"
	stboot_package "$T/ospkg/os.zip"
	stboot_descriptor "$T/ospkg/os.json" "$T/ospkg/os.zip" one two
	spcr
}

# com2 NAME REGEX: such a line comes on the second port.
com2()
{
	within 120 grep -aqE "$2" "$T/$1.com2" || {
		tail -n 20 "$T/$1.com2" "$T/$1.log"
		return 1
	}
}

# silent FILE: nothing of ours is there.
silent() { ! grep -aE 'stboot: |mayfly: |init: ' "$1"; }

# second_port NAME: QEMU arguments.
second_port()
{
	: >"$T/$1.com2"
	echo "-serial file:$T/$1.com2"
}

# screen NAME REGEX: the screen comes to show such a row, in small letters.
screen()
{
	for _ in $(seq "$(patience 120)"); do
		guest_qmp "$1" screendump "{\"filename\": \"$T/$1.ppm\"}" >/dev/null
		tests/qemu/screen "$T/$1.ppm" >"$T/$1.rows"
		! grep -E "$2" "$T/$1.rows" || return 0
		sleep 1
	done
	cat "$T/$1.rows"
	return 1
}

# firmware NAME: QEMU arguments of UEFI and a screen.
firmware()
{
	cp /usr/share/OVMF/OVMF_VARS_4M.fd "$T/$1.vars"
	echo '-drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd'
	echo "-drive if=pflash,format=raw,file=$T/$1.vars -vga std"
}

# as_shipped NAME LINE ARGUMENT...: stboot with the start of that command line.
as_shipped()
{
	stboot_medium "$T/$1.cpio" '{"network_mode": "dhcp", "ospkg_pointer": "os.zip"}'
	shipped_name=$1 shipped_line=$2
	shift 2
	GUEST_MEM=512 guest_start "$shipped_name" "$O/vpn/kernel" "$T/$shipped_name.cpio" \
		"$shipped_line quiet panic=-1 -- --on-fail=halt" -no-reboot "$@"
}

test_ok 'keys, a package, a table' prepare
STBOOT_OSPKG=$T/ospkg
shipped='acpi=spcr earlycon=efifb keep_bootcon'
test_is 'the image and the medium have this by default' 2 \
	"$(sed 's/[[:blank:]]*#.*//' configs/boot/cmdline | tr '\n' ' ' | cat - "$O/vpn/cmdline" | tr -s ' ' | grep -oF "$shipped" | wc -l)"

# shellcheck disable=SC2046 # QEMU arguments
as_shipped named "$shipped" $(second_port named) -acpitable "sig=SPCR,rev=2,data=$T/spcr" $(stboot_card)
test_ok 'the port that SPCR names: the boot loader' com2 named '^stboot: starting the OS package'
test_ok 'and after kexec the image' com2 named '^mayfly: ready '
test_ok 'the first port has none of it' silent "$T/named.log"
guest_stop named

# shellcheck disable=SC2046
as_shipped chosen 'console=ttyS1,115200n8' $(second_port chosen) $(stboot_card)
test_ok 'the port that the medium chose: the boot loader' com2 chosen '^stboot: starting the OS package'
test_ok 'and after kexec the image, which says nothing of it itself' com2 chosen '^mayfly: ready '
test_ok 'the first port has none of it' silent "$T/chosen.log"
guest_stop chosen

# shellcheck disable=SC2046
as_shipped drawn "$shipped" $(firmware drawn) $(stboot_card)
test_ok 'without SPCR the first port: the boot loader' guest_wait drawn '^stboot: starting the OS package' 180
test_ok 'and the image' guest_wait drawn '^mayfly: ready ' 120
test_ok 'the screen shows the boot loader' screen drawn '^stboot: starting the '
test_ok 'and, after kexec, the image' screen drawn '^mayfly: ready seconds'
guest_stop drawn

# shellcheck disable=SC2046
as_shipped dark 'console=ttyS0,115200n8' $(firmware dark) $(stboot_card)
test_ok 'control: with a console= alone, the image is on the port' guest_wait dark '^mayfly: ready ' 180
guest_qmp dark screendump "{\"filename\": \"$T/dark.ppm\"}" >/dev/null
test_empty 'and the screen is dark' tests/qemu/screen "$T/dark.ppm"
guest_stop dark
test_done
