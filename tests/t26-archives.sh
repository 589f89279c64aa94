#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make compare` on archives that differ by one thing each: static libraries,
# links, cpio, tar, zip. All are written by the tools that everybody uses.
. tests/lib.sh
. tests/pairs.sh
need bwrap perl ar gcc bsdtar cpio zip zstd tar python3

# Objects with a name each; the folder they were built in may be in one.
cat >"$T/objects" <<'TXT'
printf 'const char *v(void) { return S; }\n' >v.c
printf 'int y(void) { return 1; }\n' >y.c
printf 'int x(void) { return 2; }\n' >x.c
for f in v y x; do gcc -c -DS='"'"${S:-same}"'"' $f.c; rm $f.c; done
TXT
export T
H=/home
PATHS="S=$H/alice/src; [ \$SIDE = a ] || S=$H/bob/somewhere/else/entirely/src"
D='[ $SIDE = a ] && d=2001-01-01 || d=2002-02-02'
ORDER='[ $SIDE = a ] && set -- x.o y.o || set -- y.o x.o'
# shellcheck disable=SC2016 # the inner shell expands
{
	pair 'ar: a path, of another length, in the first member' "$PATHS"'; . $T/objects; ar rcsD l.a v.o y.o; rm *.o' \
		'l.a -> v.o.*: "/home.alice/src" .*trap: the build.s path'
	pair 'ar: a path, of another length, in the last member' "$PATHS"'; . $T/objects; ar rcsD l.a y.o v.o; rm *.o' \
		'l.a -> v.o.*: "/home.alice/src" .*trap: the build.s path'
	pair 'ar: the order of members' '. $T/objects; '"$ORDER"'; ar rcsD l.a "$@"; rm *.o' 'l.a: the same members in another order; trap'
	pair 'ar: dates' '. $T/objects; '"$D"'; touch -d $d *.o; ar rcsU l.a x.o y.o; rm *.o' 'l.a -> x.o: time is 2001-01-01.* and 2002.* 2 members in all; trap: time stamps'
	pair 'ar: one object twice, one second between' '. $T/objects; touch -d "2001-01-01 00:00:0$([ $SIDE = a ] && echo 1 || echo 2)" x.o; ar qcU l.a x.o x.o; rm *.o' \
		'l.a -> x.o: time is 2001-01-01 00:00:01 and 2001-01-01 00:00:02'
	pair 'ar: two members of one name, in another order' 'mkdir p q; printf "int p;\n" >p/m.c; printf "int qq;\n" >q/m.c; for d in p q; do gcc -c $d/m.c -o $d/m.o; done
		[ $SIDE = a ] && set -- p q || set -- q p; ar qcD l.a $1/m.o; ar qcD l.a $2/m.o; ranlib -D l.a; rm -r p q' \
		'l.a: the same members in another order .more than one is called m.o.'
	pair 'ar: two members of one name, one with a path' "$PATHS"'; . $T/objects; mkdir p; mv y.o p/v.o; ar qcD l.a p/v.o; ar qcD l.a v.o; rm -r p *.o' 'l.a -> v.o.*trap: the build.s path'
	pair 'ar: a member more' '. $T/objects; [ $SIDE = a ] && set -- x.o || set -- x.o y.o; ar rcsD l.a "$@"; rm *.o' 'l.a -> y.o: only in the second'
	pair 'ar: a symbol table in one' '. $T/objects; ar rcSD l.a x.o y.o; [ $SIDE = a ] || ranlib -D l.a; rm *.o' 'l.a: has a symbol table in the second only; trap'
	pair 'ar: the symbol table has a date' '. $T/objects; ar rcsD l.a x.o; rm *.o; [ $SIDE = a ] || { printf "!<arch>\n/               1700000000 " >new; dd if=l.a bs=1 skip=35 status=none >>new; mv new l.a; }' \
		'l.a: the symbol table.s date .*trap: the time'
	pair 'ar: D in one only' '. $T/objects; [ $SIDE = a ] && f=D || f=U; touch -d 2001-01-01 *.o; ar rcs$f l.a x.o y.o; rm *.o' 'l.a: was written deterministically .* in the first only; trap: ar without D'
	pair 'ar: thin and whole' '. $T/objects; [ $SIDE = a ] && t=--thin || t=; ar rcsD $t l.a x.o y.o' 'l.a: is a thin archive .*in the first'
	pair 'ar: thin, another order' '. $T/objects; '"$ORDER"'; ar rcsD --thin l.a "$@"' 'l.a: the same members in another order'
	pair 'ar: owners' '. $T/objects; touch -d 2001-01-01 x.o; [ $SIDE = a ] || chown 1000:1000 x.o; ar rcU l.a x.o; rm *.o' 'l.a -> x.o: uid is 0 and 1000.*the owner' 'l.a -> x.o: gid is'
	pair 'ar: long names, modes' '. $T/objects; n=a-name-that-is-longer-than-sixteen.o; mv x.o $n; touch -d 2001-01-01 $n; [ $SIDE = a ] || chmod 600 $n; ar rcU l.a $n; rm *.o' 'l.a -> a-name-that-is-longer-than-sixteen.o: mode is 100644 and 100600; trap: umask'

	pair 'a link leads elsewhere' 'ln -s libz.so.1.2 libz.so; [ $SIDE = a ] || ln -sf libz.so.1.3 libz.so' 'libz.so: a link, that leads to libz.so.1.2 in the first and to libz.so.1.3 in'
	pair 'a link, with both targets there and alike' 'echo x >t.1; echo x >t.2; ln -s t.1 l; [ $SIDE = a ] || ln -sf t.2 l' '^  l: a link, that leads to t.1 in the first and to t.2'
	pair 'a link into the folder of the build' 'ln -s /home/$SIDE/build/x l' 'l: a link, that leads to /home.a/build/x' 'l .link.: .*trap: the build.s path'
	pair 'a link against a file' 'echo x >y; [ $SIDE = a ] && ln -s y x || echo x >x' '^  x: is a link to y in the first and a file in the second$'
	pair 'a folder against a file' '[ $SIDE = a ] && mkdir x || echo x >x' '^  x: is a folder in the first and a file in the second$'
	pair 'a link to a folder against the folder' 'mkdir y; [ $SIDE = a ] && ln -s y x || mkdir x' '^  x: is a link to y in the first and a folder in the second$'
	pair 'a dangling link against a file' '[ $SIDE = a ] && ln -s none x || : >x' '^  x: is a link to none in the first and a file'

	TREE='mkdir -p t; echo 1 >t/one; echo 2 >t/two; touch -d 2001-01-01 t/one t/two t;'
	pair 'cpio: inode numbers' "$TREE"' [ $SIDE = a ] || { cp -p t/one t/n; mv t/n t/one; touch -d 2001-01-01 t; }; find t | sort | cpio --quiet -o -H newc >../$SIDE.cpio; rm -r t; mv ../$SIDE.cpio x.cpio' \
		'x.cpio -> .*: ino is .*trap: inode numbers'
	pair 'cpio: times' "$TREE$D"'; touch -d $d t/one; find t | sort | cpio --quiet --reproducible -o -H newc >x.cpio; rm -r t' 'x.cpio -> t/one: time is 2001.*and 2002.*trap: time stamps'
	pair 'cpio: owner' "$TREE"' [ $SIDE = a ] || chown 1000 t/one; find t | sort | cpio --quiet --reproducible -o -H newc >x.cpio; rm -r t' 'x.cpio -> t/one: uid is 0 and 1000'
	pair 'cpio: modes' "$TREE"' [ $SIDE = a ] || chmod 600 t/one; find t | sort | cpio --quiet --reproducible -o -H newc >x.cpio; rm -r t' 'x.cpio -> t/one: mode is 100644 and 100600; trap: umask'
	pair 'cpio: order' "$TREE"' [ $SIDE = a ] && r= || r=-r; find t | sort $r | cpio --quiet --reproducible -o -H newc >x.cpio; rm -r t' 'x.cpio: the same members in another order'
	pair 'cpio: format' "$TREE"' [ $SIDE = a ] && f=newc || f=odc; find t | sort | cpio --quiet --reproducible -o -H $f >x.cpio; rm -r t' 'x.cpio: the format is cpio newc and cpio odc'
	pair 'cpio: number of links' "$TREE"' [ $SIDE = a ] || ln t/one ../link; find t | sort | cpio --quiet --reproducible -o -H newc >x.cpio; rm -rf t ../link' 'x.cpio -> t/one: nlink is 1 and 2; trap: link counts' 'x.cpio: the same members in another order'
	pair 'cpio: padding' "$TREE"' find t | sort | cpio --quiet --reproducible -o -H newc >x.cpio; [ $SIDE = a ] || head -c 512 /dev/zero >>x.cpio; rm -r t' 'x.cpio: the members are the same; the zero bytes'
	pair 'cpio: two behind each other, the second differs' "$TREE"' for i in 1 2; do echo "/home/$SIDE/$i" >t/one; [ $i = 2 ] || echo same >t/one; touch -d 2001-01-01 t/one; find t | sort | cpio --quiet --reproducible -o -H newc >>x.cpio; done; rm -r t' \
		'x.cpio -> t/one: .*trap: the build.s path'
	pair 'cpio: a packed one behind it' "$TREE"' find t | sort | cpio --quiet --reproducible -o -H newc >x.cpio; echo "/home/$SIDE/x" | gzip -n >>x.cpio; rm -r t' 'x.cpio -> .what is behind the archive. .unpacked.: .*trap: the build.s path'

	TAR='tar --sort=name --owner=0 --group=0 --numeric-owner'
	pair 'tar: time' "$TREE$D"'; touch -d $d t/one; '"$TAR"' -cf x.tar t; rm -r t' 'x.tar -> t/one: time is .*trap: time stamps'
	pair 'tar: fractions of times' "$TREE"' touch -d "2001-01-01 00:00:00.$([ $SIDE = a ] && echo 1 || echo 2)" t/one; '"$TAR"' --format=posix --pax-option=delete=atime,delete=ctime -cf x.tar t; rm -r t' 'x.tar -> t/one: time is .*trap: time stamps'
	pair 'tar: formats' "$TREE"' [ $SIDE = a ] && f=ustar || f=gnu; '"$TAR"' --format=$f -cf x.tar t; rm -r t' 'x.tar: the format is tar ustar and tar gnu; trap'
	pair 'tar: pax against ustar' "$TREE"' [ $SIDE = a ] && f=ustar || f=posix; '"$TAR"' --format=$f -cf x.tar t; rm -r t' 'x.tar: the format is tar ustar and tar pax; trap'
	pair 'tar: names of owners' "$TREE"' [ $SIDE = a ] && o=alice:1000 || o=bob:1000; tar --sort=name --owner=$o --group=users:100 -cf x.tar t; rm -r t' 'x.tar -> t/: uname is alice and bob.*trap: the owner'
	pair 'tar: the process in the name of pax headers' "$TREE"' touch -d "2001-01-01 00:00:00.5" t/one; [ $SIDE = a ] && p=111 || p=222; '"$TAR"' --format=posix --pax-option=exthdr.name=%d/PaxHeaders.$p/%f,delete=ctime,delete=atime -cf x.tar t; rm -r t' 'x.tar -> t/.*header is .*111.*222.*trap: the packer.s process'
	pair 'tar: order' "$TREE"' [ $SIDE = a ] && set -- t/one t/two || set -- t/two t/one; '"$TAR"' -cf x.tar "$@"; rm -r t' 'x.tar: the same members in another order'
	pair 'tar: blocking factor' "$TREE"' [ $SIDE = a ] && n=20 || n=1; '"$TAR"' -b $n -cf x.tar t; rm -r t' 'x.tar: the members are the same; the end has .*trap: another blocking'
	pair 'tar: a commit in the global header (git archive)' 'git init -q .; echo 1 >one; git add one; GIT_AUTHOR_DATE="1000000000 +0000" GIT_COMMITTER_DATE="100000000$([ $SIDE = a ] && echo 1 || echo 2) +0000" git -c user.name=n -c user.email=e@e commit -q -m "x"
		git archive -o x.tar HEAD; rm -rf .git one' 'x.tar -> .global header.*: comment is .*trap: a comment made by the build' 'x.tar -> one: time is'
	pair 'tar: names with a date' 'd=toy-2001-01-0$([ $SIDE = a ] && echo 1 || echo 2); mkdir $d; touch -d 2001-01-01 $d; '"$TAR"' -cf x.tar $d; rm -r $d' 'x.tar .names of members.: .*toy-2001-01-01.*trap: the time'

	TIMES='touch -d 2001-01-01 *;'
	pair 'tar: a hard link and a copy' 'echo 1 >x; [ $SIDE = a ] && ln x y || cp x y; '"$TIMES$TAR"' -cf x.tar x y; rm x y' 'x.tar -> y: hardlink is to x and none; trap: hard links'
	pair 'tar: hard links in another order' 'echo 1 >x; ln x y; '"$TIMES"' [ $SIDE = a ] && set -- x y || set -- y x; '"$TAR"' -cf x.tar "$@"; rm x y' 'x.tar -> x: hardlink is none and to y.*; trap: hard links' 'x.tar: the same members in another order'
	pair 'tar: a file with holes' 'truncate -s 1M s; echo x >>s; '"$TIMES"' [ $SIDE = a ] && s=-S || s=; '"$TAR"' $s -cf x.tar s; rm s' 'x.tar -> s: sparse is yes and none; trap: hard links and holes'
	pair 'tar: with ./ and without' 'echo 1 >x; '"$TIMES"' [ $SIDE = a ] && f=./x || f=x; '"$TAR"' -cf x.tar $f; rm x' 'x.tar -> ./x: is called x in the second.* only in a leading ./; trap'

	FILE='seq 3000 >f; touch -d 2001-01-01 f;'
	pair 'zip: level' "$FILE"' [ $SIDE = a ] && l=1 || l=9; TZ=UTC zip -qX$l x.zip f; rm f' 'x.zip -> f: the same contents, compressed differently' 'level is .*trap: another level'
	pair 'zip: stored' "$FILE"' [ $SIDE = a ] && l=0 || l=9; TZ=UTC zip -qX$l x.zip f; rm f' 'x.zip -> f: the same contents, compressed differently' 'method is stored and deflate'
	pair 'zip: another deflate (zlib-ng is one)' 'python3 -c "
import os, struct, zlib
d = bytes(range(256)) * 40
z = zlib.compressobj(9, 8, -15, 8, 0 if os.environ[\"SIDE\"] == \"a\" else 2)
p = z.compress(d) + z.flush()
h = struct.pack(\"<HHHHHIIIHH\", 20, 0, 8, 0, 0x2821, zlib.crc32(d), len(p), len(d), 1, 0)
l = b\"PK\3\4\" + h + b\"f\" + p
c = b\"PK\1\2\" + struct.pack(\"<H\", 788) + h + struct.pack(\"<HHHII\", 0, 0, 0, 0o100644 << 16, 0) + b\"f\"
open(\"x.zip\", \"wb\").write(l + c + b\"PK\5\6\" + struct.pack(\"<HHHHIIH\", 0, 0, 1, 1, len(c), len(l), 0))"' 'x.zip -> f: the same contents, compressed differently .*zlib-ng'
	pair 'zip: times' "$FILE$D"'; touch -d $d f; TZ=UTC zip -qX x.zip f; rm f' 'x.zip -> f: time is 2001-01-01.* and 2002-02-02.*trap: time stamps'
	pair 'zip: time zone' "$FILE"' touch -d "2001-01-01 12:00 UTC" f; [ $SIDE = a ] && z=UTC || z=Asia/Tokyo; TZ=$z zip -qX x.zip f; rm f' 'x.zip -> f: time is .* 12:00:00 and .* 21:00:00; trap: the time zone'
	pair 'zip: folders in one only' 'mkdir d; echo 1 >d/x; touch -d 2001-01-01 d/x d; [ $SIDE = a ] && f=-D || f=; TZ=UTC zip -qrX $f x.zip d; rm -r d' 'x.zip -> d/: a folder, only in the second .*; trap: folders as members'
	pair 'zip: zip64' "$FILE"' touch -d 2001-01-01 f; [ $SIDE = a ] && o=-fz || o=-fz-; TZ=UTC zip -qX $o x.zip f; rm f' 'x.zip -> f: needs is 45 and 20; trap: another version of the packer, or zip64'
	pair 'zip: the extra field UT' "$FILE"' touch -d "2001-01-01 00:00:0$([ $SIDE = a ] && echo 1 || echo 2)" f; touch -ad 2003-03-03 f; TZ=UTC zip -q x.zip f; rm f' 'x.zip -> f: extra field UT .times. is 2001-01-01 00:00:01 and 2001-01-01 00:00:02; trap'
	pair 'zip: the extra field of owners' "$FILE"' touch -ad 2001-01-01 f; [ $SIDE = a ] || chown 1000 f; TZ=UTC zip -q x.zip f; rm f' 'x.zip -> f: extra field ux .uid and gid. is uid 0 .*uid 1000.*trap: the owner'
	pair 'zip: extra fields in one only' "$FILE"' touch -ad 2001-01-01 f; [ $SIDE = a ] && o=-X || o=; TZ=UTC zip -q $o x.zip f; rm f' 'x.zip -> f: extra field .* not there'
	pair 'zip: comment' "$FILE"' TZ=UTC zip -qX x.zip f; echo "build of $SIDE" | zip -qz x.zip; rm f' 'x.zip: the comment of the archive is'
	pair 'zip: made by another system' "$FILE"' [ $SIDE = a ] && o= || o=-k; TZ=UTC zip -qX $o x.zip f; rm f; [ $SIDE = a ] || mv x.zip y.zip; [ $SIDE = a ] || python3 -c "
import zipfile
z = zipfile.ZipFile(\"y.zip\"); i = z.infolist()[0]; i.filename = \"f\"
o = zipfile.ZipFile(\"x.zip\", \"w\", 8, compresslevel=6); o.writestr(i, z.read(i))"; rm -f y.zip' 'x.zip -> f: system is Unix.*trap: packed by a tool of another system' 'x.zip -> f: mode is'
	pair 'zip: modes' "$FILE"' [ $SIDE = a ] || chmod 600 f; TZ=UTC zip -qX x.zip f; rm f' 'x.zip -> f: mode is 100644 and 100600; trap: umask'
	pair 'zip: order' 'echo 1 >x; echo 2 >y; touch -d 2001-01-01 x y; [ $SIDE = a ] && set -- x y || set -- y x; TZ=UTC zip -qX x.zip "$@"; rm x y' 'x.zip: the same members in another order'
	pair 'jar: who built it' 'mkdir META-INF; printf "Manifest-Version: 1.0\r\nBuilt-By: %s\r\n" "$SIDE" >META-INF/MANIFEST.MF; touch -d 2001-01-01 META-INF/*; TZ=UTC zip -qXD x.jar META-INF/*; rm -r META-INF' 'x.jar -> META-INF/MANIFEST.MF: .*trap: the user'
	pair 'ar in zip in zstd' "$PATHS"'; . $T/objects; ar rcsD l.a v.o; touch -d 2001-01-01 l.a; TZ=UTC zip -qX x.zip l.a; zstd -q --rm x.zip; rm *.o *.a' 'x.zip.zst -> l.a -> v.o.*trap: the build.s path'
}
test_done
