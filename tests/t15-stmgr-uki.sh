#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# stmgr uki: what other programs say about its boot media, UKIs and signatures.
. tests/lib.sh
need jq xorriso fsck.fat mdir mcopy sfdisk sbverify sbsign objcopy openssl
stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub
need_file "$O/tools/stmgr" "$O/vpn/kernel" "$O/vpn/initramfs.cpio.zst" "$stub"
stmgr=$(realpath "$O/tools/stmgr")
kernel=$(realpath "$O/vpn/kernel")
initramfs=$(realpath "$O/vpn/initramfs.cpio.zst")
unset SOURCE_DATE_EPOCH

# not COMMAND...: it fails. (set -e takes no notice of "! COMMAND".)
not()
{
	if "$@"; then
		echo "did not fail: $*"
		return 1
	fi
}

create()
{
	"$stmgr" uki create -kernel "$kernel" -initramfs "$initramfs" \
		-cmdline 'console=ttyS0 quiet' "$@"
}

# partition ISO: cut out the image of its EFI system partition, as sfdisk sees it.
partition()
{
	sfdisk -J "$1" >"$T/table"
	jq -e '.partitiontable.partitions | length == 1' "$T/table"
	jq -er '.partitiontable.partitions[0].type' "$T/table" | grep -qi '^c12a7328-f81f-11d2-ba4b-00a0c93ec93b$'
	start=$(jq -er '.partitiontable.partitions[0].start' "$T/table")
	size=$(jq -er '.partitiontable.partitions[0].size' "$T/table")
	tail -c +$((start * 512 + 1)) "$1" | head -c $((size * 512)) >"$T/esp"
}

# medium ISO PROGRAM BITS: a sound image with just this program in it.
medium()
{
	partition "$1"
	test $((start % 4)) -eq 0 && test $((size % 4)) -eq 0
	sfdisk --verify "$1" 2>&1 | grep -q 'No errors detected'
	sfdisk -l -Y dos "$1" | grep -qE " $start +$((start + size - 1)) +$size .* ef "
	fsck.fat -vn "$T/esp" | tee "$T/fsck"
	grep -q "FATs, $3 bit entries" "$T/fsck"
	test "$(mdir -/ -b -i "$T/esp" | tr '\n' ' ')" = '::/EFI/ ::/EFI/BOOT/ ::/EFI/BOOT/BOOTX64.EFI '
	mcopy -n -o -i "$T/esp" ::/EFI/BOOT/BOOTX64.EFI "$T/from-fat"
	cmp "$T/from-fat" "$2"
	# The boot catalog names the same place.
	xorriso -indev "$1" -report_el_torito plain 2>"$T/xorriso" >"$T/torito"
	cat "$T/xorriso" "$T/torito"
	grep -q "^Volume id *: 'STBOOT'" "$T/xorriso" "$T/torito"
	grep -qE "^El Torito boot img : +1 +UEFI +y +none +0x0000 +0x00 +$size +$((start / 4))$" "$T/torito"
	rm -f "$T/from-iso"
	xorriso -osirrox on -indev "$1" -extract /EFI/BOOT/BOOTX64.EFI "$T/from-iso" 2>"$T/xorriso"
	not grep -E 'FAILURE|SORRY|FATAL' "$T/xorriso"
	cmp "$T/from-iso" "$2"
}

kernel_medium()
{
	cp "$kernel" "$T/k.efi"
	"$stmgr" uki to-iso -in "$T/k.efi"
	medium "$T/k.iso" "$kernel" 16
}

small_medium()
{
	"$stmgr" uki to-iso -in "$stub" -out "$T/small.iso"
	medium "$T/small.iso" "$stub" 12
	test "$(wc -c <"$T/small.iso")" -lt 250000
}

# A hole in the middle; 40 MB, so that the catalog's 16 bits do not suffice.
large_medium()
{
	truncate -s 40000000 "$T/hole"
	"$stmgr" uki create -kernel "$kernel" -initramfs "$T/hole" -format uki,iso -out "$T/large"
	partition "$T/large.iso"
	fsck.fat -vn "$T/esp"
	xorriso -indev "$T/large.iso" -report_el_torito plain 2>&1 | tee "$T/torito"
	grep -qE "^El Torito boot img : .* 0 +$((start / 4))$" "$T/torito"
}

no_large_media()
{
	test "$(wc -c <"$T/k.iso")" -le $(($(wc -c <"$kernel") + 200000))
	test "$(wc -c <"$T/k.iso")" -le 10000000
}

same_twice()
{
	create -out "$T/a" -format iso,uki,
	cp "$stub" "$T/other.stub"
	mkdir "$T/dir"
	cp "$kernel" "$T/dir/other-name"
	touch -d 2001-01-01 "$T/dir/other-name"
	(
		umask 077
		cd "$T/dir"
		TZ=Asia/Tokyo "$stmgr" uki create -kernel other-name -initramfs "$initramfs" \
			-cmdline 'console=ttyS0 quiet' -out b.uki -format uki,iso -stub ../other.stub
	)
	cmp "$T/a.iso" "$T/dir/b.iso"
	cmp "$T/a.uki" "$T/dir/b.uki"
	test "$(stat -c %a "$T/dir/b.iso")" = 644
	"$stmgr" uki to-iso -in "$T/a.uki" -out "$T/c.iso"
	cmp "$T/a.iso" "$T/c.iso"
}

# The time is the only thing that SOURCE_DATE_EPOCH decides.
dated()
{
	SOURCE_DATE_EPOCH=1700000000 "$stmgr" uki to-iso -in "$T/a.uki" -out "$T/dated.iso"
	partition "$T/dated.iso"
	mdir -i "$T/esp" ::/EFI/BOOT | grep -q '2023-11-14 *22:13'
	test "$(cmp -l "$T/dated.iso" "$T/a.iso" | wc -l)" -lt 200
}

section()
{
	objcopy --dump-section "$2=$3" "$1" "$T/objcopy"
}

# Whole sections, byte for byte, as GNU objcopy finds them.
sections()
{
	section "$T/a.uki" .linux "$T/s"
	head -c "$(wc -c <"$kernel")" "$T/s" | cmp - "$kernel"
	section "$T/a.uki" .initrd "$T/s"
	head -c "$(wc -c <"$initramfs")" "$T/s" | cmp - "$initramfs"
	section "$T/a.uki" .cmdline "$T/s"
	tr -d '\000' <"$T/s" >"$T/s2"
	echo 'console=ttyS0 quiet' | cmp - "$T/s2"
	section "$T/a.uki" .osrel "$T/s"
	grep -qx 'ID=stboot' "$T/s"
	printf 'ID=mine\n' >"$T/osrel"
	create -out "$T/mine" -format uki -osrelease "$T/osrel"
	section "$T/mine.uki" .osrel "$T/s"
	grep -aqx 'ID=mine' "$T/s"
}

sbat()
{
	printf 'sbat,1,a,b,c,d\nmine,1,a,b,c,d\n' >"$T/sbat"
	section "$T/a.uki" .sbat "$T/s"
	grep -aq '^systemd,1,' "$T/s"
	create -out "$T/mine" -format uki -sbat "$T/sbat"
	section "$T/mine.uki" .sbat "$T/s"
	grep -aq '^mine,1,' "$T/s"
	not grep -aq '^systemd,1,' "$T/s"
	test "$(objdump -h "$T/mine.uki" | grep -c ' \.sbat ')" -eq 1
	create -out "$T/mine" -format uki -sbat "$T/sbat" -append-sbat
	section "$T/mine.uki" .sbat "$T/s"
	grep -aq '^systemd,1,' "$T/s"
	grep -aq '^mine,1,' "$T/s"
	test "$(grep -ac '^sbat,' "$T/s")" -eq 1
	# The kernel stays last, whatever there is.
	last_is_the_kernel "$T/mine.uki"
	last_is_the_kernel "$T/a.uki"
}

# last_is_the_kernel UKI: .linux ends the image, and has all the room that the kernel
# asks for (SizeOfImage): a stub may start it where it is.
last_is_the_kernel()
{
	objdump -h "$1" | awk '/^ *[0-9]+ \./ {name = $2; address = $4} END {print name}' | grep -qx '\.linux'
	size=$(objdump -p "$kernel" | awk '$1 == "SizeOfImage" {print $2}')
	perl -e '
		my ($file, $want) = @ARGV;
		local $/;
		open(my $in, "<:raw", $file) or die;
		my $d = <$in>;
		my $pe = unpack("V", substr($d, 60, 4));
		my ($n, $opt) = unpack("x6 v x12 v", substr($d, $pe, 24));
		for (0 .. $n - 1) {
			my ($name, $size) = unpack("Z8 V", substr($d, $pe + 24 + $opt + 40 * $_, 12));
			exit($size == hex $want ? 0 : 1) if $name eq ".linux";
		}
		exit 1' "$1" "$size"
}

key()
{
	openssl req -x509 -newkey "$2" -nodes -keyout "$T/$1.key" -out "$T/$1.crt" -subj "/CN=$1" -days 30
}

signs()
{
	key one rsa:2048
	key two rsa:2048
	create -out "$T/signed" -format uki,iso -signkey "$T/one.key" -signcert "$T/one.crt"
	sbverify --cert "$T/one.crt" "$T/signed.uki" 2>&1 | tee "$T/says"
	not grep -i warning "$T/says"
	not sbverify --cert "$T/two.crt" "$T/signed.uki"
	# One byte of the kernel
	cp "$T/signed.uki" "$T/flipped.uki"
	printf X | dd of="$T/flipped.uki" bs=1 seek=3000000 conv=notrunc
	not sbverify --cert "$T/one.crt" "$T/flipped.uki"
	create -out "$T/again" -format uki -signkey "$T/one.key" -signcert "$T/one.crt"
	cmp "$T/signed.uki" "$T/again.uki"
	partition "$T/signed.iso"
	mcopy -n -o -i "$T/esp" ::/EFI/BOOT/BOOTX64.EFI "$T/from-fat"
	cmp "$T/from-fat" "$T/signed.uki"
}

# Our digest is the one in a signature of sbsign's, and signing does not change it.
digest()
{
	for file in "$T/a.uki" "$kernel" "$stub"; do
		sbsign --key "$T/one.key" --cert "$T/one.crt" --output "$T/sbsigned" "$file"
		"$stmgr" uki digest -in "$file" >"$T/digest"
		"$stmgr" uki digest -in "$T/sbsigned" | cmp - "$T/digest"
		grep -qE '^[0-9a-f]{64}$' "$T/digest"
		sbattach --detach "$T/signature" "$T/sbsigned"
		openssl asn1parse -inform DER -in "$T/signature" | tr 'A-F' 'a-f' | grep -q "$(cat "$T/digest")"
	done
	"$stmgr" uki to-iso -in "$T/sbsigned" -out "$T/sbsigned.iso"
	medium "$T/sbsigned.iso" "$T/sbsigned" 12
}

# refused COMMAND...: nothing is written; status and message in $T/refusal.
refused()
{
	refused_status=0
	"$@" >/dev/null 2>"$T/says" || refused_status=$?
	cat "$T/says"
	echo "status $refused_status"
	test ! -e "$T/no.iso" && test ! -e "$T/no.uki"
	echo "$refused_status $(head -n 1 "$T/says")" >"$T/refusal"
}

refuses()
{
	while read -r want; do
		read -r words
		# shellcheck disable=SC2086 # words are meant
		refused create -out "$T/no" $words
		grep -qE "^$want" "$T/refusal"
	done <<-END
		1 .*longer than 2047
		-cmdline $(printf '%02048d' 0)
		1 .*not an EFI program
		-kernel $initramfs
		1 .*not an EFI program
		-stub $initramfs
		3 .*no EFI stub .*systemd-boot-efi.* -stub
		-stub $T/none
		1 .*not a mere stub
		-stub $T/a.uki
		3 .*No such file
		-initramfs $T/none
		1 .*is empty
		-initramfs $T/empty
		2 .*go together
		-signkey $T/one.key
		1 .*do not belong together
		-signkey $T/one.key -signcert $T/two.crt
		1 .*not an RSA key
		-signkey $T/ec.key -signcert $T/ec.crt
		1 .*not an unencrypted private key
		-signkey $T/locked.key -signcert $T/one.crt
		2 .*-format
		-format iso,efi
		2 .*-format
		-format ,
		2 .*needs -sbat
		-append-sbat
	END
	refused "$stmgr" uki to-iso -in "$initramfs" -out "$T/no.iso"
	grep -q '^1 .*not an EFI program' "$T/refusal"
	SOURCE_DATE_EPOCH=x refused "$stmgr" uki to-iso -in "$T/a.uki" -out "$T/no.iso"
	grep -q '^2 .*SOURCE_DATE_EPOCH' "$T/refusal"
	cp "$T/a.uki" "$T/same.uki"
	refused "$stmgr" uki to-iso -in "$T/same.uki" -out "$T/same.uki"
	grep -q '^1 .*would replace' "$T/refusal"
	cmp "$T/a.uki" "$T/same.uki"
	refused "$stmgr" uki digest -in "$initramfs"
	grep -q '^1 .*not an EFI program' "$T/refusal"
	refused "$stmgr" uki create -initramfs "$initramfs"
	grep -q '^2 .*-kernel is needed' "$T/refusal"
}

keeps_old()
{
	echo old >"$T/old.iso"
	not create -out "$T/old.iso"
	test "$(cat "$T/old.iso")" = old
	not create -out "$T/old" -force=false -format iso,uki
	test ! -e "$T/old.uki"
	create -out "$T/old.iso" -force
	cmp "$T/old.iso" "$T/a.iso"
}

test_ok 'the kernel as a medium: fsck, mtools, sfdisk, xorriso agree' kernel_medium
test_ok 'it is hardly larger than the kernel' no_large_media
test_ok 'a small program as a medium: FAT12' small_medium
test_ok 'a large one: the catalog leaves the size to the end of the CD' large_medium
test_ok 'same inputs, same bytes, whatever names, directory, umask, time zone' same_twice
test_ok 'SOURCE_DATE_EPOCH is the date, and changes nothing else' dated
test_ok 'objcopy finds kernel, initramfs, command line and os-release' sections
test_ok 'SBAT lines are kept, replaced or appended' sbat
test_ok 'sbverify accepts the signature, not of another file or key' signs
test_ok 'the digest is the one that sbsign signs' digest
openssl ecparam -genkey -name prime256v1 -noout -out "$T/ec.key"
openssl req -x509 -new -key "$T/ec.key" -subj /CN=ec -days 30 -out "$T/ec.crt"
openssl rsa -aes128 -passout pass:x -in "$T/one.key" -out "$T/locked.key" 2>"$T/.openssl"
: >"$T/empty"
test_ok 'what cannot work is refused with a reason, and nothing is written' refuses
test_ok 'an ISO that is there is replaced only with -force' keeps_old
test_done
