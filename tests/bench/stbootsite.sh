# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What tests/bench/stboot boots: keys, packages of a given size, the medium, a server.
# Sourced; needs $T, $O, $STMGR.

# keys: a signing certificate under its own root, and what the medium trusts.
keys()
{
	v=${VECTORS:-tests/vectors}
	mkdir "$T/trust"
	cp "$v/certs/root.pem" "$T/trust/ospkg_signing_root.pem"
	echo '{"ospkg_signature_threshold":1,"ospkg_fetch_method":"network"}' >"$T/trust/trust_policy.json"
}

# package MB: T/MB.zip and .json: the vpn image with that much it cannot compress.
package()
{
	openssl rand -out "$T/noise" "$(($1 * 1000000 - $(wc -c <"$O/vpn/vpn.zip")))"
	echo "/noise file 0644 0 0 noise:noise" >"$T/noise.list"
	"$O/tools/pack" -D "noise=$T" -o "$T/noise.cpio" "$T/noise.list"
	# The kernel reads a plain archive only from a multiple of 4 on.
	cp "$O/vpn/initramfs.cpio.zst" "$T/initramfs"
	truncate -s %4 "$T/initramfs"
	cat "$T/noise.cpio" >>"$T/initramfs"
	"$STMGR" ospkg create -kernel "$O/vpn/kernel" -initramfs "$T/initramfs" \
		-cmdline "$(image_cmdline "$O/vpn" panic=-1 ip=dhcp wg.address=10.64.0.1/24)" \
		-url "$1.zip" -out "$T/web/$1.zip"
	openssl dgst -sha256 -binary "$T/web/$1.zip" >"$T/hash"
	openssl pkeyutl -sign -rawin -inkey "$v/keys/sign1.key.pem" -in "$T/hash" -out "$T/sig"
	printf '{"version":1,"os_pkg_url":"%s.zip","certificates":["%s"],"signatures":["%s"]}' \
		"$1" "$(base64 -w0 "$v/certs/sign1.pem")" "$(base64 -w0 "$T/sig")" >"$T/web/$1.json"
	rm "$T/noise" "$T/noise.cpio" "$T/initramfs"
}

# medium MB: T/MB.cpio, a boot loader that asks for that package.
medium()
{
	printf '{"network_mode":"dhcp","ospkg_pointer":"http://10.0.2.2:%s/%s.json"}' \
		"$port" "$1" >"$T/host_configuration.json"
	for f in trust_policy.json ospkg_signing_root.pem; do
		echo "/etc/trust_policy/$f file 0644 0 0 bench:trust/$f"
	done >"$T/medium.list"
	echo "/etc/host_configuration.json file 0644 0 0 bench:host_configuration.json" >>"$T/medium.list"
	busybox=$(find "$O/cache/step/" -maxdepth 1 -name 'busybox-[0-9a-f]*' | head -1)
	mkdir -p "$T/stboot/bin"
	cp "${STBOOT:-$O/tools/stboot}" "$T/stboot/bin/stboot"
	"$O/tools/pack" -D "stboot=$T/stboot" -D "busybox=$busybox" -D "bench=$T" \
		-o "$T/$1.cpio" rootfs/stboot.list "$T/medium.list"
}

# serve: the packages on a free port of loopback.
serve()
{
	python3 -u -m http.server --bind 127.0.0.1 --directory "$T/web" 0 >"$T/http.log" 2>&1 &
	echo $! >"$T/http.pid"
	until grep -q 'port [0-9]' "$T/http.log"; do sleep 0.1; done
	port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$T/http.log" | head -1)
}

# median FILE: of a number a line.
median()
{
	sort -n "$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'
}
