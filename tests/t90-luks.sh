#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The web root of a provisioning server on a LUKS2 volume, as
# configs/provision/README.md sets it up: made, closed, and opened after a reboot, by
# Debian's kernel and cryptsetup in a guest. A host need not have dm-crypt.
. tests/lib.sh
. tests/qemu/guest.sh
need qemu-system-x86_64 readelf bsdtar sha256sum

files=$O/luks
marker=published-in-the-clear-b0a5

# disks: an empty one, and one that is a tar archive of a web root.
disks()
{
	truncate -s 64M "$T/volume.img"
	mkdir -p "$T/www/web/pkg" "$T/www/web/stable"
	yes "$marker" | head -n 20000 >"$T/www/web/pkg/package.zip"
	echo "{\"$marker\": 1}" >"$T/www/web/stable/os.json"
	bsdtar -cf "$T/archive.img" --format ustar -C "$T/www" web
	truncate -s 4M "$T/archive.img"
}

# start NAME MODE
start()
{
	GUEST_MEM=256 guest_start "$1" "$files/kernel" "$files/initramfs.cpio" \
		"console=ttyS0 quiet panic=-1 luks.mode=$2 luks.marker=$marker" -no-reboot \
		-drive "if=none,format=raw,id=volume,file=$T/volume.img" \
		-device virtio-blk-pci,drive=volume,romfile= \
		-drive "if=none,format=raw,id=archive,readonly=on,file=$T/archive.img" \
		-device virtio-blk-pci,drive=archive,romfile=
}

# value NAME KEY WANT TEXT
value()
{
	test_is "$4" "$3" "$(guest_value "$1" "$2")"
}

ciphertext()
{
	grep -qa '^LUKS' "$T/volume.img"
	! grep -qa "$marker" "$T/volume.img"
}

test_ok 'the guest is there' tests/luks/build "$files"
test_ok 'an empty disk and a web root' disks
start make make
test_ok 'a volume is made and filled' guest_wait make '^luks: end=1' 120
value make format 0 'luksFormat'
value make version 2 'it is LUKS2'
value make pbkdf argon2id 'its key comes from the pass phrase by argon2id'
value make open 0 'it opens'
value make published 2 'files are published onto it'
test_ok 'control: the marker is in what was published' test "$(guest_value make plain)" -ge 20000
test_ok 'control: and in the opened volume' test "$(guest_value make inside)" -ge 20000
value make closed 1 'it is closed'
value make stored 0 'the disk does not contain the marker'
test_ok 'the guest ends' guest_gone make 30
test_ok 'the same, read from outside' ciphertext

start reopen open
test_ok 'after a reboot' guest_wait reopen '^luks: end=1' 120
value reopen locked 0 'it is locked'
test_ok 'and cannot be mounted' test "$(guest_value reopen mounted)" -ne 0
value reopen wrong 2 'another pass phrase does not open it'
value reopen open 0 'the right one does'
value reopen sum "$(cd "$T/www/web" && find . -type f | sort | xargs cat | sha256sum | cut -c 1-64)" \
	'all files are as they were published'
test_ok 'the guest ends' guest_gone reopen 30
test_done
