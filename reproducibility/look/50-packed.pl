# SPDX-License-Identifier: BSD-2-Clause
# What is packed as a whole: the headers of each compressor, field by field, and
# then what is in it.
my %OPEN = (gzip => [qw(gzip -dc)], xz => [qw(xz -dc)], zstd => [qw(zstd -dcq)], bzip2 => [qw(bzip2 -dc)],
	lz4 => [qw(lz4 -dcq)], lzip => [qw(lzip -dc)], lzma => [qw(xz --format=lzma -dc)]);

# Each: [what, value, trap], in the order of the file.
my %HEADER = (gzip => \&gzip_header, xz => \&xz_header, zstd => \&zstd_header,
	bzip2 => sub { my $d = shift; return ['the block size (the level)', substr($$d, 3, 1), 'another level; pin it'] },
	lz4 => sub { my $d = shift; my ($f, $bd) = unpack 'x4 C C', cut($d, 0, 6); return (['the flags (checksums, size, blocks)', sprintf('%#x', $f), 'another version or option of lz4'], ['the block size', ($bd >> 4) & 7, 'another level or option of lz4']) },
	lzip => sub { my $d = shift; return ['the dictionary', number($d, 5, 'C'), 'another level; pin it'] },
	lzma => sub { my $d = shift; return (['the dictionary', number($d, 1, 'V'), 'another level; pin it'], ['the size of the contents', unpack('H*', cut($d, 5, 8)), 'packed from a pipe or from a file']) });

sub gzip_header {
	my $d = shift;
	my ($flags, $time, $xfl, $os) = unpack 'x3 C V C C', cut($d, 0, 10);
	my ($at, $extra, $name, $comment, $crc) = (10, 'none', 'none', 'none', 'none');
	if ($flags & 4) { my $n = number($d, $at, 'v'); $extra = unpack 'H*', cut($d, $at + 2, $n); $at += 2 + $n }
	for (($flags & 8 ? \$name : ()), $flags & 16 ? \$comment : ()) {
		my $e = index $$d, "\0", $at;
		die "no end of a name\n" if $e < 0;
		$$_ = substr $$d, $at, $e - $at;
		$at = $e + 1;
	}
	$crc = 'there' if $flags & 2;
	my %os = (0 => 'FAT', 3 => 'Unix', 7 => 'Macintosh', 11 => 'NTFS', 10 => 'TOPS-20', 19 => 'macOS', 255 => 'unknown');
	return (['the time of packing', $time ? when($time) : 'none', 'gzip -n leaves name and time out'],
		['the name of the file', $name, 'gzip -n leaves name and time out'],
		['the operating system', $os{$os} // $os, 'another gzip (a library, another language\'s or system\'s); pin it'],
		['the level\'s mark (XFL)', {0 => 'usual', 2 => 'best', 4 => 'fastest'}->{$xfl} // $xfl, 'another level; pin it'],
		['the comment', $comment, 'a comment made by the build'], ['the extra field', $extra, 'another gzip (bgzip, dictzip); pin it'],
		['a checksum of the header', $crc, 'another gzip; pin it'], ['the text flag', $flags & 1, 'another gzip; pin it']);
}

sub xz_number {
	my ($d, $at) = @_;
	my ($n, $shift) = (0, 0);
	while (1) {
		my $c = number($d, $$at++, 'C');
		$n |= ($c & 127) << $shift;
		return $n if $c < 128;
		die "not a number\n" if ($shift += 7) > 56;
	}
	return;
}
sub xz_header {
	my $d = shift;
	my $check = number($d, 7, 'C') & 15;
	my ($size, $flags, $at) = (number($d, 12, 'C'), number($d, 13, 'C'), 14);
	my $sizes = $flags & 0xc0 ? 'there' : 'none';
	for (0x40, 0x80) { xz_number($d, \$at) if $flags & $_ }
	my @filter;
	my %name = (3 => 'delta', 4 => 'x86', 0x21 => 'LZMA2');
	for (0 .. $flags & 3) {
		last if $size == 0;
		my ($id, $n) = (xz_number($d, \$at), xz_number($d, \$at));
		push @filter, ($name{$id} // sprintf '%#x', $id) . ' ' . unpack 'H*', cut($d, $at, $n);
		$at += $n;
	}
	# The index, at the end, counts the blocks.
	my $blocks = 'unknown';
	if (length($$d) % 4 == 0 and substr($$d, -2) eq 'YZ') {
		my $back = (number($d, length($$d) - 8, 'V') + 1) * 4;
		my $i = length($$d) - 12 - $back + 1;
		$blocks = xz_number($d, \$i) if $i > 12;
	}
	return (['the checksum', {0 => 'none', 1 => 'CRC32', 4 => 'CRC64', 10 => 'SHA-256'}->{$check} // $check, 'xz --check; pin it'],
		['the filter and its dictionary', join(', ', @filter), 'another level or filter (xz -0 to -9, --x86); pin it'],
		['the sizes in the header of a block (which xz writes with several threads)', $sizes, 'xz with another number of threads; -T1'],
		['the number of blocks', $blocks, 'xz with another number of threads or --block-size; -T1']);
}

sub zstd_header {
	my $d = shift;
	my ($at, $skip) = (0, 0);
	while (number($d, $at, 'V') >> 4 == 0x184D2A5) { $at += 8 + number($d, $at + 4, 'V'); $skip++ }
	my $f = number($d, $at + 4, 'C');
	my $single = $f >> 5 & 1;
	my $window = $single ? 'the whole contents' : do { my $w = number($d, $at + 5, 'C'); my $b = 1 << (10 + ($w >> 3)); $b + $b / 8 * ($w & 7) };
	my $id = (0, 1, 2, 4)[$f & 3];
	my $n = (($single ? 1 : 0), 2, 4, 8)[$f >> 6];
	my $size = 'none';
	if ($n) {
		my $p = $at + 5 + !$single + $id;
		$size = $n == 1 ? number($d, $p, 'C') : $n == 2 ? number($d, $p, 'v') + 256 : $n == 4 ? number($d, $p, 'V') : number($d, $p, 'Q<');
	}
	return (['frames to be skipped before it', $skip, 'another packer (pzstd, or one that signs or indexes)'],
		['the checksum', $f & 4 ? 'there' : 'none', 'zstd --check and --no-check, or a library that makes none; pin it'],
		['the size of the contents', $size, 'packed from a pipe, which has no size, or from a file (zstd --stream-size, --no-content-size)'],
		['the window', $window, 'another level, --long, or packed from a pipe; pin it'],
		['a dictionary', $id ? unpack 'H*', cut($d, $at + 5 + !$single, $id) : 'none', 'zstd -D with another dictionary']);
}

# packed NAME, A, KIND-A, B, KIND-B, DEPTH
sub packed {
	my ($name, $a, $ka, $b, $kb, $depth) = @_;
	my ($x, $wx) = through($a, @{$OPEN{$ka}});
	my ($y, $wy) = through($b, @{$OPEN{$kb}});
	my $opened = $x && $y;
	my $same = $opened && $$x eq $$y;
	my $told = 0;
	if ($ka eq $kb) {
		my @ha = eval { $HEADER{$ka}->($a) };
		my @hb = eval { $HEADER{$ka}->($b) };
		for my $i (0 .. min($#ha, $#hb)) {
			next if $ha[$i][1] eq $hb[$i][1];
			# Other contents have other sizes.
			next if !$same and $ha[$i][0] =~ /size of the contents|window|number of blocks/ and $ha[$i][1] ne 'none' and $hb[$i][1] ne 'none';
			my $has = "the $ka header has $ha[$i][0]: " . word($ha[$i][1]) . ' and ' . word($hb[$i][1]);
			# Some are of how the contents are compressed, others only say something.
			my $how = $same && $ha[$i][2] =~ /level|threads/;
			$told += note($name, ($how ? "the same contents, compressed differently: $has" : $same ? "$has, the contents are the same" : $has) . "; trap: $ha[$i][2]");
		}
	} else {
		$told += note($name, "is packed by $ka in the first and by $kb in the second" . ($same ? ', the contents are the same' : '') . '; trap: another compressor; pin it');
	}
	if (!$opened) { note($name, 'the contents are not looked into: ' . ($wx || $wy)) if !$told or $wx !~ /^no / }
	elsif (!$same) { look(kind($x) =~ /^(?:ar|cpio|tar|zip)$/ ? $name : "$name (unpacked)", $x, $y, $depth + 1) }
	elsif (!$told) {
		my ($p, $q) = map { length $$_ } $a, $b;
		note($name, "the same contents, compressed differently ($p and $q bytes); trap: version, level or threads of the compressor, or another library (zlib-ng, pigz); pin it, one thread");
	}
	return 1;
}
for my $k (keys %OPEN) { $LOOK{$k} = sub { my ($name, $a, $b, $depth) = @_; return packed($name, $a, $k, $b, $k, $depth) } }

# packed_otherwise: two compressors, or packed on one side only.
sub packed_otherwise {
	my ($name, $a, $ka, $b, $kb, $depth) = @_;
	return packed($name, $a, $ka, $b, $kb, $depth) if $OPEN{$ka} and $OPEN{$kb};
	for ([$a, $ka, $b, 'first'], [$b, $kb, $a, 'second']) {
		my ($d, $k, $other, $side) = @$_;
		next if !$OPEN{$k};
		my ($x) = through($d, @{$OPEN{$k}});
		return note($name, "is packed by $k in the $side and not in the other, the contents are the same; trap: a compressor that was found in one build only, or an option of the packer") if $x and $$x eq $$other;
	}
	return 0;
}
