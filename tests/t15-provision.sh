#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Signing, publishing and rolling back (tools/provision), and the static server
# that hosts are provisioned from (configs/provision/nginx.conf).
. tests/lib.sh
. tests/provision.sh
STMGR=${STMGR:-$O/tools/stmgr}
export STMGR
need nginx curl openssl jq flock setpriv bsdtar
need_file "$STMGR"
case $STMGR in /*) ;; *) STMGR=$PWD/$STMGR ;; esac
tools=$PWD/tools/provision
web=$T/server/web

at_exit()
{
	prov_unserve "$T/server"
}

# package OUT TEXT [LABEL]: an image folder OUT/toy with an unsigned package, as make
# image leaves it. The text makes it another package; $line is its command line.
line=quiet
package()
{
	rm -rf "$1/toy"
	mkdir -p "$1/toy"
	tests/toykernel "$1/toy/kernel" "$2"
	head -c 100000 /dev/urandom >"$1/toy/initramfs"
	"$STMGR" ospkg create -kernel "$1/toy/kernel" -initramfs "$1/toy/initramfs" \
		-cmdline "$line" -label "${3-toy 1 (production)}" -url toy.zip -out "$1/toy/toy.zip"
}

# sign SIGNER [debug]: the package of $T/out/toy, as the step's output.
sign()
{
	"$tools/sign" "$T/out/toy" "$T/out" toy "$T/keys/$1.key" "$T/keys/$1.pem" "${2:-}"
}

# shellcheck disable=SC2120 # arguments come through test_exit
publish()
{
	"$tools/publish" "$T/out/signed/toy" "$web" "${1:-$T/keys/trust}" "${2:-stable}" "${3:-}"
}

rollback()
{
	"$tools/rollback" "$web" "$T/keys/trust" stable "${1:-}" "${2:-}"
}

# again CHANNEL [TO]: rollback with keys; one signature is enough for $T/keys/one-trust.
again()
{
	"$tools/rollback" "$web" "$T/keys/one-trust" "$1" "${2:-}" '' "$T/again" "$T/keys/one.key" "$T/keys/one.pem"
}

# served CHANNEL: the command line of what it has.
served()
{
	bsdtar -xOf "$web/$1/$(jq -r .os_pkg_url "$web/$1/os.json")" manifest.json | jq -r .cmdline
}

# next TEXT: another package, signed by both.
next()
{
	package "$T/out" "$1"
	sign one
	sign two
}

# current: the package that hosts would get; consistent, or it fails.
current()
{
	current_url=$(jq -r .os_pkg_url "$web/stable/os.json")
	current_sha=$(sha256sum <"$web/stable/$current_url" | cut -c 1-64)
	test "$current_url" = "../pkg/$current_sha.zip"
	echo "$current_sha"
}

# visible: every file of the web root that a host could ask for, with its hash.
visible()
{
	(cd "$web" && find . -path ./.new -prune -o -name .lock -o -type f -exec sha256sum {} + | sort)
}

signed()
{
	jq '.signatures | length' "$T/out/signed/toy/toy.json"
}

## Signing
test_ok 'keys and a policy that wants two signatures' prov_keys "$T/keys"
test_ok 'keys under another root' prov_keys "$T/other"
test_ok 'a package' package "$T/out" first
cp -r "$T/out/toy" "$T/toy.was"
test_ok 'is signed' sign one
test_ok 'and says so: how often, which package, its label' said '/toy.json has 1 signature' \
	"package	$(sha256sum <"$T/out/toy/toy.zip" | cut -c 1-64)" 'label	toy 1 (production)$'
test_is 'once' 1 "$(signed)"
test_ok 'the folder of the image is as it was' diff -r "$T/toy.was" "$T/out/toy"
test_exit 1 'the same certificate again is refused' sign one
test_is 'and nothing was added' 1 "$(signed)"
test_exit 2 'KEY= missing' "$tools/sign" "$T/out/toy" "$T/out" toy '' "$T/keys/one.pem"
test_ok 'says how it is given' said 'KEY= is missing' 'make sign KEY='
test_exit 2 'CERT= missing' "$tools/sign" "$T/out/toy" "$T/out" toy "$T/keys/one.key" ''
test_exit 3 'KEY= names no file' "$tools/sign" "$T/out/toy" "$T/out" toy "$T/none" "$T/keys/one.pem"
test_exit 2 'KEY= is a certificate' "$tools/sign" "$T/out/toy" "$T/out" toy "$T/keys/one.pem" "$T/keys/one.pem"
test_exit 2 'CERT= is a key' "$tools/sign" "$T/out/toy" "$T/out" toy "$T/keys/one.key" "$T/keys/one.key"
test_exit 1 'key and certificate do not belong together' \
	"$tools/sign" "$T/out/toy" "$T/out" toy "$T/keys/two.key" "$T/keys/one.pem"
test_is 'after all of them the signature stands alone' 1 "$(signed)"

## Publishing
mkdir -p "$T/server"
test_exit 3 'a web root that is not there is not made' publish
test_ok 'and it says why' said 'no such folder; is its volume open'
mkdir "$web"
cp -r "$T/out/toy" "$T/unsigned"
test_exit 1 'unsigned: refused' "$tools/publish" "$T/unsigned" "$web" "$T/keys/trust" stable
test_exit 1 'one signature of two: refused' publish
test_ok 'with the reason' said 'would refuse it; nothing was published'
test_empty 'the web root is still empty' visible
test_ok 'the second signature' sign two
test_is 'adds to the first' 2 "$(signed)"
test_exit 1 'under another root: refused' publish "$T/other/trust"
test_exit 3 'no policy' publish "$T"
test_exit 2 'a channel with a path' publish "$T/keys/trust" ../up
test_exit 2 'the channel pkg' publish "$T/keys/trust" pkg
test_empty 'the web root is still empty' visible
test_ok 'both: published' publish
first=$(current)
test_is 'it is what was signed' "$(sha256sum <"$T/out/signed/toy/toy.zip" | cut -c 1-64)" "$first"
visible >"$T/once"
test_ok 'published again' publish
visible >"$T/twice"
test_ok 'nothing changes' cmp "$T/once" "$T/twice"

modes()
{
	find "$web" -type d ! -perm 0755 -o -type f ! -perm 0644
}
test_empty 'folders are 0755, files 0644' modes
umask 077
next second >"$T/next.log"
test_ok 'under another umask, too' publish
test_empty 'folders are 0755, files 0644' modes
umask 022
grep -q 'a new payload, so a new descriptor' "$T/next.log" && status=0 || status=1
cp "$T/next.log" "$T/.out"
result "$status" 'sign says that a new package starts a new descriptor'
second=$(current)
test_is 'the former is kept' 1 "$(find "$T/out/signed" -name "toy-$(echo "$first" | cut -c 1-12)" | wc -l)"

## Rolling back
next third >/dev/null
test_ok 'a third' publish
third=$(current)
test_ok 'rollback' rollback
test_is 'to the second' "$second" "$(current)"
test_ok 'rollback again' rollback
test_is 'to the first' "$first" "$(current)"
test_exit 1 'there is no earlier one' rollback
test_ok 'TO=3' rollback 3
test_is 'the third' "$third" "$(current)"
test_ok 'TO=hash' rollback "$(echo "$second" | cut -c 1-10)"
test_is 'the second' "$second" "$(current)"
test_exit 1 'TO=9: no such' rollback 9
test_exit 2 'TO=../x: no such thing' rollback ../x
test_is 'all packages are kept' 3 "$(find "$web/pkg" -name '*.zip' | wc -l)"

## Running servers
# Two versions with numbers; nobody who runs the second takes the first as it is.
numbered()
{
	mkdir -p "$T/keys/one-trust"
	cp "$T/keys/root.pem" "$T/keys/one-trust/ospkg_signing_root.pem"
	sed 's/2,/1,/' "$T/keys/trust/trust_policy.json" >"$T/keys/one-trust/trust_policy.json"
	for number in 7 9; do
		line="quiet upgrade=http://a/os.json upgrade.number=$number x=$number"
		next "number $number"
		publish '' numbers
	done
}
test_ok 'packages with numbers' numbered
test_ok 'rollback without keys says that running servers stay' sh -c \
	"'$tools/rollback' '$web' '$T/keys/trust' numbers 2>&1 | grep 'those that run do NOT go back: it has upgrade.number=7'"
test_ok 'forwards again, without a word of that' sh -c \
	"! '$tools/rollback' '$web' '$T/keys/trust' numbers 2 2>&1 | grep 'do NOT go back'"
test_ok 'with keys' again numbers
test_is 'the first, with a greater number' 'quiet upgrade=http://a/os.json upgrade.number=10 x=7' "$(served numbers)"
test_exit 1 'and there is no earlier one' again numbers
test_exit 2 'a key without its certificate' "$tools/rollback" "$web" "$T/keys/trust" numbers 1 '' "$T/again" key ''
again_two() { "$tools/rollback" "$web" "$T/keys/trust" numbers 2 '' "$T/again" "$T/keys/one.key" "$T/keys/one.pem"; }
test_exit 1 'one signature where two are wanted: nothing is published' again_two
test_is 'and what there was stays' 'quiet upgrade=http://a/os.json upgrade.number=10 x=7' "$(served numbers)"
test_ok 'what was made is kept, for the second signature' "$STMGR" ospkg sign \
	-key "$T/keys/two.key" -cert "$T/keys/two.pem" -ospkg "$T/again/os.json"
test_ok 'and published' "$tools/publish" "$T/again" "$web" "$T/keys/trust" numbers
test_is 'the second, with a greater number' 'quiet upgrade=http://a/os.json upgrade.number=11 x=9' "$(served numbers)"
line=quiet

damage()
{
	cp -p "$web/pkg/$first.zip" "$T/good.zip"
	printf x | dd of="$web/pkg/$first.zip" bs=1 seek=1000 conv=notrunc
}
test_ok 'a package on the server is damaged' damage
test_exit 1 'rollback to it is refused' rollback 1
test_is 'the second stays' "$second" "$(current)"
mv "$T/good.zip" "$web/pkg/$first.zip"

## Killed at every step
# Programs that count their calls, and kill the script at a certain one, before
# ("b") or after ("a") it did its work.
mkdir "$T/shim"
for program in cp mv sync mkdir chmod touch jq rm; do
	cat >"$T/shim/$program" <<-END
		#!/bin/sh
		n=\$((\$(cat "$T/count") + 1))
		echo \$n >"$T/count"
		echo "$program \$*" >>"$T/calls"
		test "\$n.b" != "\$KILL_AT" || { kill -9 \$PPID; exit 1; }
		$(command -v "$program") "\$@" || exit
		test "\$n.a" != "\$KILL_AT" || kill -9 \$PPID
	END
	chmod +x "$T/shim/$program"
done

# killed: publish, killed at each step in turn, over the same old web root.
killed()
{
	cp -rp "$web" "$T/web.old"
	step=0 kills=0 news=0
	while :; do
		step=$((step + 1))
		for when in b a; do
			echo 0 >"$T/count"
			: >"$T/calls"
			rm -rf "$web"
			cp -rp "$T/web.old" "$web"
			if (KILL_AT=$step.$when PATH=$T/shim:$PATH publish) 2>/dev/null; then
				test "$(current)" = "$1"
				continue
			fi
			kills=$((kills + 1))
			now=$(current)
			test "$now" = "$1" || test "$now" = "$second"
			test "$now" != "$1" || news=$((news + 1))
			mkdir "$T/check"
			cp "$web/pkg/$now.zip" "$T/check/os.zip"
			cp "$web/stable/os.json" "$T/check/os.json"
			"$STMGR" ospkg verify -trustPolicy "$T/keys/trust" -ospkg "$T/check/os.json"
			rm -r "$T/check"
			# And the next run finishes the work.
			publish >/dev/null
			test "$(current)" = "$1"
			test ! -e "$web/.new"
		done
		test "$step" -le "$(cat "$T/count")" || break
	done
	echo "$kills kills in $step steps, $news after the change was visible"
	test "$kills" -ge 20
}

# Everything is on the disk before its rename, the package before the descriptor.
ordered()
{
	sed "s,$web,WEB,g" "$T/calls" | grep -E '^(sync|mv)' | tee "$T/order"
	sed -n 1p "$T/order" | grep -q '^sync WEB/.new/os.zip WEB/.new/os.json'
	sed -n 2p "$T/order" | grep -q '^mv .*WEB/pkg/'
	sed -n 3p "$T/order" | grep -q '^sync WEB/pkg$'
	sed -n 4p "$T/order" | grep -q '^mv .*WEB/stable/history/'
	sed -n 5p "$T/order" | grep -q '^sync WEB/stable/history$'
	sed -n 6p "$T/order" | grep -q '^mv .*WEB/stable/os.json'
	sed -n 7p "$T/order" | grep -q '^sync WEB/stable$'
	test "$(wc -l <"$T/order")" -eq 7
}
next fourth >/dev/null
test_ok 'killed at any step: old or new, whole, and the next run finishes it' \
	killed "$(sha256sum <"$T/out/signed/toy/toy.zip" | cut -c 1-64)"
test_ok 'synced before each rename, the descriptor last' ordered

together()
{
	for n in 1 2 3 4; do
		mkdir "$T/out$n"
		cp -r "$T/out/toy" "$T/out$n/toy"
		"$STMGR" ospkg create -kernel "$T/out/toy/kernel" -initramfs "$T/out/toy/initramfs" \
			-cmdline "quiet $n" -url toy.zip -out "$T/out$n/toy/toy.zip"
		for key in one two; do
			"$tools/sign" "$T/out$n/toy" "$T/out$n" toy "$T/keys/$key.key" "$T/keys/$key.pem"
		done
	done
	for n in 1 2 3 4; do
		"$tools/publish" "$T/out$n/signed/toy" "$web" "$T/keys/trust" busy &
	done
	wait
	test "$(find "$web/busy/history" -name '[1-4]-*.json' | wc -l)" -eq 4
	sha=$(jq -r .os_pkg_url "$web/busy/os.json")
	cmp "$web/busy/os.json" "$web/busy/history/4-${sha#../pkg/}.json" 2>/dev/null ||
		cmp "$web/busy/os.json" "$web/busy/history/4-$(basename "$sha" .zip).json"
}
test_ok 'four publish at once, one after the other' together

## The server
test_ok 'a CA and a certificate' prov_tls "$T/server/tls" 127.0.0.1
test_ok 'nginx starts, from a folder of its own' prov_serve "$T/server"
base=https://127.0.0.1:$(cat "$T/server/port")
zip=pkg/$first.zip

# ask PATH [CURL-ARGUMENT...]: the answer's head in $T/head, its body in $T/body.
ask()
{
	ask_path=$1
	shift
	: >"$T/body"
	curl -sS --max-time 20 --cacert "$T/server/tls/ca.pem" -D "$T/head" -o "$T/body" \
		"$@" "$base/$ask_path" || return
	cat "$T/head"
}

# status CODE PATH [CURL-ARGUMENT...]
status()
{
	status_code=$1
	shift
	ask "$@"
	head -n 1 "$T/head" | grep -q "^HTTP/1.1 $status_code "
}

# header REGEX
header()
{
	tr -d '\r' <"$T/head" | grep -iE "^$1\$"
}

package_served()
{
	status 200 "$zip"
	cmp "$T/body" "$web/$zip"
	header 'Cache-Control: public, max-age=31536000, immutable'
	header 'Accept-Ranges: bytes'
	header 'Content-Type: application/zip'
	header 'ETag: "[0-9a-f]*-[0-9a-f]*"'
	header 'Server: nginx'
	! header 'Content-Encoding.*'
}

descriptor_served()
{
	status 200 stable/os.json
	cmp "$T/body" "$web/stable/os.json"
	header 'Cache-Control: no-cache'
	tag=$(header 'ETag: .*' | cut -d ' ' -f 2)
	status 304 stable/os.json -H "If-None-Match: $tag"
	rollback 1
	status 200 stable/os.json -H "If-None-Match: $tag"
}

resumed()
{
	status 200 "$zip" -I
	tag=$(header 'ETag: .*' | cut -d ' ' -f 2)
	status 206 "$zip" -H 'Range: bytes=50000-' -H "If-Range: $tag"
	header "Content-Range: bytes 50000-.*/$(stat -c %s "$web/$zip")"
	tail -c +50001 "$web/$zip" | cmp - "$T/body"
	status 200 "$zip" -H 'Range: bytes=50000-' -H 'If-Range: "another"'
	cmp "$T/body" "$web/$zip"
	status 416 "$zip" -H 'Range: bytes=99999999-'
	# Many ranges are not obeyed, but answered with the whole.
	status 200 "$zip" -H 'Range: bytes=0-1,5-6,9-10'
}

# The same package, published into another web root at another time.
same_tag()
{
	mkdir "$T/mirror"
	sleep 1.1
	"$tools/rollback" "$web" "$T/keys/trust" stable 1
	"$tools/publish" "$T/out/signed/toy-$(echo "$first" | cut -c 1-12)" "$T/mirror" "$T/keys/trust" stable
	test "$(stat -c '%Y %s' "$T/mirror/$zip")" = "$(stat -c '%Y %s' "$web/$zip")"
}

methods()
{
	for method in POST PUT DELETE OPTIONS PATCH MKCOL TRACE; do
		status 405 "$zip" -X "$method"
	done
	status 405 stable/os.json --data x=y
	status 200 "$zip" -I
}

hidden()
{
	for path in '' pkg pkg/ stable stable/ stable/history/ stable/history/1-"$first".json \
		.lock "pkg/../.lock" "stable/..%2f.lock" nginx.conf ../nginx.conf "$zip/" "pkg/$first"; do
		status 404 "$path" --path-as-is || status 400 "$path" --path-as-is
		! grep -q 'Index of' "$T/body"
	done
}

old_tls()
{
	status 200 "$zip" --tlsv1.3
	! ask "$zip" --tls-max 1.2
}

test_ok 'a package: whole, named, immutable' package_served
test_ok 'a descriptor: asked for anew, 304 until another is published' descriptor_served
test_ok 'Range with If-Range resumes; another ETag starts anew' resumed
test_ok 'the same package has the same ETag on another server' same_tag
test_ok 'only GET and HEAD' methods
test_ok 'nothing else is there, and no list' hidden
test_ok 'TLS 1.3, not 1.2' old_tls

written()
{
	find "$T/server" -newer "$T/server/port" -type f ! -path "$web/*"
	grep -rl '127\.0\.0\.1' "$T/server" | grep -vE '/(listen\.conf|tls/extensions)$' || :
}
test_empty 'nginx wrote no file, and no address is in any' written
test_ok 'it ends' prov_unserve "$T/server"
test_ok 'it also serves plain HTTP, for hosts without roots' prov_serve "$T/server" ''
base=http://127.0.0.1:$(cat "$T/server/port")
test_ok 'the same package' status 200 "$zip"
test_done
