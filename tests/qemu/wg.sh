# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T, O and the net_* are set by what is sourced before
# Servers that take lists of peers: their keys, their source, and the lists.
# Sourced after tests/qemu/guest.sh, net.sh and tests/provision.sh.

# wg_source FOLDER: who signs (key NAME "test"), and nginx's TLS for 10.0.2.2, which
# is the host as a guest of QEMU's user network sees it.
wg_source()
{
	mkdir -p "$1/web" "$1/run"
	# nginx of root reads as nobody.
	chmod a+x "$(dirname "$1")" "$1"
	prov_tls "$1/tls" 10.0.2.2
	for wg_who in signer stranger; do
		"$O/tools/stmgr" keygen certificate -isCA -certOut "$1/$wg_who.pem" -keyOut "$1/$wg_who.key"
	done
	echo x >"$1/text"
	"$O/tools/stmgr" note sign -key "$1/signer.key" -name test -in "$1/text" -out "$1/note" >"$1/vkey"
	cat >"$1/conf" <<-CONF
		pid run/pid; error_log stderr; events {}
		http {
			access_log run/access.log combined;
			client_body_temp_path run/b; proxy_temp_path run/p; fastcgi_temp_path run/f;
			uwsgi_temp_path run/u; scgi_temp_path run/s;
			server { listen 127.0.0.1:PORT ssl; root web;
				ssl_certificate tls/cert.pem; ssl_certificate_key tls/key.pem; }
		}
	CONF
}

# wg_up FOLDER, wg_down FOLDER: start nginx, at the port it had if it had one.
wg_up()
{
	for _ in 1 2 3 4 5; do
		test -s "$1/port" || echo $((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000)) >"$1/port"
		sed "s/PORT/$(cat "$1/port")/" "$1/conf" >"$1/nginx.conf"
		nginx -e stderr -p "$1" -c nginx.conf && return 0
		rm "$1/port"
	done
	return 1
}

wg_down()
{
	test ! -s "$1/run/pid" || kill "$(cat "$1/run/pid")"
}

# wg_overlay FOLDER OUT INITRAMFS [FILE...]: the initramfs with /etc/peers of that
# source, and each FILE as /bin/FILE's name.
wg_overlay()
{
	wg_tree=$T/overlay
	rm -rf "$wg_tree"
	mkdir -p "$wg_tree/etc/peers" "$wg_tree/bin"
	cp "$1/tls/ca.pem" "$wg_tree/etc/peers/ca.pem"
	cp "$1/vkey" "$wg_tree/etc/peers/signer"
	echo "https://10.0.2.2:$(cat "$1/port")/peers" >"$wg_tree/etc/peers/url"
	wg_out=$2
	cp "$3" "$wg_out"
	shift 3
	test $# -eq 0 || cp "$@" "$wg_tree/bin/"
	chmod -R a+rX "$wg_tree"
	tests/qemu/append "$wg_tree" "$wg_out"
}

# wg_sign FOLDER TEXT NAME [KEY]: sign the list, and put it on the web whole.
wg_sign()
{
	rm -f "$1/note"
	"$O/tools/stmgr" note sign -key "$1/${4:-signer}.key" -name test -in "$2" -out "$1/note"
	mv "$1/note" "$1/web/$3"
}

# wg_full FOLDER NUMBER TABLE [FLAG...]: the table's full list, on the web as $wg_name.
wg_name=peers
wg_full()
{
	wg_to=$1
	wg_number=$2
	wg_table=$3
	shift 3
	"$O/tools/peerlist" full -realm test -number "$wg_number" -in "$wg_table" "$@" >"$wg_to/list.$wg_number"
	wg_sign "$wg_to" "$wg_to/list.$wg_number" "$wg_name"
}

# wg_nic: QEMU arguments of the card behind which the host is.
wg_nic()
{
	echo "-netdev user,id=u,net=10.0.2.0/24" && net_nic u 9
}

# net_member KEY PSK SERVERKEY: as net_client, for ever.
net_member()
{
	net_client "$1" "$3" | tr '\n' ' ' | sed 's/peer.mode=client/peer.mode=member/'
	echo "peer.psk=$2"
}
