# SPDX-License-Identifier: BSD-2-Clause
# tar: v7, ustar, GNU's and pax.

sub tar_checksum {
	my ($d, $at) = @_;
	my $h = substr $$d, $at, 512;
	return 0 if length $h < 512 or substr($h, 148, 8) !~ /^ *([0-7]+)[\0 ]/;
	my $want = oct $1;
	substr $h, 148, 8, ' ' x 8;
	return unpack('%32C*', $h) == $want;
}
sub tar_number {
	my $f = shift;
	return oct($f =~ s/[\0 ]+\z//r =~ s/^ +//r || 0) if $f =~ /^[ 0-7]*[\0 ]*\z/;
	die "not a number\n" if $f !~ /^[\x80\xff]/;
	my $n = 0;
	$n = ($n * 256) + ord for split //, substr $f, 1;
	return $n;
}
# tar_pax BODY: its records.
sub tar_pax {
	my ($b, %r) = (shift);
	while (length $b) {
		$b =~ /^(\d+) / or last;
		my $n = $1;
		my $rec = substr $b, 0, $n, '';
		$rec =~ /^\d+ ([^=]*)=(.*)\n\z/s or die "not a pax record\n";
		$r{$1} = $2;
	}
	return \%r;
}

# tar_sparse DATA, AT, HEADER, BODY: GNU's file with holes, as a whole, and where the
# next header is. More headers are in front of the body, which AT does not count.
sub tar_sparse {
	my ($d, $at, $h, $body) = @_;
	my ($list, $more, $size) = unpack 'x386 a96 a a12', $h;
	my $whole = $size = tar_number($size);
	my $from = $at - length($$body) - (-length($$body) % 512);
	while ($more eq "\1") {
		my ($l, $m) = unpack 'a504 a', cut($d, $from, 512);
		$list .= $l;
		$more = $m;
		$from += 512;
	}
	my ($all, $n) = ('', 0);
	die "too large\n" if $whole > OPEN or ($opened += $whole) > ALL;
	for my $e (unpack '(a24)*', $list) {
		my ($o, $l) = map { tar_number($_) } unpack 'a12 a12', $e;
		last if !$l and !$o;
		die "no hole\n" if $o < length $all or $o + $l > $whole;
		$all .= "\0" x ($o - length $all) . cut($d, $from + $n, $l);
		$n += $l;
	}
	$all .= "\0" x ($whole - length $all);
	return (\$all, $from + $n + (-$n % 512));
}

sub tar_read {
	my $d = shift;
	my ($at, %next, @all, %data) = (0);
	while ($at + 512 <= length $$d) {
		my $h = substr $$d, $at, 512;
		last if $h =~ /^\0+\z/;
		die "not a header\n" if !tar_checksum($d, $at);
		my ($name, $mode, $uid, $gid, $size, $time, $type, $link, $magic, $uname, $gname, $maj, $min, $prefix) =
			unpack 'Z100 a8 a8 a8 a12 a12 x8 a1 Z100 a8 Z32 Z32 a8 a8 Z155', $h;
		$size = tar_number($size);
		$size = $next{size} if defined $next{size} and $type !~ /[xgLK]/;
		my $body = cut($d, $at + 512, $size);
		$at += 512 + $size + (-$size % 512);
		my $format = $magic eq "ustar\00000" ? 'ustar' : $magic eq "ustar  \0" ? 'gnu' : 'v7';
		if ($type eq 'x' or $type eq 'g') {
			my $r = tar_pax($body);
			if ($type eq 'g') { push @all, {name => "(global header $name)", data => \'', attr => {format => 'pax', map { $_ eq 'comment' ? 'comment' : $_, $r->{$_} } keys %$r}} }
			else { %next = (%next, %$r, header => $name) }
			next;
		}
		if ($type eq 'L') { $next{path} = $body =~ s/\0.*//sr; next }
		if ($type eq 'K') { $next{linkpath} = $body =~ s/\0.*//sr; next }
		$name = "$prefix/$name" if $prefix ne '' and $format eq 'ustar';
		my %attr = (mode => sprintf('%o', tar_number($mode)), uid => tar_number($uid), gid => tar_number($gid), time => tar_number($time),
			type => $type eq "\0" || $type =~ /[1S]/ ? '0' : $type, link => $type eq '1' ? '' : $link, format => $format, uname => $uname, gname => $gname, device => tar_number($maj) . ':' . tar_number($min));
		my %as = (mtime => 'time', path => 'name', linkpath => 'link', size => 'nothing', 'LIBARCHIVE.creationtime' => 'created', map { $_ => $_ } qw(atime ctime uid gid uname gname comment header));
		for my $k (keys %next) {
			my $to = $as{$k} || $k;
			if ($to eq 'name') { $name = $next{$k} } elsif ($to ne 'nothing') { $attr{$to} = $next{$k} }
		}
		$attr{format} = 'pax' if defined $next{header};
		# What a hard link and holes stand for are the contents.
		my $data = \$body;
		if ($type eq '1') {
			$attr{hardlink} = 'to ' . ($next{linkpath} // $link);
			$data = $data{$next{linkpath} // $link} // $data;
		} elsif ($type eq 'S') {
			($data, $at) = tar_sparse($d, $at, $h, $data);
			$attr{sparse} = 'yes';
		}
		$data{$name} = $data;
		$attr{time} =~ s/\.0+\z//;
		$attr{ino} = delete $attr{'SCHILY.ino'} if defined $attr{'SCHILY.ino'};
		$attr{dev} = delete $attr{'SCHILY.dev'} if defined $attr{'SCHILY.dev'};
		$attr{nlink} = delete $attr{'SCHILY.nlink'} if defined $attr{'SCHILY.nlink'};
		%next = ();
		push @all, {name => $name, data => $data, attr => \%attr};
	}
	my $end = substr $$d, min($at, length $$d);
	return (\@all, $end);
}

$LOOK{tar} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $ex) = tar_read($a);
	my ($y, $ey) = tar_read($b);
	die "no member\n" if !@$x or !@$y;
	my %f = map { $_->{attr}{format} => 1 } @$x;
	my %g = map { $_->{attr}{format} => 1 } @$y;
	my ($fx, $fy) = (join('+', sort keys %f), join '+', sort keys %g);
	if ($fx ne $fy) {
		note($name, "the format is tar $fx and tar $fy; trap: another tar, or another default of it: say which (tar --format=)");
		# What only one of the formats can hold follows from that.
		for my $m (@$x, @$y) {
			delete @{$m->{attr}}{qw(format header device atime ctime created)};
			delete @{$m->{attr}}{qw(uname gname)} if $fx =~ /v7/ or $fy =~ /v7/;
			$m->{attr}{time} =~ s/\..*// if defined $m->{attr}{time};
		}
	}
	return 1 if members($name, $x, $y, $depth) or $fx ne $fy;
	return note($name, 'the members are the same; the end has ' . length($ex) . ' and ' . length($ey) . ' bytes; trap: another blocking factor or packer (tar -b)') if $ex ne $ey;
	return note($name, 'the members are the same; how their headers are written differs; trap: another tar');
};
