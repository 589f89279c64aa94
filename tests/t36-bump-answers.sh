#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What `make bump` says of signatures, switches and makes that fail: one cause, one
# answer. A key of the future stands for a clock that is behind.
. tests/lib.sh
need gpg gpgv make

export GNUPGHOME="$T/gnupg"
mkdir -m 700 "$GNUPGHOME"
at_exit() { gpgconf --kill all >/dev/null 2>&1; }

# key NAME CREATED EXPIRES: a key, exported as NAME.gpg.
key()
{
	gpg --quiet --batch --faked-system-time "$2" --passphrase '' \
		--quick-generate-key "$1 <$1@example.org>" ed25519 sign "$3" 2>/dev/null
	gpg --quiet --export "$1@example.org" >"$T/$1.gpg"
}
# sign FILE WHEN NAME...: a text, clear-signed by them.
sign()
{
	sign_file=$1 sign_when=$2
	shift 2
	for sign_name; do
		set -- "$@" -u "$sign_name@example.org"
		shift
	done
	echo "what it says" | gpg --quiet --batch --yes --faked-system-time "$sign_when" \
		--clearsign "$@" --output "$T/$sign_file" 2>/dev/null
}
# signed KEYRING FILE
signed() { tools/bump/signed "$T/$1" "$T/$2" "$T/text"; }
# no_advice REGEX: it said that, and nothing of keyrings.
no_advice()
{
	said "$1"
	! grep -i 'keyring' "$T/.last"
}

key good 20200101T000000 never
key old 20200101T000000 30d
key future 20990101T000000 never
sign good.asc 20200110T000000 good
test_ok 'a good signature holds' signed good.gpg good.asc
test_ok 'and says by whom' said '^"good <good@example.org>"$'
test_is 'its text is there' 'what it says' "$(cat "$T/text")"

sign old.asc 20200110T000000 old
test_exit 1 'the signature of an expired key does not count' signed old.gpg old.asc
test_ok 'the key is named' said 'does not count: its key has expired ([0-9A-F]* old <old@example.org>;'
cat "$T/good.gpg" "$T/old.gpg" >"$T/both.gpg"
sign both.asc 20200110T000000 old good
test_ok 'beside a good one it does no harm' signed both.gpg both.asc
test_ok 'and is not who vouches' said '^"good <good@example.org>"$'

sign future.asc 20990110T000000 future
test_exit 3 'a key of the future: the clock is wrong' signed future.gpg future.asc
test_ok 'which is said, with the date of the machine' no_advice \
	"cannot be judged: key [0-9A-F]* was created [0-9]* days in the future (time warp or clock problem), and this machine's date is [A-Z][a-z]*, [0-9]* [A-Z][a-z]* [0-9]* "
sign ahead.asc 20990110T000000 good
test_exit 3 'a signature of the future, too' signed good.gpg ahead.asc
test_ok 'is said' no_advice "cannot be judged: it was made on Sat, 10 Jan 2099 .*: set its clock$"

test_exit 1 'a key that nobody knows' signed good.gpg old.asc
test_ok 'is named, with what may help' said 'is of nobody that we know: key [0-9A-F]* (known keys: .*DEBIAN_KEYRING='
sed 's/what it says/what it does/' "$T/good.asc" >"$T/bad.asc"
test_exit 1 'another text' signed good.gpg bad.asc
test_ok 'is said' no_advice 'does not hold: the text is not what was signed, key '
echo '<html>please log in</html>' >"$T/portal.asc"
test_exit 3 'no signed message at all' signed good.gpg portal.asc
test_ok 'is said' no_advice 'portal.asc is no signed message: the mirror, or a proxy'
: >"$T/empty.asc"
test_exit 3 'an empty file' signed good.gpg empty.asc
head -n 8 "$T/good.asc" >"$T/cut.asc"
cut_off() { signed good.gpg cut.asc && return 9; said_status=$?; test $said_status -eq 1 || test $said_status -eq 3; }
test_ok 'one that was cut is not taken' cut_off
test_exit 1 'and no reason is empty' grep -e ':  *(' -e ': *$' "$T/.last"
test_exit 3 'no keyring' signed none.gpg good.asc

for t in '' 0 no n false; do
	test_is "the switch X=$t is off" '' "$(tools/bump/switch X "$t")"
done
test_is 'X=1 is on' 1 "$(tools/bump/switch X 1)"
for t in 2 yes on true 01 ' '; do
	test_exit 2 "X=$t is neither" tools/bump/switch X "$t"
done
printf 'Valid-Until: Sat, 01 Jan 2000 00:00:00 UTC\n' >"$T/Release"
fresh() { env EXPIRED="$1" tools/bump/fresh "$T/Release" place; }
test_ok 'EXPIRED=1 takes an expired index' fresh 1
test_exit 3 'EXPIRED=0 does not' fresh 0
test_exit 2 'EXPIRED=yes is refused' fresh yes

# made RECIPE...: how make ends with these recipes, one a target.
made()
{
	printf 'all:' >"$T/Makefile"
	made_n=0
	for made_recipe; do
		made_n=$((made_n + 1))
		printf ' t%d' "$made_n" >>"$T/Makefile"
	done
	echo >>"$T/Makefile"
	made_n=0
	for made_recipe; do
		made_n=$((made_n + 1))
		printf 't%d:\n\t@%s\n' "$made_n" "$made_recipe" >>"$T/Makefile"
	done
	tools/bump/make -k -f "$T/Makefile"
}
test_ok 'a make that works' made true 'echo done'
test_ok 'shows what it prints' said '^done$'
test_exit 1 'a recipe that ends with 1' made true 'exit 1'
test_exit 3 'one that ends with 3: no network, no space' made true 'exit 3'
test_ok 'its words are shown' said 'Error 3'
test_exit 1 'both: what is at fault counts' made 'exit 3' 'exit 1'
test_exit 3 'the same below another make' made '$(MAKE) -f /dev/null --eval "x: ; @exit 3" x'
test_exit 1 'and for what is at fault' made '$(MAKE) -f /dev/null --eval "x: ; @exit 1" x'
test_exit 3 'one that was killed' made 'kill -9 $$$$'
test_exit 3 'a make that did not begin' tools/bump/make -f "$T/none"
test_done
