#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Configurations of other people: what kernel they are of, whether they are whole,
# packed with gzip, with former names, and what they do not name; and the modules
# that an administrator knows.
# KCONF=FILE	the program (out/kconfig/bin/kconf)
# KTREE=DIR	the kernel's recorded tree (out/kconfig)
# shellcheck disable=SC2317 # functions are run by test_ok

. tests/lib.sh

ktree=${KTREE:-$O/kconfig}
kconf=${KCONF:-$ktree/bin/kconf}
need_file "$kconf" "$ktree/modules"
need gzip jq xz
top=$(pwd)
case $kconf in /*) ;; *) kconf=$top/$kconf ;; esac
resolved=configs/kernel/resolved/x86_64.config
tree=$T/tree

# --- a small tree of version 7.2.8, whose menus have options that depend on nothing

mkdir -p "$T/source/net"
cp tools/kconf/testdata/files.Kconfig "$T/source/Kconfig"
cat >"$T/source/net/Makefile" <<'END'
# obj-$(CONFIG_WRONG) += comment.o
obj-$(CONFIG_TIGON) += tg3.o \
	sub/tg-four.o	# two of them
obj-$(CONFIG_TIGON) += folder/
tg3-$(CONFIG_PARTS) += tg3.o
END
echo 'obj-$(subst m,y,$(CONFIG_TIGON)) := Tg3.o last.o' >"$T/source/Kbuild"
record() { cd "$T/source" && "$kconf" record "$tree" Kconfig; }
test_ok 'a tree is recorded' record
test_is 'with what its options build' 'last TIGON|tg3 TIGON|tg_four TIGON|' \
	"$(grep -v '^#' "$tree/modules" | tr '\t\n' ' |')"

# why NAME: in the small tree, without fragments.
: >"$T/none.config"
why() { "$kconf" why --tree "$tree" --fragments "$T/none.config" "$@"; }
for t in tg3 TG3 CONFIG_tg3 tg-four TG_FOUR tg3.ko; do
	test_exit 1 "why: the module $t" why "$t"
	test_ok 'is answered with its option, and no guess' said ': the module is built by TIGON (A card)$'
	test_is 'in one line more' 2 "$(grep -c '^CONFIG_' "$T/.last")"
done
test_exit 2 'why: what is neither a module nor an option' why tg-five
test_json() { why --json tg3 | jq -e '.perhaps == ["TIGON"]'; }
test_ok 'why --json: the same' test_json
for t in RETPOLINE retpoline CPU_SRSO SRSO_MITIGATION; do
	test_exit 1 "why: the former name $t" why "$t"
	test_ok 'is answered with the present one' said "renamed to MITIGATION_"
done

# file VERSION LINE...: a finished configuration of that version, with these lines.
file()
{
	file_version=$1
	shift
	{
		printf '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 %s Kernel Configuration\n#\n' "$file_version"
		printf 'CONFIG_X86=y\nCONFIG_GCC_VERSION=120200\nCONFIG_CC_IS_GCC=y\n'
		printf '\n#\n# General setup\n#\n%s\n%s\n%s\n%s\n# end of General setup\n' CONFIG_GENERAL_A=y \
			'# CONFIG_GENERAL_B is not set' CONFIG_GENERAL_C=y '# CONFIG_TIGON is not set'
		printf '%s\n' "$@"
		printf '\n#\n# Kernel hacking\n#\n%s\n%s\n%s\n# end of Kernel hacking\n' CONFIG_HACK_A=y CONFIG_HACK_B=y CONFIG_HACK_C=y
	} >"$T/file"
}
# judge RULE-LINE...: what check says of it by these rules.
judge()
{
	{
		echo '# why: the reason'
		printf '%s\n' "$@"
	} >"$T/rules"
	"$kconf" check --config "${FILE:-$T/file}" --rules "$T/rules" --tree "$tree"
}
all='CONFIG_CPU_MITIGATIONS=y'
file 6.12.43 $all CONFIG_RETPOLINE=y CONFIG_CPU_SRSO=y CONFIG_CFI_CLANG=y CONFIG_GCC_PLUGIN_STACKLEAK=y
test_ok 'former names count, those that the tree keeps and others' judge 'CONFIG_MITIGATION_RETPOLINE y x' \
	'CONFIG_MITIGATION_SRSO y x' 'CONFIG_CFI y x' 'CONFIG_KSTACK_ERASE y x'
test_ok 'the file is named with its kernel' said ': Linux 6.12.43, x86; this tree is 7.2.8, x86$'
file 6.12.43 $all '# CONFIG_RETPOLINE is not set' '# CONFIG_CFI_CLANG is not set'
test_exit 1 'off by a former name is off' judge 'CONFIG_MITIGATION_RETPOLINE y x' 'CONFIG_CFI y x'
test_ok 'and the name is said' said "MITIGATION_RETPOLINE: violated: wanted y, got n: so in $T/file: as CONFIG_RETPOLINE, its former name" \
	'_CFI: violated: .*: as CONFIG_CFI_CLANG, its former name'
file 6.12.43 $all CONFIG_SSB=y
test_ok 'what is another option is no former name' judge 'CONFIG_MITIGATION_SSB y x'
test_ok 'that kernel has no such one' said 'CONFIG_MITIGATION_SSB: not in that kernel: wanted y: not named in .*: what it depends on is there, it is not' \
	'1 rules: 0 violated, 0 about unknown symbols; 1 about what is not in that kernel; could not tell: 0$'
file 6.12.43 $all '# CONFIG_KVM is not set'
test_exit 1 'off because of a dependency is off' judge 'CONFIG_MITIGATION_VMSCAPE y x'
test_ok 'which is named' said 'violated: wanted y, got n: not named in .*: depends on KVM, which is not so there'
file 6.12.43 $all CONFIG_KVM=m
test_ok 'or CONFIG_X n is about kernels with X, no choice' judge 'CONFIG_MITIGATION_VMSCAPE y or CONFIG_KVM n x'
test_ok 'so that is not in that kernel' said 'CONFIG_MITIGATION_VMSCAPE: not in that kernel: '
file 7.2.8 $all CONFIG_KVM=m
test_exit 1 'the very version of the tree has all its options' judge 'CONFIG_MITIGATION_VMSCAPE y or CONFIG_KVM n x'
file 5.10.1 '# CONFIG_OTHER is not set'
test_ok 'what depends on what that kernel does not have' judge 'CONFIG_MITIGATION_SSB y x'
test_ok 'is not in that kernel either' said 'not in that kernel: .*: depends on CPU_MITIGATIONS, which that kernel does not have, either'
sed -i 's/^CONFIG_GCC_VERSION=.*/CONFIG_GCC_VERSION=130100/' "$T/file"
test_exit 3 'what hangs on a newer compiler cannot be told' judge 'CONFIG_NEEDS_PROBE y x'
test_ok 'which is said' said 'could not tell: wanted y: .*depends on CC_HAS_PROBE, of which the file says nothing' 'could not tell: 1$'
sed -i 's/^CONFIG_GCC_VERSION=.*/CONFIG_GCC_VERSION=110100/' "$T/file"
test_exit 1 'an older one cannot do it, either' judge 'CONFIG_NEEDS_PROBE y x'
test_exit 1 'one that is violated counts beside those that cannot be told' judge 'CONFIG_NEEDS_PROBE y x' 'CONFIG_GENERAL_B y x'
twice() { judge 'CONFIG_GENERAL_B y or CONFIG_X86 n x' 'CONFIG_GENERAL_B y y' >"$T/said" || test "$(grep -c GENERAL_B "$T/said")" -eq 1; }
test_ok 'two rules that say the same print one line' twice

# --- other architectures

sed -i 's,Linux/x86,Linux/arm64,; s/CONFIG_X86=y/CONFIG_ARM64=y/' "$T/file"
test_exit 3 'a file of another architecture is not judged' judge 'CONFIG_GENERAL_A y x'
test_ok 'which is said' said ': Linux 5.10.1, arm64; this tree is 7.2.8, x86$' 'is not judged: tree and rules are of x86$'
sed -i '/^# Linux/d' "$T/file"
test_exit 3 'also by its options alone' judge 'CONFIG_GENERAL_A y x'
sed -i 's/CONFIG_ARM64=y/CONFIG_RISCV=y/' "$T/file"
test_exit 3 'of whatever architecture' judge 'CONFIG_GENERAL_A y x'
test_ok 'which is named' said ', riscv; '
file 6.1 CONFIG_ARM64=y
sed -i '/^CONFIG_X86=y/d' "$T/file"
test_exit 3 'one that contradicts itself' judge 'CONFIG_GENERAL_A y x'
test_ok 'is named' said 'its title says x86, its options are of arm64$'

# --- what is not whole

file 6.1 $all CONFIG_RETPOLINE=y
cp "$T/file" "$T/whole"
FILE=$T/cut
rules='CONFIG_GENERAL_A y x|CONFIG_HACK_C n x|CONFIG_NET n x|CONFIG_HACK_B y x'
# cuts: each beginning of the file, by lines; none has a better verdict.
cuts()
{
	IFS='|'
	n=$(wc -l <"$T/whole")
	while n=$((n - 1)) && test $n -gt 0; do
		# Blank lines and the last menu's are not missed.
		sed -n "$((n + 1)),\$p" "$T/whole" | grep -q . || continue
		head -n $n "$T/whole" >"$T/cut"
		status=0
		# shellcheck disable=SC2086 # cut at |
		judge $rules >"$T/said" 2>&1 || status=$?
		test $status -eq 3 || { echo "$n lines: $status"; cat "$T/said"; return 1; }
	done
}
test_ok 'a file that was cut, wherever: could not tell' cuts
test_exit 3 'an empty file' sh -c ": >'$T/cut'; '$kconf' check --config '$T/cut' --rules '$T/rules' --tree '$tree'"
test_ok 'is said to be one' said 'is no finished configuration, or not all of one: it sets nothing$'
printf 'CONFIG_GENERAL_A=y\nCONFIG_RETPOLINE=y\n# CONFIG_HACK_A is not set\n' >"$T/cut"
test_exit 3 'a fragment' judge 'CONFIG_GENERAL_A y x' 'CONFIG_MITIGATION_RETPOLINE y x' 'CONFIG_HACK_A y x' 'CONFIG_HACK_B n x'
test_ok 'is right or wrong in what it names only' said 'HACK_A: violated: wanted y, got n: so in ' 'every configuration names it has 2$' \
	'4 rules: 1 violated, 0 about unknown symbols; 0 about what is not in that kernel; could not tell: 1$'
test_exit 1 'and of the rest nothing is said' grep -q 'RETPOLINE\|HACK_B' "$T/.out"
head -c -1 "$T/whole" >"$T/cut"
test_exit 3 'a last line that is none' judge 'CONFIG_GENERAL_A y x'

# --- packed

gzip -c "$T/whole" >"$T/cut"
test_ok 'a file that gzip packed' judge 'CONFIG_GENERAL_A y x' 'CONFIG_HACK_B y x'
(cat "$T/cut"; echo '# more' | gzip -c) >"$T/two" && mv "$T/two" "$T/cut"
test_ok 'in two pieces' judge 'CONFIG_GENERAL_A y x'
diffs() { "$kconf" diff --tree "$tree" --fragments "$T/none.config" "$T/whole" "$T/cut"; }
test_ok 'diff reads it, too' diffs
for t in 3 30 100; do
	gzip -c "$T/whole" | head -c $t >"$T/cut"
	test_exit 3 "cut after $t bytes" judge 'CONFIG_GENERAL_A y x'
	test_ok 'which is said' said "$T/cut: is cut: gzip's end is missing\$"
done
gzip -c "$T/whole" | tr '\000' '\001' >"$T/cut"
test_exit 3 'damaged' judge 'CONFIG_GENERAL_A y x'
(gzip -c "$T/whole"; echo garbage) >"$T/cut"
test_exit 3 'with something behind it' judge 'CONFIG_GENERAL_A y x'
head -c 20000000 /dev/zero | tr '\000' '\n' | gzip -c >"$T/cut"
test_exit 3 'a bomb' judge 'CONFIG_GENERAL_A y x'
test_ok 'is refused' said ': is larger than any configuration'
FILE=/dev/zero
test_exit 3 'a device without end, too' judge 'CONFIG_GENERAL_A y x'
FILE=$T/cut
xz -c "$T/whole" >"$T/cut"
test_exit 3 'another packer' judge 'CONFIG_GENERAL_A y x'
test_ok 'is named' said 'is packed with xz: unpack it first$'

# --- the kernel's tree

kernel() { "$kconf" check --tree "$ktree" --config "$T/file" --rules configs/kernel/rules; }
# As kernel 6.6 named them, and without what it did not have.
sed 's/^# Linux.*/# Linux\/x86 6.6.30 Kernel Configuration/; s/MITIGATION_SRSO/CPU_SRSO/; s/MITIGATION_\(IBPB\|IBRS\|UNRET\)_ENTRY/CPU_\1_ENTRY/
	s/MITIGATION_\(RETPOLINE\|RETHUNK\|PAGE_TABLE_ISOLATION\|SLS\|CALL_DEPTH_TRACKING\)/\1/; s/CPU_MITIGATIONS/SPECULATION_MITIGATIONS/
	/MITIGATION_\(TSA\|ITS\)=/d' "$resolved" >"$T/file"
test_exit 1 'kernel: a file of 6.6' kernel
old_names()
{
	said 'CONFIG_MITIGATION_TSA: not in that kernel: wanted y: ' 'CONFIG_MITIGATION_ITS: not in that kernel: '
	! grep 'MITIGATION.*violated' "$T/.last"
}
test_ok 'has its mitigations' old_names
once() { test "$(grep -c RESET_ATTACK_MITIGATION "$T/said")" -eq 1; }
sed 's/^CONFIG_RESET_ATTACK_MITIGATION=y/# CONFIG_RESET_ATTACK_MITIGATION is not set/' "$resolved" >"$T/file"
test_exit 1 'kernel: an option of two files of rules' kernel
cp "$T/.out" "$T/said"
test_ok 'is one line' once
# Each why parses the whole tree; what it looks into has them all.
for t in tg3:TIGON3 mana:MICROSOFT_MANA atlantic:AQTION nvme:BLK_DEV_NVME 8021q:VLAN_8021Q nvme_core:NVME_CORE ixgbevf:IXGBEVF \
	e1000e:E1000E r8169:R8169 virtio_net:VIRTIO_NET mlx5_core:MLX5_CORE wireguard:WIREGUARD; do
	test_ok "kernel: ${t%:*} is built by ${t#*:}" grep -qx "$(printf '%s\t%s' "${t%:*}" "${t#*:}")" "$ktree/modules"
done
for t in ATLANTIC:AQTION nvme-core:NVME_CORE; do
	test_exit 1 "kernel: why ${t%:*}" "$kconf" why --tree "$ktree" "${t%:*}"
	test_ok "is ${t#*:}" said "the module is built by ${t#*:} "
done
test_exit 1 'kernel: why e1000e' "$kconf" why --tree "$ktree" e1000e
test_ok 'is the same in capital letters' said 'perhaps you mean E1000E '
for t in PAGE_TABLE_ISOLATION:PAGE_TABLE_ISOLATION SPECTRE_BHI:SPECTRE_BHI GDS_MITIGATION:GDS; do
	test_exit 1 "kernel: why ${t%:*}" "$kconf" why --tree "$ktree" "${t%:*}"
	test_ok 'is a mitigation now' said "renamed to MITIGATION_${t#*:} "
done
test_done
