#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make compare` on what is packed as a whole, and on file systems.
. tests/lib.sh
. tests/pairs.sh
need bwrap perl gzip xz zstd bzip2 lz4 python3 mkfs.fat mcopy mksquashfs mkfs.ext4 xorriso

SEQ='seq 20000 >f; touch -d 2001-01-01 f;'
SAME='x.*: the same contents, compressed differently'
# shellcheck disable=SC2016 # the inner shell expands
{
	pair 'gzip: level' "$SEQ"' [ $SIDE = a ] && l=1 || l=9; gzip -nc$l f >x.gz; rm f' "$SAME: the gzip header has the level"
	pair 'gzip: near levels, which the header does not tell' "$SEQ"' [ $SIDE = a ] && l=4 || l=6; gzip -nc$l f >x.gz; rm f' "$SAME .* another library"
	pair 'gzip: name' "$SEQ"' [ $SIDE = a ] || mv f g; gzip -c [fg] >x.gz; rm [fg]' 'x.gz: the gzip header has the name of the file: f and g, the contents are the same'
	pair 'gzip: name and time in one only' "$SEQ"' [ $SIDE = a ] && n=-n || n=; gzip -c $n f >x.gz; rm f' 'x.gz: the gzip header has the time' 'x.gz: the gzip header has the name of the file: none and f'
	pair 'gzip: operating system' "$SEQ"' gzip -nc f >x.gz; rm f; [ $SIDE = a ] || printf "\377" | dd of=x.gz bs=1 seek=9 conv=notrunc status=none' 'x.gz: the gzip header has the operating system: Unix and unknown'
	pair 'gzip: contents' 'echo "/home/$SIDE/src" | gzip -n >x.gz' 'x.gz .unpacked.: .*trap: the build.s path'
	pair 'gzip: contents and time' 'echo "/home/$SIDE/src" >f; [ $SIDE = a ] && touch -d 2001-01-01 f || touch -d 2002-01-01 f; gzip -c f >x.gz; rm f' 'x.gz: the gzip header has the time' 'x.gz .unpacked.: .*trap: the build.s path'
	pair 'xz: level' "$SEQ"' [ $SIDE = a ] && l=1 || l=9; xz -T1 -c$l f >x.xz; rm f' "$SAME: the xz header has the filter and its dictionary"
	pair 'xz: checksum' "$SEQ"' [ $SIDE = a ] && c=crc32 || c=crc64; xz -T1 --check=$c -c f >x.xz; rm f' 'x.xz: the xz header has the checksum: CRC32 and CRC64, the contents are the same'
	pair 'xz: threads' "$SEQ"' [ $SIDE = a ] && t=1 || t=2; xz -T$t -c f >x.xz; rm f' "$SAME: the xz header has the sizes"
	pair 'xz: blocks' "$SEQ"' [ $SIDE = a ] && b= || b=--block-size=20000; xz -T1 $b -c f >x.xz; rm f' "$SAME: the xz header has the number of blocks: 1 and"
	pair 'xz: a filter for programs' "$SEQ"' [ $SIDE = a ] && f= || f="--x86 --lzma2"; xz -T1 $f -c f >x.xz; rm f' "$SAME: the xz header has the filter"
	pair 'zstd: level' "$SEQ"' [ $SIDE = a ] && l=1 || l=3; zstd -qc$l f >x.zst; rm f' "$SAME"
	pair 'zstd: checksum' "$SEQ"' [ $SIDE = a ] && c= || c=--no-check; zstd -qc $c f >x.zst; rm f' 'x.zst: the zstd header has the checksum: there and none'
	pair 'zstd: from a pipe, so without size' "$SEQ"' if [ $SIDE = a ]; then zstd -qc f; else cat f | zstd -qc; fi >x.zst; rm f' 'x.zst: the zstd header has the size of the contents: 108894 and none' 'x.zst.*the window'
	pair 'zstd: a frame before it' "$SEQ"' [ $SIDE = a ] || printf "\120\052\115\030\004\000\000\000abcd" >x.zst; zstd -qc f >>x.zst; rm f' 'x.zst: the zstd header has frames to be skipped before it: 0 and 1'
	pair 'bzip2: level' "$SEQ"' [ $SIDE = a ] && l=1 || l=9; bzip2 -c$l f >x.bz2; rm f' "$SAME: the bzip2 header has the block size"
	pair 'lz4: level' "$SEQ"' [ $SIDE = a ] && l=1 || l=9; lz4 -qc$l f >x.lz4; rm f' "$SAME"
	pair 'lz4: checksum' "$SEQ"' [ $SIDE = a ] && c= || c=--no-frame-crc; lz4 -qc $c f >x.lz4; rm f' 'x.lz4: the lz4 header has the flags'
	pair 'another compressor' "$SEQ"' if [ $SIDE = a ]; then gzip -nc f; else xz -T1 -c f; fi >x; rm f' 'x: is packed by gzip in the first and by xz in the second, the contents are the same'
	pair 'packed in one only' 'echo 1 >f; if [ $SIDE = a ]; then gzip -nc f; else cat f; fi >man.1; rm f' 'man.1: is packed by gzip in the first and not in the other, the contents are the same'
	pair 'tar.gz: only gzip' "$SEQ"' tar --owner=0 --group=0 -cf t.tar f; [ $SIDE = a ] && touch -d 2001-01-01 t.tar || touch -d 2002-01-01 t.tar; gzip t.tar; rm f' 't.tar.gz: the gzip header has the time of packing'
	pair 'tar.xz in a cpio: a time' 'mkdir h; echo 1 >h/a; [ $SIDE = a ] && touch -d 2001-01-01 h/a || touch -d 2002-01-01 h/a; touch -d 2001-01-01 h; tar --sort=name --owner=0 --group=0 -cJf h.tar.xz h; touch -d 2001-01-01 h.tar.xz
		echo h.tar.xz | cpio --quiet --reproducible -o -H newc >x.cpio; rm -r h h.tar.xz' 'x.cpio -> h.tar.xz -> h/a: time is 2001'

	FAT='truncate -s 2M x.img; mkfs.fat --invariant x.img >/dev/null; export MTOOLS_SKIP_CHECK=1 SOURCE_DATE_EPOCH=1000000000; '
	pair 'FAT: volume id' 'truncate -s 2M x.img; mkfs.fat -i $([ $SIDE = a ] && echo 11111111 || echo 22222222) x.img >/dev/null' 'x.img: the volume id is 11111111 and 22222222; trap'
	pair 'FAT: a file' "$FAT"'echo "/home/$SIDE/x" >f; touch -d 2001-01-01 f; mcopy -m -i x.img f ::/; rm f' 'x.img -> f: .*trap: the build.s path'
	pair 'FAT: times' "$FAT"'echo x >f; [ $SIDE = a ] && touch -d 2001-01-01 f || touch -d 2002-02-02 f; TZ=UTC mcopy -m -i x.img f ::/; rm f' 'x.img -> f: time is 2001-01-01.* and 2002-02-02' 'created' 'accessed'
	pair 'FAT: the order of files' "$FAT"'echo x >f; echo y >g; touch -d 2001-01-01 f g; [ $SIDE = a ] && set -- f g || set -- g f; for i; do mcopy -m -i x.img $i ::/; done; rm f g' 'x.img: the same members in another order'
	pair 'squashfs: time' 'mkdir d; echo x >d/f; touch -d 2001-01-01 d/f d; mksquashfs d x.sqfs -quiet -no-progress -all-root -mkfs-time 100000000$([ $SIDE = a ] && echo 1 || echo 2) >/dev/null; rm -r d' 'x.sqfs: the time it was made is 2001-09-09 01:46:41 and 2001-09-09 01:46:42; trap: the time'
	pair 'squashfs: compressor' 'mkdir d; echo x >d/f; touch -d 2001-01-01 d/f d; mksquashfs d x.sqfs -quiet -no-progress -all-root -mkfs-time 1000000000 -comp $([ $SIDE = a ] && echo gzip || echo xz) >/dev/null; rm -r d' 'x.sqfs: the compressor is'
	EXT='truncate -s 1M x.img; E2FSPROGS_FAKE_TIME=1000000000 mkfs.ext4 -q -O ^has_journal'
	U=11111111-1111-1111-1111-11111111111
	pair 'ext4: UUID' "$EXT -E hash_seed=${U}1 -U $U"'$([ $SIDE = a ] && echo 1 || echo 2) x.img' 'x.img: the UUID is .*trap: a random UUID'
	pair 'ext4: seed' "$EXT -U ${U}1 -E hash_seed=$U"'$([ $SIDE = a ] && echo 1 || echo 2) x.img' 'x.img: the seed of the hash is .*trap: a random UUID'
	pair 'ext4: time' 'truncate -s 1M x.img; E2FSPROGS_FAKE_TIME=100000000$([ $SIDE = a ] && echo 1 || echo 2) mkfs.ext4 -q -O ^has_journal '"-U ${U}1 -E hash_seed=${U}1 x.img" 'x.img: the time .*trap: the time of the build'
	ISO='mkdir d; echo x >d/f; touch -d 2001-01-01 d/f d; xorriso -as mkisofs -quiet -r --set_all_file_dates 2001010100000000 -o x.iso'
	pair 'ISO: volume id' "$ISO"' --modification-date=2001010100000000 -V TOY_$SIDE d 2>/dev/null; rm -r d' 'x.iso: the volume id is TOY_a and TOY_b; trap: a name'
	pair 'ISO: time' "$ISO"' -V TOY --modification-date=200101010000000$([ $SIDE = a ] && echo 1 || echo 2) d 2>/dev/null; rm -r d' 'x.iso: the time it was made is .*trap: the time' 'x.iso: the time it was modified'
	pair 'ISO: a file' 'mkdir d; echo "/home/$SIDE/x" >d/f; touch -d 2001-01-01 d/f d; xorriso -as mkisofs -quiet -r --set_all_file_dates 2001010100000000 --modification-date=2001010100000000 -V TOY -o x.iso d 2>/dev/null; rm -r d' 'x.iso -> f: .*trap: the build.s path'
	pair 'GPT: GUIDs' 'truncate -s 2M x.img; printf "label: gpt\nlabel-id: %s\nsize=1M, uuid=11111111-1111-1111-1111-111111111111\n" "11111111-1111-1111-1111-11111111111$([ $SIDE = a ] && echo 1 || echo 2)" | sfdisk -q x.img' 'x.img: the disk.s GUID is .*trap: a random UUID'
	pair 'GPT: the GUID of a partition' 'truncate -s 2M x.img; printf "label: gpt\nlabel-id: 11111111-1111-1111-1111-111111111111\nsize=1M, uuid=%s\n" "11111111-1111-1111-1111-11111111111$([ $SIDE = a ] && echo 1 || echo 2)" | sfdisk -q x.img' 'x.img: the GUID of partition 1 is .*trap: a random UUID'
}
test_done
