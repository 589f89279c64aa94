# SPDX-License-Identifier: BSD-2-Clause
# The start: standard input is the program itself, 3 and 4 are the two files.
sub slurp {
	my $fd = shift;
	open my $f, '<&=', $fd or die "file $fd: $!\n";
	binmode $f;
	my $all = '';
	while (read $f, my $some, 1 << 20) {
		$all .= $some;
		last if length $all > OPEN;
	}
	return \$all;
}
binmode STDOUT;
{ no warnings; traps_read(\*DATA) }
my ($a, $b) = (slurp(3), slurp(4));
POSIX::close($_) for 3 .. 255;
my $name = shift @ARGV;
if (length $$a > OPEN or length $$b > OPEN) { note($name, 'is over 256 MiB: not looked into') }
elsif ($$a eq $$b) { note($name, 'no byte differs') }
else { look($name, $a, $b, 1) }
