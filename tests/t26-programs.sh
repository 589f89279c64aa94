#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make compare` on programs: ELF, PE, Python's compiled files.
. tests/lib.sh
. tests/pairs.sh
need bwrap perl gcc ld objcopy strip python3

H=/home
export T
# elf FLAGS: a program of two objects, with a text from WHAT.
cat >"$T/elf" <<'TXT'
cat >m.c <<C
extern int puts(const char *);
int f1(int x) { return x * 3 + 1; }
int f2(int x) { return x * 5 - 7; }
int main(void) { puts($WHAT); return f1(2) + f2(3); }
C
gcc -o p $FLAGS m.c
rm m.c
TXT
# efi TIMESTAMP: a PE of objcopy's, with the time at its place.
cat >"$T/efi" <<'TXT'
printf 'const char s[] = "%s"; int _start(void) { return s[0]; }\n' "${TEXT:-same}" >m.c
gcc -c -fPIC -ffreestanding m.c -o m.o
ld -shared -Bsymbolic --build-id=none -o m.so m.o 2>/dev/null
objcopy -O pei-x86-64 --subsystem=10 m.so p.efi
rm m.c m.o m.so
TXT
PE='at=$((0x$(od -An -tx4 -j60 -N4 p.efi | tr -d " ")));'
# shellcheck disable=SC2016 # the inner shell expands
{
	pair 'ELF: __TIME__' 'WHAT="\"built at 10:00:0$([ $SIDE = a ] && echo 1 || echo 2)\"" FLAGS=; . $T/elf' 'p -> .rodata: .*trap: the time of the build'
	pair 'ELF: __DATE__' 'WHAT="\"built Jan  $([ $SIDE = a ] && echo 1 || echo 2) 2026\"" FLAGS=; . $T/elf' 'p -> .rodata: .*trap: the time of the build'
	pair 'ELF: __FILE__' 'WHAT="\"'$H'/$SIDE/src/m.c\"" FLAGS=; . $T/elf' 'p -> .rodata: .*trap: the build.s path'
	pair 'ELF: the path in debug information' 'mkdir sub.$SIDE; cd sub.$SIDE; WHAT="\"x\"" FLAGS=-g; . $T/elf; mv p ..; cd ..; rmdir sub.$SIDE' 'p -> .debug.*: .*sub.a.*trap: the build.s path'
	pair 'ELF: only the build-id, of a path that was stripped' 'mkdir sub.$SIDE; cd sub.$SIDE; WHAT="\"x\"" FLAGS=-g; . $T/elf; strip p; mv p ..; cd ..; rmdir sub.$SIDE' 'p: only the build-id differs; trap: the build-id is a digest'
	pair 'ELF: a random build-id' 'WHAT="\"x\"" FLAGS=-Wl,--build-id=uuid; . $T/elf' 'p: only the build-id differs; trap'
	pair 'ELF: a build-id in one only' 'WHAT="\"x\"" FLAGS=-Wl,--build-id=$([ $SIDE = a ] && echo none || echo sha1); . $T/elf' 'p: sections .note.gnu.build-id in the second only; trap'
	pair 'ELF: stripped in one only' 'WHAT="\"x\"" FLAGS=-Wl,--build-id=none; . $T/elf; [ $SIDE = a ] || strip p' 'p: sections .symtab .strtab in the first only; trap: stripped'
	pair 'ELF: another compiler' 'WHAT="\"x\"" FLAGS=; . $T/elf; printf "GCC: (Debian $([ $SIDE = a ] && echo 12.2.0 || echo 13.1.0)-14)\\0" >c; objcopy --update-section .comment=c p; rm c' 'p -> .comment: .*trap: a host tool'
	pair 'ELF: other options' 'WHAT="\"x\"" FLAGS=-O$([ $SIDE = a ] && echo 0 || echo 2); . $T/elf' 'p: (the code differs|functions or data in another order)'
	pair 'ELF: objects linked in another order' 'echo "int one(int x) { return x + 1; }" >one.c; echo "int two(int x) { return x * 2; }" >two.c; echo "int one(int), two(int); int main(void) { return one(two(1)); }" >m.c; gcc -c one.c two.c m.c
		[ $SIDE = a ] && set -- one.o two.o || set -- two.o one.o; gcc -o p m.o "$@"; rm *.c *.o' 'p: functions or data in another order; trap: objects linked in another order'
	pair 'ELF: optimised so that functions move' 'WHAT="\"x\"" FLAGS=-O$([ $SIDE = a ] && echo 1 || echo 3); . $T/elf' 'p: (the code differs|functions or data in another order; trap: .*options of the compiler)'
	pair 'ELF: another version of DWARF' 'WHAT="\"x\"" FLAGS="-ffile-prefix-map=$PWD=. -c -g -gdwarf-$([ $SIDE = a ] && echo 4 || echo 5)"; . $T/elf' 'p: sections .debug_.* in the second only; trap: another compiler, or its options for debug'
	pair 'ELF: link time optimisation' 'WHAT="\"x\"" FLAGS="-c -flto -frandom-seed=$SIDE"; . $T/elf' 'p: the names of sections for link time optimisation are random; trap: names that the compiler made up'
	pair 'ELF: another machine' 'echo "int f(void) { return 1; }" >m.c; gcc -c m.c; [ $SIDE = a ] || printf "\267" | dd of=m.o bs=1 seek=18 conv=notrunc status=none; rm m.c' 'm.o: is for another machine: 64 62 and 64 183 .*trap: the machine'
	pair 'ELF: a large number is no time' 'echo "int f = 0x$([ $SIDE = a ] && echo 5 || echo 6)0000000;" >m.c; gcc -c m.c; rm m.c' 'm.o -> .data: .*no known trap'
	pair 'ELF: the order of functions, unlike paths' 'WHAT="\"'$H'/$SIDE\"" FLAGS="-Wl,--build-id=none -static"; . $T/elf' 'p -> .rodata: .*trap: the build.s path'
	pair 'ELF: an object' 'echo "const char *s = \"'$H'/$SIDE/longer/$([ $SIDE = a ] || echo and/longer)\";" >m.c; gcc -c m.c; rm m.c' 'm.o -> .rodata.*: .*trap: the build.s path'
	pair 'ELF: random data in a section' 'WHAT="\"x\"" FLAGS=; . $T/elf; head -c 64 /dev/urandom >k; objcopy --add-section .key=k p; rm k' 'p -> .key: .*trap: random data'
	pair 'ELF: a time as a number' 'WHAT="\"x\"" FLAGS=; . $T/elf; [ $SIDE = a ] && n="\001\002\003\145" || n="\004\005\003\145"; printf "$n\0\0\0\0" >k; objcopy --add-section .stamp=k p; rm k' 'p -> .stamp: .*times 2023.*trap: the time'
	pair 'a debug link' 'WHAT="\"x\"" FLAGS=-Wl,--build-id=none; . $T/elf; echo $SIDE >p.debug; objcopy --add-gnu-debuglink=p.debug p; rm p.debug' 'p: the checksum of the debug file differs'

	pair 'PE: time stamp' '. $T/efi; '"$PE"' [ $SIDE = a ] && n="\001\002\003\145" || n="\004\005\003\145"; printf "$n" | dd of=p.efi bs=1 seek=$((at + 8)) conv=notrunc status=none' 'p.efi: the time stamp .TimeDateStamp. is 2023-09-14.* and 2023-09-14.*; trap: the time of the build'
	pair 'PE: time stamp, and none' '. $T/efi; '"$PE"' [ $SIDE = a ] && n="\001\002\003\145" || n="\0\0\0\0"; printf "$n" | dd of=p.efi bs=1 seek=$((at + 8)) conv=notrunc status=none' 'p.efi: the time stamp .TimeDateStamp. is 2023.* and 0; trap: the time of the build'
	pair 'PE: checksum' '. $T/efi; '"$PE"' [ $SIDE = a ] && n="\001\002\003\000" || n="\0\0\0\0"; printf "$n" | dd of=p.efi bs=1 seek=$((at + 88)) conv=notrunc status=none' 'p.efi: only the checksum of the header differs: 0x30201 and 0; trap'
	pair 'PE: time stamp and checksum' '. $T/efi; '"$PE"' [ $SIDE = a ] && n="\001\002\003\145" || n="\004\002\003\145"; for o in 8 88; do printf "$n" | dd of=p.efi bs=1 seek=$((at + o)) conv=notrunc status=none; done' 'p.efi: the time stamp .TimeDateStamp. is'
	pair 'PE: a path' 'TEXT='$H'/$SIDE/boot; . $T/efi; '"$PE"' printf "\0\0\0\0" | dd of=p.efi bs=1 seek=$((at + 8)) conv=notrunc status=none' 'p.efi -> .*: .*trap: the build.s path'
	pair 'PE: linker' '. $T/efi; '"$PE"' [ $SIDE = a ] && n="\002\050" || n="\002\051"; printf "$n" | dd of=p.efi bs=1 seek=$((at + 26)) conv=notrunc status=none' 'p.efi: the version of the linker is 2.40 and 2.41; trap: another compiler or linker'
	pair 'a unified kernel image: in its initramfs' '. $T/efi; mkdir t; echo "'$H'/$SIDE" >t/etc; touch -d 2001-01-01 t/etc t; (cd t && echo etc | cpio --quiet --reproducible -o -H newc) >i; rm -r t; objcopy --add-section .initrd=i --change-section-vma .initrd=0x3000000 --set-section-flags .initrd=data,readonly p.efi
		'"$PE"' printf "\0\0\0\0" | dd of=p.efi bs=1 seek=$((at + 8)) conv=notrunc status=none; rm i' 'p.efi -> .initrd -> etc: .*trap: the build.s path'
	# A kernel: another in it, packed, of which only its own text tells.
	pair 'bzImage: the banner, in what is packed' '{ printf "Linux version 7.2.8 (%s@host) #1\\n" "$SIDE"; seq 1000; } | xz -T1 --check=crc32 -c >k; n=$(wc -c <k)
		{ head -c 497 /dev/zero; printf "\\001"; head -c 16 /dev/zero; printf "HdrS\\017\\002"; head -c 64 /dev/zero; printf "\\0\\0\\0\\0"; printf "\\$(printf %o $(((n + 4) % 256)))\\$(printf %o $(((n + 4) / 256)))\\0\\0"; } >x
		truncate -s 1024 x; cat k >>x; printf "size" >>x; rm k' 'x -> the kernel in it .unpacked.: .*trap: the kernel.s banner'

	PY='printf "def f():\n    return 1\n" >m.py;'
	pair 'pyc: the time of the source' "$PY"' [ $SIDE = a ] && touch -d 2001-01-01 m.py || touch -d 2002-02-02 m.py; python3 -c "import py_compile; py_compile.compile(\"m.py\", \"m.pyc\", \"m.py\", invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)"; rm m.py' 'm.pyc: the header has the time of the source: 2001-01-01.* and 2002-02-02.*; trap'
	pair 'pyc: a digest or a time' "$PY"' touch -d 2001-01-01 m.py; python3 -c "import py_compile, os; py_compile.compile(\"m.py\", \"m.pyc\", \"m.py\", invalidation_mode=py_compile.PycInvalidationMode[\"TIMESTAMP\" if os.environ[\"SIDE\"] == \"a\" else \"CHECKED_HASH\"])"; rm m.py' 'm.pyc: the header has the source.s time and the source.s digest .checked.; trap'
	pair 'pyc: another source, a digest' "$PY"'[ $SIDE = a ] || echo "# x" >>m.py; python3 -c "import py_compile; py_compile.compile(\"m.py\", \"m.pyc\", \"m.py\", invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)"; rm m.py' 'm.pyc: the header has another digest of the source, while the code is the same'
	pair 'pyc: a path' "$PY"'touch -d 2001-01-01 m.py; python3 -c "import py_compile, os; py_compile.compile(\"m.py\", \"m.pyc\", \"'$H'/\" + os.environ[\"SIDE\"] + \"/m.py\", invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)"; rm m.py' 'm.pyc: .*trap: the build.s path'
	pair 'pyc: another Python' "$PY"'touch -d 2001-01-01 m.py; python3 -c "import py_compile; py_compile.compile(\"m.py\", \"m.pyc\", \"m.py\")"; rm m.py; [ $SIDE = a ] || printf "\246\015" | dd of=m.pyc conv=notrunc status=none' 'm.pyc: compiled by another Python .magic .*; trap: a host tool'
}
test_done
