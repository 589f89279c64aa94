# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# QEMU guests for the tests; sourced after tests/lib.sh.
#
# A guest has a name, and in the temporary directory $T the files
#	NAME.log	its serial console	NAME.err	QEMU's own messages
#	NAME.qmp	its QMP socket		NAME.pid	QEMU's process id
#	NAME.exit	QEMU's exit status, once it is gone
# Every guest ends: by guest_stop, at the end of the script, or after
# GUEST_LIMIT seconds. Limits are longer than they say: tests/within.sh.
# Environment: GUEST_MEM (MiB, 128), GUEST_LIMIT (300), GUEST_INPUT=1 (the
# console takes input through guest_type).

. tests/within.sh
# shellcheck disable=SC2154 # T is set by tests/lib.sh
guest_accel()
{
	test -s "$T/accel" || tests/qemu/accel >"$T/accel"
	cat "$T/accel"
}

# guest_cpu: the processor to show. 5-level page tables (la57) only make TCG
# slower; everything else an image may ask for is in "max".
guest_cpu()
{
	test "$(guest_accel)" = kvm && echo host || echo max,la57=off
}

# image_cmdline FOLDER [WORD...]: an image's kernel command line with its network
# and WireGuard defaults replaced by the given words.
image_cmdline()
{
	image_words=$(tr ' ' '\n' <"$1/cmdline" | grep -vE '^(ip=|wg\.)' | tr '\n' ' ')
	shift
	echo "$image_words$*"
}

# image_start NAME FOLDER CMDLINE [QEMU-ARGUMENT...]: start an image.
image_start()
{
	image_name=$1
	image_folder=$2
	image_line=$3
	shift 3
	guest_start "$image_name" "$image_folder/kernel" \
		"$image_folder/initramfs.cpio.zst" "$image_line" "$@"
}

# guest_start NAME KERNEL INITRD CMDLINE [QEMU-ARGUMENT...]: the kernel does not check the
# timer: on a busy host QEMU is too late for this, and any kernel panics at its start.
guest_start()
{
	guest_name=$1
	guest_kernel=$2
	guest_initrd=$3
	guest_cmdline=$4
	shift 4
	guest_firmware "$guest_name" -kernel "$guest_kernel" \
		-initrd "$guest_initrd" -append "no_timer_check $guest_cmdline" "$@"
}

# guest_firmware NAME [QEMU-ARGUMENT...]: a guest whose firmware finds what to boot.
guest_firmware()
{
	guest_name=$1
	shift
	rm -f "$T/$guest_name.exit" "$T/$guest_name.pid" "$T/$guest_name.qmp"
	: >"$T/$guest_name.log"
	if test -n "${GUEST_INPUT:-}"; then
		rm -f "$T/$guest_name.in" "$T/$guest_name.out"
		mkfifo "$T/$guest_name.in" "$T/$guest_name.out"
		cat "$T/$guest_name.out" >/dev/null &
		set -- -chardev "pipe,id=console,path=$T/$guest_name,logfile=$T/$guest_name.log" "$@"
	else
		set -- -chardev "file,id=console,path=$T/$guest_name.log" "$@"
	fi
	(
		status=0
		timeout -k 5 "$(patience "${GUEST_LIMIT:-300}")" qemu-system-x86_64 \
			-name "$guest_name" -nodefaults -no-user-config -display none \
			-machine q35 -accel "$(guest_accel)" -cpu "$(guest_cpu)" \
			-smp 1 -m "${GUEST_MEM:-128}" \
			-serial chardev:console \
			-qmp "unix:$T/$guest_name.qmp,server=on,wait=off" \
			-pidfile "$T/$guest_name.pid" -device virtio-rng-pci \
			"$@" >"$T/$guest_name.err" 2>&1 </dev/null || status=$?
		echo "$status" >"$T/$guest_name.exit"
	) &
	while guest_alive "$guest_name" && ! test -s "$T/$guest_name.pid"; do
		sleep 0.1
	done
	guest_alive "$guest_name" || diag "$T/$guest_name.err"
}

# guest_alive NAME: its QEMU has not ended.
guest_alive()
{
	test ! -e "$T/$1.exit"
}

# guest_stop NAME: end it now, and wait until it is gone.
guest_stop()
{
	test -s "$T/$1.pid" || return 0
	! guest_alive "$1" || kill "$(cat "$T/$1.pid")" 2>/dev/null || :
	guest_gone "$1" 15
}

# guest_gone NAME SECONDS: wait until its QEMU has ended.
guest_gone()
{
	! guest_alive "$1" || within "$2" test -e "$T/$1.exit"
}

# guests_stop: end all of them.
guests_stop()
{
	for guest_file in "$T"/*.pid; do
		test ! -e "$guest_file" || guest_stop "$(basename "$guest_file" .pid)"
	done
}

# Called by lib.sh however the script ends.
at_exit() { guests_stop; }

# guest_said NAME REGEX COUNT: the console has that many such lines.
guest_said()
{
	test "$(grep -acE "$2" "$T/$1.log")" -ge "$3"
}

# guest_wait NAME REGEX SECONDS [COUNT]: wait for a console line (or for COUNT
# of them); say what was there instead when it does not come.
guest_wait()
{
	guest_end=$(($(date +%s) + $(patience "$3")))
	until guest_said "$1" "$2" "${4:-1}"; do
		guest_why=
		guest_alive "$1" || guest_said "$1" "$2" "${4:-1}" || guest_why='it ended'
		! grep -aq '^\(\[.*\] \)*Kernel panic' "$T/$1.log" || guest_why='it panicked'
		test "$(date +%s)" -lt "$guest_end" || guest_why="not in $(patience "$3") s"
		test -z "$guest_why" || {
			echo "guest $1 did not say /$2/: $guest_why:"
			tail -n 25 "$T/$1.log" "$T/$1.err"
			return 1
		}
		sleep 0.1
	done
}

# guest_value NAME KEY: the value of the last KEY=value on its console.
guest_value()
{
	tr -d '\r' <"$T/$1.log" | sed -n "s/.*[ :]$2=\([^ ]*\).*/\1/p" | tail -n 1
}

# guest_type NAME LINE: type on the console of a guest with GUEST_INPUT=1.
guest_type()
{
	printf '%s\n' "$2" >"$T/$1.in"
}

# guest_ask NAME COMMAND: what the command says in the shell of a debug image, in
# $T/answer. The marks are written so that the echo of what was typed does not
# look like them.
guest_ask()
{
	: >"$T/$1.log"
	guest_type "$1" "echo 'an''swer'; $2; echo 'the ''end'"
	guest_wait "$1" '^the end' 60
	tr -d '\r\000' <"$T/$1.log" | sed '1,/^answer$/d; /^the end$/,$d' >"$T/answer"
	cat "$T/answer"
}

# guest_memory FILE MIB: QEMU arguments that make this file the guest's RAM; it
# keeps its content when a guest starts on it, as memory does in a warm reset.
guest_memory()
{
	echo "-m $2 -object memory-backend-file,id=ram,size=$2M,mem-path=$1,share=on"
	echo "-machine memory-backend=ram"
}

# guest_reset NAME: a warm reset; on the console is only what comes after it. The
# machine stands still meanwhile, so no line of before is taken for one of after.
guest_reset()
{
	guest_qmp "$1" stop
	: >"$T/$1.log"
	guest_qmp "$1" system_reset
	guest_qmp "$1" cont
}

# guest_qmp NAME COMMAND [ARGUMENTS]
guest_qmp()
{
	guest_name=$1
	shift
	tests/qemu/qmp "$T/$guest_name.qmp" "$@"
}
