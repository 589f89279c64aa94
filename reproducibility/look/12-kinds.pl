# SPDX-License-Identifier: BSD-2-Clause
# Which kind of thing bytes are: by their magic numbers, and no guess beyond.
my @MAGIC = (
	[zip => qr/^PK(?:\x03\x04|\x05\x06|\x07\x08PK)/], [ar => qr/^!<(?:arch|thin)>\n/],
	[cpio => qr/^07070[127][0-9A-Fa-f]{6}/], [cpio => qr/^(?:\xc7\x71|\x71\xc7)..../s],
	[gzip => qr/^\x1f\x8b\x08/], [xz => qr/^\xfd7zXZ\0/], [bzip2 => qr/^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/],
	[zstd => qr/^(?:\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18)/], [lz4 => qr/^\x04\x22\x4d\x18|^\x02\x21\x4c\x18/],
	[lzip => qr/^LZIP\x01/], [lzma => qr/^\x5d\0\0[\0-\xff]{2}(?:\xff{8}|.{5}\0\0\0)/s],
	[elf => qr/^\x7fELF[\x01\x02][\x01\x02]/], [squashfs => qr/^hsqs/], [pyc => qr/^..\r\n/s],
	[cab => qr/^MSCF\0\0\0\0/], ['7z' => qr/^7z\xbc\xaf\x27\x1c/], [rar => qr/^Rar!\x1a\x07/], [lrzip => qr/^LRZI/],
	[lzop => qr/^\x89LZO\0/], [png => qr/^\x89PNG\r\n\x1a\n/], [dtb => qr/^\xd0\x0d\xfe\xed/],
);

# kind DATA
sub kind {
	my $d = shift;
	return 'empty' if !length $$d;
	my $head = substr $$d, 0, 64;
	for (@MAGIC) { return $_->[0] if $head =~ $_->[1] }
	my $n = length $$d;
	return 'tar' if $n >= 512 and substr($$d, 257, 5) eq 'ustar';
	return 'tar' if $n >= 1024 and tar_checksum($d, 0);
	if ($n >= 64 and $head =~ /^MZ/) {
		my $at = unpack 'V', substr $$d, 60, 4;
		return 'pe' if $at < $n - 24 and substr($$d, $at, 4) eq "PE\0\0";
	}
	return 'bzimage' if $n > 0x260 and substr($$d, 0x202, 4) eq 'HdrS';
	return 'iso' if $n > 34816 and substr($$d, 32769, 5) eq 'CD001';
	return 'ext' if $n > 2048 and substr($$d, 1080, 2) eq "\x53\xef";
	return 'disk' if $n > 1024 and substr($$d, 512, 8) eq 'EFI PART';
	if ($n >= 512 and substr($$d, 510, 2) eq "\x55\xaa") {
		return 'fat' if substr($$d, 54, 3) eq 'FAT' or substr($$d, 82, 5) eq 'FAT32';
		return 'disk';
	}
	# Text may have a few control characters (escapes, form feeds), but no NUL.
	my $some = substr $$d, 0, 1 << 20;
	return 'binary' if index($some, "\0") >= 0;
	my $odd = ($some =~ tr/\x01-\x08\x0e-\x1a\x1c-\x1f\x7f//);
	my $high = ($some =~ tr/\x80-\xff//);
	return 'binary' if $odd * 50 > length $some;
	return 'binary' if $high * 3 > length $some and !utf8::decode(my $copy = $some);
	return 'text';
}
sub a_kind {
	my $k = shift;
	return {empty => 'empty', text => 'text', binary => 'binary data', elf => 'an ELF program or object', pe => 'a PE program'}->{$k}
		// ($k =~ /^(?:ar|iso|ext|elf|lz|xz)/ ? "an $k" : "a $k") . ($k =~ /^(?:ar|cpio|tar|zip|7z|rar|cab)$/ ? ' archive' : ' file');
}
