# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O, web and the net_* are set by what is sourced before
# Images that look for the next package, and handovers made by hand. Sourced after
# tests/qemu/guest.sh, net.sh and stboot.sh.

# upgrade_nic: QEMU arguments of the card behind which the host is.
upgrade_nic()
{
	echo '-netdev user,id=u,net=10.0.2.0/24' && net_nic u 9
}

# upgrade_pack FILE: the tree as a cpio behind what is in FILE.
upgrade_pack()
{
	truncate -s %4 "$2"
	bsdtar -cf - --format newc --uid 0 --gid 0 -C "$1" . >>"$2"
}

# upgrade_initramfs FILE: the image's, with a trust policy and a peer in wg0.conf.
upgrade_initramfs()
{
	mkdir -p "$T/add/etc/wireguard"
	cp -r "$T/trust" "$T/add/etc/trust_policy"
	cat >"$T/add/etc/wireguard/wg0.conf" <<-CONF
		[Interface]
		ListenPort = $net_port
		[Peer]
		PublicKey = $(cat "$T/keys/public")
		PresharedKey = $(cat "$T/psk")
		AllowedIPs = $net_peer4/32, $net_peer6/128
	CONF
	chmod -R a+rX "$T/add"
	cp "$O/vpn/initramfs.cpio.zst" "$1"
	upgrade_pack "$T/add" "$1"
}

# upgrade_line [WORD...]: the command line of an image that takes part in handovers.
upgrade_line()
{
	# shellcheck disable=SC2046 # words
	image_cmdline "$O/vpn" no_timer_check $(net_static) ip=10.0.2.15:::24::eth1:none \
		"wg.address=$net_inside4/24,$net_inside6/64" "$@"
}

# upgrade_package NAME [WORD...]
upgrade_package()
{
	upgrade_name=$1
	shift
	"$O/tools/stmgr" ospkg create -kernel "$O/vpn/kernel" -initramfs "$T/image.cpio" \
		-cmdline "$(upgrade_line "upgrade=$web/ok/os.json" upgrade.poll=1 "$@")" -out "$T/site/$upgrade_name.zip"
}

# By hand: the package is called 64 times "a", the private key is 32 times 'A' & co.
upgrade_id()
{
	printf '%064d' 0 | tr 0 a
}

upgrade_private()
{
	printf '@AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' # clamped, as X25519 wants it
}

upgrade_public()
{
	{ printf '302e020100300506032b656e04220420' | perl -pe '$_ = pack "H*", $_' && upgrade_private; } |
		openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base64
}

# upgrade_forge FILE PACKAGE SECONDS: a handover for it, made so many seconds ago.
upgrade_forge()
{
	cat >"$1" <<-TEXT
		mayfly-handover 1
		package $2
		time $(($(date +%s) - $3))
		list 0
		[Interface]
		PrivateKey = $(upgrade_private | base64)
		[Peer]
		PublicKey = $(cat "$T/keys/public")
		AllowedIPs = $net_peer4/32
	TEXT
	echo "digest $(b2sum -l 256 "$1" | cut -d' ' -f1)" >>"$1"
}

# upgrade_stage NAME OPTIONS: what run_prove (process 1 of the kernel before) loads.
upgrade_stage()
{
	rm -rf "$T/stage" "$T/hand"
	mkdir -p "$T/stage/next" "$T/stage/proc" "$T/stage/dev" "$T/hand"
	cp "$T/$1" "$T/hand/handover"
	cp "$T/image.cpio" "$T/$1.next"
	upgrade_pack "$T/hand" "$T/$1.next"
	cp "$O/unit/bin/run_prove" "$T/stage/init"
	cp "$O/vpn/kernel" "$T/stage/next/kernel"
	cp "$T/$1.next" "$T/stage/next/initramfs"
	echo "stboot.ospkg=$(upgrade_id) $(upgrade_line) $2" >"$T/stage/next/cmdline"
	: >"$T/$1.cpio"
	upgrade_pack "$T/stage" "$T/$1.cpio"
}

# upgrade_jump NAME REGEX [OPTIONS]: kexec into the image, with $T/NAME as handover.
upgrade_jump()
{
	upgrade_stage "$1" "${3-upgrade=$web/ok/none.json}"
	# shellcheck disable=SC2046 # QEMU arguments
	GUEST_MEM=160 GUEST_INPUT=1 guest_start "$1" "$O/vpn/kernel" "$T/$1.cpio" \
		"console=ttyS0 quiet panic=-1 no_timer_check prove.seed=$(upgrade_id | cut -c1-32) prove.stage=1 prove.hand=0" \
		$(net_server) -no-reboot
	guest_wait "$1" '^prove: loaded' 120
	guest_type "$1" go
	guest_wait "$1" "$2" 120
}

# upgrade_wrong CASE: a handover with one thing wrong is refused, in these words.
upgrade_wrong()
{
	upgrade_package=$(upgrade_id) upgrade_age=0 upgrade_options=upgrade=$web/ok/none.json
	case $1 in
	package) upgrade_package=$(upgrade_id | tr a b) upgrade_why='another package' ;;
	old) upgrade_age=1000 upgrade_why='it is old' ;;
	future) upgrade_age=-1000 upgrade_why='it is old' ;;
	damaged) upgrade_why='it is damaged' ;;
	sealed) upgrade_options='' upgrade_why='this image makes a new key' ;;
	esac
	upgrade_forge "$T/$1" "$upgrade_package" "$upgrade_age"
	test "$1" != damaged || sed -i 's/PrivateKey = QEF/PrivateKey = QEE/' "$T/$1"
	upgrade_jump "$1" "handover refused: .*$upgrade_why" "$upgrade_options"
}

# upgrade_boot: the same files, started by the machine.
upgrade_boot()
{
	upgrade_forge "$T/boot" "$(upgrade_id)" 0
	upgrade_stage boot "upgrade=$web/ok/none.json"
	# shellcheck disable=SC2046 # QEMU arguments
	GUEST_MEM=160 guest_start boot "$O/vpn/kernel" "$T/boot.next" "$(cat "$T/stage/next/cmdline")" $(net_server) -no-reboot
	guest_wait boot 'handover refused: this kernel was not started by kexec' 120
}

# upgrade_new NAME: it announces a key of its own, and hands nothing on.
upgrade_new()
{
	guest_wait "$1" '^mayfly: wireguard .*publickey=' 120
	test "$(guest_value "$1" publickey)" != "$(upgrade_public)"
	! grep -aq '^mayfly: handover' "$T/$1.log"
}
