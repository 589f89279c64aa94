# SPDX-License-Identifier: BSD-2-Clause
# Disks and file systems: what is made anew in each (names, times, random numbers).
# Fields that are known are [what, offset, unpack, trap].
my $UUID = 'a random UUID; derive it from the contents, or fix it';
my $TIME = 'the time of the build; SOURCE_DATE_EPOCH';
my %FIELDS = (
	squashfs => [['the time it was made', 8, 'V', "$TIME, mksquashfs -mkfs-time"], ['the compressor', 20, 'v', 'another compressor; mksquashfs -comp'],
		['the block size', 12, 'V', 'another option; mksquashfs -b'], ['the flags', 24, 'v', 'other options of mksquashfs (fragments, xattrs, export)'],
		['the number of inodes', 4, 'V', 'other files'], ['its length', 40, 'Q<', '']],
	ext => [['the UUID', 1024 + 104, 'H32', "$UUID; mkfs -U"], ['the seed of the hash', 1024 + 236, 'H32', "$UUID; mkfs -E hash_seed="],
		['the time it was made', 1024 + 264, 'V', "$TIME; E2FSPROGS_FAKE_TIME"], ['the time of the last mount', 1024 + 44, 'V', 'it was mounted; fill it with mkfs -d'],
		['the time of the last write', 1024 + 48, 'V', "$TIME; E2FSPROGS_FAKE_TIME"], ['the time of the last check', 1024 + 64, 'V', "$TIME; E2FSPROGS_FAKE_TIME"],
		['the label', 1024 + 120, 'Z16', 'a name made by the build'], ['the folder it was mounted on', 1024 + 136, 'Z64', 'the build\'s path; fill it with mkfs -d']],
	disk => [['the disk\'s GUID', 512 + 56, 'H32', "$UUID; sfdisk label-id, sgdisk -U"], ['the signature of the MBR', 440, 'H8', 'a random number; fix it (sfdisk label-id)'],
		['the code before the partitions', 0, 'H880', 'another boot loader']],
	iso => [['the volume id', 32808, 'A32', 'a name made by the build; fix it (-volid)'], ['the publisher', 33086, 'A128', 'the user of the build'], ['the preparer', 33214, 'A128', 'the tool that wrote it, or the user of the build'],
		['the application', 33342, 'A128', 'the tool that wrote it'], ['the time it was made', 33581, 'A16', "$TIME; xorriso --modification-date="],
		['the time it was modified (which is its UUID, too)', 33598, 'A16', "$TIME; xorriso --modification-date="], ['the time from which it is valid', 33632, 'A16', $TIME], ['the volume set', 32958, 'A128', 'a name made by the build'],
		['the system area (MBR, GPT)', 0, 'H65536', 'the boot code, or random GUIDs and signatures of partitions; fix them (xorriso -boot_image any gpt_disk_guid=)']],
);

# fields NAME, A, B, KIND: says which differ.
sub fields {
	my ($name, $a, $b, $kind) = @_;
	my $told = 0;
	for my $f (@{$FIELDS{$kind}}) {
		my ($what, $at, $how, $trap) = @$f;
		my ($x, $y) = map { length $$_ > $at ? unpack $how, substr $$_, $at, 32768 : '' } $a, $b;
		next if ($x // '') eq ($y // '');
		($x, $y) = map { when($_) } $x, $y if $what =~ /time/ and $how eq 'V';
		$told += note($name, "$what is " . word($x, 40) . ' and ' . word($y, 40) . ($trap ? "; trap: $trap" : ''));
	}
	return $told;
}
for my $k (qw(squashfs ext disk)) {
	$LOOK{$k} = sub {
		my ($name, $a, $b) = @_;
		my $told = fields($name, $a, $b, $k);
		$told += disk_partitions($name, $a, $b) if $k eq 'disk';
		return $told || strings($name, $a, $b) || note($name, 'differs from byte ' . (first_difference($a, $b) + 1) . ' on; its contents are not looked into: unpack both, and compare the folders');
	};
}
sub disk_partitions {
	my ($name, $a, $b) = @_;
	return 0 if grep { length $$_ < 1024 + 128 * 128 or substr($$_, 512, 8) ne 'EFI PART' } $a, $b;
	my $told = 0;
	for my $i (0 .. 127) {
		my ($x, $y) = map { unpack 'x16 H32', substr $$_, 1024 + 128 * $i, 128 } $a, $b;
		$told ||= note($name, 'the GUID of partition ' . ($i + 1) . " is $x and $y; trap: $UUID") if $x ne $y;
	}
	return $told;
}
