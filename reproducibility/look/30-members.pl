# SPDX-License-Identifier: BSD-2-Clause
# Archives of every kind, once they are lists of members:
#	{name, attr => {KEY => VALUE}, data => \BYTES}
# or, where opening costs, {raw => what is compared first, open => sub}.
my %HINT = (
	time => 'time stamps of members; set them to SOURCE_DATE_EPOCH',
	(map { $_ => 'time stamps of members beside the usual one; leave them out, or set them to SOURCE_DATE_EPOCH' } qw(atime ctime created accessed)),
	(map { $_ => 'the owner is whoever built; pack with fixed owners' } qw(uid gid uname gname owner)),
	mode => 'umask; set modes when packing',
	ino => 'inode numbers of the build\'s file system; renumber them (cpio --reproducible), or write the archive from a list',
	(map { $_ => 'the device of the build\'s file system; cpio --reproducible' } qw(dev)),
	nlink => 'link counts of the build\'s file system; cpio --reproducible, and write hard links in a fixed order',
	method => 'another compressor or level; pin it', level => 'another level of the compressor; pin it',
	flags => 'another packer or another way to call it (streaming, names in UTF-8)',
	system => 'packed by a tool of another system; pin the packer and its options', needs => 'another version of the packer, or zip64 in one only; pin it and how it is called',
	extra => 'the packer writes extra fields (times, owners); zip -X leaves them out', format => 'another format or packer; say which (--format=)',
	(map { $_ => 'hard links and holes as the build\'s file system has them, in the order of its folders; sort the names, tar --hard-dereference, no --sparse' } qw(hardlink sparse)),
	version => 'another version of the packer, or zip64 in one only; pin it and how it is called',
	comment => 'a comment made by the build (a time, a commit)', header => 'the packer\'s process or time in the name of its own headers; fix it (tar --pax-option=exthdr.name=)',
);

# members NAME, A, B, DEPTH: says what differs; true if anything was said.
sub members {
	my ($name, $A, $B, $depth) = @_;
	my $before = $said;
	my (%in, @pair, %used);
	push @{$in{$B->[$_]{name}}}, $_ for 0 .. $#$B;
	# Of several with one name, those with the same contents belong together.
	for my $same (1, 0) {
		for my $i (0 .. $#$A) {
			next if defined $pair[$i] or !$in{$A->[$i]{name}};
			my @left = grep { !$used{$_} } @{$in{$A->[$i]{name}}};
			@left = grep { alike($A->[$i], $B->[$_]) } @left if $same and @{$in{$A->[$i]{name}}} > 1;
			next if !@left;
			($pair[$i]) = @left;
			$used{$left[0]} = 1;
		}
	}
	my @gone = grep { !defined $pair[$_] } 0 .. $#$A;
	my @new = grep { !$used{$_} } 0 .. $#$B;
	missing($name, [map { $A->[$_]{name} } @gone], [map { $B->[$_]{name} } @new]) if @gone or @new;
	my @both = grep { defined $pair[$_] } 0 .. $#$A;
	my $moved = grep { $pair[$both[$_ - 1]] > $pair[$both[$_]] } 1 .. $#both;
	my (%told, %differ, @enter);
	for my $i (@both) {
		my ($x, $y) = ($A->[$i], $B->[$pair[$i]]);
		for my $k (sort keys %{{%{$x->{attr}}, %{$y->{attr}}}}) {
			push @{$differ{$k}}, [$x, $y] if ($x->{attr}{$k} // 'none') ne ($y->{attr}{$k} // 'none');
		}
		push @enter, [$x, $y] if !alike($x, $y);
	}
	for my $k (sort keys %differ) {
		# What goes with the place in the archive says nothing beside the order.
		next if $moved and join(' ', map { $_->{attr}{$k} // '' } @$A) eq join(' ', map { $_->{attr}{$k} // '' } @$B);
		my ($x, $y) = @{$differ{$k}[0]};
		my ($vx, $vy) = map { my $v = $_->{attr}{$k} // 'none'; $k =~ /^(?:time|atime|ctime|created)$/ ? when($v) : word($v) } $x, $y;
		my $n = @{$differ{$k}};
		note("$name -> $x->{name}", "$k is $vx and $vy" . ($n > 1 ? ", and it differs for $n members in all" : '') . ($k eq 'time' && zones($differ{$k}) ? '; trap: the time zone of the build, since these are local times; TZ=UTC' : $HINT{$k} ? "; trap: $HINT{$k}" : ''));
	}
	my %n;
	my ($twice) = grep { $n{$_}++ } map { $_->{name} } @$A;
	note($name, 'the ' . (@gone || @new || @enter ? '' : 'same ') . 'members in another order' . (defined $twice ? " (more than one is called $twice)" : '')
		. '; trap: folders read in the file system\'s order, unsorted wildcards or parallel jobs; write archives from a sorted list') if $moved;
	enter($name, \@enter, $depth) if @enter;
	return $said > $before;
}

# zones PAIRS: are local times that differ all by the same number of quarters of an hour?
sub zones {
	my %by;
	for my $p (@{shift()}) {
		my @t = map { ($_->{attr}{time} // '') =~ /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/ ? POSIX::mktime($6, $5, $4, $3, $2 - 1, $1 - 1900) : undef } @$p;
		return 0 if grep { !defined } @t;
		$by{$t[1] - $t[0]} = 1;
	}
	my ($d) = keys %by;
	return keys %by == 1 && $d % 900 == 0 && abs $d <= 14 * 3600;
}

sub missing {
	my ($name, $gone, $new) = @_;
	my $all = join "\0", sort @$gone;
	for (['only in a leading ./', sub { $_[0] =~ s{^\./}{}r }, 'another way to call the packer: name the members alike'],
		['only in upper and lower case', sub { lc $_[0] }, 'a file system or tool that folds case']) {
		my ($what, $form, $trap) = @$_;
		my ($x, $y) = map { join "\0", sort map { $form->($_) } @$_ } $gone, $new;
		return note("$name -> $gone->[0]", "is called $new->[0] in the second: the names of " . @$gone . " members differ $what; trap: $trap") if @$gone and $x eq $y;
	}
	for (['first', $gone, $new], ['second', $new, $gone]) {
		my ($side, $l, $none) = @$_;
		return note("$name -> $l->[0]", 'a folder, only in the ' . $side . ' (' . @$l . ' in all); trap: folders as members of their own; say whether they are (zip -D, tar --no-recursion)') if @$l and !@$none and !grep { !m{/$} } @$l;
	}
	# Names that differ in a time, a path, a number: as lines that do.
	my ($found, $ra, $rb) = name_traps("$name (names of members)", $gone, $new);
	my $n = 0;
	for (map({ [$_, 'first'] } @$ra), map { [$_, 'second'] } @$rb) {
		note("$name -> $_->[0]", "only in the $_->[1]") if ++$n <= 5;
	}
	note($name, "$n members in all are in one only") if $n > 5;
	return;
}

# contents MEMBER: its bytes, or nothing and why not.
sub contents {
	my $m = shift;
	return ($m->{data}, '') if $m->{data};
	return @{$m->{opened} ||= [$m->{open}->()]};
}
sub alike {
	my ($x, $y) = @_;
	return $x->{raw}[0] eq $y->{raw}[0] && ${$x->{raw}[1]} eq ${$y->{raw}[1]} || unpacked_alike($x, $y) if $x->{raw} and $y->{raw};
	return ${$x->{data}} eq ${$y->{data}};
}
sub unpacked_alike {
	my ($x, $y) = @_;
	return 0 if defined $x->{crc} and defined $y->{crc} and $x->{crc} != $y->{crc};
	my ($dx) = contents($x);
	my ($dy) = contents($y);
	return 0 if !$dx or !$dy;
	return $$dx eq $$dy;
}

sub enter {
	my ($name, $pairs, $depth) = @_;
	note($name, @$pairs . ' members have other contents; the first ' . ENTER . ':') if @$pairs > ENTER;
	for my $p (@{$pairs}[0 .. min($#$pairs, ENTER - 1)]) {
		my ($da, $wa) = contents($p->[0]);
		my ($db, $wb) = contents($p->[1]);
		my $of = "$name -> $p->[0]{name}";
		if ($da and $db and $$da ne $$db) { look($of, $da, $db, $depth + 1) }
		else { note($of, 'the contents differ; ' . ($wa || $wb || 'they cannot be looked into')) }
	}
	return;
}
