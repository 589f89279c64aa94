# SPDX-License-Identifier: BSD-2-Clause
# The core of `explain`: which kind of thing two runs of bytes are, by their first
# bytes alone, and who looks at that kind. Data is passed by reference. A looker
# returns true if it has said something; it dies of what is not well-formed, and
# then the bytes are looked at as such.
use strict;
use warnings;
use POSIX ();
use List::Util qw(min max);

use constant {DEPTH => 6, ENTER => 5, OPEN => 1 << 28, ALL => 1 << 30, LINES => 60, MEMORY => 1 << 29};
our ($opened, $said, @TRAPS) = (0, 0);
our %LOOK;	# kind => looker(NAME, A, B, DEPTH)
$| = 1;
$SIG{__WARN__} = sub { die @_ };

# note NAME, WHAT: one line; names and contents may hold anything.
sub note {
	my ($name, $what) = @_;
	my $line = "  $name: $what";
	$line =~ s/[\x00-\x1f\x7f]/?/g;
	print "$line\n" if ++$said <= LINES;
	print "  (more differs; only so much is told)\n" if $said == LINES + 1;
	return 1;
}

sub word { my ($s, $long) = @_; $long ||= 100; return length $s > $long ? substr($s, 0, $long) . '...' : $s }
sub when {
	my $t = shift;
	return $t if $t !~ /^-?\d+$/ or abs $t > 1e11;
	return POSIX::strftime('%Y-%m-%d %H:%M:%S', gmtime $t);
}

# cut DATA, OFFSET, LENGTH: that much of it, or death.
sub cut {
	my ($d, $at, $n) = @_;
	die "past the end\n" if $at < 0 or $n < 0 or $at + $n > length $$d;
	return substr $$d, $at, $n;
}
sub number { my ($d, $at, $how) = @_; return unpack $how, cut($d, $at, {C => 1, v => 2, n => 2, V => 4, N => 4, 'Q<' => 8, 'Q>' => 8}->{$how}) }

# first_difference A, B
sub first_difference {
	my ($a, $b) = @_;
	my $short = min(length $$a, length $$b);
	my $x = substr($$a, 0, $short) ^ substr($$b, 0, $short);
	return $x =~ /[^\0]/ ? $-[0] : $short;
}

# through DATA, COMMAND...: what that makes of it, or nothing and why not.
sub through {
	my ($data, @command) = @_;
	open my $in, '+>', undef or die "no temporary file: $!\n";
	print {$in} $$data or die "temporary file: $!\n";
	seek $in, 0, 0 or die;
	my $pid = open(my $out, '-|') // die "fork: $!\n";
	if (!$pid) {
		open STDIN, '<&', $in or POSIX::_exit(126);
		open STDERR, '>', '/dev/null' or POSIX::_exit(126);
		# A header may ask for a dictionary of gigabytes; ours have 64 MiB.
		{ no warnings; exec 'prlimit', '--as=' . MEMORY, @command }
		POSIX::_exit(127);
	}
	binmode $out;
	my ($all, $n) = ('', 0);
	while ($n = read $out, my $some, 1 << 20) {
		$all .= $some;
		last if length $all > OPEN or $opened + length $all > ALL;
	}
	if ($n) {
		kill 'KILL', $pid;
		close $out;
		return (undef, 'it has too much in it to be looked into');
	}
	close $out;
	return (undef, "no $command[0] here to open it") if $? >> 8 == 127;
	return (undef, "$command[0] cannot open it" . ($command[0] =~ /^(?:xz|zstd|lzip)$/ ? ', or not in 512 MiB of memory' : '')) if $?;
	$opened += length $all;
	return (\$all, '');
}

# look NAME, A, B, DEPTH: says in what two runs of bytes that are not alike differ.
sub look {
	my ($name, $a, $b, $depth) = @_;
	my ($ka, $kb) = (kind($a), kind($b));
	return if $said > LINES;
	if ($ka eq 'empty' or $kb eq 'empty') {
		my ($empty, $other) = $ka eq 'empty' ? qw(first second) : qw(second first);
		my $n = max(length $$a, length $$b);
		return note($name, "is empty in the $empty, and has $n bytes in the $other; trap: a file that was never written or cut: a command that failed, a full disk, or jobs in a race");
	}
	if ($ka ne $kb) {
		return if packed_otherwise($name, $a, $ka, $b, $kb, $depth);
		my %plain = (text => 1, binary => 1);
		return note($name, 'is ' . a_kind($ka) . ' in the first and ' . a_kind($kb) . ' in the second') unless $plain{$ka} and $plain{$kb};
		$ka = 'binary';
	}
	return note($name, 'is ' . a_kind($ka) . ', which nothing here opens: not looked into') if $ka =~ /^(?:cab|7z|rar|lrzip|lzop)$/;
	if ($depth <= DEPTH and $LOOK{$ka}) {
		my $before = $said;
		return if eval { $LOOK{$ka}->($name, $a, $b, $depth) };
		my $why = $@;
		return if $said > $before;
		if ($why) {
			chomp $why;
			$why = (split /\n/, $why)[0];
			note($name, 'is not a well-formed ' . a_kind($ka) =~ s/^an? //r . ", so only its bytes are looked at") if $ka ne 'pyc' and $ka ne 'disk';
		}
	}
	eval { plain($name, $a, $b); 1 } or note($name, "differs from byte " . (first_difference($a, $b) + 1) . " on; the look at it failed");
	return;
}
