# SPDX-License-Identifier: BSD-2-Clause
# What has no structure that is known here: text, and bytes.

# plain NAME, A, B
sub plain {
	my ($name, $a, $b) = @_;
	return text($name, $a, $b) if kind($a) eq 'text' and kind($b) eq 'text';
	return if strings($name, $a, $b);
	return bytes($name, $a, $b);
}

# lines DATA: with what is armoured (keys, certificates) as one line each.
sub lines {
	my $d = ${shift()};
	$d =~ s/(-----BEGIN [^\n]*-----)\r?\n(.*?)\r?\n-----END [^\n]*/my ($h, $t) = ($1, $2); $t =~ tr{\n\r}{}d; "$h $t"/gse;
	return split /\n/, $d, -1;
}

sub text {
	my ($name, $a, $b) = @_;
	# From the shallowest difference to the deepest: each is the whole of it.
	my @forms = (
		['one has a byte order mark', sub { $_[0] =~ s/^\xef\xbb\xbf//r }, 'an editor or a tool of another system'],
		['line ends: LF in one and CRLF in the other', sub { $_[0] =~ s/\r\n?/\n/gr }, 'git\'s autocrlf, or a tool in text mode: fix the line ends (.gitattributes)'],
		['a line feed at the end is in one only', sub { $_[0] =~ s/\n+\z//r }, 'an editor or printf without one'],
		['only white space differs', sub { $_[0] =~ s/\s+/ /gr =~ s/^ | $//gr }, 'another version or setting of what formats it'],
		['other character sets: UTF-8 and Latin-1', sub { my $c = $_[0]; utf8::decode($c); $c }, 'the locale of the build: LC_ALL=C.UTF-8'],
		['numbers with a decimal point and a decimal comma', sub { $_[0] =~ s/(\d),(?=\d)/$1./gr }, 'a locale\'s decimal comma: LC_ALL=C'],
		['only upper and lower case differ', sub { lc $_[0] }],
	);
	for my $f (@forms) {
		return note($name, "$f->[0], the same text" . ($f->[2] ? "; trap: $f->[2]" : '')) if $f->[1]->($$a) eq $f->[1]->($$b);
	}
	return 1 if json($name, $a, $b);
	my @A = lines($a);
	my @B = lines($b);
	return text_lines($name, \@A, \@B);
}

# text_lines NAME, A, B: two lists of lines.
sub text_lines {
	my ($name, $A, $B) = @_;
	my ($oa, $ob) = only($A, $B);
	return order($name, $A, $B) if !@$oa and !@$ob;
	my ($found, $ra, $rb) = name_traps($name, $oa, $ob);
	return 1 if $found and !@$ra and !@$rb;
	# Alike as far as traps are looked for: from where they differ.
	if (!@$ra and !@$rb and @$oa and @$ob) {
		my $at = max(0, first_difference(\$oa->[0], \$ob->[0]) - 40);
		my ($x, $y) = map { word(length $_ > $at ? substr $_, $at : '') } $oa->[0], $ob->[0];
		return note($name, "a long line has \"$x\" in one and \"$y\" in the other; no known trap");
	}
	# Lists within lines: the same words in another order.
	my $bag = sub { join ' ', sort grep { length } split /[\s,;:(){}\[\]"']+/, shift };
	my %bags;
	$bags{$bag->($_)}++ for @$rb;
	my @others = grep { --($bags{$bag->($_)} //= 0) < 0 } @$ra;
	if (@$ra and @$ra == @$rb and !@others) {
		return note($name, 'a list has the same words in another order: "' . word($ra->[0]) . '"; trap: the order of a hash table, of find or readdir, unsorted wildcards, or a locale\'s sort order: sort in the C locale');
	}
	return 1 if $found and @$ra + @$rb < 3;
	if (@$ra != @$rb and (!@$ra or !@$rb)) {
		my ($side, $l) = @$ra ? ('first', $ra) : ('second', $rb);
		my $more = scalar(@$l) . ' line' . (@$l > 1 ? 's' : '') . " more in the $side: \"" . word($l->[0]) . '"';
		my %of = map { $_ => 1 } @$A, @$B;
		return note($name, "$more; trap: lines are there more than once: something appends, or ran twice") if @$l and @$oa + @$ob == @$l and doubled($side eq 'first' ? $A : $B, $side eq 'first' ? $B : $A, $l);
		return note($name, "$more" . ($found ? '' : '; no known trap'));
	}
	my ($x) = (@$ra, @$rb);
	return note($name, '"' . word($ra->[0] // '') . '" is in one only, "' . word($rb->[0] // '') . '" in the other; no known trap');
}
# doubled LONG, SHORT, MORE: is all that LONG has more in SHORT as well?
sub doubled {
	my ($long, $short, $more) = @_;
	my %have = map { $_ => 1 } @$short;
	return !grep { !$have{$_} or $_ eq '' } @$more;
}

# order NAME, A, B: the same lines in another order.
sub order {
	my ($name, $A, $B) = @_;
	my $fold = sub { lc($_[0]) =~ s/[^a-z0-9]//gr };
	my @same = grep { length } @$A;
	my %by = (c => [sort @same], locale => [sort { $fold->($a) cmp $fold->($b) or $a cmp $b } @same]);
	my $is = sub { my ($l, $how) = @_; my @l = grep { length } @$l; return "@l" eq "@{$by{$how}}" };
	my $why = ($is->($A, 'c') && $is->($B, 'locale') or $is->($B, 'c') && $is->($A, 'locale'))
		? 'a locale\'s sort order: sort with LC_ALL=C'
		: 'unsorted wildcard, find or readdir, the order of a hash table, a locale\'s sort order, or parallel jobs';
	return note($name, "the same lines in another order; trap: $why");
}

# strings NAME, A, B: traps in the text of binary data.
sub strings {
	my ($name, $a, $b) = @_;
	my @l = map { [substr($$_, 0, 1 << 26) =~ /[\x20-\x7e\t]{4,}/g] } $a, $b;
	my ($oa, $ob) = only(@l);
	return 0 if !@$oa and !@$ob;
	my ($found) = name_traps($name, $oa, $ob);
	return $found;
}

# bytes NAME, A, B: no text tells; the shape of the difference may.
sub bytes {
	my ($name, $a, $b) = @_;
	my ($na, $nb) = (length $$a, length $$b);
	my $at = first_difference($a, $b);
	if ($at == min($na, $nb)) {
		my ($side, $long) = $na > $nb ? ('first', $a) : ('second', $b);
		my $rest = substr $$long, $at;
		my $n = length $rest;
		return note($name, "$n bytes more at the end of the $side, all " . ($rest =~ /^\0+\z/ ? 'zero' : 'alike') . '; trap: padding to a block or an alignment that is not the same') if $rest =~ /^(?:\0+|\xff+)\z/;
		return note($name, "the $side has $n bytes more at its end, and all that the other has before them; trap: cut short (a full disk, a command that was killed), or something appended");
	}
	my $n = $at + 1;
	return note($name, "differs from byte $n on, $na and $nb bytes long, in no text; no known trap") if $na != $nb;
	my @texts = map { my $d = $_; my ($l) = substr($$d, max(0, $at - 200), min(200, $at)) =~ /([\x20-\x7e\t]*)\z/; my ($r) = substr($$d, $at, 200) =~ /^([\x20-\x7e\t]*)/; $l . $r } $a, $b;
	return note($name, '"' . word($texts[0]) . '" is in one only, "' . word($texts[1]) . '" in the other; no known trap') if !grep { length $_ < 8 } @texts;
	my $x = $$a ^ $$b;
	my @runs;
	while ($x =~ /[^\0]+(?:\0{1,3}[^\0]+)*/g) {
		push @runs, [$-[0], $+[0]];
		last if @runs > 4096;
	}
	my $what = scalar(@runs) . ' place' . (@runs > 1 ? 's' : '') . " from byte $n on";
	my @zero = map { my $d = $_; scalar grep { substr($$d, $_->[0], $_->[1] - $_->[0]) =~ /^\0+\z/ } @runs } $a, $b;
	return note($name, "$what: zero in one and not in the other; trap: padding or memory that is not cleared") if @runs == max(@zero) and $runs[0][1] - $runs[0][0] > 1;
	my @times = map { scalar time_at($a, $b, @$_) } @runs;
	if (!grep { !$_ } @times) {
		return note($name, "$what: numbers that read as the times $times[0][0] and $times[0][1]; trap: the time of the build; SOURCE_DATE_EPOCH instead");
	}
	my $same = 0;
	my $long = 0;
	for (@runs) { my $r = substr $x, $_->[0], $_->[1] - $_->[0]; $same += ($r =~ tr/\0//); $long += length $r }
	if ($long >= 16 and $same * 20 < $long and @runs <= max(1, $long / 16)) {
		return note($name, "$what: $long bytes of which hardly any are alike; trap: random data, a key, or a digest of something else that differs");
	}
	return note($name, "$what differ, in no text; no known trap");
}

# time_at A, B, FROM, TO: the two times, if what differs there can be one.
sub time_at {
	my ($a, $b, $from, $to) = @_;
	return if $to - $from > 4;
	for my $at (grep { $_ % 4 == 0 and $_ <= $from and $_ + 4 >= $to and $_ + 4 <= length $$a } max(0, $to - 4) .. $from) {
		for my $how (qw(V N)) {
			my @t = map { number($_, $at, $how) } $a, $b;
			# Four letters are no time.
			next if grep { cut($_, $at, 4) =~ /^[\x20-\x7e\t\n]{4}$/ } $a, $b;
			# Nor are round numbers, nor two that are years apart.
			return [map { when($_) } @t] if abs($t[0] - $t[1]) < 150000000 and !grep { $_ < 1400000000 or $_ > 2208988800 or $_ % 4096 == 0 } @t;
		}
	}
	return;
}
