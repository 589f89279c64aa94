# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154 # T is set by tests/lib.sh
# Throw-away keys for the boot loader's tests, and descriptors signed with them.

# stboot_cert NAME ISSUER KIND [END]: a key and a certificate of that kind (root,
# leaf, server), valid whatever a machine's clock was set to, or from STBOOT_BEGIN on, or
# until END.
stboot_cert()
{
	mkdir -p "$T/pki"
	: >"$T/pki/index"
	cat >"$T/pki/conf" <<-END
		[req]
		distinguished_name = nobody
		[nobody]
		[ca]
		default_ca = here
		[here]
		new_certs_dir = $T/pki
		database = $T/pki/index
		rand_serial = yes
		default_md = default
		policy = any
		[any]
		commonName = supplied
		[root]
		basicConstraints = critical, CA:TRUE
		keyUsage = critical, keyCertSign
		[leaf]
		keyUsage = critical, digitalSignature
		[server]
		subjectAltName = IP:10.0.2.2, IP:127.0.0.1
	END
	openssl genpkey -algorithm ED25519 -out "$T/$1.key"
	openssl req -new -config "$T/pki/conf" -key "$T/$1.key" -subj "/CN=throw-away $1" -out "$T/pki/request"
	set -- "$@" 20400101000000Z
	stboot_issuer="-cert $T/$2.pem"
	test "$1" != "$2" || stboot_issuer=-selfsign
	# shellcheck disable=SC2086 # one word, or two
	openssl ca -batch -notext -config "$T/pki/conf" $stboot_issuer -keyfile "$T/$2.key" \
		-extensions "$3" -startdate "${STBOOT_BEGIN:-20200101000000Z}" -enddate "$4" \
		-in "$T/pki/request" -out "$T/$1.pem"
}

# stboot_descriptor FILE ZIP SIGNER...: a descriptor beside the zip, signed.
stboot_descriptor()
{
	stboot_file=$1
	stboot_zip=$2
	shift 2
	stboot_certs=
	stboot_sigs=
	openssl dgst -sha256 -binary "$stboot_zip" >"$T/hash"
	for stboot_signer; do
		openssl pkeyutl -sign -rawin -inkey "$T/$stboot_signer.key" -in "$T/hash" -out "$T/signature"
		stboot_certs="$stboot_certs${stboot_certs:+, }\"$(base64 -w 0 "$T/$stboot_signer.pem")\""
		stboot_sigs="$stboot_sigs${stboot_sigs:+, }\"$(base64 -w 0 "$T/signature")\""
	done
	echo "{\"version\": 1, \"os_pkg_url\": \"$(basename "$stboot_zip")\"," \
		"\"certificates\": [$stboot_certs], \"signatures\": [$stboot_sigs]}" >"$stboot_file"
}

# stboot_trust FOLDER METHOD: a trust policy that wants two signatures under $T/root.pem.
stboot_trust()
{
	mkdir -p "$1"
	cp "$T/root.pem" "$1/ospkg_signing_root.pem"
	echo "{\"ospkg_signature_threshold\": 2, \"ospkg_fetch_method\": \"$2\"}" >"$1/trust_policy.json"
}
