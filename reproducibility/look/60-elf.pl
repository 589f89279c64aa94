# SPDX-License-Identifier: BSD-2-Clause
# ELF: section by section; what follows from another difference (the build-id,
# sizes, addresses) is not named beside it.

# elf_read DATA: {sections => [{name, type, data}], order => "names and sizes of symbols by address"}
sub elf_read {
	my $d = shift;
	my ($class, $endian) = unpack 'x4 C C', cut($d, 0, 6);
	my ($h, $w) = $endian == 1 ? ('v', 'V') : ('n', 'N');
	my $x = $class == 2 ? ($endian == 1 ? 'Q<' : 'Q>') : $w;
	my ($shoff) = unpack $x, cut($d, $class == 2 ? 40 : 32, $class == 2 ? 8 : 4);
	my ($size, $n, $names) = unpack "$h$h$h", cut($d, $class == 2 ? 58 : 46, 6);
	my %elf = (sections => [], order => '', machine => join ' ', $class * 32, unpack "x18 $h", cut($d, 0, 20));
	return \%elf if !$shoff or !$n;
	my @s;
	for my $i (0 .. $n - 1) {
		my $at = $shoff + $i * $size;
		my ($name, $type) = unpack "$w$w", cut($d, $at, 8);
		my ($flags, $addr, $off, $len, $link, $info) = unpack $class == 2 ? "$x$x$x$x$w$w" : "$w$w$w$w$w$w", cut($d, $at + 8, $class == 2 ? 40 : 24);
		my $body = $type == 8 || $type == 0 ? '' : cut($d, $off, $len);
		push @s, {n => $name, type => $type, data => \$body, link => $link, flags => $flags, size => $len};
	}
	my $strings = ${$s[$names]{data}};
	my $text = sub { my ($t, $at) = @_; return $at < length $$t ? unpack 'Z*', substr $$t, $at, 1000 : '' };
	my %count;
	for (@s) { my $name = $text->(\$strings, $_->{n}); $_->{name} = $name . ($count{$name}++ ? "#$count{$name}" : '') }
	$elf{sections} = [grep { $_->{type} } @s];
	for my $t (grep { $_->{type} == 2 } @s) {
		my $names = $s[$t->{link}]{data};
		my ($each, @f) = $class == 2 ? (24) : (16);
		for (my $at = 0; $at + $each <= length ${$t->{data}}; $at += $each) {
			my ($n, $v, $info, $long) = $class == 2 ? (unpack("$w C x x x $x$x", substr ${$t->{data}}, $at, 24))[0, 2, 1, 3] : (unpack("$w$w$w C", substr ${$t->{data}}, $at, 13))[0, 1, 3, 2];
			push @f, [$v, $text->($names, $n) . ":$long"] if ($info & 15) == 2 or ($info & 15) == 1;
		}
		$elf{order} = join ' ', map { $_->[1] } sort { $a->[0] <=> $b->[0] } @f;
	}
	return \%elf;
}

my $FOLLOWS = qr/^\.(?:note\.gnu\.build-id|gnu_debuglink|gnu\.hash|hash|gnu\.version|dynsym|eh_frame|rela|relr|rel\.|rel$|shstrtab|symtab$|got|plt|dynamic|init_array|fini_array)/;

$LOOK{elf} = sub {
	my ($name, $a, $b, $depth) = @_;
	my ($x, $y) = (elf_read($a), elf_read($b));
	die "no sections\n" if !@{$x->{sections}} or !@{$y->{sections}};
	my ($mx, $my) = map { my $s = $_->{sections}; +{map { $_->{name} => $_ } @$s} } $x, $y;
	return note($name, "is for another machine: $x->{machine} and $y->{machine} (bits, e_machine); trap: the machine of the build host, or another target of the compiler") if $x->{machine} ne $y->{machine};
	# Each run of the compiler calls the sections of link time optimisation anew.
	my @lto = map { join ' ', map { /^\.gnu\.(?:lto|debuglto|offload_lto)_/ ? s/[.]?[0-9a-f]{6,16}$//r : $_ } map { $_->{name} } @{$_->{sections}} } $x, $y;
	return note($name, 'the names of sections for link time optimisation are random; trap: names that the compiler made up; -frandom-seed=') if $lto[0] eq $lto[1] and grep { !$my->{$_} } keys %$mx;
	my @gone = grep { !$my->{$_} } map { $_->{name} } @{$x->{sections}};
	my @new = grep { !$mx->{$_} } map { $_->{name} } @{$y->{sections}};
	my @differ = grep { my $o = $my->{$_}; $o and ${$mx->{$_}{data}} ne ${$o->{data}} } map { $_->{name} } @{$x->{sections}};
	for (['first', @gone], ['second', @new]) {
		my ($side, @s) = @$_;
		next if !@s;
		my $all = join ' ', @s;
		my $why = !grep({ !/^\.(?:z?debug|symtab|strtab)/ } @s) ? ($mx->{'.debug_info'} && $my->{'.debug_info'} ? 'another compiler, or its options for debug information (-g, -gdwarf-5)' : 'stripped in one build only, or -g in one only')
			: !grep({ !/build-id/ } @s) ? 'a linker or compiler with another default (-Wl,--build-id)' : $all =~ /gnu_debuglink/ ? 'debug information split off in one build only' : 'another compiler, linker or options of theirs';
		note($name, 'sections ' . word($all) . " in the $side only; trap: $why");
	}
	return 1 if @gone or @new;
	my @own = grep { !/$FOLLOWS/ } @differ;
	return elf_links($name, $mx, $my, \@differ, $a, $b) if !@own;
	my $told = 0;
	for my $s (sort { ($b =~ /comment/) <=> ($a =~ /comment/) } grep { !/^\.text/ } @own) {
		my ($oa, $ob) = only(map { [$s =~ /^\.(?:debug_str|debug_line_str|strtab|dynstr|comment)/ ? split /\0/, ${$_->{$s}{data}} : ${$_->{$s}{data}} =~ /[\x20-\x7e\t]{4,}/g] } $mx, $my);
		my ($found) = name_traps("$name -> $s", $oa, $ob);
		$told += $found;
		last if $told >= 3;
	}
	return 1 if $told;
	my $words = sub { join ' ', sort split / /, shift };
	return note($name, 'functions or data in another order; trap: objects linked in another order (unsorted wildcards, parallel jobs), or options of the compiler that move functions (-O)')
		if $x->{order} ne $y->{order} and $words->($x->{order}) eq $words->($y->{order});
	my @debug = grep { !/^\.z?debug/ } @own;
	return note($name, 'only debug information differs (' . word(join ' ', @own) . '); trap: another compiler, or its options (-g)') if !@debug;
	# Data that does not follow from other code: what its bytes look like.
	my ($data) = grep { !/^\.(?:text|init|fini)/ } @debug;
	if ($data and !grep { /^\.text/ } @debug) { bytes("$name -> $data", $mx->{$data}{data}, $my->{$data}{data}); return 1 }
	my ($s) = grep { /^\.text/ } @debug;
	$s //= $debug[0];
	my ($lx, $ly) = map { length ${$_->{$s}{data}} } $mx, $my;
	return note($name, "the code differs ($s has $lx and $ly bytes), in no text; not by its compiler's version in .comment; no known trap");
};

# elf_links: nothing of its own differs.
sub elf_links {
	my ($name, $mx, $my, $differ, $a, $b) = @_;
	my %d = map { $_ => 1 } @$differ;
	my @rest = grep { !/build-id|gnu_debuglink/ } @$differ;
	if (!@rest and $d{'.note.gnu.build-id'}) {
		return note($name, 'only the build-id differs' . ($d{'.gnu_debuglink'} ? ' (and the checksum of the debug file)' : '') . '; trap: the build-id is a digest of what was linked before it was stripped (paths in debug information), or random (--build-id=uuid)');
	}
	return note($name, 'the checksum of the debug file differs (.gnu_debuglink); trap: the debug information, split off, differs: paths in it') if !@rest and @$differ;
	return note($name, 'only ' . word(join ' ', @rest) . ' differ; trap: another linker or strip, or objects linked in another order') if @rest;
	my $at = first_difference($a, $b) + 1;
	return note($name, "all sections are the same; headers, or what lies between sections, differ from byte $at on; trap: another linker or strip, or padding that is not cleared");
}
