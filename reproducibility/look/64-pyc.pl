# SPDX-License-Identifier: BSD-2-Clause
# Python's compiled files: four bytes of magic, flags, then the source's time and
# size, or its digest; then the code, as marshal writes it.
$LOOK{pyc} = sub {
	my ($name, $a, $b, $depth) = @_;
	die "no header\n" if length $$a < 16 or length $$b < 16;
	my ($va, $vb) = map { number($_, 0, 'v') } $a, $b;
	return note($name, "compiled by another Python (magic $va and $vb); trap: a host tool and its version; build with the pinned builder's tools only") if $va != $vb;
	my ($fa, $fb) = map { number($_, 4, 'V') } $a, $b;
	my $told = 0;
	my $how = sub { $_[0] & 1 ? $_[0] & 2 ? 'the source\'s digest (checked)' : 'the source\'s digest (unchecked)' : 'the source\'s time' };
	my ($codea, $codeb) = map { substr $$_, 16 } $a, $b;
	if ($fa != $fb) {
		$told += note($name, 'the header has ' . $how->($fa) . ' and ' . $how->($fb) . '; trap: another --invalidation-mode, which SOURCE_DATE_EPOCH also sets');
	} elsif ($fa & 1) {
		$told += note($name, 'the header has another digest of the source' . ($codea eq $codeb ? ', while the code is the same; trap: the source differs in what is not code: comments, blanks' : '; no known trap')) if substr($$a, 8, 8) ne substr($$b, 8, 8) and $codea eq $codeb;
	} else {
		my ($ta, $tb) = map { number($_, 8, 'V') } $a, $b;
		my ($sa, $sb) = map { number($_, 12, 'V') } $a, $b;
		$told += note($name, 'the header has the time of the source: ' . when($ta) . ' and ' . when($tb) . '; trap: the file\'s time; --invalidation-mode=unchecked-hash, or touch the sources to SOURCE_DATE_EPOCH') if $ta != $tb;
		$told += note($name, "the header has the size of the source: $sa and $sb, while the code is the same; trap: the source differs in what is not code: comments, blanks") if $sa != $sb and $codea eq $codeb;
	}
	return $told if $codea eq $codeb;
	my $flags = sub { $_[0] =~ tr/\x80-\xff/\x00-\x7f/r };
	return note($name, 'the code is the same, marked otherwise (FLAG_REF of marshal); trap: reference counts and interned strings of the Python that compiled it: compile each file in a process of its own') if $flags->($codea) eq $flags->($codeb);
	return 1 if strings($name, \$codea, \$codeb) or $told;
	return note($name, 'the code differs, in no text; trap: the order of a set (PYTHONHASHSEED), or another source') if length $codea == length $codeb and join('', sort split //, $codea) eq join('', sort split //, $codeb);
	bytes($name, \$codea, \$codeb);
	return 1;
};
