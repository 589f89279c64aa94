#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make compare` on texts and plain bytes that differ by one thing each.
. tests/lib.sh
. tests/pairs.sh
need bwrap perl

H=/home
# two TITLE FIRST SECOND PATTERN...: files that printf makes of the two.
two()
{
	two_title=$1 two_a=$2 two_b=$3
	shift 3
	export two_a two_b
	# shellcheck disable=SC2016 # the inner shell expands
	pair "$two_title" '[ $SIDE = a ] && printf -- "$two_a" >x || printf -- "$two_b" >x' "$@"
}

two 'JSON: keys in another order' '{"a": 1, "b": [1, {"c": 2, "d": 3}]}\n' '{"b": [1, {"d": 3, "c": 2}], "a": 1}\n' 'x: the same JSON, keys in another order; trap'
two 'JSON: white space' '{"a": 1, "b": [1, 2]}\n' '{\n  "a": 1,\n  "b": [\n    1,\n    2\n  ]\n}\n' 'x: (the same JSON, written otherwise|only white space differs)'
two 'JSON: indented by tabs' '{"a":1,"b":[1,2]}' '{\n\t"a":1,\n\t"b":[1,2]\n}\n' 'x: the same JSON, written otherwise'
two 'JSON: escapes' '{"a": "\\u00e9"}\n' '{"a": "\303\251"}\n' 'x: the same JSON, written otherwise'
two 'JSON: a list in another order' '{"a": ["x", "y", "z"]}\n' '{"a": ["z", "x", "y"]}\n' 'x: the same JSON, elements of a list in another order; trap'
two 'JSON: a time in it, keys in another order, too' '{"a": "2026-01-01T00:00:00Z", "b": 1}\n' '{"b": 1, "a": "2026-01-02T00:00:00Z"}\n' 'x: .*2026-01-01.*trap: the time of the build'
two 'JSON: a path' "{\"a\": \"$H/alice/x\"}\n" "{\"a\": \"$H/bob/x\"}\n" 'x: .*trap: the build.s path'
two 'JSON: another value' '{"a": 1, "colour": "red"}\n' '{"a": 1, "colour": "green"}\n' 'x: ".colour: "red"" in one and ".colour: "green"" in the other; no known trap'
two 'line ends' 'one\ntwo\n' 'one\r\ntwo\r\n' 'x: line ends: LF in one and CRLF in the other, the same text; trap'
two 'line ends, in one line only' 'one\ntwo\n' 'one\ntwo\r\n' 'x: line ends: LF'
two 'no line feed at the end' 'one\ntwo' 'one\ntwo\n' 'x: a line feed at the end is in one only'
two 'a byte order mark' '\357\273\277one\n' 'one\n' 'x: one has a byte order mark'
two 'white space' 'a  b\n' 'a\tb\n' 'x: only white space differs'
two 'character sets' 'caf\303\251\n' 'caf\351\n' 'x: other character sets: UTF-8 and Latin-1'
two 'upper and lower case' 'README\nmakefile\n' 'Readme\nMakefile\n' 'x: only upper and lower case differ'
two 'lines in another order' 'b\na\nc\n' 'c\na\nb\n' 'x: the same lines in another order; trap: unsorted wildcard'
two 'sorted in another locale' 'Bravo\nZulu\nalpha\n' 'alpha\nBravo\nZulu\n' 'x: the same lines in another order; trap: a locale.s sort order'
two 'a list in a line' 'OBJS = a.o b.o c.o\n' 'OBJS = c.o a.o b.o\n' 'x: a list has the same words in another order'
two 'a set as Python prints it' "{'a', 'b', 'c'}\n" "{'c', 'a', 'b'}\n" 'x: a list has the same words in another order: .*hash table'
two 'empty' '' 'one\n' 'x: is empty in the first, and has 4 bytes in the second; trap: a file that was never written'
two 'cut short' 'one\ntwo\nthree\n' 'one\ntwo\n' 'x: 1 line more in the first: "three"; no known trap'
two 'lines appended twice' 'one\ntwo\n' 'one\ntwo\none\ntwo\n' 'x: 2 lines more in the second.*trap: lines are there more than once'
two 'nothing known' 'colour red\n' 'colour green\n' 'x: "colour red" is in one only, "colour green" in the other; no known trap'
two 'nothing known, beside a path and a time that are alike' "$H/alice 2026-01-01 10:00:00 red\n" "$H/alice 2026-01-01 10:00:00 green\n" 'x: .*no known trap'
two 'a copyright' 'Copyright 2024 Someone\n' 'Copyright 2026 Someone\n' 'x: .*trap: the year of the build, in a copyright'
two 'a copyright of years' '/* (c) 2020-2025 Someone */\n' '/* (c) 2020-2026 Someone */\n' 'x: .*trap: the year of the build, in a copyright'
two 'a year' 'Manual, edition 2025\n' 'Manual, edition 2026\n' 'x: .*trap: a year'
two 'date(1)' 'built Thu Nov 26 06:50:16 UTC 2026\n' 'built Mon Nov 30 17:14:17 UTC 2026\n' 'x: .*trap: the time of the build'
two 'date(1) of the day before' 'built Thu Nov  5 06:50:16 CET 2026\n' 'built Wed Nov  4 06:50:16 CET 2026\n' 'x: .*trap: the time of the build'
two 'a date in a manual' '.Dd November 26, 2026\n' '.Dd November 30, 2026\n' 'x: .*trap: the time of the build'
two 'ISO 8601' 'at=2026-11-26T06:50:16+01:00\n' 'at=2026-11-30T17:14:17+01:00\n' 'x: .*trap: the time of the build'
two 'RFC 5322' 'Date: Thu, 26 Nov 2026 06:50:16 +0000\n' 'Date: Mon, 30 Nov 2026 17:14:17 +0000\n' 'x: .*trap: the time of the build'
two 'a date without separators' 'version 20261126\n' 'version 20261130\n' 'x: .*trap: the time of the build'
two 'PDF' '/CreationDate (D:20261126065016Z)\n' '/CreationDate (D:20261130171417Z)\n' 'x: .*trap: the time of the build'
two 'seconds of the epoch' 'stamp=1796050107\n' 'stamp=1796050999\n' 'x: .*trap: the time of the build'
two 'milliseconds of the epoch' 'Bnd-LastModified: 1796050107123\n' 'Bnd-LastModified: 1796050999456\n' 'x: .*trap: the time of the build'
two 'a week' 'week 2026-W48\n' 'week 2026-W49\n' 'x: .*trap: the time of the build'
two 'a month' 'as of 2026-11\n' 'as of 2026-12\n' 'x: .*trap: the time of the build'
two 'a date in German' '26. November 2026\n' '1. Dezember 2026\n' 'x: .*trap: the time of the build'
two 'a date in French' '26 f\303\251vrier 2026\n' '1 mars 2026\n' 'x: .*trap: the time of the build'
two 'a date in Japanese' '2026\345\271\26411\346\234\21026\346\227\245\n' '2026\345\271\26411\346\234\21030\346\227\245\n' 'x: .*trap: the time of the build'
two 'a clock of the wall' 'built at 10:20\n' 'built at 10:30\n' 'x: .*trap: the time of the build'
two 'only the zone of a time' '2026-11-26 06:50+0100\n' '2026-11-26 06:50+0200\n' 'x: .*trap: the time zone of the build'
two 'a character set' 'charset=UTF-8\n' 'charset=ISO-8859-1\n' 'x: .*trap: the locale'
two 'a processor' 'Intel(R) Xeon(R) E5\n' 'AMD EPYC 7763\n' 'x: .*trap: the processor'
two 'a digest in a wheel' 'x.py,sha256=wHymQzmkdiSi7fFNGMa7w8yzwtCiE1vu5rvDRk9Zv1A,8\n' 'x.py,sha256=rSbnQIBJtai0GLOYFzKLN1V5AxtAXXJ0ZDskmyiSbOI,8\n' 'x: .*trap: a digest of something else'
two 'a banner of another compiler' 'Linux version 7.2.8 (m@m) (gcc 12.2.0) #1 SMP\n' 'Linux version 7.2.8 (m@m) (gcc 14.2.0) #1 SMP\n' 'x: .*trap: a host tool and its version'
two '__TIME__ alone' '"06:50:16"\n' '"17:14:17"\n' 'x: .*trap: the time of the build'
two 'a time zone' 'zone CET\n' 'zone UTC\n' 'x: .*trap: the time zone'
two 'TZ' 'TZ=Europe/Berlin\n' 'TZ=America/New_York\n' 'x: .*trap: the time zone'
two 'a locale' 'LANG=de_DE.UTF-8\n' 'LANG=C\n' 'x: .*trap: the locale'
two 'a UUID' 'id 6ba7b810-9dad-11d1-80b4-00c04fd430c8\n' 'id 7c9e6679-7425-40de-944b-e07fc1f90ae7\n' 'x: .*trap: a random UUID'
two 'a host name' 'host: build1\n' 'host: laptop\n' 'x: .*trap: the user, umask or host'
two 'a user' 'Built-By: alice\n' 'Built-By: bob\n' 'x: .*trap: the user, umask or host'
two 'user and host' 'compiled by alice@build1\n' 'compiled by bob@laptop\n' 'x: .*trap: the user'
two 'uid' 'uid=0 gid=0\n' 'uid=1000 gid=1000\n' 'x: .*trap: the user'
two 'umask' 'umask 0022\n' 'umask 0077\n' 'x: .*trap: the user, umask'
two 'modes in a listing' '-rw-r--r-- 1 x\n' '-rw------- 1 x\n' 'x: .*trap: modes'
two 'a path' "# 1 \"$H/alice/x.c\"\n" "# 1 \"/tmp/y/x.c\"\n" 'x: .*trap: the build.s path'
two 'a path that nobody thinks of' '# 1 "/scratch/alice/src/x.c"\n' '# 1 "/data/ci/build-17/x.c"\n' 'x: .*trap: the build.s path'
two 'a path of Windows' 'C:\\\\Users\\\\alice\\\\x.c\n' 'D:\\\\ci\\\\x.c\n' 'x: .*trap: the build.s path'
two 'PATH' 'PATH=/usr/bin\n' 'PATH=/usr/local/bin:/usr/bin\n' 'x: .*trap: the build.s environment'
two 'HOME' "HOME=$H/alice\n" "HOME=/nonexistent\n" 'x: .*trap: the build.s environment'
two 'a temporary file' '.file "/tmp/ccA1b2C3.s"\n' '.file "/tmp/ccX9y8Z7.s"\n' 'x: .*trap: the name of a temporary file'
two 'mktemp' 'made in /tmp/tmp.Kd83jsLq0z\n' 'made in /tmp/tmp.9sLdk3Wq1P\n' 'x: .*trap: the name of a temporary file'
two 'an address' '<object at 0x7f3a2c1b9d60>\n' '<object at 0x7fe1b2a40c10>\n' 'x: .*trap: an address in memory'
two 'processors' 'make -j2\n' 'make -j16\n' 'x: .*trap: the number of processors'
two 'processors, in words' 'with 2 threads\n' 'with 16 threads\n' 'x: .*trap: the number of processors'
two 'uname -m' 'machine x86_64\n' 'machine i686\n' 'x: .*trap: the (machine|user)'
two 'uname -r' 'on Linux 6.1.0-13-amd64\n' 'on Linux 6.12.43+deb13-amd64\n' 'x: .*trap: the kernel of the build host'
two 'march' '-O2 -march=skylake\n' '-O2 -march=znver3\n' 'x: .*trap: the processor'
two 'a compiler' 'GCC: (Debian 12.2.0-14) 12.2.0\n' 'GCC: (Debian 14.2.0-19) 14.2.0\n' 'x: .*trap: a host tool and its version'
two 'a tool in a comment' '/* generated by bison 3.8.2 */\n' '/* generated by bison 3.7.1 */\n' 'x: .*trap: a host tool and its version'
two 'a file of a host tool' '#include "/usr/lib/gcc/x86_64-linux-gnu/12/include/stddef.h"\n' '#include "/usr/lib/gcc/x86_64-linux-gnu/14/include/stddef.h"\n' 'x: .*trap: a file of a host tool'
two 'git describe' 'v1.2-3-g1a2b3c4\n' 'v1.2-4-g5d6e7f8\n' 'x: .*trap: the state of git'
two 'a dirty tree' 'v1.2\n' 'v1.2-dirty\n' 'x: .*trap: the state of git'
two 'a digest of a file that differs' 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  f\n' '4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865  f\n' 'x: .*trap: a digest of something else'
two 'a session id' 'boundary=a8f3Kq02mZ\n' 'boundary=Zz81mPq7Lk\n' 'x: .*trap: random data'
two 'a seed' 'seed: 123456\n' 'seed: 998877\n' 'x: .*trap: random data'
two 'a counter' 'Build #17\n' 'Build #18\n' 'x: .*trap: a counter of builds'
two 'a process' 'pid 1234\n' 'pid 5678\n' 'x: .*trap: the number of a process'
two 'how long it took' 'done in 3.21s\n' 'done in 4.05s\n' 'x: .*trap: how long something took'
two 'a decimal comma' 'ratio 1.5\n' 'ratio 1,5\n' 'x: .*trap: .*decimal comma'
# What only looks like a trap.
for same in 'size: %s\n:1048576:2097152' 'port %s\n:2048:2049' 'lodash@%s\n:4.17.20:4.17.21' 'getty@tty%s.service\n:1:2' 'in %s parts\n:3:4' 'tmp_buffer%s\n:1:2' \
	'include /etc/conf.d/%s\n:one:two' 'CIPHER=%s\n:aes:chacha' 'group: %s\n:audio:video' 'release %s\n:12:13' 'see issue #%s\n:12:13' '00000000000%s T main\n:11a9f:11b3c' \
	'CONFIG_WIREGUARD=%s\n:y:m' 'MyVeryLongNameOfAFunction%s\n:2x:3x' 'foo.c:12:%s\n:34:35' '10:22:33:44:55:%s\n:66:77' 'aspect %s\n:16x9:4x3' 'libfoo %s\n:1.2.3:1.2.4' 'timeout %ss\n:30:60' \
	'%s items\n:2000:2001' 'offset %s\n:2016:2032' 'RFC %s\n:1999:2000' 'a,%s,b\n:2010:2011' 'lines 10-%s\n:20:30' 'door 2.%s\n:30:31' 'serial %s\n:1796050107:1796050999' 'size %s\n:1500000000:1600000000' \
	'id %s\n:20101010:20101011' 'maintainer %s@example.org\n:alice:bob' 'python>=%s\n:3.8.1:3.9.1' '@types/node@%s\n:20.1.0:20.1.1' 'retry in %s seconds\n:5:10' 'interval %ss\n:0.5:1.5' 'token= %s\n:IDENT:NUMBER' \
	'session %s\n:timeout:length' 'run by %s\n:hand:cron' 'generated on %s\n:demand:request' 'foo[%s].x\n:3:4' 'process %s\n:1:2' 'exec /bin/%s\n:true:false' 'data /usr/share/foo/%s\n:one:two' '#%s\n:aabbcc12:aabbcc34' \
	'# CONFIG_CC_OPTIMIZE_FOR_%s is not set\n:SIZE:SPEED' 'ThisIsABigIdentifier12Name%sX\n:34:35' 'Linux version %s (m@m) #1 SMP\n:7.2.8:7.2.9' '#define MASK 0xffff%s00000000\n:0000:ff00' 'https://example.org/a/%s\n:b:c'; do
	second=${same##*:}
	rest=${same%:*}
	# shellcheck disable=SC2059 # a format is what it is
	two "no trap: ${rest%%\\n*}" "$(printf -- "${rest%:*}" "${rest##*:}")" "$(printf -- "${rest%:*}" "$second")" 'x: .*no known trap$'
done
two 'a long line' "$(printf '%03000d' 0)x\n" "$(printf '%03000d' 0)y\n" 'x: a long line has "0*x" in one and "0*y" in the other; no known trap'
two 'usrmerge' '#!/bin/sh\n' '#!/usr/bin/sh\n' 'x: .*trap: a host tool that was found at another place'
two 'two causes at once' "$H/alice/x\nThu Nov 26 06:50:16 UTC 2026\n" "$H/bob/x\nMon Nov 30 17:14:17 UTC 2026\n" 'x: .*trap: the build.s path' 'x: .*trap: the time of the build'
two 'a key' '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----\n' '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIB\n-----END PRIVATE KEY-----\n' 'x: .*trap: a key or certificate'

# shellcheck disable=SC2016 # the inner shell expands
{
	pair 'random data' 'head -c 64 /dev/urandom >key' 'key: .*trap: random data'
	pair 'random data in the midst' '{ head -c 1000 /dev/zero | tr "\0" "\200"; head -c 32 /dev/urandom; head -c 1000 /dev/zero; } >x' 'x: .*trap: random data'
	pair 'padding that is not cleared' '{ printf "\1\0\2\0"; [ $SIDE = a ] && head -c 12 /dev/zero || printf "\377\376\375\374\373\372\371\370\367\366\365\364"; printf "\0\1\0"; } >x' 'x: .*zero in one and not in the other; trap: padding'
	pair 'zero bytes at the end' '{ printf "\1\0\2\377"; [ $SIDE = a ] || head -c 100 /dev/zero; } >x' 'x: 100 bytes more at the end of the second, all zero; trap: padding'
	pair 'bytes cut short' '{ printf "\1\0\2\377"; [ $SIDE = a ] || printf "\5\1\0\7"; } >x' 'x: the second has 4 bytes more at its end.*trap: cut short'
	pair 'a time as a number in bytes' '{ printf "\1\0\2\377"; [ $SIDE = a ] && printf "\001\002\003\145" || printf "\004\005\003\145"; printf "\0\0\0\0"; } >x' 'x: .*the times 2023.*trap: the time of the build'
	pair 'bytes that tell nothing' '{ printf "\1\0\2\377"; [ $SIDE = a ] && printf "\1" || printf "\2"; printf "\0\0\0\0"; } >x' 'x: 1 place from byte 5 on differ, in no text; no known trap'
	pair 'text against bytes' '[ $SIDE = a ] && echo text >x || printf "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0" >x' 'x: is text in the first and an ELF program or object in the second'
	pair 'an archive of another kind' 'echo 1 >f; if [ $SIDE = a ]; then tar -cf x f; else printf "!<arch>\n" >x; fi; rm f' 'x: is a tar archive in the first and an ar archive in the second'
}
test_done
