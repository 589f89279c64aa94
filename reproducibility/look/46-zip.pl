# SPDX-License-Identifier: BSD-2-Clause
# zip and what is one (jar, wheel, docx): central directory, local headers, and
# what lies between.
my %METHOD = (0 => 'stored', 8 => 'deflate', 9 => 'deflate64', 12 => 'bzip2', 14 => 'lzma', 93 => 'zstd', 95 => 'xz', 20 => 'zstd');
my %SYSTEM = (0 => 'FAT', 3 => 'Unix', 7 => 'Macintosh', 10 => 'NTFS', 19 => 'macOS');
my %EXTRA = (0x5455 => 'UT (times)', 0x7875 => 'ux (uid and gid)', 0x5855 => 'UX (times, uid and gid)', 0x000a => 'NTFS (times)',
	0x0001 => 'zip64', 0x7855 => 'Ux (uid and gid)', 0xcafe => 'jar', 0xd935 => 'alignment', 0x7075 => 'name in UTF-8', 0xa220 => 'padding');

# zip_extra BYTES: {ID => bytes}; what is no list is one entry.
sub zip_extra {
	my ($e, %x) = (shift);
	while (length $e >= 4) {
		my ($id, $n) = unpack 'v v', $e;
		last if 4 + $n > length $e;
		$x{$EXTRA{$id} || sprintf '%#06x', $id} = unpack 'H*', substr $e, 4, $n;
		substr $e, 0, 4 + $n, '';
	}
	$x{rest} = unpack 'H*', $e if length $e;
	return \%x;
}
sub zip_time {
	my ($time, $date) = @_;
	return sprintf '%04d-%02d-%02d %02d:%02d:%02d', 1980 + ($date >> 9), ($date >> 5) & 15, $date & 31, $time >> 11, ($time >> 5) & 63, ($time & 31) * 2;
}

# zip_open METHOD, BYTES, CRC, SIZE: the contents.
sub zip_open {
	my ($method, $raw, $crc, $size) = @_;
	return ($raw, '') if $method == 0;
	# Deflate is what gzip has between its header and its checksum.
	if ($method == 8) {
		my $gz = "\x1f\x8b\x08\0\0\0\0\0\0\xff" . $$raw . pack 'V V', $crc, $size & 0xffffffff;
		return through(\$gz, qw(gzip -dc));
	}
	return through($raw, $method == 12 ? qw(bzip2 -dc) : $method == 95 ? qw(xz -dc) : qw(zstd -dcq)) if $method =~ /^(?:12|95|93|20)$/;
	return (undef, 'its method is not known here: ' . ($METHOD{$method} || $method));
}

sub zip_read {
	my $d = shift;
	my $tail = substr $$d, -min(length $$d, 65557);
	my $end = rindex $tail, "PK\x05\x06";
	die "no central directory\n" if $end < 0 or $end + 22 > length $tail;
	$end += length($$d) - length $tail;
	my ($n, $size, $dir, $long) = unpack 'x10 v V V v', cut($d, $end, 22);
	my %zip = (comment => substr($$d, $end + 22), members => [], end => $end);
	if ($n == 0xffff or $dir == 0xffffffff and $end >= 20) {
		my $at = unpack 'Q<', cut($d, $end - 12, 8);
		($n, $size, $dir) = unpack 'x32 Q< Q< Q<', cut($d, $at, 56);
	}
	my ($at, $last) = ($dir, 0);
	die "too many members\n" if $n > 1e6;
	for (1 .. $n) {
		my ($sig, $made, $needs, $flags, $method, $time, $date, $crc, $packed, $full, $ln, $le, $lc, undef, $internal, $external, $local) =
			unpack 'a4 v v v v v v V V V v v v v v V V', cut($d, $at, 46);
		die "no entry of the directory\n" if $sig ne "PK\x01\x02";
		my $name = cut($d, $at + 46, $ln);
		my $extra = zip_extra(cut($d, $at + 46 + $ln, $le));
		my $comment = cut($d, $at + 46 + $ln + $le, $lc);
		$at += 46 + $ln + $le + $lc;
		if (my $z = $extra->{zip64}) {
			my @q = unpack 'Q<*', pack 'H*', $z;
			for ($full, $packed, $local) { $_ = shift @q if $_ == 0xffffffff and @q }
		}
		my ($s2, $n2, $f2, $m2, $t2, $d2, $c2, $p2, $u2, $ln2, $le2) = unpack 'a4 v v v v v V V V v v', cut($d, $local, 30);
		die "no local header\n" if $s2 ne "PK\x03\x04";
		my $here = zip_extra(cut($d, $local + 30 + $ln2, $le2));
		my $raw = cut($d, $local + 30 + $ln2 + $le2, $packed);
		my %attr = (time => zip_time($time, $date), method => $METHOD{$method} || $method, flags => $flags & ~6, level => ('usual', 'best', 'fast', 'fastest')[$flags >> 1 & 3], needs => $needs,
			system => $SYSTEM{$made >> 8} // $made >> 8, version => $made & 255, mode => sprintf('%o', $external >> 16), dos => $external & 0xffff, internal => $internal);
		delete $attr{level} if $method != 8;
		$attr{comment} = $comment if length $comment;
		for my $w (['', $extra], [' (local)', $here]) {
			$attr{"extra field $_$w->[0]"} = $w->[1]{$_} for grep { $_ ne 'zip64' } keys %{$w->[1]};
		}
		$attr{'name (local)'} = cut($d, $local + 30, $ln2) if cut($d, $local + 30, $ln2) ne $name;
		$attr{'header (local)'} = join ' ', $n2, $f2, $m2, zip_time($t2, $d2) if $n2 != $needs or $f2 != $flags or $m2 != $method or $t2 != $time or $d2 != $date;
		push @{$zip{members}}, {name => $name, attr => \%attr, crc => $crc, raw => [$method . ($flags & 1 ? ' encrypted' : ''), \$raw],
			open => $flags & 1 ? sub { (undef, 'it is encrypted, which wants random bytes') } : sub { zip_open($method, \$raw, $crc, $full) }};
	}
	return \%zip;
}

$LOOK{zip} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $y) = (zip_read($a), zip_read($b));
	my %by = map { $_->{name} => $_ } @{$y->{members}};
	my %other = map { $_->{name} => 1 } grep { my $o = $by{$_->{name}}; $o and $o->{attr}{method} ne $_->{attr}{method} } @{$x->{members}};
	my %alien = map { $_->{name} => 1 } grep { my $o = $by{$_->{name}}; $o and $o->{attr}{system} ne $_->{attr}{system} } @{$x->{members}};
	# Extra fields are named, with what is in them for people.
	my (%extra);
	for my $m (@{$x->{members}}) {
		my $o = $by{$m->{name}} or next;
		for my $k (grep { /^extra field/ } keys %{{%{$m->{attr}}, %{$o->{attr}}}}) {
			my ($vx, $vy) = map { $_->{attr}{$k} } $m, $o;
			$extra{$k} //= [$m->{name}, $vx, $vy] if ($vx // '') ne ($vy // '');
		}
	}
	for my $k (sort keys %extra) {
		my ($m, @v) = @{$extra{$k}};
		next if $k =~ / \(local\)$/ and $extra{$k =~ s/ \(local\)$//r};
		my $mean = $k =~ /times/ ? 'time stamps of members, in a field of their own; zip -X, or set them to SOURCE_DATE_EPOCH'
			: $k =~ /uid/ ? 'the owner is whoever built; zip -X' : $k =~ /alignment|padding/ ? 'members aligned otherwise (zipalign)' : 'another packer or option; zip -X leaves extra fields out';
		note("$name -> $m", "$k is " . join(' and ', map { defined $_ ? zip_field($k, $_) : 'not there' } @v) . "; trap: $mean");
	}
	for my $m (@{$x->{members}}, @{$y->{members}}) {
		# What follows from another method says nothing of its own.
		delete $m->{attr}{version} if $alien{$m->{name}};
		delete @{$m->{attr}}{qw(level needs internal flags)} if $by{$m->{name}} and $other{$m->{name}};
		delete $m->{attr}{$_} for grep { /^extra field/ } keys %{$m->{attr}};
	}
	# The same contents compressed otherwise: of level or library.
	my @otherwise = grep { my $o = $by{$_->{name}}; $o and ${$_->{raw}[1]} ne ${$o->{raw}[1]} and unpacked_alike($_, $o) } @{$x->{members}};
	my $told = members($name, $x->{members}, $y->{members}, $depth);
	note($name, 'the comment of the archive is "' . word($x->{comment}) . '" and "' . word($y->{comment}) . '"; trap: a comment made by the build (a time, a commit, a signature)') if $x->{comment} ne $y->{comment};
	if (@otherwise) {
		my $m = $otherwise[0];
		my ($p, $q) = map { length ${$_->{raw}[1]} } $m, $by{$m->{name}};
		note("$name -> $m->{name}", "the same contents, compressed differently ($p and $q bytes" . (@otherwise > 1 ? '; ' . @otherwise . ' members in all' : '') . '); trap: level, or another library or version that deflates (zlib, zlib-ng, libdeflate); pin it, or store');
	}
	return 1 if $told or %extra or @otherwise or $x->{comment} ne $y->{comment};
	return note($name, 'the members and their headers are the same; what lies between or before them (padding, data descriptors, extra fields of local headers, a signature) differs; trap: another packer, alignment or signature');
};
sub zip_field {
	my ($k, $hex) = @_;
	my $v = pack 'H*', $hex;
	return when(unpack 'x V', $v) if $k =~ /^extra field UT/ and length $v >= 5;
	return 'uid ' . unpack('x x V', $v) . ' gid ' . unpack('x7 V', $v) if $k =~ /^extra field ux/ and length $v == 11;
	return word($hex, 40);
}
