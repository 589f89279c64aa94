# SPDX-License-Identifier: BSD-2-Clause
# cpio: newc, crc, odc and the old binary one; several behind each other, as the
# kernel takes them for an initramfs, the last perhaps packed.

my @NEWC = qw(ino mode uid gid nlink time size maj min rmaj rmin namesize check);
my @ODC = qw(dev ino mode uid gid nlink rdev time namesize size);

# cpio_header DATA, AT: one header, or nothing.
sub cpio_header {
	my ($d, $at) = @_;
	my $magic = substr $$d, $at, 6;
	my %h;
	if ($magic =~ /^07070[12]/) {
		my @f = cut($d, $at + 6, 104) =~ /([0-9A-Fa-f]{8})/g;
		die "no header of a member\n" if @f != 13;
		@h{@NEWC} = map { hex } @f;
		@h{qw(format head pad dev rdev)} = ($magic eq '070702' ? 'crc' : 'newc', 110, 4, "$h{maj}:$h{min}", "$h{rmaj}:$h{rmin}");
		delete @h{qw(maj min rmaj rmin)};
		delete $h{check} if $magic eq '070701';
	} elsif ($magic eq '070707') {
		my @f = cut($d, $at + 6, 70) =~ /^([0-7]{6})([0-7]{6})([0-7]{6})([0-7]{6})([0-7]{6})([0-7]{6})([0-7]{6})([0-7]{11})([0-7]{6})([0-7]{11})$/ or die "no header of a member\n";
		@h{@ODC} = map { oct } @f;
		@h{qw(format head pad)} = ('odc', 76, 1);
	} elsif ($magic =~ /^(?:\xc7\x71|\x71\xc7)/) {
		my @f = unpack(($magic =~ /^\xc7/ ? 'v' : 'n') . 13, cut($d, $at, 26));
		@h{qw(dev ino mode uid gid nlink rdev)} = @f[1 .. 7];
		@h{qw(time namesize size format head pad)} = ($f[8] << 16 | $f[9], $f[10], $f[11] << 16 | $f[12], 'bin', 26, 2);
	} else {
		return;
	}
	return \%h;
}

# cpio_read DATA: members; what comes behind the last archive is one, too.
sub cpio_read {
	my $d = shift;
	my ($at, @all) = (0);
	while ($at < length $$d) {
		if ((my $none = substr $$d, $at, 1) eq "\0") {
			substr($$d, $at, 1 << 20) =~ /^(\0+)/;
			push @{$all[-1]{zero}}, length $1 if @all;
			$at += length $1;
			next;
		}
		my $h = cpio_header($d, $at);
		if (!$h) {
			die "not a header\n" if !@all;
			my $rest = substr $$d, $at;
			push @all, {name => '(what is behind the archive)', data => \$rest, attr => {}};
			last;
		}
		my $start = $at;
		my $name = cut($d, $at + $h->{head}, $h->{namesize});
		$name =~ s/\0.*//s;
		my $up = sub { my $n = $_[0] % $h->{pad}; $n ? $_[0] + $h->{pad} - $n : $_[0] };
		$at = $h->{pad} == 2 ? $start + $up->($h->{head} + $h->{namesize}) : $up->($at + $h->{head} + $h->{namesize});
		my $body = cut($d, $at, $h->{size});
		$at = $up->($at + $h->{size});
		my %attr = map { $_ => $h->{$_} } grep { defined $h->{$_} and !/^(?:head|pad|namesize|size)$/ } keys %$h;
		$attr{mode} = sprintf '%o', $attr{mode};
		push @all, {name => $name, data => \$body, attr => \%attr};
	}
	return \@all;
}

$LOOK{cpio} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $y) = (cpio_read($a), cpio_read($b));
	my ($fx, $fy) = map { $_->[0]{attr}{format} } $x, $y;
	if ($fx ne $fy) {
		note($name, "the format is cpio $fx and cpio $fy; trap: another packer or option (cpio -H, bsdtar --format)");
		for my $m (@$x, @$y) { delete @{$m->{attr}}{qw(format dev rdev check ino)} }
	}
	# A hard link's contents are with the last of its names, a folder's count is
	# of its folders: fields that follow from the members say nothing of their own.
	return 1 if members($name, $x, $y, $depth);
	return 1 if $fx ne $fy;
	my ($zx, $zy) = map { join ' ', map { @{$_->{zero} || []} } @$_ } $x, $y;
	return note($name, "the members are the same; the zero bytes between or behind them are " . ($zx || 0) . ' and ' . ($zy || 0) . '; trap: another block size of the packer, or parts joined with other padding') if $zx ne $zy;
	return note($name, 'the members are the same; letters or padding of the headers differ; trap: another packer');
};
