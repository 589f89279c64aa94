#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# stmgr note: what openssl says of the signatures of notes and in-toto links,
# what note verify refuses, and that a refusal changes nothing.
. tests/lib.sh
need openssl jq ssh-keygen ssh-agent ssh-add
STMGR=${STMGR:-$O/tools/stmgr}
need_file "$STMGR"
STMGR=$(realpath "$STMGR")
unset SSH_AUTH_SOCK SSH_AGENT_PID
umask 077
cd "$T"
N=example.com/rebuilder

at_exit()
{
	test ! -s "$T/agent.pid" || kill "$(cat "$T/agent.pid")"
}

note()
{
	"$STMGR" note "$@"
}

# raw PUB: the 32 bytes of a PEM public key.
raw()
{
	openssl pkey -pubin -in "$1" -outform DER | tail -c 32
}

good()
{
	openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile "$3"
}

# signed NOTE TEXT PUB: byte for byte what the specification says, by openssl.
signed()
{
	{ printf '%s\n\001' "$N" && raw "$3"; } | openssl dgst -sha256 -binary | head -c 4 >id
	tail -n 1 "$1" | sed 's/.* //' | base64 -d >blob
	test "$(wc -c <blob)" -eq 68
	head -c 4 blob | cmp - id
	tail -c 64 blob >sig
	good "$3" "$2" sig
	{ cat "$2" && printf '\n\342\200\224 %s %s\n' "$N" "$(base64 -w 0 blob)"; } | cmp - "$1"
	printf '%s+%s+%s\n' "$N" "$(od -An -tx1 id | tr -d ' ')" \
		"$({ printf '\001' && raw "$3"; } | base64)" | cmp - vkey
	note verify -vkey "$(cat vkey)" -in "$1" | cmp - "$2"
	note verify -key "$3" -name "$N" -in "$1" | cmp - "$2"
}

# linked LINK SUMS PUB
linked()
{
	test "$(wc -l <"$1")" -eq 1
	jq -cSj .signed "$1" >canonical
	jq -r '.signatures[0].sig' "$1" | sed 's/../\\\\x&/g' | xargs printf '%b' >sig
	good "$3" canonical sig
	key=$(raw "$3" | od -An -tx1 -v | tr -d ' \n')
	test "$(jq -r '.signatures[0].keyid' "$1")" = "$(printf '%s' \
		'{"keyid_hash_algorithms":["sha256","sha512"],"keytype":"ed25519","keyval":{"public":"'"$key"'"},"scheme":"ed25519"}' |
		sha256sum | cut -d' ' -f1)"
	jq -r '.signed.products | to_entries[] | "\(.value.sha256)  \(.key)"' "$1" | sort >back
	sort "$2" | cmp - back
	jq -e '.signed | del(.products) == {_type: "link", byproducts: {}, command: [], environment: {},
		materials: {}, name: "rebuild"}' "$1"
	test "$(jq -c '[keys, (.signatures | length)]' "$1")" = '[["signatures","signed"],1]'
	jq -cS . "$1" | cmp - "$1"
}

# both KEY PUB: a note and a link, over former outputs, of mode 0644 at the end.
both()
{
	echo former >n
	note sign -key "$1" -name "$N" -in text -out n >vkey
	note link -key "$1" -name rebuild -in sums -out l
	signed n text "$2"
	linked l sums "$2"
	test "$(stat -c %a n l | tr '\n' ' ')" = '644 644 '
}

# state: the files here but the test's own.
state()
{
	find . ! -name '.out' ! -name '.last' ! -name said -printf '%M %p\n' | sort
	find . -type f ! -name '.out' ! -name '.last' ! -name said -exec sha256sum {} + | sort
}

# refuses STATUS REGEX COMMAND...: that exit status and message, nothing on the
# standard output, and no file is other than it was.
refuses()
{
	want=$1 message=$2
	shift 2
	before=$(state)
	got=0
	"$@" >said.out 2>said || got=$?
	cat said
	test ! -s said.out
	rm said.out
	echo "exit status $got, wanted $want"
	test "$got" -eq "$want"
	grep -q -e "$message" said
	test "$before" = "$(state)"
}

# refused TEXT STATUS REGEX COMMAND...: the same as a test.
refused()
{
	refused_text=$1
	shift
	test_ok "$refused_text" refuses "$@"
}

# bad_text, bad_sums WHAT REGEX FORMAT: what cannot be signed; "bad_note": the
# file bad is refused.
bad_text()
{
	# shellcheck disable=SC2059 # a format is meant
	printf "$3" >bad
	refused "a text $1" 1 "bad: .*$2" note sign -key pkcs8 -name "$N" -in bad -out n
}

bad_sums()
{
	# shellcheck disable=SC2059 # a format is meant
	printf "$3" "$SUM" "$SUM" >bad
	refused "sums $1" 1 "bad: .*$2" note link -key pkcs8 -name rebuild -in bad -out l
}

bad_note()
{
	refused "a note $1" 1 "bad: .*$2" note verify -vkey "$VKEY" -in bad
}

openssl genpkey -algorithm ed25519 -out pkcs8
openssl pkey -in pkcs8 -pubout -out pkcs8.pem
openssl genpkey -algorithm ed25519 -out other
ssh-keygen -q -t ed25519 -N '' -C c -f ssh
openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ec
# The same key as openssl wants it: its 32 bytes are the last of the blob.
{ printf '302a300506032b6570032100' | sed 's/../\\\\x&/g' | xargs printf '%b' &&
	cut -d' ' -f2 ssh.pub | base64 -d | tail -c 32; } | openssl pkey -pubin -inform DER -out ssh.pem
printf 'rebuilt: vpn é\n\n— not a signature\n\n\n' >text
echo kernel >'a  b'
sha256sum text pkcs8.pem 'a  b' >sums
SUM=$(sha256sum <text | cut -d' ' -f1)

test_ok 'a PKCS#8 key' both pkcs8 pkcs8.pem
test_ok 'an OpenSSH key' both ssh ssh.pem
refused 'no agent' 3 'SSH_AUTH_SOCK is not set' note sign -key ssh.pub -name "$N" -in text -out n
ssh-agent -s -a "$T/agent.sock" | sed -n 's/.*SSH_AGENT_PID=\([0-9]*\).*/\1/p' >agent.pid
SSH_AUTH_SOCK=$T/agent.sock
export SSH_AUTH_SOCK
test_ok '(an agent)' ssh-add -q ssh
mv ssh ssh.away
test_ok 'a key in ssh-agent' both ssh.pub ssh.pem
mv ssh.away ssh
ssh-keygen -q -t ed25519 -N '' -f away
refused 'a key that it has not' 1 'not among the 1' note link -key away.pub -name rebuild -in sums -out l

# ---- sign

bad_text 'without LF' 'does not end in LF' 'a\nb'
bad_text 'of nothing' 'is empty' ''
bad_text 'with CR' 'line 1 has a control' 'a\r\n'
bad_text 'with NUL' 'line 2 has a control' 'a\nb\000c\n'
bad_text 'in Latin-1' 'line 1 is not UTF-8' '\351\n'
head -c 67108863 /dev/zero | tr '\0' x >bad
echo >>bad
refused 'a text that fills the note' 1 'longer than 67108864' note sign -key pkcs8 -name "$N" -in bad -out n
echo >>bad
refused 'a text too long' 1 'longer than 67108864' note sign -key pkcs8 -name "$N" -in bad -out n
for name in '' 'a b' a+b "$(printf 'a\302\240b')" "$(printf 'a\tb')" "$(printf '\351')"; do
	refused "the name '$name'" 1 'no key name' note sign -key pkcs8 -name "$name" -in text -out n
done

# common SUBCOMMAND INPUT: what sign and link have in common.
common()
{
	refused "$1: another kind of key" 1 'signing keys are Ed25519' note "$1" -key ec -name x -in "$2" -out n
	refused "$1: a public key" 1 'is a public key' note "$1" -key pkcs8.pem -name x -in "$2" -out n
	refused "$1: no key" 3 'No such file' note "$1" -key none -name x -in "$2" -out n
	refused "$1: no input" 3 'No such file' note "$1" -key pkcs8 -name x -in none -out n
	refused "$1: a folder" 3 'Is a directory' note "$1" -key pkcs8 -name x -in . -out n
	refused "$1: no folder for the output" 3 'create none/n' note "$1" -key pkcs8 -name x -in "$2" -out none/n
	refused "$1: a folder as output" 3 'create \.' note "$1" -key pkcs8 -name x -in "$2" -out .
	refused "$1: over the input" 1 'would replace' note "$1" -key pkcs8 -name x -in "$2" -out "./$2"
	ln -sf pkcs8 key.link
	refused "$1: over the key" 1 'would replace' note "$1" -key pkcs8 -name x -in "$2" -out key.link
	refused "$1: a flag is missing" 2 'are needed' note "$1" -key pkcs8 -name x -in "$2"
	refused "$1: another flag" 2 'usage' note "$1" -force
	test_ok "$1: -h" note "$1" -h
}

common sign text
common link sums

# ---- link

bad_sums 'of nothing' 'is missing' ''
bad_sums 'without LF' 'does not end in LF' '%s  a'
bad_sums 'with a name twice' 'line 2 has a name that was there' '%s  a\n%s  a\n'
bad_sums 'of SHA-1' 'line 1 is not 64' '%.40s  a\n'
bad_sums 'in binary mode' 'line 1 is not 64' '%s *a\n'
bad_sums 'with an empty line' 'line 2 is not 64' '%s  a\n\n'
bad_sums 'without a name' 'line 1 has a name' '%s  \n'
bad_sums 'with TAB in a name' 'line 1 has a name' '%s  a\tb\n'
bad_sums 'with UTF-8 in a name' 'line 1 has a name' '%s  é\n'
bad_sums 'with a quotation mark' 'line 1 has a name' '%s  "\n'
bad_sums 'with an escaped name' 'line 1 is not 64' '\\%s  a\\nb\n'
refused 'a name of quotation marks' 1 'name of other' note link -key pkcs8 -name '"' -in sums -out l
refused 'an empty name' 1 'empty name' note link -key pkcs8 -name '' -in sums -out l

# ---- verify

VKEY='example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
LINE='— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM='
MESSAGE='This is an example message.'
BAD=$(echo "$LINE" | sed 's/aQM=/aQI=/')
printf '%s\n\n— x AAAAAAA=\n%s\n' "$MESSAGE" "$LINE" >known
test_is 'the note of the specification, and an unknown key' "$MESSAGE" "$(note verify -vkey "$VKEY" -in known)"
sed 's/This/That/' known >bad
bad_note 'of another text' 'wrong signature of example.com/foo'
printf '%s\n\n%s\n%s\n' "$MESSAGE" "$LINE" "$BAD" >bad
bad_note 'with a good and a wrong signature' 'wrong signature'
printf '%s\n\n%s\n%s\n' "$MESSAGE" "$BAD" "$LINE" >bad
bad_note 'with a wrong and a good one' 'wrong signature'
sed 's,/foo,/fo,' known >bad
bad_note 'by another name' 'no signature of example.com/foo'
sed 's/ Uw2Q/ Uw2R/' known >bad
bad_note 'by another ID' 'no signature of example.com/foo'
sed '/^$/d' known >bad
bad_note 'without the empty line' 'is no signed note'
sed 's/$/\r/' known >bad
bad_note 'with CR LF' 'line 1 has a control'
head -c -1 known >bad
bad_note 'cut off' 'does not end in LF'
sed 's/AAAAAAA=/AAAAAAB=/' known >bad
bad_note 'with base64 of another spelling' 'line 1 after the last empty one'
{ echo && seq 100 | sed 's/.*/— x AAAAAAA=/' && echo "$LINE"; } >lines
{ echo "$MESSAGE" && cat lines; } >bad
bad_note 'with 101 signatures' 'more than 100'
sed '3d' bad >hundred
test_is 'with 100' "$MESSAGE" "$(note verify -vkey "$VKEY" -in hundred)"
head -c 67108865 /dev/zero >bad
bad_note 'that is too long' 'longer than'

refused 'another key of that name' 1 'has no signature of' note verify -key pkcs8.pem -name example.com/foo -in known
refused 'a private key' 1 'is a private key' note verify -key pkcs8 -name "$N" -in known
refused 'a name that is none' 1 'no key name' note verify -key pkcs8.pem -name 'a b' -in known
refused 'a mistyped verifier key' 1 'another ID' note verify -vkey "x$VKEY" -in known
refused 'half of one' 1 'no verifier key' note verify -vkey example.com/foo+530d903a -in known
refused 'no such note' 3 'No such file' note verify -vkey "$VKEY" -in none
refused 'no such key' 3 'No such file' note verify -key none -name "$N" -in known
refused 'no key' 2 'either -vkey or both' note verify -in known
refused 'two keys' 2 'either -vkey or both' note verify -vkey "$VKEY" -name "$N" -in known
refused 'half a key' 2 'either -vkey or both' note verify -key pkcs8.pem -in known
refused 'no note' 2 '-in is needed' note verify -vkey "$VKEY"
test_exit 3 'a full disk behind the standard output' sh -c '"$@" >/dev/full' x "$STMGR" note verify -vkey "$VKEY" -in known
test_exit 1 '(control: a file more is seen)' refuses 3 x sh -c ': >more; echo x >&2; exit 3'
test_done
