# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# A guest that tests/bench/stboot boots, until a line of its console.
# Sourced; needs $T, $O, $SCALE and tests/qemu/guest.sh.

# boot MB MIB SECONDS PATTERN: start it; prints the first line with the pattern,
# and ends it, as a refusal does, which prints nothing. All lines go to T/log.
boot()
{
	timeout "$(($3 * SCALE))" qemu-system-x86_64 -nodefaults -no-user-config \
		-display none -machine q35 -accel "$(guest_accel)" -cpu "${BENCH_CPU:-qemu64}" \
		-smp 1 -m "$2" -machine memory-backend=m \
		-object "memory-backend-ram,id=m,size=$2M,prealloc=on" \
		-no-reboot -kernel "$O/vpn/kernel" -initrd "$T/$1.cpio" \
		-append "$(sed '/^--$/,$d; s/#.*//' configs/boot/cmdline | tr -s '\t\n' ' ') panic=-1 -- --loglevel=debug" \
		-device virtio-rng-pci -netdev user,id=n -device virtio-net-pci,netdev=n,romfile= \
		-pidfile "$T/pid" -serial stdio </dev/null 2>/dev/null |
		while IFS= read -r line; do
			echo "$line" >>"$T/log"
			case $line in
			*$4*)
				echo "$line"
				kill "$(cat "$T/pid")"
				;;
			*'too large for this machine'*) kill "$(cat "$T/pid")" ;;
			esac
		done
}

# number TEXT: the number in the log's line that matches, with the number as \1.
number()
{
	sed -n "s/$1.*/\1/p" "$T/log" | head -1
}
