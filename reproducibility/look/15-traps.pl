# SPDX-License-Identifier: BSD-2-Clause
# The table of traps, and what of two sets of lines falls into one: what a trap's
# expression matches must itself differ. A time stamp that stands on both sides of
# a difference alike is not its cause.
sub traps_read {
	my $in = shift;
	while (my $line = <$in>) {
		next if $line =~ /^#/ or $line !~ /\t/;
		chomp $line;
		my ($re, $trap, $mend, $one) = split /\t/, $line;
		push @TRAPS, {re => qr/$re/, text => "trap: $trap; $mend", one => $one};
	}
	return;
}

# masked LINE: the line without all that is a trap's, and what that was.
sub masked {
	my $l = substr shift, 0, 2000;
	my @hits;
	for my $i (0 .. $#TRAPS) {
		$l =~ s{$TRAPS[$i]{re}}{push @{$hits[$i]}, $&; "\x01"}ge;
	}
	$l =~ tr/\x01//d;
	$l =~ s/\s+/ /g;
	$l =~ s/^ | $//g;
	return ($l, [map { join "\x02", @{$_ || []} } @hits]);
}

# traps A, B: of lines that only one side has, the traps, each as [TEXT, LINE-A,
# LINE-B], and the lines that no trap explains: ([TRAP...], [LINE-A...], [LINE-B...]).
sub traps {
	my ($A, $B) = @_;
	my (%of, @rest, %found);
	my @sides = ([@{$A}[0 .. min($#$A, 5000)]], [@{$B}[0 .. min($#$B, 5000)]]);
	for my $side (0, 1) {
		for my $line (@{$sides[$side]}) {
			my ($key, $hits) = masked($line);
			push @{$of{$key}[$side]}, [$line, $hits];
		}
	}
	for my $key (sort keys %of) {
		my ($x, $y) = map { $_ || [] } @{$of{$key}}[0, 1];
		while (@$x and @$y) {
			my ($one, $two) = (shift @$x, shift @$y);
			for my $i (0 .. $#TRAPS) {
				my ($ha, $hb) = map { $_->[1][$i] // '' } $one, $two;
				$found{$i} //= [$one->[0], $two->[0]] if $ha ne $hb;
			}
		}
		push @{$rest[0]}, @$x;
		push @{$rest[1]}, @$y;
	}
	# Of the others, a trap counts if it has something, and other things, on both sides.
	my (%explained, @left);
	for my $i (0 .. $#TRAPS) {
		my (@lines, @all);
		for my $side (0, 1) {
			$lines[$side] = [grep { length($_->[1][$i] // '') } @{$rest[$side] || []}];
			$all[$side] = join "\x03", map { $_->[1][$i] } @{$lines[$side]};
		}
		next if $all[0] eq $all[1] or (!$TRAPS[$i]{one} and ($all[0] eq '' or $all[1] eq ''));
		$found{$i} //= [map { $_->[0] ? $_->[0][0] : '' } @lines];
		$explained{$_->[0]} = 1 for @{$lines[0]}, @{$lines[1]};
	}
	@left = map { [grep { !$explained{$_} } map { $_->[0] } @{$rest[$_] || []}] } 0, 1;
	return ([map { [$TRAPS[$_]{text}, @{$found{$_}}] } sort { $a <=> $b } keys %found], @left);
}

# only A, B: of two lists of lines, what only one has: two lists, in order.
sub only {
	my ($A, $B) = @_;
	my (%n, %m);
	$n{$_}++ for @$B;
	$m{$_}++ for @$A;
	return ([grep { --$n{$_} < 0 } map { $n{$_} //= 0; $_ } @$A], [grep { --$m{$_} < 0 } map { $m{$_} //= 0; $_ } @$B]);
}

# name_traps NAME, A, B, WHERE: says which traps two lists of lines fall into; returns
# whether any, and the lines left. Three traps at most.
sub name_traps {
	my ($name, $A, $B) = @_;
	my ($found, $ra, $rb) = traps($A, $B);
	my %told;
	for my $f (@$found) {
		next if keys %told >= 3 or $told{$f->[0]}++;
		my ($x, $y) = map { word($_) } @{$f}[1, 2];
		my $what = $x eq '' ? "\"$y\" is in the second only" : $y eq '' ? "\"$x\" is in the first only" : "\"$x\" is in one only, \"$y\" in the other";
		note($name, "$what; $f->[0]");
	}
	return (scalar @$found, $ra, $rb);
}
