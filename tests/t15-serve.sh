#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The provisioning server as its README sets it up: plain HTTP without a
# certificate, https with one of the README's own CA, and errors that can be seen
# but name no client. What it serves and how: t15-provision.sh.
. tests/lib.sh
. tests/provision.sh
need nginx curl openssl setpriv

at_exit()
{
	for folder in plain tls; do
		prov_unserve "$T/$folder"
	done
}

# folder NAME: a server's folder with one package.
folder()
{
	mkdir -p "$T/$1/web/pkg" "$T/$1/web/stable" "$T/$1/run"
	chmod a+x "$T" "$T/$1"
	echo '{}' >"$T/$1/web/stable/os.json"
	package=pkg/$(printf %064d 0).zip
	echo zip >"$T/$1/web/$package"
	chmod -R a+rX "$T/$1/web"
}

# got CODE URL [CURL-ARGUMENT...]
got()
{
	got_code=$1
	shift
	test "$(curl -sS --max-time 20 -o "$T/body" -w '%{http_code}' "$@")" = "$got_code"
}

## Plain HTTP
folder plain
test_ok 'without TLS nginx starts and needs no certificate' prov_serve "$T/plain" ''
test_ok 'there is none' test ! -e "$T/plain/tls"
test_ok 'nginx -t has nothing to say against it' nginx -t -q -e stderr -p "$T/plain" -c nginx.conf
port=$(cat "$T/plain/port" 2>/dev/null || echo 1)
base=http://127.0.0.1:$port
test_ok 'it serves descriptors' got 200 "$base/stable/os.json"
test_ok 'and packages' got 200 "$base/$package"
test_ok 'and ends' prov_unserve "$T/plain"

## What it says when something is wrong
# served: run "serve" as a unit would, as a user that may not read the package.
served()
{
	chmod 0600 "$T/plain/web/$package"
	as='setpriv --reuid 65534 --regid 65534 --clear-groups'
	test "$(id -u)" -eq 0 || as=
	test -n "$as" || chmod 0 "$T/plain/web/$package"
	chmod a+rx configs/provision/serve
	cp configs/provision/serve "$T/serve"
	chmod 0755 "$T/serve"
	$as "$T/serve" "$T/plain" >"$T/said.out" 2>"$T/said" &
	within 10 got 200 "$base/stable/os.json" 2>/dev/null
	got 403 "$base/$package"
	got 404 "$base/pkg/none"
	prov_unserve "$T/plain"
	wait $! || return 1
}
test_ok 'a package that may not be read is not served' served
test_ok 'and serve says which' grep -q "$package.*Permission denied" "$T/said"
clients()
{
	grep -E 'client:|request:|host:|127\.0\.0\.1' "$T/said" || :
}
test_empty 'no client, no request, no host is in it' clients
test_is 'nor does it say what clients did wrong' 1 "$(wc -l <"$T/said")"

## TLS
certificate()
{
	readme_block configs/provision/README.md "that is in the hosts' URL:" >"$T/commands"
	test "$(grep -c '^openssl' "$T/commands")" -eq 3
	mkdir "$T/site"
	(cd "$T/site" && sh -eux "$T/commands")
	mkdir "$T/tls/tls"
	cp "$T/site/keys/tls/cert.pem" "$T/site/keys/tls/key.pem" "$T/tls/tls/"
}
folder tls
test_exit 1 'with TLS and no certificate it does not start' prov_serve "$T/tls"
test_ok 'and says what is missing' said 'cannot load certificate ".*tls/cert.pem"'
test_ok "the README's commands for a CA and a certificate work" certificate
test_empty 'no private key may be read by others' find "$T/site/keys/tls" -name '*key*' -perm /077
test_ok 'with it, it starts' prov_serve "$T/tls"
port=$(cat "$T/tls/port" 2>/dev/null || echo 1)
test_ok 'and whoever has tls_roots.pem believes it' got 200 "https://provision.example:$port/stable/os.json" \
	--resolve "provision.example:$port:127.0.0.1" --cacert "$T/site/keys/trust/tls_roots.pem"
test_exit 60 'nobody else does' curl -sS "https://provision.example:$port/" --resolve "provision.example:$port:127.0.0.1"
test_done
