#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot medium as machines see it: firmware (OVMF) starts stboot.iso, stboot
# downloads from nginx, verifies two signatures, kexecs; and one tampered byte
# keeps it from that. The medium is out/boot, which trusts tests/pki.
. tests/lib.sh
need nginx
need qemu-system-x86_64
need_file "$O/boot/stboot.iso"
need_file "$O/tools/stmgr"
need_file "$O/vpn/vpn.zip"
STMGR=$O/tools/stmgr
export STMGR
. tests/qemu/guest.sh
. tests/provision.sh
at_exit()
{
	guests_stop
	prov_unserve "$T/server"
}

published()
{
	mkdir -p "$T/server/web" "$T/server/tls" "$T/out/vpn"
	cp "$O/vpn/"* "$T/out/vpn/"
	tools/provision/sign "$T/out/vpn" "$T/out" vpn tests/pki/sign1.key tests/pki/sign1.pem
	tools/provision/sign "$T/out/vpn" "$T/out" vpn tests/pki/sign2.key tests/pki/sign2.pem
	tools/provision/publish "$T/out/signed/vpn" "$T/server/web" tests/pki/trust stable
	prov_tls "$T/server/tls" 127.0.0.1 && prov_serve "$T/server" "" # stboot has no roots here
}

# firmware_boot NAME: the ISO as a CD; 10.0.2.100 is our server. A CD, so that
# nothing can be written, and a copy of the variables for each guest.
firmware_boot()
{
	cp /usr/share/OVMF/OVMF_VARS_4M.fd "$T/$1.vars"
	GUEST_MEM=512 guest_firmware "$1" \
		-drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd \
		-drive "if=pflash,format=raw,file=$T/$1.vars" \
		-cdrom "$O/boot/stboot.iso" \
		-netdev "user,id=n,guestfwd=tcp:10.0.2.100:80-cmd:socat - TCP:127.0.0.1:$(cat "$T/server/port")" \
		-device virtio-net-pci,netdev=n,romfile=
}

one_hash()
{
	test "$("$STMGR" uki digest -in "$O/boot/stboot.efi")" = "$(cat "$O/boot/authenticode.txt")"
}

test_ok 'the package is signed by two and published' published
test_ok 'authenticode.txt is the hash of stboot.efi' one_hash
test_ok 'the medium is at most 10 MB' test "$(stat -c %s "$O/boot/stboot.iso")" -le 10000000

firmware_boot good
test_ok 'a URL that answers 404 is said and passed over' \
	guest_wait good 'nothing/os.json.*404' 120
test_ok 'firmware, stboot, download: two of two signatures' \
	guest_wait good 'stboot: verified: 2 of 2 signatures' 60
test_ok 'the package is started' guest_wait good '^stboot: starting the OS package' 30
test_ok 'the image runs' guest_wait good '^mayfly: wireguard .*publickey=' 60
guest_stop good

package=$(find "$T/server/web/pkg" -name '*.zip')
size=$(stat -c %s "$package")
chmod u+w "$package"
printf 'X' | dd of="$package" bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
firmware_boot tampered
test_ok 'one changed byte: refused, with the reason for each signature' \
	guest_wait tampered 'stboot: signature 2: .*' 120
test_ok 'and the sum' guest_wait tampered 'refused: not enough valid signatures: 2 found, 0 valid, 2 required' 30
sleep 3
test_exit 1 'nothing of it is started' \
	guest_said tampered '(starting the OS package|mayfly: )' 1
guest_stop tampered
test_done
