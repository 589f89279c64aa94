#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the boot loader must not start, one URL after the other in one guest: each
# is refused with its reason, and nothing is started.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/stboot.sh
. tests/qemu/stbootkeys.sh
stboot_need

keys()
{
	for name in root otherroot; do
		stboot_cert "$name" "$name" root
	done
	stboot_cert one root leaf
	stboot_cert two root leaf
	stboot_cert expired root leaf 20210101000000Z
	stboot_cert stranger otherroot leaf
	stboot_trust "$T/trust" network
}

# The archive is not one: signatures are checked before anybody looks into it.
descriptors()
{
	mkdir -p "$T/site"
	cd "$T/site"
	head -c 1000 /dev/zero >small.zip
	stboot_descriptor good.json small.zip one two
	stboot_descriptor unsigned.json small.zip
	stboot_descriptor single.json small.zip one
	stboot_descriptor twice.json small.zip one one
	stboot_descriptor expired.json small.zip one expired
	stboot_descriptor stranger.json small.zip one stranger
	# Bytes are changed after all was signed.
	sed 's/small.zip/flipped.zip/' good.json >flipped.json
	(printf x && tail -c 999 small.zip) >flipped.zip
	perl -pe 's/("signatures": \[")(.)/$1 . ($2 eq "A" ? "B" : "A")/e' good.json >forged.json
	perl -pe 's/("certificates": \["[^"]*", ".{200})(.)/$1 . ($2 eq "A" ? "B" : "A")/e' good.json >torn.json
	perl -pe 's/(?<="certificates": \[)"[^"]*", //' good.json >surplus.json
	echo '{"version": 1,' >malformed.json
	! cmp -s good.json forged.json && ! cmp -s good.json torn.json && ! cmp -s good.json surplus.json
}

# refused NAME REGEX...: between the download of NAME and the next descriptor the
# console has a line with each.
refused()
{
	tr -d '\r' <"$T/all.log" | awk -v name="/$1.json" '
		/^stboot: downloading .*\.json/ {here = index($0, name) > 0}
		here' >"$T/part"
	shift
	for want; do
		grep -qE "^stboot: .*$want" "$T/part" || { echo "no /$want/ in:"; cat "$T/part"; return 1; }
	done
}

hidden()
{
	grep -q '^ok gone.json somebody' "$T/requests"
	! grep -a geheim "$T/all.log"
}

test_ok 'throw-away keys' keys
test_ok 'descriptors, all wrong but one' descriptors
stboot_site
read -r port <"$T/port"
web=http://10.0.2.2:$port
urls="http://me:geheim@10.0.2.2:$port/ok/gone.json?token=geheim"
for name in malformed unsigned single twice expired stranger flipped forged torn surplus good; do
	urls=$urls,$web/ok/$name.json
done
urls="$urls,$web/portal/page.json,$web/short/good.json,$web/vast/good.json"
urls="$urls,http://10.0.2.2:1/closed.json,https://10.0.2.2:$port/ok/https.json,$web/ok/last.json"

# shellcheck disable=SC2046 # QEMU arguments
STBOOT_OPTIONS='--on-fail=halt --deadline=5' stboot_start all '{"network_mode": "dhcp", "ospkg_pointer": "'"$urls"'"}' $(stboot_card)
test_ok 'every URL is tried, then all again' guest_wait all '^stboot: trying again' 240
count='not enough valid signatures:'
test_ok 'a file that is not there' refused gone 'HTTP status 404: no such file there'
test_ok 'the password was sent, and is not on the console' hidden
test_ok 'a malformed descriptor' refused malformed 'not a valid descriptor: '
test_ok 'no signature' refused unsigned "$count 0 found, 0 valid, 2 required"
test_ok 'one of two' refused single "$count 1 found, 1 valid, 2 required"
test_ok 'one twice' refused twice 'signature 2: has the key of another one: it counts once' \
	"$count 2 found, 1 valid, 2 required"
test_ok 'an expired certificate' refused expired 'signature 2: .*expired' "$count 2 found, 1 valid, 2 required"
test_ok 'a certificate of another root' refused stranger 'signature 2: .*root' \
	"$count 2 found, 1 valid, 2 required"
test_ok 'a byte of the archive' refused flipped 'signature 1: does not match the archive' \
	"$count 2 found, 0 valid, 2 required"
test_ok 'a bit of a signature' refused forged 'signature 1: does not match the archive' \
	"$count 2 found, 1 valid, 2 required"
test_ok 'a byte of a certificate' refused torn '(signature|certificate) 2:? ' 'refused: '
test_ok 'more signatures than certificates' refused surplus 'has 2 signatures, but 1 certificates'
test_ok 'a web page instead' refused page 'not a descriptor but a web page: a captive portal'
test_ok 'a Content-Length that is too small' refused short/good "$count 2 found, 0 valid, 2 required"
test_ok 'more than memory holds' refused vast/good 'is too large for this machine: needs [0-9]+ MiB, has [0-9]+ MiB'
test_ok 'nobody at the port' refused closed 'connect: nobody accepts connections there'
test_ok 'https, and no root for it' refused https 'https needs roots'
test_ok 'control: good signatures are not what is refused' refused ok/good 'refused: .*zip'
test_ok 'and nothing was started' stboot_refused all
guest_stop all
test_done
