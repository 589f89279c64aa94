# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T is set by tests/lib.sh
# Disks of every usual kind, with a canary; sourced.

disks='virtio nvme sata scsi usb sd'

# disks_make: 8 MiB of noise a disk, and the list of their hashes.
disks_make()
{
	for disk in $disks; do
		head -c 8388608 /dev/urandom >"$T/$disk.img"
	done
	(cd "$T" && sha256sum -- *.img >hashes)
	test "$(wc -l <"$T/hashes")" -eq 6
}

# disks_attach: QEMU arguments for all of them.
disks_attach()
{
	for disk in $disks; do
		echo "-drive if=none,format=raw,cache=writethrough,id=$disk,file=$T/$disk.img"
	done
	echo '-device virtio-blk-pci,drive=virtio -device nvme,drive=nvme,serial=canary'
	echo '-device ide-hd,drive=sata,bus=ide.0'
	echo '-device virtio-scsi-pci -device scsi-hd,drive=scsi'
	echo '-device qemu-xhci -device usb-storage,drive=usb'
	echo '-device sdhci-pci -device sd-card,drive=sd'
}

# disks_unchanged: are they what they were?
disks_unchanged()
{
	(cd "$T" && sha256sum -c hashes)
}
