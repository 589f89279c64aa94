#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `make keys`, and the recipe for keys in kernel/boot/README.md, word for word: what
# they make is what sign, publish and the boot medium take.
. tests/lib.sh
. tests/provision.sh
STMGR=${STMGR:-$O/tools/stmgr}
export STMGR
need jq make bsdtar
need_file "$STMGR"
case $STMGR in /*) ;; *) STMGR=$PWD/$STMGR ;; esac
tools=$PWD/tools/provision
url=http://192.0.2.2/stable/os.json

keys()
{
	"$tools/keys" "$@"
}

# modes FOLDER: of what is in it.
modes()
{
	(cd "$1" && find . -printf '%m %P\n' | sort)
}

# works FOLDER: a package signed with those keys is one that those hosts take.
works()
{
	rm -rf "$T/built" "$T/out" "$T/web"
	mkdir -p "$T/built" "$T/web"
	tests/toykernel "$T/kernel"
	echo initramfs >"$T/initramfs"
	"$STMGR" ospkg create -kernel "$T/kernel" -initramfs "$T/initramfs" -label x -url vpn.zip -out "$T/built/vpn.zip"
	"$tools/sign" "$T/built" "$T/out" vpn "$1/key.pem" "$1/cert.pem"
	"$tools/publish" "$T/out/signed/vpn" "$T/web" "$1/trust" stable
	test -s "$T/web/stable/os.json"
}

test_ok 'make keys' keys "$T/k" "$url"
test_ok 'prints what comes next' said "make boot TRUST=$T/k/trust" "make sign KEY=$T/k/key.pem CERT=$T/k/cert.pem" \
	"make publish DEST=webroot TRUST=$T/k/trust" 'root.key.*Take it off this machine'
modes "$T/k" >"$T/modes"
test_is 'private keys are yours alone, and so is the folder' '600 key.pem 600 root.key 644 cert.pem 644 trust/host_configuration.json 644 trust/ospkg_signing_root.pem 644 trust/trust_policy.json 700 755 trust' \
	"$(tr '\n' ' ' <"$T/modes" | sed 's/  */ /g; s/ $//')"
test_ok 'the trust policy is one' "$STMGR" trustpolicy check "$T/k/trust"
test_ok 'the host configuration is one' "$STMGR" hostconfig check "$T/k/trust/host_configuration.json"
test_is 'with the URL in it' "$url" "$(jq -r .ospkg_pointer "$T/k/trust/host_configuration.json")"
test_ok 'a package is signed, published and taken' works "$T/k"

## Refusals
cp -rp "$T/k" "$T/was"
test_exit 1 'again: nothing is written over' keys "$T/k" "$url"
test_ok 'it says what is there' said 'cert.pem key.pem root.key trust' 'say KEYS=dir'
test_ok 'and all is as it was' diff -r "$T/was" "$T/k"
mkdir "$T/one"
echo x >"$T/one/.hidden"
test_exit 1 'not beside anything else' keys "$T/one"
ln -s "$T/nowhere" "$T/link"
test_exit 1 'not through a link to nothing' keys "$T/link"
echo x >"$T/file"
test_exit 1 'not over a file' keys "$T/file"
test_exit 2 'another scheme than http or https' keys "$T/none" ftp://h/os.json
test_ok 'with what is wanted' said 'URL=ftp://h/os.json.*https://HOST/stable/os.json'
test_exit 2 'no path' keys "$T/none" https://h
test_exit 2 'blanks' keys "$T/none" 'https://h/a b'
test_exit 2 'no folder' keys ''
test_ok 'nothing was made by those' test ! -e "$T/none"
mkdir -m 0755 "$T/empty"
test_ok 'an empty folder is taken' keys "$T/empty"
test_ok 'and without URL= it says what the medium lacks' said 'No URL= was given'
test_is 'it is yours alone now' 700 "$(stat -c %a "$T/empty")"
printf '#!/bin/sh\nexit 1\n' >"$T/broken"
chmod +x "$T/broken"
broken()
{
	STMGR=$T/broken keys "$T/half"
}
test_exit 3 'when stmgr fails' broken
test_empty 'nothing is left' find "$T/half" -mindepth 1

## By make
test_ok 'the verb' make -s O="$T/o" keys KEYS="$T/verb" URL="$url"
test_ok 'makes the same' works "$T/verb"

## The README's recipe
recipe()
{
	readme_block kernel/boot/README.md 'By hand, at the top of' >"$T/commands"
	test "$(grep -c . "$T/commands")" -ge 12
	test "$(head -n 1 "$T/commands")" = 'make tools'
	test "$(tail -n 1 "$T/commands")" = 'make boot TRUST=keys/trust'
	# What make does there, other tests do.
	mkdir -p "$T/top/out/tools"
	cp "$STMGR" "$T/top/out/tools/stmgr"
	sed -i '/^make /d' "$T/commands"
	(cd "$T/top" && sh -eux "$T/commands")
}
test_ok 'works word for word' recipe
test_ok 'and so do its keys' works "$T/top/keys"
test_is 'its folder is yours alone' 700 "$(stat -c %a "$T/top/keys" 2>/dev/null)"
test_empty 'and so are its private keys' find "$T/top/keys" -name '*key*' -type f -perm /077
test_done
