#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# kernel/report: what is read of configurations, images and guests, and the table,
# the JSON and the picture that are drawn from it. All inputs are made here, QEMU
# is a script; `make report-kernel` itself takes kernels and minutes.
# shellcheck disable=SC2317 # functions are run by test_ok

. tests/lib.sh
need jq python3 xz zstd size

report=kernel/report
# has FILE ROW: the row, ';' for a tab, is a line of the file.
has() { grep -qxF "$(printf '%s' "$2" | tr ';' '\t')" "$1" || { cat "$1"; return 1; }; }

# --- of a configuration

tr ';' '\t' >"$T/symbols.tsv" <<'END'
# kconf symbols: a small tree
A;bool;-;y;-;-;-;-;init/Kconfig:1;-;-;yes
CARD;tristate;-;y;-;-;-;-;drivers/net/ethernet/Kconfig:7;-;-;yes
CARDS;bool;-;y;-;-;-;-;drivers/net/Kconfig:7;-;-;yes
TOP;bool;-;y;-;-;-;-;drivers/Kconfig:7;-;-;yes
OFF;tristate;-;n;-;-;-;-;drivers/gpu/Kconfig:7;-;-;yes
END
cat >"$T/config" <<'END'
# Linux/x86 9.8.7 Kernel Configuration
CONFIG_A=y
CONFIG_CARD=m
CONFIG_CARDS=y
CONFIG_TOP=y
CONFIG_TEXT="=y"
CONFIG_NUMBER=7
# CONFIG_OFF is not set
CONFIG_NEWER=y
END
config() { awk -f $report/config.awk "$T/symbols.tsv" "$1" >"$T/rows"; }
test_ok 'a configuration is read' config "$T/config"
for row in 'version;9.8.7' 'options-y;4' 'options-m;1' 'drivers;3' 'drivers-proper;1' 'folder/net;2' 'unknown;1' 'unknown/NEWER;y'; do
	test_ok "$row" has "$T/rows" "$row"
done
test_exit 3 'a file that is none' config "$T/symbols.tsv"
test_ok 'is named' said "^report: $T/symbols.tsv: is no finished configuration"

cat >"$T/rules" <<'END'
# why: a test
CONFIG_M_* y mayfly
CONFIG_A n or CONFIG_B y kspp
CONFIG_C y kspp
END
cat >"$T/check" <<'END'
some/rules:2: CONFIG_M_X: violated: wanted y, got n: so in file [mayfly: a test]
some/rules:2: CONFIG_M_Y: violated: wanted y, got n: so in file [mayfly: a test]
some/rules:4: CONFIG_C: unknown: no such symbol in this tree
END
hardening() { awk -f $report/hardening.awk "$T/rules" "$T/check" >"$T/rows"; }
test_ok 'what kconf check says is read' hardening
for row in 'rules;3' 'rules-met;1' 'unmet/M_X;wanted y, got n' 'unmet/M_Y;wanted y, got n' 'unmet/C;unknown'; do
	test_ok "$row" has "$T/rows" "$row"
done

# --- of an image

# bytes N: as a little-endian number of 32 bits.
bytes() { for shift in 0 8 16 24; do printf "\\$(printf %03o $(($1 >> shift & 255)))"; done; }
# make_image FILE: a boot image whose header says where FILE is in it: two sectors
# of setup, sixteen bytes of something, FILE, and the four bytes of its size.
make_image()
{
	{
		head -c 497 /dev/zero
		printf '\001'
		head -c 16 /dev/zero
		printf HdrS
		head -c 66 /dev/zero
		bytes 16
		bytes $(($(wc -c <"$1") + ${2:-4}))
		head -c 448 /dev/zero
		cat "$1"
		printf size | head -c "${2:-4}"
	} >"$T/bzImage"
}
cp "$(command -v xz)" "$T/elf"
xz -kc --check=crc32 "$T/elf" >"$T/elf.xz"
zstd -qkc "$T/elf" >"$T/elf.zst"
gzip -nc "$T/elf" >"$T/elf.gz"
mkdir -p "$T/modules/a"
head -c 5000 /dev/zero >"$T/modules/a/one.ko"
head -c 7000 /dev/zero | xz >"$T/modules/two.ko.xz"
: >"$T/modules/modules.order"
packed=$(($(wc -c <"$T/modules/two.ko.xz") + 5000))
image()
{
	# gzip says the unpacked size itself, and the kernel adds none.
	case $1 in
	*.gz) make_image "$1" 0 ;;
	*) make_image "$1" ;;
	esac
	$report/image "$T/bzImage" "$T/modules" >"$T/rows"
	has "$T/rows" "$(size "$T/elf" | awk 'NR == 2 {print "text;" $1}')"
	has "$T/rows" "$(size "$T/elf" | awk 'NR == 2 {print "data;" $2 + $3}')"
	has "$T/rows" "image;$(wc -c <"$T/bzImage")"
}
for how in xz zst gz; do
	test_ok "an image packed as .$how: its own bytes, and those of the kernel in it" image "$T/elf.$how"
done
for row in 'modules-count;2' "modules;$packed" 'modules-unpacked;12000' "shipped;$(($(wc -c <"$T/bzImage") + packed))" \
	"unpacked;$(($(wc -c <"$T/elf") + 12000))"; do
	test_ok "$row" has "$T/rows" "$row"
done
no_modules() { $report/image "$T/bzImage" >"$T/rows" && has "$T/rows" 'modules;0' && has "$T/rows" "shipped;$(wc -c <"$T/bzImage")"; }
test_ok 'an image without modules' no_modules
test_exit 3 'a file that is no image' $report/image "$T/elf"
test_ok 'is named' said "^report: $T/elf: is no boot image"
test_exit 3 'one that is packed otherwise' image "$T/elf"
test_ok 'is named' said '^report: .*packed with neither'
head -c 3000 "$T/elf.xz" >"$T/short.xz"
test_exit 3 'one that is damaged' image "$T/short.xz"
xz -kc "$T/config" >"$T/config.xz"
test_exit 3 'one with no kernel in it' image "$T/config.xz"
test_exit 3 'one that is not there' $report/image "$T/none"

# --- of a guest: a QEMU that says what it is told to

mkdir "$T/bin" "$T/asker"
cat >"$T/bin/qemu-system-x86_64" <<'END'
#!/bin/sh
for word; do
	case $word in file:*) console=${word#file:} ;; *'-- brief') brief=1 ;; esac
done
n=$(cat "$GUEST/boots" 2>/dev/null || echo 0)
echo $((n + 1)) >"$GUEST/boots"
echo "SeaBIOS" >"$console"
printf 'asker: clock=%s\r\nasker: total=240000 free=%s\r\n' $(sed -n "$((n + 1))p" "$GUEST/boot.list") >>"$console"
[ -n "${brief:-}" ] || cat "$GUEST/calls" >>"$console"
printf 'asker: %s\r\n' "${GUEST_END:-end}" >>"$console"
END
chmod +x "$T/bin/qemu-system-x86_64"
printf '1.504 200000\n3.5 100000\n2.25 200500\n' >"$T/boot.list"
printf '64\t0\tread\n64\t39\tgetpid\n64\t15\trt_sigreturn\n32\t0\trestart_syscall\n32\t20\tgetpid\n' >"$T/asker/names.tsv"
# calls [TABLE NUMBER ANSWER]: what asker says, with one answer other than it was.
calls()
{
	awk -v other="$*" 'BEGIN {
		answer["64 0"] = answer["64 39"] = answer["32 0"] = answer["32 20"] = "returns"
		answer["64 15"] = "killed"
		answer["64 34"] = "stays"
		n = split(other, o, " ")
		if (n)
			answer[o[1] " " o[2]] = o[3]
		for (table = 64; table > 0; table -= 32)
			for (i = 0; i <= 600; i++) {
				a = answer[table " " i]
				if (a != "lost")
					printf "asker: call %d %d %s\r\n", table, i, a == "" ? "absent" : a
			}
	}' >"$T/calls"
}
guest()
{
	rm -f "$T/boots"
	GUEST=$T PATH=$T/bin:$PATH $report/boot "$T/bzImage" "$T/asker" >"$T/rows"
}
calls
test_ok 'a guest is read' guest
for row in 'clock;2.25' 'memory;62144' 'calls-64;4' 'calls-32;2' 'call64/read;returns' 'call64/rt_sigreturn;killed' \
	'call64/34;stays' 'call32/getpid;returns'; do
	test_ok "$row" has "$T/rows" "$row"
done
test_is 'no call that is absent' 6 "$(grep -c '^call[0-9]' "$T/rows")"
test_is 'three boots' 3 "$(cat "$T/boots")"
one_table() { calls && sed -i '/call 32/d' "$T/calls" && guest && has "$T/rows" 'calls-32;0'; }
test_ok 'a guest without a 32-bit table' one_table
for wrong in '64 600 returns' '64 39 absent' '32 20 absent' '64 7 lost' '32 7 lost' '64 7 unknown'; do
	calls "$wrong"
	test_exit 3 "answers that cannot be right: $wrong" guest
done
calls
GUEST_END=other test_exit 3 'a guest that does not come to its end' guest
test_ok 'its console is shown' said '^asker: other' "^report: $T/bzImage did not boot to the end"
mkdir "$T/few"
for program in sh dirname env; do ln -s "$(command -v $program)" "$T/few/$program"; done
no_qemu() { PATH=$T/few $report/boot "$T/bzImage" "$T/asker"; }
test_exit 3 'no QEMU' no_qemu
test_ok 'what to do is said' said "^report: no program qemu-system-x86_64: run 'make setup'"

test_exit 3 'facts of a kernel that is not there' $report/facts ours "$T/none" "$T/none" "$T/none"
test_ok 'what to do is said' said "^report: no file $T/none/bzImage: run 'make report-kernel'"

# --- what is drawn

# facts FACTOR: all measures of all kernels, FACTOR times a number that differs.
facts()
{
	i=0
	for k in ours defconfig cloud; do
		i=$((i + 1))
		grep -v '^#' $report/measures.tsv | awk -v k=$k -v i=$i -v f="$1" -v OFS='\t' '{print k, $1, NR * i * f}'
		printf '%s\t%s\t%s\n' $k version "$i.0" $k rules 99 $k folder/net $((i * 20)) $k folder/tiny 1 \
			$k call64/read returns $k unmet/SOME 'wanted y, got n'
	done
	printf '%s\t%s\t%s\n' cloud call64/bpf returns ours call64/own returns cloud unknown/NEWER y cloud folder/gpu 30
}
facts 1000 >"$T/facts"
draw() { rm -rf "$T/drawn" && $report/draw "$1" "$T/drawn"; }
well_formed() { python3 -c 'import sys, xml.dom.minidom as d; d.parse(sys.argv[1])' "$T/drawn/kernel.svg"; }
line() { tr -s ' ' <"$T/drawn/kernel.txt" | grep -qxF "$1" || { cat "$T/drawn/kernel.txt"; return 1; }; }
test_ok 'table, JSON and picture are drawn' draw "$T/facts"
test_ok 'the table has versions' line ' 1.0 2.0 3.0'
test_ok 'counts' line ' options built in (=y) 1,000 2,000 3,000'
test_ok 'rules met, of how many' line ' hardening rules met, of 99 5,000 10,000 15,000'
test_ok 'folders; what one has none of is 0' line ' gpu 0 0 30'
test_ok 'calls that only the others answer' line 'system calls that Debian cloud answers and Mayfly does not (1)'
test_ok 'and that only ours does' line 'system calls that Mayfly answers and Debian cloud does not (1)'
test_ok 'options that our tree does not have' line 'options of Debian cloud that our tree does not have (1)'
small_folder() { ! grep -q tiny "$T/drawn/kernel.txt"; }
test_ok 'small folders are left out' small_folder
test_is 'JSON: a number' 3000 "$(jq '.cloud["options-y"]' "$T/drawn/kernel.json")"
test_is 'JSON: a group' '["bpf","read"]' "$(jq -c '.cloud.call64 | keys' "$T/drawn/kernel.json")"
test_is 'JSON: a text' '"wanted y, got n"' "$(jq .ours.unmet.SOME "$T/drawn/kernel.json")"
test_is 'JSON: a version is a text, or so it looks' '"1.0.2"' "$(printf 'ours\tversion\t1.0.2\n' | awk -f $report/json.awk | jq .ours.version)"
test_ok 'the picture is well-formed' well_formed
test_is 'it has a title and a description' 2 "$(grep -cE '^<(title|desc) id=' "$T/drawn/kernel.svg")"
# The largest value of each panel fills it: eight panels, one of them with a limit
# that all of them exceed here.
test_ok 'bars are on one scale: Debian fills what ours is a third of' grep -q 'width="53.3" height="19" class="ours"' "$T/drawn/kernel.svg"
cp -r "$T/drawn" "$T/first"
sort -r "$T/facts" >"$T/reversed"
draw "$T/reversed"
test_ok 'the same facts give the same bytes' diff -r "$T/first" "$T/drawn"

sed 's/^cloud\tversion\t.*/cloud\tversion\t7<b>\&"\\/; s/folder\/gpu/folder\/<\&">/' "$T/facts" >"$T/odd"
test_ok 'odd letters are drawn' draw "$T/odd"
test_ok 'escaped' grep -q '7&lt;b&gt;&amp;&quot;' "$T/drawn/kernel.svg"
test_ok 'the picture is still well-formed' well_formed
test_is 'and the JSON' '7<b>&"\' "$(jq -r .cloud.version "$T/drawn/kernel.json")"
facts 0 >"$T/zero"
test_ok 'nothing but zeros is drawn, too' draw "$T/zero"
test_ok 'and well-formed' well_formed

grep -v "^cloud.memory" "$T/facts" >"$T/lacking"
test_exit 3 'a measure that one lacks' draw "$T/lacking"
test_ok 'is named' said '^report: no memory of the kernel cloud'
test_empty 'and nothing is written' ls -A "$T/drawn"
test_exit 3 'no facts' draw "$T/none"
test_ok 'what to do is said' said "^report: no facts $T/none: run 'make report-kernel'"
test_exit 3 'nowhere to write' $report/draw "$T/facts" "$T/facts/x"
# Debian's packages, unpacked.
debian() { rm -rf "$T/links" && mkdir "$T/links" && $report/debian "$T/root" "$T/links"; }
mkdir "$T/root"
test_exit 3 'a lock without a kernel' debian
test_ok 'is told what it needs' said '^report: kernel/report/cloud.lock: none of its packages has a kernel: '
mkdir -p "$T/root/usr/lib/modules/7.1/kernel"
echo one >"$T/root/usr/lib/modules/7.1/vmlinuz"
test_exit 3 'one that lacks a package' debian
test_ok 'is told which' said 'kernel 7.1 has no config: is linux-base of the same version in it?'
echo two >"$T/root/usr/lib/modules/7.1/config"
test_ok 'one with all three' debian
test_is 'gives its files' 'bzImage config modules' "$(cd "$T/links" && cat bzImage config >/dev/null && cd modules && cd "$T/links" && echo *)"
mkdir -p "$T/root/usr/lib/modules/7.2"
test_exit 3 'one with two kernels' debian
test_ok 'is told which' said 'packages of 2 kernels (7.1 7.2): it must have the three of just one version'

for script in run debian facts draw image boot; do
	test_exit 2 "$script: usage" $report/$script
done

# --- the folder

unexplained()
{
	grep -v '^#' $report/measures.tsv | cut -f 4 | while read -r label; do
		grep -qF "| $label |" $report/README.md || echo "$label"
	done
}
test_empty 'README explains each measure' unexplained
pins() { grep -v '^#' $report/cloud.lock | awk 'NF != 5 || $3 !~ /^pool\// || $4 !~ /^[0-9]+$/ || length($5) != 64'; }
test_empty 'the packages are pinned by path, size and hash' pins
test_is 'three of them' 3 "$(grep -vc '^#' $report/cloud.lock)"
test_done
