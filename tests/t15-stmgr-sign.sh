#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# stmgr keygen certificate and ospkg sign: what openssl and OpenSSH say about
# the keys, certificates and signatures, and that a refusal changes nothing.
. tests/lib.sh
need openssl jq ssh-keygen ssh-agent ssh-add socat
STMGR=${STMGR:-$O/tools/stmgr}
need_file "$STMGR"
STMGR=$(realpath "$STMGR")
unset SSH_AUTH_SOCK SSH_AGENT_PID
umask 077
tests/toykernel "$T/kern"
cd "$T"
echo initramfs >init

at_exit()
{
	for pid in $(cat "$T"/*.pid 2>/dev/null); do
		kill "$pid" 2>/dev/null || :
	done
}

# not COMMAND...: it fails. (set -e takes no notice of "! COMMAND".)
not()
{
	if "$@"; then
		echo "did not fail: $*"
		return 1
	fi
}

keygen()
{
	"$STMGR" keygen certificate "$@"
}

sign()
{
	"$STMGR" ospkg sign "$@"
}

# package NAME: an unsigned package.
package()
{
	"$STMGR" ospkg create -kernel "$T/kern" -initramfs "$T/init" -url "$1.zip" -out "$1"
}

# signed NAME INDEX CERT: openssl's opinion of one signature, over 32 raw bytes,
# and that the certificate in the descriptor is that one.
signed()
{
	openssl dgst -sha256 -binary "$1.zip" >zip.hash
	test "$(wc -c <zip.hash)" -eq 32
	jq -r ".signatures[$2]" "$1.json" | base64 -d >sig
	test "$(wc -c <sig)" -eq 64
	jq -r ".certificates[$2]" "$1.json" | base64 -d >cert
	openssl x509 -in "$3" >"$3.canonical"
	cmp cert "$3.canonical"
	openssl x509 -in cert -noout -pubkey >pub
	openssl pkeyutl -verify -pubin -inkey pub -rawin -in zip.hash -sigfile sig
}

mode()
{
	test "$(stat -c %a "$1")" = "$2"
}

# state: the contents, modes and targets of all files here but the test's own.
state()
{
	find . -type f ! -path './.out' ! -path './.last' ! -name '*.pid' ! -name 'said' -exec sha256sum {} + | sort
	find . ! -name '.out' ! -name '.last' ! -name '*.pid' ! -name said -printf '%M %p %l\n' | sort
}

# refuses STATUS REGEX COMMAND...: that exit status and message, and nothing in
# this folder is other than it was.
refuses()
{
	want=$1 message=$2
	shift 2
	before=$(state)
	got=0
	"$@" >said 2>&1 || got=$?
	cat said
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

# ---- keygen

root()
{
	keygen -isCA -validUntil 2049-12-31T23:59:59Z
	mode rootkey.pem 600
	mode rootcert.pem 644
	openssl pkey -in rootkey.pem -noout -text | grep -q 'ED25519 Private-Key'
	openssl verify -x509_strict -check_ss_sig -CAfile rootcert.pem rootcert.pem
}

# cn CERT: base64(SHA-256(raw public key))
cn()
{
	openssl x509 -in "$1" -noout -pubkey | openssl pkey -pubin -outform DER | tail -c 32 |
		openssl dgst -sha256 -binary | base64
}

# extensions CERT: names, critical or not, and values, on one line
extensions()
{
	openssl x509 -in "$1" -noout -ext \
		keyUsage,basicConstraints,subjectKeyIdentifier,authorityKeyIdentifier,extendedKeyUsage 2>&1 |
		tr -s ' \n' ' ' | sed 's/ *$//; s/^ //'
}

root_profile()
{
	openssl x509 -in rootcert.pem -noout -text | tee text
	grep -q 'Version: 3' text
	grep -q 'Not After : Dec 31 23:59:59 2049 GMT' text
	test "$(grep -c 'X509v3 [A-Z]' text)" -eq 3
	id=$(openssl x509 -in rootcert.pem -noout -pubkey | openssl pkey -pubin -outform DER | tail -c 32 |
		openssl dgst -sha1 | sed 's/.* //; s/../&:/g; s/:$//' | tr a-f A-F)
	test "$(extensions rootcert.pem)" = "X509v3 Key Usage: critical Digital Signature, Certificate Sign\
 X509v3 Basic Constraints: critical CA:TRUE X509v3 Subject Key Identifier: $id"
	openssl x509 -in rootcert.pem -noout -subject -issuer -nameopt multiline,-align | tee names
	test "$(grep -c "commonName = $(cn rootcert.pem)" names)" -eq 2
}

leaf()
{
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -validUntil 2040-01-01T01:00:00+01:00
	mode key.pem 600
	mode cert.pem 644
	openssl verify -x509_strict -CAfile rootcert.pem cert.pem
	openssl x509 -in cert.pem -noout -text | tee text
	grep -q 'Not After : Jan  1 00:00:00 2040 GMT' text
	test "$(grep -c 'X509v3 [A-Z]' text)" -eq 2
	extensions cert.pem | grep -qE '^X509v3 Key Usage: critical Digital Signature X509v3 Authority Key Identifier: [0-9A-F:]{59}$'
	openssl x509 -in cert.pem -noout -subject -nameopt multiline,-align | grep -qF "commonName = $(cn cert.pem)"
	openssl x509 -in cert.pem -noout -issuer | sed 's/^issuer=//' >a
	openssl x509 -in rootcert.pem -noout -subject | sed 's/^subject=//' >b
	cmp a b
	openssl pkey -in key.pem -pubout >a
	openssl x509 -in cert.pem -noout -pubkey >b
	cmp a b
}

serials()
{
	for n in 1 2 3 4; do
		keygen -rootCert rootcert.pem -rootKey rootkey.pem -loglevel warn -certOut "s$n.pem" -keyOut "s$n.key"
		openssl x509 -in "s$n.pem" -noout -serial
	done >serials
	cat serials
	test "$(sort -u serials | wc -l)" -eq 4
	test "$(awk 'length > 20' serials | wc -l)" -eq 4
	rm s?.pem s?.key
}

default_life()
{
	keygen -isCA=true -certOut d.pem -keyOut d.key 2>said
	cat said
	grep -q 'd.pem: is valid for 72 hours only, until 20' said
	openssl x509 -in d.pem -noout -checkend $((71 * 3600))
	status=0
	openssl x509 -in d.pem -noout -checkend $((73 * 3600)) || status=$?
	test "$status" -eq 1
	rm d.pem d.key
	keygen -isCA -loglevel warn -certOut d.pem -keyOut d.key 2>said
	test ! -s said
	rm d.pem d.key
	# Neither -rootCert nor -rootKey: a root, as upstream.
	keygen -isCA=false -certOut d.pem -keyOut d.key
	openssl x509 -in d.pem -noout -ext basicConstraints | grep -q CA:TRUE
}

# A certificate does not take the place of the root that issued it.
own_root()
{
	cp rootcert.pem issuer.pem
	status=0
	keygen -rootCert issuer.pem -rootKey rootkey.pem -certOut issuer.pem -keyOut o.key 2>said || status=$?
	test "$status" -eq 1
	grep -q 'would replace issuer.pem' said
	cmp rootcert.pem issuer.pem
	test ! -e o.key
	ln -s issuer.pem other.pem
	status=0
	keygen -rootCert issuer.pem -rootKey rootkey.pem -certOut other.pem -keyOut o.key 2>said || status=$?
	test "$status" -eq 1
}

test_ok 'a root with the default names' root
test_ok 'its profile' root_profile
test_ok 'a certificate under it, with its key' leaf
test_ok 'serial numbers are long and new' serials
test_ok '72 hours, and a note that says so' default_life
test_ok 'what it is made from is not replaced' own_root

existing_root()
{
	openssl genpkey -algorithm ed25519 -out own.key
	keygen -isCA -rootKey own.key -certOut own.pem -validUntil 2040-01-01T00:00:00Z
	openssl verify -CAfile own.pem own.pem
	openssl pkey -in own.key -pubout >a
	openssl x509 -in own.pem -noout -pubkey >b
	cmp a b
}

leaf_keys()
{
	ssh-keygen -q -t ed25519 -N '' -C 'a comment' -f ssh
	openssl pkey -in key.pem -pubout -out pkix.pub
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey ssh.pub -certOut ssh.pem -validUntil 2040-01-01T00:00:00Z
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey pkix.pub -certOut pkix.pem \
		-validFrom 2025-01-01T00:00:00Z -validUntil 2040-01-01T00:00:00Z
	openssl verify -CAfile rootcert.pem ssh.pem pkix.pem
	openssl x509 -in pkix.pem -noout -startdate | grep -q 'Jan  1 00:00:00 2025'
	openssl x509 -in pkix.pem -noout -pubkey | cmp - pkix.pub
	openssl x509 -in ssh.pem -noout -pubkey | openssl pkey -pubin -outform DER | tail -c 32 >a
	cut -d' ' -f2 ssh.pub | base64 -d | tail -c 32 | cmp - a
}

test_ok 'a root of a key that is there already' existing_root
test_ok 'certificates of public keys, PKIX and OpenSSH' leaf_keys

test_exit 1 '(control: a file more is seen)' refuses 0 x sh -c 'echo x; : >more'
test_ok '(it was that)' rm more
refused 'an existing key is not replaced' 1 'keys are not replaced' keygen -isCA
refused 'nor by a certificate' 1 'holds a private key' \
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey ssh.pub -certOut rootkey.pem
refused 'nor are they one file' 1 'are both x' keygen -isCA -certOut x -keyOut x
refused 'a root key that is not the certificate'\''s' 1 'is not the key of the certificate' \
	keygen -rootCert rootcert.pem -rootKey key.pem -certOut x -keyOut y
refused 'a root that is no CA' 1 'is not a CA' keygen -rootCert cert.pem -rootKey key.pem -certOut x -keyOut y
refused 'a date that is none' 1 'RFC 3339' keygen -isCA -validUntil tomorrow -certOut x -keyOut y
refused 'an end before the start' 1 'set -validUntil' \
	keygen -isCA -validUntil 2020-01-01T00:00:00Z -certOut x -keyOut y
refused 'a private key as -leafKey' 1 'is a private key' \
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey ssh -certOut x
refused '-rootKey alone' 2 'go together' keygen -rootKey rootkey.pem -certOut x -keyOut y
refused '-isCA with -rootCert' 2 'a root signs itself' \
	keygen -isCA -rootCert rootcert.pem -rootKey rootkey.pem -certOut x -keyOut y
refused '-leafKey alone' 2 'who is to certify it' keygen -leafKey ssh.pub -certOut x
refused 'a word after -isCA' 2 'unexpected argument' keygen -isCA true
refused 'a folder that is not there' 3 'none/x' keygen -isCA -certOut none/x -keyOut y
refused 'a folder for the key that is not there' 3 'none/y' keygen -isCA -certOut x -keyOut none/y
refused 'a missing root' 3 'No such file' keygen -rootCert none -rootKey rootkey.pem -certOut x -keyOut y

# ---- sign

pkcs8()
{
	package p
	sign -key key.pem -cert cert.pem -ospkg p.zip >said 2>&1
	cat said
	test ! -s said
	mode p.json 644
	signed p 0 cert.pem
	test "$(jq -c keys p.json)" = '["certificates","os_pkg_url","signatures","version"]'
	test "$(jq -r .os_pkg_url p.json)" = p.zip
	"$STMGR" ospkg verify -help >/dev/null
}

second()
{
	sign -key ssh -cert ssh.pem -ospkg p.json
	signed p 0 cert.pem
	signed p 1 ssh.pem
}

deterministic()
{
	cp p.json first
	package p
	sign -key key.pem -cert cert.pem -ospkg p
	sign -key ssh -cert ssh.pem -ospkg p -loglevel debug 2>said
	cmp p.json first
	grep -q "SHA-256 of the archive: $(sha256sum p.zip | cut -d' ' -f1)" said
}

test_ok 'signed with a PKCS#8 key' pkcs8
test_ok 'and with an OpenSSH key' second
test_ok 'the same keys sign the same' deterministic

refused 'a certificate that is there' 1 'certificate has already been used' \
	sign -key key.pem -cert cert.pem -ospkg p.zip
refused 'another key than the certificate'\''s' 1 'is not the key of the certificate' \
	sign -key ssh -cert cert.pem -ospkg p.zip

bad_keys()
{
	ssh-keygen -q -t ed25519 -N secret -f encrypted
	ssh-keygen -q -t rsa -b 2048 -N '' -f rsa
	openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out rsa8
	openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ec8
	openssl pkcs8 -topk8 -in key.pem -passout pass:x -out encrypted8
	cat key.pem key.pem >two
	head -c 200 ssh >half
	openssl req -x509 -key rsa8 -subj /CN=x -days 9 -out rsa.pem
	package q
}

test_ok '(keys of other kinds)' bad_keys
refused 'an OpenSSH key with a passphrase' 1 'has a passphrase' sign -key encrypted -cert cert.pem -ospkg q
refused 'a PKCS#8 key with one' 1 'is encrypted' sign -key encrypted8 -cert cert.pem -ospkg q
refused 'an RSA key of OpenSSH' 1 'is a ssh-rsa key' sign -key rsa -cert cert.pem -ospkg q
refused 'its public key' 1 'is a ssh-rsa key' sign -key rsa.pub -cert cert.pem -ospkg q
refused 'an RSA key' 1 'of type RSA: signing keys are Ed25519' sign -key rsa8 -cert cert.pem -ospkg q
refused 'an ECDSA key' 1 'of type EC: signing keys are Ed25519' sign -key ec8 -cert cert.pem -ospkg q
refused 'two keys in a file' 1 'something after' sign -key two -cert cert.pem -ospkg q
refused 'half a key' 1 'no complete PEM block' sign -key half -cert cert.pem -ospkg q
refused 'a public key' 1 'is a public key' sign -key pkix.pub -cert cert.pem -ospkg q
refused 'a certificate as key' 1 'is a certificate' sign -key cert.pem -cert cert.pem -ospkg q
refused 'a key as certificate' 1 'key.pem' sign -key key.pem -cert key.pem -ospkg q
refused 'a certificate of an RSA key' 1 'rsa.pem' sign -key key.pem -cert rsa.pem -ospkg q
refused 'a missing key' 3 'No such file' sign -key none -cert cert.pem -ospkg q
refused 'a missing certificate' 3 'No such file' sign -key key.pem -cert none -ospkg q
refused 'a missing package' 3 'No such file' sign -key key.pem -cert cert.pem -ospkg none
refused 'missing flags' 2 'are needed' sign -key key.pem -ospkg q
refused 'no -ospkg, and no package of the default name' 3 \
	'no -ospkg is given, and read system-transparency-os-package.json: No such file' sign -key key.pem -cert cert.pem
mkdir none.d
refused 'a folder without one' 3 'none.d/system-transparency-os-package.json: No such file' \
	sign -key key.pem -cert cert.pem -ospkg none.d

# ---- upstream's default names: what create writes is what the others find

default_names()
{
	mkdir byname byname/dir
	cd byname
	d=system-transparency-os-package
	for out in '' dir dir/; do
		"$STMGR" ospkg create -kernel ../kern -initramfs ../init ${out:+-out $out}
		sign -key ../key.pem -cert ../cert.pem ${out:+-ospkg $out}
		"$STMGR" ospkg verify -rootCerts ../rootcert.pem ${out:+-ospkg $out}
		test "$(jq '.signatures | length' "${out%/}${out:+/}$d.json")" -eq 1
	done
	test "$(find . -type f | wc -l)" -eq 4
	# The package is found; the proof is what it refuses.
	echo bogus >proof
	got=0
	"$STMGR" ospkg sigsum -proof proof -cert ../cert.pem 2>said || got=$?
	test "$got" -eq 1
	grep -q '^stmgr: proof: ' said
}
test_ok 'without -ospkg, and with a folder' default_names

# By -isCA alone, as in upstream's.
default_files()
{
	mkdir files
	cd files
	keygen -loglevel error
	mode key.pem 600
	openssl x509 -in cert.pem -noout -text | grep -q 'CA:TRUE'
	keygen -isCA -loglevel error
	keygen -rootCert cert.pem -rootKey key.pem -certOut leaf.pem -keyOut leaf.key
	openssl verify -CAfile cert.pem leaf.pem
	test "$(echo *)" = 'cert.pem key.pem leaf.key leaf.pem rootcert.pem rootkey.pem'
	cp key.pem key.old
	got=0
	keygen || got=$?
	test "$got" -eq 1
	cmp key.pem key.old
}
test_ok 'default names of certificate and key' default_files

# levels WORD WARNINGS INFO: how many lines of each are printed; never an error less.
levels()
{
	rm -f l.*
	keygen -isCA -validFrom 2020-01-01T00:00:00Z -validUntil 2021-01-01T00:00:00Z \
		-certOut l.pem -keyOut l.key -loglevel "$1" 2>said
	test "$(grep -c 'warning: the certificate ended' said)" -eq "$2"
	rm -f l.*
	keygen -isCA -certOut l.pem -keyOut l.key -loglevel "$1" 2>said
	test "$(grep -c 'is valid for 72 hours only' said)" -eq "$3"
	got=0
	sign -key none -cert cert.pem -ospkg q -loglevel "$1" 2>said || got=$?
	test "$got" -eq 3
	grep -q 'none: .*No such file' said
}
for level in debug info '' loud ERROR; do
	test_ok "-loglevel '$level'" levels "$level" 1 1
done
test_ok '-loglevel warn' levels warn 1 0
for level in error panic; do
	test_ok "-loglevel $level" levels $level 0 0
done

cp q.zip r.zip
echo '{"version":2}' >r.json
refused 'a descriptor of another version' 1 'r.json' sign -key key.pem -cert cert.pem -ospkg r
echo '{"version":1,"certificates":["eA=="],"signatures":["eA=="]}' >r.json
refused 'a descriptor with a certificate that is none' 1 'refuse the package' sign -key key.pem -cert cert.pem -ospkg r
printf '{"version":1}' >r.json
: >r.zip
refused 'an empty archive' 1 'is empty' sign -key key.pem -cert cert.pem -ospkg r

# ---- what is signed all the same, with a warning

# warned NAME REGEX KEY CERT
warned()
{
	package "$1"
	sign -key "$3" -cert "$4" -ospkg "$1" -loglevel warn 2>said
	cat said
	grep -q "^stmgr: warning: $4: .*$2" said
	signed "$1" 0 "$4"
}

code_signing()
{
	printf 'extendedKeyUsage=codeSigning\n' >ext
	openssl req -new -key key.pem -subj /CN=x -out request
	openssl x509 -req -in request -CA rootcert.pem -CAkey rootkey.pem -set_serial 5 -days 30 -extfile ext -out eku.pem
	warned w 'without serverAuth' key.pem eku.pem
}

same_key()
{
	sign -key key.pem -cert cert.pem -ospkg w 2>said
	cat said
	grep -q 'has signed already, with another certificate: it counts once' said
	signed w 1 cert.pem
}

life()
{
	for when in '2020-01-01T00:00:00Z -validUntil 2021-01-01T00:00:00Z' '2098-01-01T00:00:00Z -validUntil 2099-01-01T00:00:00Z'; do
		# shellcheck disable=SC2086 # words are meant
		keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey pkix.pub -certOut "life$n.pem" -validFrom $when
		n=$((n + 1))
	done
	warned w expired key.pem life0.pem
	warned w 'valid only from' key.pem life1.pem
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey pkix.pub -certOut life2.pem
	warned w 'is valid only until' key.pem life2.pem
}

n=0
test_ok 'the trap: a certificate for code signing' code_signing
test_ok 'one key with two certificates' same_key
test_ok 'expired, not valid yet, soon to end' life

# ---- ssh-agent

agent()
{
	eval "$(ssh-agent -s -a "$T/agent.sock")" >/dev/null
	echo "$SSH_AGENT_PID" >agent.pid
	ssh-add -q ssh
	ssh-add -l
}

refused 'no agent' 3 'SSH_AUTH_SOCK is not set' sign -key ssh.pub -cert ssh.pem -ospkg q
test_ok '(an agent)' agent
SSH_AUTH_SOCK=$T/agent.sock
export SSH_AUTH_SOCK

by_agent()
{
	package a
	mv ssh ssh.away
	sign -key ssh.pub -cert ssh.pem -ospkg a
	mv ssh.away ssh
	signed a 0 ssh.pem
	package b
	sign -key ssh -cert ssh.pem -ospkg b
	test "$(jq -r '.signatures[0]' a.json)" = "$(jq -r '.signatures[0]' b.json)"
}

agent_root()
{
	keygen -isCA -rootKey ssh.pub -certOut agentroot.pem -validUntil 2040-01-01T00:00:00Z
	openssl verify -x509_strict -check_ss_sig -CAfile agentroot.pem agentroot.pem
	keygen -rootCert agentroot.pem -rootKey ssh.pub -leafKey pkix.pub -certOut agentleaf.pem
	openssl verify -x509_strict -CAfile agentroot.pem agentleaf.pem
	test ! -e rootkey2.pem
}

other_key()
{
	ssh-keygen -q -t ed25519 -N '' -f other
	keygen -rootCert rootcert.pem -rootKey rootkey.pem -leafKey other.pub -certOut other.pem
}

test_ok 'signed by ssh-agent, without the private key' by_agent
test_ok 'a root whose key is in ssh-agent, and a certificate under it' agent_root
test_ok '(a key that it has not)' other_key
refused 'a key that ssh-agent has not' 1 'not among the 1 it has' sign -key other.pub -cert other.pem -ospkg q
refused 'the same for a root' 1 'not among the 1 it has' keygen -isCA -rootKey other.pub -certOut x

hung()
{
	socat UNIX-LISTEN:hung.sock,fork SYSTEM:'cat >/dev/null' &
	echo $! >hung.pid
	within 10 test -S hung.sock
}

test_ok '(an agent that says nothing)' hung
SSH_AUTH_SOCK=$T/hung.sock
refused 'an agent that does not answer' 3 'no answer in time' sign -key ssh.pub -cert ssh.pem -ospkg q
kill "$(cat agent.pid)"
rm agent.pid
SSH_AUTH_SOCK=$T/gone.sock
refused 'an agent that is gone' 3 'is it running' sign -key ssh.pub -cert ssh.pem -ospkg q

# A full disk: nothing half-written. A folder that cannot be written is enough.
readonly_folder()
{
	test "$(id -u)" -ne 0 || return 0
	mkdir ro
	package ro/p
	chmod 500 ro
	refuses 3 'create ro/p.json' sign -key key.pem -cert cert.pem -ospkg ro/p
}

verified()
{
	mkdir trust
	cp rootcert.pem trust/ospkg_signing_root.pem
	echo '{"ospkg_signature_threshold":2,"ospkg_fetch_method":"network"}' >trust/trust_policy.json
	"$STMGR" ospkg verify -trustPolicy trust -ospkg p
	cp b.json p.json
	not "$STMGR" ospkg verify -trustPolicy trust -ospkg p 2>said
	grep -q '1 found, 1 valid, 2 required' said
}

test_ok 'a folder that may not be written' readonly_folder
test_ok 'stmgr verifies what it signed' verified
test_done
