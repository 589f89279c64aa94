# SPDX-License-Identifier: BSD-2-Clause
# JSON: the same values in other clothes, or each value on a line with its path.

# json_read TEXT: a tree of ['v', TOKEN], ['a', [...]], ['o', [[KEY, VALUE]...]].
sub json_read {
	my $t = shift;
	pos($$t) = 0;
	my $v = json_value($t, 0);
	die "more behind it\n" if $$t !~ /\G\s*\z/gc;
	return $v;
}
sub json_string {
	my $s = shift;
	my %e = (n => "\n", t => "\t", r => "\r", b => "\b", f => "\f");
	$s =~ s/\\u([dD][89abAB]..)\\u([dD][c-fC-F]..)/my $c = chr(0x10000 + ((hex($1) - 0xd800) << 10) + hex($2) - 0xdc00); utf8::encode($c); $c/ge;
	$s =~ s/\\(?:u([0-9a-fA-F]{4})|(.))/my $c = defined $1 ? chr hex $1 : $e{$2} \/\/ $2; utf8::encode($c) if defined $1; $c/gse;
	return $s;
}
sub json_value {
	my ($t, $depth) = @_;
	die "too deep\n" if $depth > 200;
	$$t =~ /\G\s*/gc;
	return ['v', '"' . json_string($1) . '"'] if $$t =~ /\G"((?:[^"\\]|\\.)*)"/gcs;
	return ['v', $1] if $$t =~ /\G(-?\d[\d.eE+-]*|true|false|null)/gc;
	if ($$t =~ /\G\[/gc) {
		my @a;
		return ['a', \@a] if $$t =~ /\G\s*\]/gc;
		while (1) {
			push @a, json_value($t, $depth + 1);
			return ['a', \@a] if $$t =~ /\G\s*\]/gc;
			$$t =~ /\G\s*,/gc or die "no comma\n";
		}
	}
	die "no value\n" if $$t !~ /\G\{/gc;
	my @o;
	return ['o', \@o] if $$t =~ /\G\s*\}/gc;
	while (1) {
		$$t =~ /\G\s*"((?:[^"\\]|\\.)*)"\s*:/gcs or die "no key\n";
		my $k = json_string($1);
		push @o, [$k, json_value($t, $depth + 1)];
		return ['o', \@o] if $$t =~ /\G\s*\}/gc;
		$$t =~ /\G\s*,/gc or die "no comma\n";
	}
	return;
}
# json_lines VALUE, PATH, SORT: 1 sorts keys, 2 also arrays.
sub json_flat {
	my ($v, $sort) = @_;
	return $v->[1] if $v->[0] eq 'v';
	if ($v->[0] eq 'a') { my @a = map { json_flat($_, $sort) } @{$v->[1]}; @a = sort @a if $sort > 1; return '[' . join(',', @a) . ']' }
	my @o = map { "\"$_->[0]\":" . json_flat($_->[1], $sort) } @{$v->[1]};
	@o = sort @o if $sort;
	return '{' . join(',', @o) . '}';
}
sub json_lines {
	my ($v, $path, $to) = @_;
	if ($v->[0] eq 'v') { push @$to, "$path: $v->[1]" }
	elsif ($v->[0] eq 'a') { json_lines($_, "$path\[]", $to) for @{$v->[1]} }
	else { json_lines($_->[1], "$path.$_->[0]", $to) for @{$v->[1]} }
	return $to;
}

# json NAME, A, B: true if both are JSON and that told something.
sub json {
	my ($name, $a, $b) = @_;
	return 0 if grep { $$_ !~ /^\s*[\[{]/ } $a, $b;
	my ($x, $y) = map { my $c = $$_; scalar eval { json_read(\$c) } } $a, $b;
	return 0 if !$x or !$y;
	return note($name, 'the same JSON, written otherwise (white space or escapes); trap: another version or setting of what writes it') if json_flat($x, 0) eq json_flat($y, 0);
	return note($name, 'the same JSON, keys in another order; trap: the order of a hash table; sort the keys when writing (jq -S, sort_keys)') if json_flat($x, 1) eq json_flat($y, 1);
	return note($name, 'the same JSON, elements of a list in another order; trap: the order of a set or hash table, of find or readdir, or parallel jobs; sort before writing') if json_flat($x, 2) eq json_flat($y, 2);
	my ($oa, $ob) = only(map { [sort @{json_lines($_, '', [])}] } $x, $y);
	return 0 if !@$oa and !@$ob;
	my ($found, $ra, $rb) = name_traps($name, $oa, $ob);
	return 1 if $found;
	return note($name, '"' . word($ra->[0] // 'nothing') . '" in one and "' . word($rb->[0] // 'nothing') . '" in the other; no known trap');
}
