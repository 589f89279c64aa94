# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O, web and the net_* are set by what is sourced before
# Handovers made by hand, for an image that is started by kexec, or is not. Sourced
# after tests/qemu/upgrade.sh.

# By hand: the package is called 64 times "a", the private key is 32 times 'A' & co.
hand_id()
{
	printf '%064d' 0 | tr 0 a
}

hand_private()
{
	printf '@AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' # clamped, as X25519 wants it
}

hand_public()
{
	{ printf '302e020100300506032b656e04220420' | perl -pe '$_ = pack "H*", $_' && hand_private; } |
		openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base64
}

# hand_forge FILE PACKAGE SECONDS: a handover for it, made so many seconds ago; of
# list HAND_LIST and HAND_PEERS, if they are set.
hand_forge()
{
	{
		printf 'mayfly-handover 1\npackage %s\ntime %d\n' "$2" $(($(date +%s) - $3))
		printf 'list %d\n[Interface]\nPrivateKey = %s\n' "${HAND_LIST:-0}" "$(hand_private | base64)"
		printf '%s\n' "${HAND_PEERS:-[Peer]
PublicKey = $(cat "$T/keys/public")
AllowedIPs = $net_peer4/32}"
	} >"$1"
	echo "digest $(b2sum -l 256 "$1" | cut -d' ' -f1)" >>"$1"
}

# hand_stage NAME OPTIONS: what run_prove (process 1 of the kernel before) loads.
hand_stage()
{
	rm -rf "$T/stage" "$T/hand"
	mkdir -p "$T/stage/next" "$T/stage/proc" "$T/stage/dev" "$T/hand"
	cp "$T/$1" "$T/hand/handover"
	cp "$T/image.cpio" "$T/$1.next" && tests/qemu/append "$T/hand" "$T/$1.next"
	cp "$O/unit/bin/run_prove" "$T/stage/init"
	cp "$O/vpn/kernel" "$T/stage/next/kernel"
	cp "$T/$1.next" "$T/stage/next/initramfs"
	echo "stboot.ospkg=$(hand_id) $(upgrade_line) $2" >"$T/stage/next/cmdline"
	rm -f "$T/$1.cpio" && tests/qemu/append "$T/stage" "$T/$1.cpio"
}

# hand_jump NAME REGEX [OPTIONS]: kexec into the image, with $T/NAME as handover.
hand_jump()
{
	hand_stage "$1" "${3-upgrade=$web/ok/none.json}"
	# shellcheck disable=SC2046 # QEMU arguments
	GUEST_MEM=160 GUEST_INPUT=1 guest_start "$1" "$O/vpn/kernel" "$T/$1.cpio" \
		"console=ttyS0 quiet panic=-1 prove.seed=$(hand_id | cut -c1-32) prove.stage=1 prove.hand=0" \
		$(net_server) $(wg_nic) ${HAND_RTC:+-rtc base=$HAND_RTC} -no-reboot
	guest_wait "$1" '^prove: loaded' 120
	guest_type "$1" go
	guest_wait "$1" "$2" 120
}

# hand_wrong CASE: a handover with one thing wrong is refused, in these words.
hand_wrong()
{
	hand_package=$(hand_id) hand_age=0 hand_options=upgrade=$web/ok/none.json
	case $1 in
	package) hand_package=$(hand_id | tr a b) hand_why='another package' ;;
	damaged) hand_why='it is damaged' ;;
	sealed) hand_options='' hand_why='this image makes a new key' ;;
	esac
	hand_forge "$T/$1" "$hand_package" "$hand_age"
	test "$1" != damaged || sed -i 's/PrivateKey = QEF/PrivateKey = QEE/' "$T/$1"
	hand_jump "$1" "handover refused: .*$hand_why" "$hand_options"
}

# hand_clock NAME AGE RTC: a handover that was made so many seconds ago, on a machine
# whose clock says RTC: the keys are taken, and its time counts.
hand_clock()
{
	hand_forge "$T/$1" "$(hand_id)" "$2"
	hand_time=$(sed -n 's/^time //p' "$T/$1")
	HAND_RTC=$3 hand_jump "$1" '^mayfly: handover peers=1 called=0'
	guest_wait "$1" "^init: clock: .* UTC by this machine's, $(date -u -d "@$hand_time" '+%F %T') UTC by the kernel before" 5
	test "$(guest_value "$1" publickey)" = "$(hand_public)"
}

# hand_boot: the same files, started by the machine.
hand_boot()
{
	hand_forge "$T/boot" "$(hand_id)" 0
	hand_stage boot "upgrade=$web/ok/none.json"
	# shellcheck disable=SC2046 # QEMU arguments
	GUEST_MEM=160 guest_start boot "$O/vpn/kernel" "$T/boot.next" "$(cat "$T/stage/next/cmdline")" $(net_server) -no-reboot
	guest_wait boot 'handover refused: this kernel was not started by kexec' 120
}

# hand_new NAME: it announces a key of its own, and hands nothing on.
hand_new()
{
	guest_wait "$1" '^mayfly: wireguard .*publickey=' 120
	test "$(guest_value "$1" publickey)" != "$(hand_public)"
	! grep -aq '^mayfly: handover' "$T/$1.log"
}
