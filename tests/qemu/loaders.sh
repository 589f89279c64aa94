# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # O and T are set by tests/lib.sh
# Boot loaders from Debian (tests/loaders.packages) on a disk, between OVMF and
# stboot.efi. Sourced after tests/qemu/guest.sh. Each disk has the initrd
# $T/foreign.cpio, and a menu that offers it to what it starts.
ovmf=/usr/share/OVMF
# Keys for tests that the package ovmf comes with; its firmware trusts them.
snakeoil=/usr/share/ovmf/PkKek-1-snakeoil

# loaders_unpack: Debian's packages; where they are, in $T/loaders.
loaders_unpack()
{
	CACHE=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mayfly}
	export CACHE
	recipes/builder tests/loaders.lock >"$T/loaders"
	openssl rsa -in "$snakeoil.key" -passin pass:snakeoil -out "$T/snakeoil.key"
}

# loader_file WHICH: where that loader is.
loader_file()
{
	case $1 in
	grub) set -- grub/x86_64-efi-signed/grubx64.efi.signed ;;
	shim) set -- shim/shimx64.efi.signed ;;
	systemd-boot) set -- systemd/boot/efi/systemd-bootx64.efi ;;
	esac
	echo "$(cat "$T/loaders")/usr/lib/$1"
}

# loader_sign IN OUT: signed by the owner's key, which the firmware trusts.
loader_sign()
{
	sbsign --key "$T/snakeoil.key" --cert "$snakeoil.pem" --output "$2" "$1" 2>&1
}

# loader_disk NAME WHAT=FILE...: an EFI system partition, $T/NAME.img, with these
# files, stboot.efi of FILE and the initrd.
loader_disk()
{
	disk=$T/$1.img
	shift
	truncate -s 32M "$disk"
	mkfs.fat "$disk" >/dev/null
	mmd -i "$disk" ::EFI ::EFI/BOOT ::EFI/debian ::loader ::loader/entries
	for file in "foreign.cpio=$T/foreign.cpio" "$@"; do
		mcopy -i "$disk" "${file#*=}" "::${file%%=*}"
	done
}

# loader_systemd NAME LOADER FILE [PATH=FILE...]: a disk with systemd-boot's file LOADER
# and an entry for FILE that offers the initrd.
loader_systemd()
{
	name=$1
	echo 'timeout 0' >"$T/loader.conf"
	printf '%s\n' 'title stboot' 'linux /stboot.efi' 'initrd /foreign.cpio' \
		'options init=/foreign' >"$T/entry.conf"
	main=$2
	kernel=$3
	shift 3
	loader_disk "$name" "loader/loader.conf=$T/loader.conf" "loader/entries/stboot.conf=$T/entry.conf" \
		"EFI/BOOT/BOOTX64.EFI=$main" "stboot.efi=$kernel" "$@"
}

# loader_grub NAME LOADER FILE [PATH=FILE...]: the same for GRUB; its menu is $T/grub.cfg.
loader_grub()
{
	name=$1
	main=$2
	kernel=$3
	shift 3
	loader_disk "$name" "EFI/debian/grub.cfg=$T/grub.cfg" \
		"EFI/BOOT/BOOTX64.EFI=$main" "stboot.efi=$kernel" "$@"
}

# loader_start NAME [QEMU-ARGUMENT...]: firmware; it boots $T/NAME.img if there is one.
loader_start()
{
	name=$1
	shift
	cp "$ovmf/OVMF_VARS_4M.fd" "$T/$name.vars"
	loader_firmware "$name" OVMF_CODE_4M.fd "$@"
}

# loader_secure NAME: the same with Secure Boot.
loader_secure()
{
	cp "$ovmf/OVMF_VARS_4M.snakeoil.fd" "$T/$1.vars"
	loader_firmware "$1" OVMF_CODE_4M.snakeoil.fd -machine smm=on \
		-global driver=cfi.pflash01,property=secure,value=on
}

loader_firmware()
{
	name=$1
	code=$2
	shift 2
	test ! -e "$T/$name.img" ||
		set -- -drive "if=none,format=raw,id=disk,file=$T/$name.img" \
			-device virtio-blk-pci,drive=disk,romfile= "$@"
	GUEST_MEM=256 guest_firmware "$name" \
		-drive "if=pflash,format=raw,readonly=on,file=$ovmf/$code" \
		-drive "if=pflash,format=raw,file=$T/$name.vars" "$@"
}
