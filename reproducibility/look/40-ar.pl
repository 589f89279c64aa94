# SPDX-License-Identifier: BSD-2-Clause
# Static libraries (and .deb): ar, in GNU's, BSD's and the thin way.

# ar DATA: {thin, table, names, members}.
sub ar_read {
	my $d = shift;
	my %ar = (thin => substr($$d, 0, 8) eq "!<thin>\n" ? 1 : 0, members => [], table => undef, names => '');
	my $at = 8;
	while ($at < length $$d) {
		my ($name, $date, $uid, $gid, $mode, $size, $end) = unpack 'A16 A12 A6 A6 A8 A10 a2', cut($d, $at, 60);
		die "no header of a member\n" if $end ne "`\n" or $size !~ /^\d+$/;
		$at += 60;
		my $special = $name =~ m{^(?:/|/SYM64/|//)$};
		my $here = $ar{thin} && !$special ? 0 : $size;
		my $body = cut($d, $at, $here);
		$at += $here;
		# The odd byte that fills up to an even one.
		my $fill = $here % 2 && $at < length $$d ? substr $$d, $at++, 1 : '';
		if ($name eq '//') { $ar{names} = $body; next }
		if ($name =~ m{^/(\d+)$}) {
			my $rest = substr $ar{names}, min($1, length $ar{names});
			($name) = $rest =~ m{^([^\n\0]*?)/?(?:[\n\0]|\z)};
		} elsif ($name =~ m{^#1/(\d+)$}) {
			$name = substr $body, 0, $1, '';
			$name =~ s/\0+\z//;
		} elsif ($name !~ m{^/}) {
			$name =~ s{/$}{};
		}
		if ($special or $name =~ /^__\.SYMDEF/) { $ar{table} //= {body => $body, date => $date, who => "$uid $gid $mode"}; next }
		push @{$ar{members}}, {name => $name, data => \$body, attr => {time => $date, uid => $uid, gid => $gid, mode => $mode, fill => ord($fill || "\n"), ($ar{thin} ? (size => $size) : ())}};
	}
	return \%ar;
}

sub ar_plain { my $m = shift; return !grep { $_->{attr}{time} ne '0' or $_->{attr}{uid} ne '0' or $_->{attr}{gid} ne '0' } @$m }

$LOOK{ar} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $y) = (ar_read($a), ar_read($b));
	my ($mx, $my) = ($x->{members}, $y->{members});
	my $before = $said;
	if ($x->{thin} != $y->{thin}) {
		note($name, 'is a thin archive (only the names of its objects) in the ' . ($x->{thin} ? 'first' : 'second') . ' and a whole one in the other; trap: another option of ar (T, --thin), or a build system that sets it');
		# Thin ones hold no contents to compare.
		for my $m (@$mx, @$my) { $m->{data} = \'' ; delete $m->{attr}{size}; $m->{name} =~ s{.*/}{} }
	}
	my ($px, $py) = (ar_plain($mx), ar_plain($my));
	if (@$mx and @$my and $px != $py) {
		note($name, 'was written deterministically (D: no dates, no owners) in the ' . ($px ? 'first' : 'second') . ' only; trap: ar without D dates its members, also time stamps and owners: ar rcsD');
		for my $m (@$mx, @$my) { delete @{$m->{attr}}{qw(time uid gid mode)} }
	}
	members($name, $mx, $my, $depth);
	return 1 if $said > $before;
	my ($tx, $ty) = ($x->{table}, $y->{table});
	return note($name, 'has a symbol table in the ' . ($tx ? 'first' : 'second') . ' only; trap: ar with and without s (or ranlib): ar rcsD in one call') if !$tx != !$ty;
	return 0 if !$tx;
	return note($name, "the symbol table's date is " . when($tx->{date} || 0) . ' and ' . when($ty->{date} || 0) . '; trap: the time of the build: ar or ranlib without D') if $tx->{date} ne $ty->{date};
	return note($name, "the symbol table's owner or mode differs; trap: ar or ranlib without D") if $tx->{who} ne $ty->{who};
	return note($name, 'the symbol tables differ, and the members do not; trap: another ar or ranlib, or a table that was not made anew') if $tx->{body} ne $ty->{body};
	return note($name, 'the members are the same, and the table of long names differs; trap: another ar') if $x->{names} ne $y->{names};
	return 0;
};
