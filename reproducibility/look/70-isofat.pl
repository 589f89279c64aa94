# SPDX-License-Identifier: BSD-2-Clause
# ISO 9660 and FAT, the file systems of boot media, as archives.

# ISO 9660: its files are members, each with the time in the folder.
sub iso_read {
	my $d = shift;
	my (@all, %seen);
	my @todo = (['', unpack 'x2 V x4 V', cut($d, 32768 + 156, 34)]);
	while (my $f = shift @todo) {
		my ($path, $block, $size) = @$f;
		next if $seen{$block}++ or @all > 10000;
		my $dir = cut($d, $block * 2048, $size);
		for (my $at = 0; $at < $size;) {
			my $n = number(\$dir, $at, 'C');
			if (!$n) { $at += 2048 - $at % 2048; next }
			my ($b, $s, $time, $flags, $len) = unpack 'x2 V x4 V x4 a7 C x6 C', cut(\$dir, $at, $n);
			my $name = cut(\$dir, $at + 33, $len);
			my $more = substr cut(\$dir, $at, $n), min($n, 33 + $len + !($len % 2));
			$at += $n;
			next if $name eq "\0" or $name eq "\x01";
			# Rock Ridge has the name that people know.
			while ($more =~ s/^(..)(.)\x01//s) {
				my ($what, $field) = ($1, substr $more, 0, max(0, ord($2) - 4), '');
				$name = substr $field, 1 if $what eq 'NM' and length $field > 1;
			}
			my @t = unpack 'C6 c', $time;
			my %attr = (time => sprintf '%04d-%02d-%02d %02d:%02d:%02d', 1900 + $t[0], @t[1 .. 5]);
			if ($flags & 2) { push @todo, ["$path$name/", $b, $s]; push @all, {name => "$path$name/", data => \'', attr => \%attr} }
			else { my $body = cut($d, $b * 2048, $s); push @all, {name => "$path$name", data => \$body, attr => \%attr} }
		}
	}
	return [sort { $a->{name} cmp $b->{name} } @all];
}
$LOOK{iso} = sub {
	my ($name, $a, $b, $depth) = @_;
	my $told = members($name, iso_read($a), iso_read($b), $depth);
	$told += fields($name, $a, $b, 'iso');
	return $told || note($name, 'its files are the same; differs from byte ' . (first_difference($a, $b) + 1) . ' on, in its own structures; trap: another order or padding of the tool that wrote it');
};

# FAT: the same.
sub fat_read {
	my $d = shift;
	my ($bytes, $per, $reserved, $fats, $roots, $small, $n16, $big, $n32) = unpack 'x11 v C v C v v x v x8 V V', cut($d, 0, 40);
	die "no FAT\n" if !$bytes or !$per or !$fats;
	my $fat = $n16 || $n32;
	my $root = ($reserved + $fats * $fat) * $bytes;
	my $data = $root + $roots * 32;
	my $clusters = int((($small || $big) - $data / $bytes) / $per);
	my $bits = $n16 ? $clusters < 4085 ? 12 : 16 : 32;
	my $next = sub {
		my $c = shift;
		my $at = $reserved * $bytes + ($bits == 12 ? int($c * 3 / 2) : $c * $bits / 8);
		return number($d, $at, 'V') & 0xfffffff if $bits == 32;
		my $v = number($d, $at, 'v');
		return $bits == 16 ? $v : $c % 2 ? $v >> 4 : $v & 0xfff;
	};
	my $end = $bits == 32 ? 0xffffff8 : $bits == 16 ? 0xfff8 : 0xff8;
	my $chain = sub {
		my ($c, $all, $n) = (shift, '', 0);
		while ($c >= 2 and $c < $end) {
			$all .= cut($d, $data + ($c - 2) * $per * $bytes, $per * $bytes);
			die "a loop\n" if ++$n > $clusters;
			$c = $next->($c);
		}
		return $all;
	};
	my @todo = (['', $bits == 32 ? $chain->(number($d, 44, 'V')) : cut($d, $root, $roots * 32)]);
	my (@all, %seen);
	while (my $f = shift @todo) {
		my ($path, $dir) = @$f;
		my $long = '';
		for my $e (unpack '(a32)*', $dir) {
			last if length $e < 32 or $e =~ /^\0/;
			if ($e =~ /^\xe5/) { $long = ''; next }
			my ($name, $ext, $attr, $lower, $ct, $cd, $ad, $hi, $mt, $md, $lo, $size) = unpack 'A8 A3 C C x v v v v v v v V', $e;
			$name = lc $name if $lower & 8;
			$ext = lc $ext if $lower & 16;
			if ($attr == 15) { my $part = join '', (unpack 'x a10 x3 a12 x2 a4', $e); $part =~ s/(?:\xff\xff)+\z//; $part =~ s/\0\0\xff*\z//; $long = ($part =~ s/(.)\0/$1/gsr =~ s/\0.*//sr) . $long; next }
			$name = length $long ? $long : length $ext ? "$name.$ext" : $name;
			$long = '';
			next if $name eq '.' or $name eq '..' or $name =~ /^\.\.?\s*$/;
			my %a = (time => zip_time($mt, $md), created => zip_time($ct, $cd), accessed => substr(zip_time(0, $ad), 0, 10), dos => $attr);
			if ($attr & 8) { push @all, {name => "(label $name)", data => \'', attr => \%a}; next }
			my $c = $lo | ($bits == 32 ? $hi << 16 : 0);
			if ($attr & 16) { push @all, {name => "$path$name/", data => \'', attr => \%a}; push @todo, ["$path$name/", $chain->($c)] if !$seen{$c}++; next }
			my $body = $size ? cut(\$chain->($c), 0, $size) : '';
			push @all, {name => "$path$name", data => \$body, attr => \%a};
			die "too many\n" if @all > 10000;
		}
	}
	return (\@all, $bits);
}
$LOOK{fat} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $bx) = fat_read($a);
	my ($y, $by) = fat_read($b);
	my ($id, $label) = $bx == 32 ? (67, 71) : (39, 43);
	my $told = 0;
	my ($ix, $iy) = map { sprintf '%08X', number($_, $id, 'V') } $a, $b;
	$told += note($name, "the volume id is $ix and $iy; trap: mkfs.fat takes it from the time; mkfs.fat -i, or --invariant") if $ix ne $iy;
	my ($lx, $ly) = map { unpack 'A11', cut($_, $label, 11) } $a, $b;
	$told += note($name, "the label is $lx and $ly; trap: a name made by the build; mkfs.fat -n") if $lx ne $ly;
	my ($ox, $oy) = map { unpack 'A8', cut($_, 3, 8) } $a, $b;
	$told += note($name, "the name of the tool is $ox and $oy; trap: another tool that formats") if $ox ne $oy;
	$told += members($name, $x, $y, $depth);
	return $told || note($name, 'its files are the same; differs from byte ' . (first_difference($a, $b) + 1) . ' on, in its own structures or in what is free; trap: files written in another order, or blocks that are not cleared');
};
