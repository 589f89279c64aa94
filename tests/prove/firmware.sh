# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T and O are set by tests/lib.sh
# Boots through UEFI firmware (OVMF), with the flash and the TPM of a name, which
# outlive the guest. After guests.sh.
ovmf=/usr/share/OVMF
need_file /usr/lib/systemd/boot/efi/linuxx64.efi.stub "$ovmf/OVMF_CODE_4M.fd" "$ovmf/OVMF_VARS_4M.fd"

# stick NAME FOLDER: an image as a UKI, in $T/NAME.iso. An NMI makes it panic.
# shellcheck disable=SC2046 # words of a kernel command line
stick()
{
	"$O/tools/stmgr" uki create -kernel "$2/kernel" -initramfs "$2/initramfs.cpio.zst" -out "$T/$1" \
		-cmdline "$(image_cmdline "$2" $(net_static) wg.address=10.64.0.1/24 no_timer_check unknown_nmi_panic)"
}

# firmware NAME STICK [QEMU-ARGUMENT...]: a boot with the flash and, if $T/NAME.tpm
# is there, the TPM of NAME; swtpm ends with QEMU, and logs each command.
# shellcheck disable=SC2046 # QEMU arguments
firmware()
{
	firmware_name=$1
	firmware_stick=$2
	shift 2
	test -e "$T/$firmware_name.flash" || cp "$ovmf/OVMF_VARS_4M.fd" "$T/$firmware_name.flash"
	if test -d "$T/$firmware_name.tpm"; then
		swtpm socket --tpm2 --tpmstate "dir=$T/$firmware_name.tpm" --terminate --daemon \
			--ctrl "type=unixio,path=$T/$firmware_name.ctrl" --log "file=$T/$firmware_name.tpmlog,level=20"
		set -- -chardev "socket,id=tpm,path=$T/$firmware_name.ctrl" -tpmdev emulator,id=tpm0,chardev=tpm \
			-device tpm-tis,tpmdev=tpm0 "$@"
	fi
	GUEST_MEM=512 guest_firmware "$firmware_name" \
		-drive "if=pflash,format=raw,readonly=on,file=$ovmf/OVMF_CODE_4M.fd" \
		-drive "if=pflash,format=raw,file=$T/$firmware_name.flash" \
		-device qemu-xhci -device usb-storage,drive=stick \
		-drive "if=none,id=stick,format=raw,readonly=on,file=$firmware_stick" $(net_server) "$@"
}

# up NAME: the image has booted.
up() { guest_wait "$1" '^mayfly: wireguard .*publickey=' 180 && sleep 2; }

# unplugged NAME STICK: a boot, then the plug is pulled.
unplugged()
{
	firmware "$1" "$2"
	up "$1"
	guest_stop "$1"
}

# panicked NAME STICK: a boot, a panic, the boot after it by itself, then the plug.
panicked()
{
	firmware "$1" "$2"
	up "$1"
	guest_qmp "$1" inject-nmi
	guest_wait "$1" 'Kernel panic' 30
	guest_qmp "$1" stop
	: >"$T/$1.log"
	guest_qmp "$1" cont
	up "$1"
	guest_stop "$1"
}

# turned_off NAME STICK: a boot of the debug flavour, whose shell turns it off.
turned_off()
{
	GUEST_INPUT=1 firmware "$1" "$2"
	up "$1"
	guest_type "$1" 'kill -USR2 1'
	guest_gone "$1" 60
}
