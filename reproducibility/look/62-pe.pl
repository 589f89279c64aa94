# SPDX-License-Identifier: BSD-2-Clause
# PE: EFI programs, the kernel with its EFI stub, unified kernel images, Windows.

# payload DATA, BLANK: the kernel that a bzImage has packed in it, by the header of
# its own; and in BLANK zeros for it. Behind what is not gzip its size is written.
sub payload {
	my ($d, $blank) = @_;
	return if length $$d < 0x260 or substr($$d, 0x202, 4) ne 'HdrS' or number($d, 0x206, 'v') < 0x208;
	my $at = ((number($d, 0x1f1, 'C') || 4) + 1) * 512 + number($d, 0x248, 'V');
	my $n = number($d, 0x24c, 'V');
	my $body = cut($d, $at, $n);
	substr $$blank, $at, $n, "\0" x $n if $blank;
	substr $body, -4, 4, '' if $body !~ /^\x1f\x8b/;
	return \$body;
}
$LOOK{bzimage} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($ca, $cb) = ($$a, $$b);
	my ($x, $y) = (payload($a, \$ca), payload($b, \$cb));
	my $told = strings($name, \$ca, \$cb);
	return $told if !$x or !$y or $$x eq $$y;
	look("$name -> the kernel in it", $x, $y, $depth + 1);
	return 1;
};

# pe_read DATA: {field => {name => value}, sections => [{name, data}], rest}, the
# fields blanked in what is left.
sub pe_read {
	my $d = shift;
	my $blank = $$d;
	my $at = number($d, 60, 'V');
	my ($n, $time, $opt) = (number($d, $at + 6, 'v'), number($d, $at + 8, 'V'), number($d, $at + 20, 'v'));
	my %pe = (field => {}, sections => []);
	my $take = sub { my ($name, $from, $len, $value) = @_; cut($d, $from, $len); $pe{field}{$name} = $value; substr $blank, $from, $len, "\0" x $len };
	$take->('the time stamp (TimeDateStamp)', $at + 8, 4, $time);
	$take->('the checksum (CheckSum)', $at + 24 + 64, 4, sprintf '%#x', number($d, $at + 88, 'V'));
	$take->('the version of the linker', $at + 26, 2, join '.', unpack 'C C', cut($d, $at + 26, 2));
	# Between the DOS program and the header Microsoft's linker writes its tools.
	my $rich = index $$d, 'Rich', 64;
	$take->('the list of tools (Rich header)', 128, $at - 128, unpack 'H*', cut($d, 128, $at - 128)) if $rich > 128 and $rich < $at;
	my $long = number($d, $at + 24, 'v') == 0x20b;
	my $dirs = $at + 24 + ($long ? 112 : 96);
	my $sections = $at + 24 + $opt;
	my @s = map { my @f = unpack 'Z8 V V V V', cut($d, $sections + 40 * $_, 40); {name => $f[0], va => $f[2], len => $f[3], off => $f[4], vsize => $f[1]} } 0 .. min($n, 96) - 1;
	my $where = sub { my $rva = shift; for (@s) { return $rva - $_->{va} + $_->{off} if $rva >= $_->{va} and $rva < $_->{va} + $_->{len} } return };
	my $count = min(16, number($d, $dirs - 4, 'V'));
	my %dir = map { $_ => [unpack 'V V', cut($d, $dirs + 8 * $_, 8)] } 0 .. $count - 1;
	for ([0, 'export'], [2, 'resource']) {
		my $o = $dir{$_->[0]} && $dir{$_->[0]}[1] ? $where->($dir{$_->[0]}[0]) : undef;
		$take->("the time stamp of the $_->[1] table", $o + 4, 4, number($d, $o + 4, 'V')) if $o;
	}
	if ($dir{6} and $dir{6}[1] and defined(my $o = $where->($dir{6}[0]))) {
		for my $i (0 .. min(16, int($dir{6}[1] / 28)) - 1) {
			my $e = $o + 28 * $i;
			my ($t, $type, $size, $raw) = unpack 'x4 V x4 V V x4 V', cut($d, $e, 28);
			$take->('the time stamp of the debug directory', $e + 4, 4, $t);
			$take->('the debug id (GUID of the .pdb)', $raw + 4, 20, unpack 'H*', cut($d, $raw + 4, 20)) if $type == 2 and $size > 24 and substr($$d, $raw, 4) eq 'RSDS';
			$take->('the digest for reproducible builds (REPRO)', $raw, $size, unpack 'H*', cut($d, $raw, $size)) if $type == 16 and $size;
		}
	}
	if ($dir{4} and $dir{4}[1]) {
		my ($from, $len) = @{$dir{4}};
		$take->('the signature (Authenticode)', $from, $len, $len . ' bytes: ' . unpack 'H*', substr $$d, $from, 64);
		$pe{signature} = cut($d, $from, $len);
		substr $blank, $from, $len, '';
		substr $blank, $dirs + 32, 8, "\0" x 8;
	}
	$pe{payload} = payload($d, \$blank);
	my %n;
	for (@s) {
		my $len = $_->{vsize} && $_->{vsize} < $_->{len} ? $_->{vsize} : $_->{len};
		my $body = cut(\$blank, $_->{off}, $_->{off} ? $len : 0);
		push @{$pe{sections}}, {name => $_->{name} . ($n{$_->{name}}++ ? "#$n{$_->{name}}" : ''), data => \$body};
	}
	$pe{blank} = \$blank;
	return \%pe;
}

$LOOK{pe} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $y) = (pe_read($a), pe_read($b));
	my $rest = ${$x->{blank}} ne ${$y->{blank}};
	my $told = 0;
	my $checksum = 'the checksum (CheckSum)';
	for my $k (sort keys %{{%{$x->{field}}, %{$y->{field}}}}) {
		my ($vx, $vy) = map { $_->{field}{$k} } $x, $y;
		$_ //= 'not there' for $vx, $vy;
		next if $vx eq $vy or $k eq $checksum;
		($vx, $vy) = map { /^\d+$/ && $_ > 86400 ? when($_) : word($_, 40) } $vx, $vy if $k =~ /time stamp/;
		if ($k =~ /signature/) {
			my $have = $x->{signature} && $y->{signature} && ($x->{signature} ne $y->{signature});
			$told += note($name, $have ? 'the signatures (Authenticode) differ; trap: signed by another key, certificate or time; sign after comparing' : 'is signed (Authenticode) in the ' . ($x->{signature} ? 'first' : 'second') . ' only; trap: signed after the build: compare before, or leave the signature out (authenticode.txt)');
			next;
		}
		my $trap = $k =~ /time stamp/ ? 'the time of the build, or a digest in its place; ld --no-insert-timestamp, or SOURCE_DATE_EPOCH'
			: $k =~ /debug id/ ? 'a random number of the linker; link.exe /Brepro, or no debug information' : $k =~ /REPRO/ ? 'a digest of all else: it follows' : 'another compiler or linker';
		$told += note($name, "$k is " . word($vx, 40) . ' and ' . word($vy, 40) . "; trap: $trap");
	}
	my ($kx, $ky) = map { $_->{payload} } $x, $y;
	if ($kx and $ky and $$kx ne $$ky) {
		# Sizes and addresses around it follow; texts do not.
		strings($name, $x->{blank}, $y->{blank});
		look("$name -> the kernel in it", $kx, $ky, $depth + 1);
		return 1;
	}
	if ($rest) {
		my %by = map { $_->{name} => $_ } @{$y->{sections}};
		my @differ = grep { $by{$_->{name}} and ${$_->{data}} ne ${$by{$_->{name}}{data}} } @{$x->{sections}};
		my ($nx, $ny) = map { join ' ', map { $_->{name} } @{$_->{sections}} } $x, $y;
		$told += note($name, 'the sections are ' . word($nx) . ' and ' . word($ny) . '; no known trap') if $nx ne $ny;
		for my $s (@differ[0 .. min($#differ, ENTER - 1)]) {
			look("$name -> $s->{name}", $s->{data}, $by{$s->{name}}{data}, $depth + 1);
			$told++;
		}
		return 1 if $told;
		return 0;
	}
	my ($cx, $cy) = map { $_->{field}{$checksum} } $x, $y;
	# It is over all the file, and follows from what was named.
	$told += note($name, "only the checksum of the header differs: $cx and $cy; trap: another linker, or signing tool, that writes it (or zero)") if $cx ne $cy and !$told;
	return $told;
};
