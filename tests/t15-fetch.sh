#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The boot loader's download (tools/ospkg/fetch*.c) against servers that
# misbehave: tests/http/server for HTTP, openssl s_server for TLS. Cases 5,
# 14 (no such name), 15, 16, 17, 21 and 29 of the list of field failures.
# RUN_FETCH=program: another build of it, with sanitizers for example.
. tests/lib.sh
. tests/qemu/stbootkeys.sh
FETCH=${RUN_FETCH:-$O/unit/bin/run_fetch}
need perl openssl
need_file "$FETCH"

servers=
at_exit()
{
	for pid in $servers; do
		kill "$pid" 2>/dev/null || :
	done
}

head -c 3000000 /dev/urandom >"$T/p.zip"
tests/http/server "$T/p.zip" "$T/port" "$T/log" "$(patience 600)" &
servers=$!
within 10 test -e "$T/port"
HOST=127.0.0.1:$(cat "$T/port")

# fetch URL [OPTION...]: into $T/d and $T/z; no secret may be in what it says.
fetch()
{
	fetch_url=$1
	shift
	fetch_status=0
	timeout "$(patience 60)" "$FETCH" "$@" "$fetch_url" "$T/d" "$T/z" >"$T/said" 2>&1 ||
		fetch_status=$?
	cat "$T/said"
	! grep -q secret "$T/said" || {
		echo "a secret was printed"
		return 99
	}
	return $fetch_status
}

# whole URL [OPTION...]: it must give just the package, and some descriptor.
whole()
{
	fetch "$@"
	cmp "$T/p.zip" "$T/z"
	test -s "$T/d"
}

# ends STATUS MESSAGE URL [OPTION...]: with this status, and the last line says
# so; and of a package is never more there than is right.
ends()
{
	ends_want=$1 ends_text=$2
	shift 2
	ends_got=0
	fetch "$@" || ends_got=$?
	test $ends_got -eq "$ends_want" || {
		echo "exit status $ends_got, wanted $ends_want"
		return 1
	}
	tail -n 1 "$T/said" | grep -q -e "$ends_text" || {
		echo "the last line is not like '$ends_text'"
		return 1
	}
}

# soon: it was not said to be refused, and no pause is longer than one of those
# after a broken connection.
soon()
{
	! grep -E 'again in ([1-9]|0\.[5-9])' "$T/said"
}

# requests PATH: how many there were.
requests()
{
	grep -c " $1 " "$T/log"
}

test_ok 'descriptor and package' whole "http://$HOST/ok/a.json"
test_ok 'user agent' grep -q 'agent=stboot/mayfly$' "$T/log"
test_ok 'a relative URL of the package, with a query' whole "http://$HOST/desc/ok/a.json"
test_ok 'user and password go along to the package' whole "http://me:secret@$HOST/auth/a.json"
test_ok 'without: refused' ends 1 'status 401: .*user and password' "http://$HOST/auth/a.json"
test_ok 'redirects, ten' whole "http://$HOST/hop/10/a.json"
test_ok 'redirects, eleven' ends 1 'redirected more than 10 times' "http://$HOST/hop/11/a.json"
test_ok 'redirects of the package' whole "http://$HOST/desc/hop/3/a.json"
test_ok 'redirect loop' ends 1 'redirected more than 10' "http://me:secret@$HOST/loop/a.json?token=secret"
test_ok 'redirect to nowhere' ends 1 'redirected to nowhere' "http://$HOST/nowhere/a.json"
test_ok 'redirect to another scheme' ends 1 'ftp://host/p.zip, which is not http' "http://$HOST/scheme/a.json"
test_ok 'a length that is not known' whole "http://$HOST/unknown/a.json"

for mode in cut/1 cut/3 cutall cutlength cutdate weak rst stall; do
	test_ok "resumed: $mode" whole "http://$HOST/desc/$mode/a.json"
done
asked_right()
{
	grep ' /cut/1/p.zip ' "$T/log" | sed -n '2s/.*range=\(bytes=[0-9]*-\) if-range="one".*/\1/p' |
		grep -x 'bytes=1500000-'
	grep ' /cutdate/p.zip ' "$T/log" | tail -n 1 | grep 'if-range=Mon, 23 Nov 2026 00:00:00 GMT'
}
test_ok 'asked for just the rest, guarded' asked_right
# Another version, or a mirror with other tags: never mixed, begun anew at once.
for mode in changed changed206 shift mirrors/1 dates gziptag strong turn unsynced/404 unsynced/403; do
	test_ok "not mixed: $mode" whole "http://$HOST/desc/$mode/a.json"
	test_ok "$mode: at once" soon
done
# other MODE: what came is the second version, whole.
other()
{
	fetch "http://$HOST/desc/$1/a.json"
	cmp "$T/$1.zip" "$T/z"
}
{ cat "$T/p.zip"; printf .; } >"$T/longer.zip"
head -c 1000 "$T/p.zip" >"$T/shorter.zip"
test_ok 'the new version is longer' other longer
test_ok 'the new version is shorter' other shorter
test_ok 'a mirror that changes with each answer: an end' ends 3 'another ETag' "http://$HOST/desc/mirrors/99/a.json"
test_is 'four changes are too many here' 5 "$(requests /mirrors/99/p.zip)"
test_ok 'gone in the middle: another mirror may have it' ends 3 'HTTP status 404' "http://$HOST/desc/gone/a.json"
test_is 'asked for a few times' 4 "$(requests /gone/p.zip)"

# A body without a length, all here, but for its end; the rest is "416".
test_ok 'all is here, the server says' whole "http://$HOST/desc/unended/right/a.json"
test_is 'it was not asked for again' 2 "$(requests /unended/right/p.zip)"
for total in 5 none '*'; do
	test_ok "a 416 that says $total: begun anew" whole "http://$HOST/desc/unended/$total/a.json"
	test_ok 'at once' soon
done
test_ok 'a 416 for ever: an end' ends 3 'another length' "http://$HOST/desc/unended/5/ever/a.json"
test_ok 'never more bytes than announced' ends 3 'broke off before the end' "http://$HOST/desc/short/a.json"
test_is 'and an end to that' 4 "$(requests /short/p.zip)"

test_ok 'HTML for a descriptor' ends 1 'not a descriptor but a web page' "http://$HOST/portal/a.json"
test_ok 'a package for a descriptor' ends 1 'larger than a descriptor' "http://$HOST/ok/p.zip"
test_ok 'an empty descriptor' ends 1 'is empty' "http://$HOST/empty/a.json"
test_ok 'an empty package' ends 1 'is empty' "http://$HOST/desc/empty/a.json"
test_ok 'an empty chunked one' ends 1 'is empty' "http://$HOST/desc/emptychunked/a.json"
test_ok 'compressed on the way' ends 1 'sent compressed' "http://$HOST/desc/gzip/a.json"
test_ok '404' ends 1 'status 404: no such file' "http://$HOST/none/a.json"
test_ok '404 of the package' ends 1 '/none/p.zip?...: HTTP status 404' "http://$HOST/desc/none/a.json"
test_ok '403' ends 1 'readable for the web server' "http://$HOST/status/403/a.json"
test_ok '500' ends 3 'status 500: the server has a problem' "http://$HOST/status/500/a.json"
test_ok '503 without a time: as for a broken connection' ends 3 'status 503' "http://$HOST/status/503/a.json"
test_is 'three tries here, and no more' 3 "$(requests /status/503/a.json)"
test_is 'what is refused is asked for once: 404' 1 "$(requests /none/a.json)"
test_is '403' 1 "$(requests /status/403/a.json)"
test_ok 'one 503, and it is there' whole "http://$HOST/failing/503/a.json"
test_ok 'one 500' whole "http://$HOST/failing/500/a.json"
test_ok 'one 502 for the package' whole "http://$HOST/desc/failing/502/a.json"
test_ok 'hung up at once' whole "http://$HOST/hangup/a.json"
test_ok 'hung up at once on the package' whole "http://$HOST/desc/hangup/a.json"
test_ok 'reset in the middle, and nothing to resume by: begun anew' whole "http://$HOST/desc/anew/a.json"
test_ok 'so is the descriptor' whole "http://$HOST/anew/a.json"
test_ok 'but not for ever' ends 3 'connection was reset' "http://$HOST/desc/anewer/a.json"
test_is 'three times' 3 "$(requests /anewer/p.zip)"
test_ok '503 with Retry-After' whole "http://$HOST/busy/1/1/a.json"
waited()
{
	grep ' /busy/1/1/a.json ' "$T/log" |
		awk 'NR > 1 && $1 - t < 1 {exit 1} {t = $1} END {exit NR != 2}'
}
test_ok 'was honoured' waited
test_ok '503 for an hour: leave it' ends 3 'status 503' "http://$HOST/busy/1/3600/a.json"
test_ok '503 for ever' ends 3 'status 503' "http://$HOST/busy/99/1/a.json"
test_is 'has an end' 4 "$(requests /busy/99/1/a.json)"

test_ok 'no answer at all' ends 3 'stalled' "http://$HOST/silent/a.json"
test_ok 'slow-loris' ends 3 'stalled: less than 1024 bytes/s' "http://$HOST/slow/a.json"
test_ok 'slow-loris in the header' ends 3 'stalled' "http://$HOST/slowhead/a.json"
test_ok 'the deadline' ends 3 'no time left' "http://$HOST/silent/a.json" -t 1
test_ok 'endless chunks' ends 1 'larger than a descriptor' "http://$HOST/endless/a.json"
test_ok 'endless chunks of a package' ends 1 'needs 28 MiB, has 27 MiB' \
	"http://$HOST/desc/endless/a.json" -m 1048576
test_ok 'endless header' ends 1 'not HTTP' "http://$HOST/endlesshead/a.json"
test_ok 'not HTTP' ends 1 'not HTTP' "http://$HOST/garbage/a.json"
test_ok 'a negative length' ends 1 'not HTTP' "http://$HOST/lies/a.json"
test_ok 'two lengths' ends 1 'not HTTP' "http://$HOST/two/a.json"
test_ok 'larger than the memory allows' ends 1 'needs 3145752 MiB, has 792 MiB: add memory' \
	"http://$HOST/desc/huge/a.json"
test_ok 'was seen before the download' test ! -s "$T/z"

if test "$(id -u)" -eq 0; then
	test_ok 'in the sandbox of the boot loader' whole "http://$HOST/desc/cut/1/a.json" -s
	test_ok 'in the sandbox: no such name' ends 3 'resolve' "http://none.invalid/a.json" -s
fi
test_ok 'nobody there' ends 3 'connect: nobody' "http://127.0.0.1:1/a.json"
test_ok 'no such name' ends 3 'resolve: its host name' "http://none.invalid/a.json"
test_ok 'https without roots' ends 1 'no tls_roots.pem in the trust policy' "https://me:secret@$HOST/a.json?secret"
test_ok 'another scheme' ends 1 'not an http or https URL' "ftp://me:secret@$HOST/a.json"
test_ok 'no URL' ends 1 'not an http or https URL' "http://[secret@/a.json"

# one_shot GAP: System Transparency's getting-started guide serves one connection
# a file, and for a moment between them nobody is there. No second round heals it.
one_shot()
{
	rm -f "$T/oneport" "$T/one.json"
	tests/http/oneshot "$T/oneport" "$1" $((60 * SCALE)) "$T/one.json" "$T/p.zip" &
	one_server=$!
	within 10 test -e "$T/oneport"
	one=http://127.0.0.1:$(cat "$T/oneport")
	echo "{\"version\":1,\"os_pkg_url\":\"$one/my-os.zip\"}" >"$T/one.new"
	mv "$T/one.new" "$T/one.json"
	rc=0
	whole "$one/my-os.json" || rc=$?
	kill $one_server 2>/dev/null || :
	return $rc
}
test_ok 'one-shot servers, a moment apart' one_shot 0.05
test_ok 'the archive is refused a connection at first' grep -q 'nobody accepts .*trying again' "$T/said"
test_ok 'one-shot servers without a gap' one_shot 0

# TLS, with throw-away keys. tls NAME PORT-FILE OPTION...: a server of $T/web.
mkdir "$T/web"
cp "$T/p.zip" "$T/web/p.zip"
echo '{"version":1,"os_pkg_url":"p.zip"}' >"$T/web/a.json"
# ca NAME; leaf NAME CA SUBJECTALTNAME DAYS
ca()
{
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=$1" -keyout "$T/$1.key" -out "$T/$1.pem"
}
leaf()
{
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=leaf" \
		-keyout "$T/$1.key" -out "$T/$1.csr"
	echo "subjectAltName=$3" >"$T/ext"
	openssl x509 -req -in "$T/$1.csr" -CA "$T/$2.pem" -CAkey "$T/$2.key" -CAcreateserial \
		-days "$4" -extfile "$T/ext" -out "$T/$1.pem"
}
certificates()
{
	ca root
	ca other
	leaf good root IP:127.0.0.1 30
	leaf name root DNS:elsewhere.example 30
	leaf old root IP:127.0.0.1 -1
	stboot_cert ca ca root
	STBOOT_BEGIN=$(date -u -d '1 day' +%Y%m%d%H%M%SZ) stboot_cert young ca server
	STBOOT_BEGIN=$(date -u -d '3 days' +%Y%m%d%H%M%SZ) stboot_cert younger ca server
	stboot_cert otherca otherca root
}
# tls CERTIFICATE [OPTION...]: start a server; its port is in $PORT.
tls()
{
	tls_leaf=$1
	shift
	# The port of the server before must not be taken for this one's.
	rm -f "$T/tls"
	(cd "$T/web" && exec openssl s_server -accept 127.0.0.1:0 -cert "$T/$tls_leaf.pem" \
		-key "$T/$tls_leaf.key" -WWW "$@" >"$T/tls" 2>&1 </dev/null) &
	servers="$servers $!"
	for _ in $(seq 300); do
		PORT=$(sed -n 's/^ACCEPT.*:\([0-9]*\)$/\1/p' "$T/tls" 2>/dev/null) || :
		test -z "$PORT" || break
		sleep 0.3
	done
}
test_ok 'certificates' certificates
tls good
test_ok 'TLS' whole "https://127.0.0.1:$PORT/a.json" -r "$T/root.pem"
test_ok 'TLS: unknown root' ends 1 'leads to no root of the trust policy' \
	"https://127.0.0.1:$PORT/a.json" -r "$T/other.pem"
test_ok 'TLS: no usable root' ends 1 'no certificate that can be used' \
	"https://127.0.0.1:$PORT/a.json" -r "$T/web/a.json"
test_ok 'http at a TLS port' ends 3 'broke off\|not HTTP' "http://127.0.0.1:$PORT/a.json"
if test "$(id -u)" -eq 0; then
	test_ok 'TLS in the sandbox' whole "https://127.0.0.1:$PORT/a.json" -s -r "$T/root.pem"
fi
tls name
test_ok 'TLS: wrong name' ends 1 'is for another name' "https://127.0.0.1:$PORT/a.json" -r "$T/root.pem"
tls old
test_ok 'TLS: expired' ends 1 'has expired (it is 20.* UTC here)' \
	"https://127.0.0.1:$PORT/a.json" -r "$T/root.pem"
test_ok 'TLS: expired, by a clock that is a guess' ends 1 'has expired (it is 20.* UTC here, a guess)' \
	"https://127.0.0.1:$PORT/a.json" -g -r "$T/root.pem"
tls young
test_ok 'TLS: not valid yet' ends 1 'is not valid yet (it is 20.* UTC here)' \
	"https://127.0.0.1:$PORT/a.json" -r "$T/ca.pem"
test_ok 'TLS: not valid yet, by a clock that is a guess' whole "https://127.0.0.1:$PORT/a.json" -g -r "$T/ca.pem"
test_ok 'not under another root' ends 1 'leads to no root' "https://127.0.0.1:$PORT/a.json" -g -r "$T/otherca.pem"
tls younger
test_ok 'nor one that begins later than can be' ends 1 'is not valid yet (it is 20.* UTC here, a guess)' \
	"https://127.0.0.1:$PORT/a.json" -g -r "$T/ca.pem"
tls good -tls1_1 -cipher ALL:@SECLEVEL=0
test_ok 'TLS 1.1 only' ends 1 'enable TLS 1.2' "https://127.0.0.1:$PORT/a.json" -r "$T/root.pem"
test_ok 'TLS at an http port' ends 1 'something else than TLS' \
	"https://$HOST/ok/a.json" -r "$T/root.pem"

# Twenty clients of a server that sends each away once: all of them recover.
# (That their pauses are spread evenly: tests/unit/test_backoff.c.)
fleet()
{
	pids=
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		"$FETCH" -t 60 -w 30 "http://$HOST/busy/20/1/a.json" "$T/d$i" "$T/z$i" >"$T/said$i" 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids; do
		wait "$pid"
	done
	for i in 1 10 20; do
		cmp "$T/p.zip" "$T/z$i"
	done
}
test_ok 'twenty clients recover' fleet
test_done
