# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Throw-away keys, a trust policy, and nginx on loopback: what t15-provision and
# the demo share. Sourced; needs $STMGR.

# prov_keys FOLDER: a root, two signing certificates under it, and the policy that
# wants both, in FOLDER/trust.
prov_keys()
{
	mkdir -p "$1/trust"
	"$STMGR" keygen certificate -isCA -certOut "$1/root.pem" -keyOut "$1/root.key"
	for prov_signer in one two; do
		"$STMGR" keygen certificate -rootCert "$1/root.pem" -rootKey "$1/root.key" \
			-certOut "$1/$prov_signer.pem" -keyOut "$1/$prov_signer.key"
	done
	cp "$1/root.pem" "$1/trust/ospkg_signing_root.pem"
	echo '{"ospkg_signature_threshold": 2, "ospkg_fetch_method": "network"}' \
		>"$1/trust/trust_policy.json"
}

# prov_tls FOLDER ADDRESS: a CA, FOLDER/ca.pem, and the server's FOLDER/cert.pem
# and key.pem for that IP address.
prov_tls()
{
	mkdir -p "$1"
	openssl req -x509 -newkey ed25519 -nodes -days 2 -subj '/CN=throw-away CA' \
		-addext 'basicConstraints=critical,CA:TRUE' \
		-addext 'keyUsage=critical,keyCertSign' \
		-keyout "$1/ca.key" -out "$1/ca.pem"
	openssl req -newkey ed25519 -nodes -subj '/CN=throw-away server' \
		-keyout "$1/key.pem" -out "$1/request"
	printf 'subjectAltName=IP:%s\nextendedKeyUsage=serverAuth\n' "$2" >"$1/extensions"
	openssl x509 -req -in "$1/request" -CA "$1/ca.pem" -CAkey "$1/ca.key" \
		-CAcreateserial -days 2 -extfile "$1/extensions" -out "$1/cert.pem"
}

# prov_listen PORT ssl|'': configs/provision/listen.conf, edited for loopback as its
# comments say.
prov_listen()
{
	if test -n "$2"; then
		sed "s/^listen 443 /listen 127.0.0.1:$1 /; /^listen \[/d" configs/provision/listen.conf
	else
		sed "s/^#listen 80;/listen 127.0.0.1:$1;/; /^[^#]/{/127/!d}" configs/provision/listen.conf
	fi
}

# prov_serve FOLDER [LISTEN-OPTION]: start nginx with FOLDER as its prefix (tls
# and web are there) on a free port of loopback, which is then in FOLDER/port.
# Never as root: then as nobody, who may write in FOLDER/run and nowhere else.
# prov_unserve ends it.
prov_serve()
{
	mkdir -p "$1/run"
	cp configs/provision/nginx.conf "$1/"
	prov_as=
	if test "$(id -u)" -eq 0; then
		prov_as='setpriv --reuid 65534 --regid 65534 --clear-groups'
		chown -R 65534:65534 "$1/run"
		test ! -d "$1/tls" || chown -R 65534:65534 "$1/tls"
		chmod a+x "$1" "$(dirname "$1")"
	fi
	for prov_try in 1 2 3 4 5 6 7 8 9 10; do
		prov_port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
		prov_listen "$prov_port" "${2-ssl}" >"$1/listen.conf"
		# shellcheck disable=SC2086 # no word, or several
		if $prov_as nginx -e stderr -p "$1" -c nginx.conf; then
			echo "$prov_port" >"$1/port"
			return 0
		fi
		echo "port $prov_port, try $prov_try: taken?"
	done
	return 1
}

# prov_unserve FOLDER: end the nginx of this prefix, and wait for it.
prov_unserve()
{
	test -s "$1/run/nginx.pid" || return 0
	prov_pid=$(cat "$1/run/nginx.pid")
	kill "$prov_pid" 2>/dev/null || return 0
	for prov_try in 1 2 3 4 5 6 7 8 9 10; do
		kill -0 "$prov_pid" 2>/dev/null || return 0
		sleep 0.2
	done
	kill -9 "$prov_pid" 2>/dev/null || :
}

# readme_block FILE TEXT: the commands of the indented block that follows the line with
# TEXT in a README, as a reader would copy them.
readme_block()
{
	awk -v text="$2" 'index($0, text) {on = 1; next}
		on && /^    / {print substr($0, 5); seen = 1; next}
		on && seen && NF {exit}' "$1"
}
