#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make client-config`: what it prints, and what it refuses. That a client works
# with it: t90-client.sh.
. tests/lib.sh
. tests/qemu/net.sh
need make openssl awk

# What this script was started with is not what it asks for.
unset SERVER ENDPOINT ADDRESS WGADDRESS CLIENTKEY MTU DNS KEEPALIVE OUT

# config VARIABLE=VALUE...: the script itself, as make does not pass on its status.
config()
{
	env "$@" tools/provision/client-config "${image:-vpn}"
}

# only_said REGEX: one line, with that; no configuration, no word of awk or openssl.
only_said()
{
	cat "$T/.last"
	grep -qE "^client-config: $1" "$T/.last"
	test "$(grep -vc '^exit status' "$T/.last")" -eq 1
}

# refused STATUS TEXT REGEX VARIABLE=VALUE...
refused()
{
	refused_status=$1 refused_text=$2 refused_what=$3
	shift 3
	test_exit "$refused_status" "$refused_text is refused" config "$@"
	test_ok 'with the reason' only_said "$refused_what"
}

# bad TEXT REGEX VARIABLE=VALUE...: refused as wrong usage, all else being right.
bad()
{
	bad_text=$1 bad_what=$2
	shift 2
	refused 2 "$bad_text" "$bad_what" SERVER="$public" ENDPOINT=192.0.2.1 "$@"
}

# value NAME: of the configuration in $T/conf.
value()
{
	sed -n "s/^$1 = //p" "$T/conf"
}

# shellcheck disable=SC2120 # test_ok passes them
# good VARIABLE=VALUE...: the configuration, in $T/conf; the server's part, in $T/peer.
good()
{
	config SERVER="$public" ENDPOINT=192.0.2.1 "$@" >"$T/conf" 2>"$T/peer" || {
		cat "$T/peer"
		return 1
	}
}

with_make()
{
	make client-config SERVER="$public" ENDPOINT=vpn.example.net CLIENTKEY="$T/client/key" \
		>"$T/conf" 2>"$T/peer"
}

new_key()
{
	good
	value PrivateKey >"$T/key1"
	good
	value PrivateKey >"$T/key2"
	! cmp "$T/key1" "$T/key2"
	test "$(base64 -d <"$T/key1" | wc -c)" -eq 32
}

# On the way to a server that has not been booted: the key is kept, and used again.
kept_key()
{
	config SERVER=none CLIENTKEY="$T/kept" >"$T/conf" 2>"$T/before"
	test ! -s "$T/conf"
	test "$(stat -c %a "$T/kept")" = 600
	config SERVER="$T/console" ENDPOINT=vpn.example.net CLIENTKEY="$T/kept" >"$T/conf" 2>"$T/peer"
	test "$(value PrivateKey)" = "$(cat "$T/kept")"
	grep 'wg\.peer=' "$T/before" | diff - "$T/peer.line"
}

# The configuration is a private key: nobody else may read it, at any moment.
into_file()
{
	config SERVER="$public" ENDPOINT=192.0.2.1 OUT="$T/wg0.conf" >"$T/nothing" 2>"$T/peer"
	test ! -s "$T/nothing"
	test "$(stat -c %a "$T/wg0.conf")" = 600
	grep -q '^PrivateKey = ' "$T/wg0.conf"
	test "$(find "$T" -name 'wg0.conf*' | wc -l)" -eq 1
}

# argv of all that it starts, by a shell that writes every command down; dash
# writes what it runs itself, too, so those names are left out.
arguments()
{
	mkdir -p "$T/bin"
	for program in openssl base64 tail awk sed cat tr grep ln rm; do
		printf '#!/bin/sh\necho "%s $*" >>"%s/argv"\nexec %s "$@"\n' \
			"$program" "$T" "$(command -v "$program")" >"$T/bin/$program"
		chmod +x "$T/bin/$program"
	done
	PATH=$T/bin:$PATH config SERVER="$public" ENDPOINT=192.0.2.1 CLIENTKEY="$T/client/key" \
		OUT="$T/argv.conf" 2>"$T/peer"
	grep -c . "$T/argv"
	grep -q '^openssl pkey' "$T/argv"
	grep -qF "$(cat "$T/client/key")" "$T/argv.conf"
	! grep -F "$(cat "$T/client/key")" "$T/argv" "$T/peer"
}

test_ok 'the keys of a server' net_keys "$T/server"
test_ok 'and of a client' net_keys "$T/client"
public=$(cat "$T/server/public")
other=$(cat "$T/client/public")
# A console as it is kept elsewhere: times before the line, a viewer's colours in it.
kept()
{
	for before in '[2026-12-01 01:02:03] ' '[    2.612345] ' 'host1 console: ' "$(printf '\033[0m\033[32m')"; do
		printf '%smayfly: wireguard interface=wg0 port=443 publickey=%s%s\r\r\n' "$before" "$public" "$(printf '\033[K')" >"$T/elsewhere"
		config SERVER="$T/elsewhere" ENDPOINT=vpn_1.example.net >"$T/conf" 2>/dev/null
		test "$(value PublicKey)" = "$public"
		test "$(value Endpoint)" = vpn_1.example.net:443
	done
}
test_ok 'a console with something before its lines; a host name with _' kept

printf '[    1.0] x\r\nmayfly: wireguard interface=wg0 port=1 publickey=%s\r\nmayfly: wireguard interface=wg0 port=443 publickey=%s\r\n' \
	"$other" "$public" >"$T/console"

test_ok 'make client-config prints a configuration' with_make
test_is 'the private key is the one given' "$(cat "$T/client/key")" "$(value PrivateKey)"
test_is 'the addresses are the first that are free' 10.64.0.2/32,fd6d:6179:666c::2/128 "$(value Address)"
test_is 'the MTU is 1420' 1420 "$(value MTU)"
test_is 'the server is the one given' "$public" "$(value PublicKey)"
test_is 'its port is 51820' vpn.example.net:51820 "$(value Endpoint)"
test_is 'everything goes through the tunnel' '0.0.0.0/0, ::/0' "$(value AllowedIPs)"
test_is 'no name server was asked for' '' "$(value DNS)"
test_is 'nor was keepalive' '' "$(value PersistentKeepalive)"
test_is 'and the server is told of the key that openssl finds' "	wg.peer=$other,10.64.0.2/32,fd6d:6179:666c::2/128" \
	"$(grep 'wg\.peer=' "$T/peer")"
test_ok 'of a console' good SERVER="$T/console" KEEPALIVE=25 DNS=192.0.2.53,2001:db8::53
test_is 'the last key counts' "$public" "$(value PublicKey)"
test_is 'and the port with it' 192.0.2.1:443 "$(value Endpoint)"
test_is 'no MTU is in it: it is the usual one' 1420 "$(value MTU)"
# SERVER=file with the server's MTU: the last one, none that is more than the usual.
for said in '1380 1380' '1280,1360 1360' '1360,1420 1420' '1360,8921 1420'; do
	{
		cat "$T/console"
		echo "${said% *}" | tr ',' '\n' | sed "s/^/mayfly: mtu interface=wg0 mtu=/; s/\$/$(printf '\r')/"
	} >"$T/console.mtu"
	test_ok "of a console with the MTU ${said% *}" good SERVER="$T/console.mtu"
	test_is "the client's is ${said#* }" "${said#* }" "$(value MTU)"
done
test_ok 'an MTU that is given counts' good SERVER="$T/console.mtu" MTU=1300
test_is 'more than that of the console' 1300 "$(value MTU)"
test_ok 'again, of the console alone' good SERVER="$T/console" KEEPALIVE=25 DNS=192.0.2.53,2001:db8::53
test_is 'keepalive that was asked for' 25 "$(value PersistentKeepalive)"
test_is 'name servers likewise' 192.0.2.53,2001:db8::53 "$(value DNS)"
test_ok 'an IPv6 endpoint' good 'ENDPOINT=[2001:db8::1]'
test_is 'gets the port behind its brackets' '[2001:db8::1]:51820' "$(value Endpoint)"
test_ok 'with a port' good 'ENDPOINT=[2001:db8::1]:53' MTU=1280
test_is 'keeps it' '[2001:db8::1]:53' "$(value Endpoint)"
test_is 'and an MTU that was given' 1280 "$(value MTU)"
test_ok 'other networks of the server' good WGADDRESS=10.8.255.1/13,fd00:0:0:8:0:1::1/66
test_is 'have other first addresses' 10.8.0.1/32,fd00:0:0:8::1/128 "$(value Address)"
test_ok 'addresses in them' good WGADDRESS=10.8.0.1/13,fd00:0:0:8::1/66 \
	ADDRESS=fd00:0:0:8:3fff::,10.15.255.254
test_is 'are taken' fd00:0:0:8:3fff::/128,10.15.255.254/32 "$(value Address)"
test_ok 'each new key is another' new_key
config SERVER="$T/console" ENDPOINT=x CLIENTKEY="$T/kept" 2>&1 >"$T/conf" | grep 'wg\.peer=' >"$T/peer.line"
test_ok 'a key that is kept in a file is used again' kept_key
test_ok 'a configuration in a file is its owner'\''s alone' into_file
test_ok 'no key is an argument of a program' arguments

refused 2 'no server' 'SERVER= is missing'
refused 2 'no endpoint' 'ENDPOINT= is missing' SERVER="$public"
refused 2 'a new key for nothing' 'SERVER=none needs CLIENTKEY=' SERVER=none
refused 3 'a console without a server' 'SERVER=.*: no line' SERVER="$T/client/der" ENDPOINT=x
image=none
refused 3 'an image that is not there' 'IMAGE=none' SERVER="$public" ENDPOINT=x
image=vpn
for key in x "${public%?}" "A$public" "${public%??}-=" "${public%??}B=" "$(openssl rand -base64 31)"; do
	bad "the key $key" 'SERVER=.*: neither a file nor a public key' SERVER="$key"
done
bad "the client's own key" 'SERVER=.*own key' SERVER="$other" CLIENTKEY="$T/client/key"
bad 'a file that is no private key' 'CLIENTKEY=.*: not a private key' CLIENTKEY="$T/client/der"
for endpoint in :51820 51820 ''; do
	bad "the endpoint '$endpoint'" 'ENDPOINT=.*(no host in it|is missing)' ENDPOINT="$endpoint"
done
for endpoint in -x:1 'a b:1' 'x/y' '[1.2.3.4]:5'; do
	bad "the endpoint '$endpoint'" 'ENDPOINT=' ENDPOINT="$endpoint"
done
test_exit 2 'a second line is refused' config SERVER="$public" ENDPOINT='x
PostUp = y:1'
bad 'IPv6 without brackets' 'ENDPOINT=2001:db8::1: .*brackets: \[2001:db8::1\]' ENDPOINT=2001:db8::1
for address in 1.2.3 1.2.3.256 '[1::2::3]' '[1:2]' '[12345::]' '[:1::2]'; do
	bad "the endpoint $address" 'ENDPOINT=.*: not an address' ENDPOINT="$address"
done
for port in '' 0 65536 099 x 123456; do
	bad "the port '$port'" 'ENDPOINT: port=.*1 to 65535' ENDPOINT="x:$port"
done
for mtu in 1279 1501 0 x 01400; do
	bad "an MTU of $mtu" 'MTU=.*1280 to 1500.*IPv6.*Ethernet' MTU="$mtu"
done
bad 'keepalive of 65536 s' 'KEEPALIVE=65536' KEEPALIVE=65536
bad 'a name as name server' 'DNS=x: not an address' DNS=192.0.2.53,x
bad 'an address beside the networks' 'ADDRESS=10.64.1.2: not in' ADDRESS=10.64.1.2
bad 'also if another is right' 'ADDRESS=fd6d::2: not in' ADDRESS=10.64.0.2,fd6d::2
bad 'the broadcast address' 'ADDRESS=10.64.0.255: .*broadcast' ADDRESS=10.64.0.255
bad 'the address of the server' 'ADDRESS=.*own' ADDRESS=fd6d:6179:666c:0::1
bad 'a network' 'ADDRESS=.*single addresses: 10.64.0.8/32' ADDRESS=10.64.0.8/29
bad 'an address twice' 'ADDRESS=.*twice' ADDRESS=fd6d:6179:666c::2,fd6d:6179:666c:0:0::2
bad 'what is none' 'ADDRESS=.*not an address' ADDRESS=10.64.0.2,x
bad 'a server without room' 'the server.s 10.64.0.1/31 has no room' WGADDRESS=10.64.0.1/31
bad 'a server without length' 'WGADDRESS=10.64.0.1: not' WGADDRESS=10.64.0.1

## Clients in the image's command line
test_ok 'without ADDRESS= it says that another client needs others' good
test_ok 'in one line' grep -q 'each further client needs others, by ADDRESS=' "$T/peer"
test_ok 'and how long the configuration is good' grep -q 'until the server restarts' "$T/peer"
test_ok 'with ADDRESS=' good ADDRESS=10.64.0.9
test_ok 'it does not' sh -c '! grep -q "further client" "$1"' - "$T/peer"
# taken ARGUMENT...: in a tree whose image has a client already.
tree()
{
	mkdir -p "$T/tree/configs/images/vpn" "$T/tree/tools"
	cp -r tools/provision "$T/tree/tools/"
	{
		cat configs/images/vpn/cmdline
		echo "wg.peer=$other,10.64.0.2/32,fd6d:6179:666c::2/128	# the first"
	} >"$T/tree/configs/images/vpn/cmdline"
}
in_tree()
{
	cd "$T/tree"
	env SERVER="$public" ENDPOINT=x "$@" tools/provision/client-config vpn
}
test_ok 'an image with a client' tree
test_exit 1 'the second does not get the address of the first' in_tree
test_ok 'with whose it is, and what to say' said '10.64.0.2/32 belongs to another client.*say ADDRESS='
test_exit 1 'nor if it asks for one of them' in_tree ADDRESS=fd6d:6179:666c::2
test_ok 'but others' in_tree ADDRESS=10.64.0.3,fd6d:6179:666c::3
test_ok 'also one that only begins like it' in_tree ADDRESS=10.64.0.23
test_ok 'the first gets its own again' in_tree CLIENTKEY="$T/client/key"

echo mine >"$T/mine"
refused 1 'to write over a file' 'OUT=.*is there already' SERVER="$public" ENDPOINT=x OUT="$T/mine"
test_is 'it stays' mine "$(cat "$T/mine")"
test_exit 3 'a folder that is not there is refused' config SERVER="$public" ENDPOINT=x OUT="$T/none/x"
test_done
