#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The choice of QEMU's accelerator never hangs and never believes /dev/kvm.
. tests/lib.sh
need qemu-system-x86_64 timeout

# A stand-in for QEMU whose guests hang under KVM and run under TCG.
mkdir "$T/bin"
cat >"$T/bin/qemu-system-x86_64" <<'STUB'
#!/bin/sh
case "$*" in
*'-accel kvm'*) exec sleep 600 ;;
*) exit 85 ;;
esac
STUB
chmod +x "$T/bin/qemu-system-x86_64"
echo 'flags : fpu vmx sse2' >"$T/virtual"
echo 'flags : fpu sse2' >"$T/plain"

probe()
{
	answer=$(tests/qemu/accel)
	echo "$answer"
	test "$answer" = kvm || test "$answer" = tcg
}

hanging()
{
	PATH=$T/bin:$PATH ACCEL_LIMIT=1 ACCEL_CPUINFO=$T/virtual \
		timeout $((20 * SCALE)) tests/qemu/accel >"$T/answer"
	test "$(cat "$T/answer")" = tcg
}

# Two instructions run, a kernel does not: seen on nested machines.
half()
{
	printf '#!/bin/sh\ncase "$*" in *"-accel kvm"*-kernel*) exec sleep 600 ;; esac\nexit 85\n' >"$T/bin/qemu-system-x86_64"
	mkdir -p "$T/out/vpn" && : >"$T/out/vpn/kernel"
	O=$T/out PATH=$T/bin:$PATH ACCEL_LIMIT=1 ACCEL_CPUINFO=$T/virtual \
		timeout $((20 * SCALE)) tests/qemu/accel >"$T/answer"
	test "$(cat "$T/answer")" = tcg
}

broken()
{
	printf '#!/bin/sh\nexit 1\n' >"$T/bin/qemu-system-x86_64"
	PATH=$T/bin:$PATH tests/qemu/accel
}

test_ok 'the probe names kvm or tcg' probe
test_ok 'TCG runs the two-instruction guest' tests/qemu/accel tcg
test_ok 'a KVM guest that hangs means tcg, in time' hanging
test_ok 'so does one that hangs with a kernel only' half
test_exit 1 'without vmx or svm, KVM is not even tried' \
	env ACCEL_CPUINFO="$T/plain" PATH="$T/bin:$PATH" tests/qemu/accel kvm
test_exit 3 'no accelerator at all: could not tell' broken
test_exit 2 'an unknown accelerator is a usage error' tests/qemu/accel fpga
test_done
