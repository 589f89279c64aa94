#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot loader starts packages that are what the trust policy wants: from the
# network, from its own medium, over HTTPS, and whatever the clock says.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
stboot_need

# Beside what stboot.sh leaves.
tls_servers=
at_exit()
{
	guests_stop
	stboot_site_stop
	for pid in $tls_servers; do
		kill "$pid" 2>/dev/null || :
	done
}

keys()
{
	stboot_cert root root root
	stboot_cert one root leaf
	stboot_cert two root leaf
	# Younger than the program: valid on no machine that has forgotten the time.
	STBOOT_BEGIN=$(date -u -d '-1 hour' +%Y%m%d%H%M%SZ)
	stboot_cert young root leaf
	stboot_cert younger root leaf
	for name in ca otherca; do
		STBOOT_BEGIN='' stboot_cert "$name" "$name" root
		stboot_cert "$name-server" "$name" server
	done
	STBOOT_BEGIN=
	stboot_trust "$T/trust" network
	stboot_trust "$T/local" initramfs
	stboot_trust "$T/secure" network
	cp "$T/ca.pem" "$T/secure/tls_roots.pem"
}

# The package, and a descriptor whose signatures are those of another file.
packages()
{
	mkdir -p "$T/site"
	stboot_package "$T/site/os.zip"
	stboot_descriptor "$T/site/os.json" "$T/site/os.zip" one two
	head -c 1000 /dev/urandom >"$T/other/os.zip"
	stboot_descriptor "$T/site/bad.json" "$T/other/os.zip" one two
	mkdir -p "$T/ospkg/sub"
	cp "$T/site/os.zip" "$T/ospkg/sub/"
	stboot_descriptor "$T/ospkg/sub/os.json" "$T/ospkg/sub/os.zip" young younger
}

# with_kernel NAME: a package of the kernel $T/NAME, well signed. create would refuse it.
with_kernel()
{
	mkdir -p "$T/$1.d"
	mv "$T/$1" "$T/$1.d/kernel"
	cp "$O/vpn/initramfs.cpio.zst" "$T/$1.d/initramfs"
	echo '{"version": 1, "kernel": "kernel", "initramfs": "initramfs", "cmdline": "'"${2:-}"'"}' >"$T/$1.d/manifest.json"
	(cd "$T/$1.d" && bsdtar --format zip -cf "$T/site/$1.zip" kernel initramfs manifest.json)
	stboot_descriptor "$T/site/$1.json" "$T/site/$1.zip" one two
}

# What kexec refuses: an EFI program as a UKI is, a packed kernel, one with a line that
# is a byte too long; and one that says it needs more memory than there is, which
# nobody but kexec knows.
kernels()
{
	for name in efi long greedy; do
		cp "$O/vpn/kernel" "$T/$name"
		chmod u+w "$T/$name"
	done
	printf 'none' | dd of="$T/efi" bs=1 seek=514 conv=notrunc 2>/dev/null
	gzip -c1 "$O/vpn/kernel" >"$T/gz"
	printf '\377\377\377\177' | dd of="$T/greedy" bs=1 seek=608 conv=notrunc 2>/dev/null
	for name in efi gz greedy; do
		with_kernel "$name"
	done
	with_kernel long "$(head -c 2017 /dev/zero | tr '\0' x)"
}

# tls NAME: an HTTPS server with that key and certificate, its port in $T/NAME.port.
# Its files are whole answers, head and all.
tls()
{
	mkdir -p "$T/answers"
	for file in os.json os.zip; do
		{ printf 'HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n' "$(wc -c <"$T/site/$file")" &&
			cat "$T/site/$file"; } >"$T/answers/$file"
	done
	printf 'HTTP/1.0 302 Found\r\nLocation: %s/ok/os.json\r\nContent-Length: 0\r\n\r\n' "$web" >"$T/answers/away.json"
	(cd "$T/answers" && exec timeout "$(patience 900)" openssl s_server -HTTP -accept 127.0.0.1:0 \
		-key "$T/$1.key" -cert "$T/$1.pem" >"$T/$1.log" 2>&1) &
	tls_servers="$tls_servers $!"
	within 10 grep -q '^ACCEPT' "$T/$1.log"
	sed -n 's/^ACCEPT .*:\([0-9]*\)$/\1/p' "$T/$1.log" >"$T/$1.port"
}

# booted NAME: it verified, and the image runs.
booted()
{
	guest_wait "$1" '^stboot: verified: 2 of 2 signatures, sha256 [0-9a-f]{64}, ' 120
	guest_wait "$1" '^stboot: starting the OS package' 90
	guest_wait "$1" '^mayfly: wireguard .*publickey=' 120
}

kexec_refuses()
{
	guest_said web '^stboot: refused: its kernel kernel is an EFI program' 1
	guest_said web '^stboot: refused: its kernel kernel is compressed with gzip' 1
	guest_said web '^stboot: refused: its command line has 2017 bytes, and kexec takes 2016' 1
	guest_said web '^stboot: (refused: )?kexec_file_load: .*memory' 1
}

mkdir -p "$T/other"
test_ok 'throw-away keys' keys
test_ok 'packages' packages
test_ok 'kernels that kexec does not take' kernels
stboot_site
read -r port <"$T/port"
web=http://10.0.2.2:$port

# shellcheck disable=SC2046 # QEMU arguments
stboot_start web '{"network_mode": "dhcp", "ospkg_pointer": "'"ftp://h/x,$web/ok/bad.json, $web/ok/efi.json,$web/ok/gz.json,$web/ok/long.json,$web/ok/greedy.json,http://me:pass@word@10.0.2.2:$port/ok/os.json"'"}' $(stboot_card)
test_ok 'booted from the network, from the last URL' booted web
test_ok 'after the first one was refused' guest_said web \
	'^stboot: refused: not enough valid signatures: 2 found, 0 valid, 2 required' 1
test_ok 'and those whose kernel kexec does not take' kexec_refuses
test_ok 'a URL that is none is said, and passed over' guest_said web \
	'^stboot: host configuration: ospkg_pointer: URL 1 of 7 has the scheme ftp' 1
test_ok 'a password may have an @' grep -q '^ok os.json somebody' "$T/requests"
test_ok 'the relative os_pkg_url was followed' grep -q '^ok os.zip' "$T/requests"
guest_stop web

# shellcheck disable=SC2046
STBOOT_TRUST=$T/local STBOOT_OSPKG=$T/ospkg stboot_start medium \
	'{"network_mode": "dhcp", "ospkg_pointer": "sub/os.zip"}' $(stboot_card) -smp 2 -rtc base=2000-01-01
test_ok 'booted from a folder of the medium, with two processors' booted medium
test_ok 'on a machine that lives in 2000' guest_said medium \
	'^stboot: clock: 2000-01-01 .* UTC cannot be, taken for the date of this program, 20[0-9-]+ ' 1
test_ok 'and believes a certificate that is younger than that' guest_said medium \
	'^stboot: clock: it is a guess, .* UTC; a certificate of this package begins later, 20[0-9-]+ ' 1
test_ok 'as does the image, which it tells' guest_said medium \
	"^init: clock: 2000-01-01 .* UTC cannot be, taken for the date of this package's signatures, $(date -u -d '-1 hour' +%F)" 1
test_ok 'without the network' test "$(grep -ac '^stboot: .*address' "$T/medium.log")" -eq 0
guest_stop medium

tls ca-server
tls otherca-server
read -r good <"$T/ca-server.port"
read -r bad <"$T/otherca-server.port"
urls="https://10.0.2.2:$bad/os.json,https://10.0.2.2:$good/away.json,https://10.0.2.2:$good/os.json"
# shellcheck disable=SC2046
STBOOT_TRUST=$T/secure STBOOT_OPTIONS='--on-fail=halt --deadline=5 --dryrun' stboot_start secure \
	'{"network_mode": "dhcp", "ospkg_pointer": "'"$urls"'"}' $(stboot_card) -rtc base=2099-01-01
test_ok 'had over HTTPS, under our own root' guest_wait secure '^stboot: verified: 2 of 2 signatures' 120
# QEMU makes another year of it, which is as impossible.
test_ok 'on a machine that lives in 2099' guest_said secure '^stboot: clock: 20[6-9][0-9]-.* UTC cannot be' 1
test_ok 'not from a server with another root' guest_said secure \
	"^stboot: https://10.0.2.2:$bad/os.json: TLS: the server's certificate leads to no root of the trust policy" 1
test_ok 'not from http, where https led to' guest_said secure 'redirected from https to .*, which is not protected' 1
test_ok 'nobody asked there' test "$(grep -c 'os.json' "$T/requests")" -eq 1
test_ok '--dryrun stops then' guest_wait secure '^stboot: boot failed: --dryrun' 10
test_ok '--on-fail=halt halts' guest_wait secure '^stboot: halted' 10
test_ok 'control: nothing was started' test "$(grep -ac '^stboot: starting' "$T/secure.log")" -eq 0
guest_stop secure
test_done
