#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The files of out/vpn: complete, consistent, within budget, and what is in the
# initramfs: static programs only, no shell, no script.
. tests/lib.sh
need bsdtar jq zstd readelf sha256sum
vpn=$O/vpn
need_file "$vpn/vpn.zip" "$vpn/SHA256SUMS" "$O/vpn-debug/vpn-debug.zip"

complete()
{
	(cd "$vpn" && ls) >"$T/got"
	printf '%s\n' SHA256SUMS cmdline initramfs.cpio.zst kernel manifest.json \
		sbom.spdx.json size.txt vpn.json vpn.zip | diff - "$T/got"
}

# Every file but SHA256SUMS itself has its hash there, and the hash is right.
sums()
{
	(cd "$vpn" && sha256sum -c SHA256SUMS)
	(cd "$vpn" && ls) | grep -vx SHA256SUMS >"$T/files"
	sed 's/^[0-9a-f]*  //' "$vpn/SHA256SUMS" | sort | diff - "$T/files"
}

manifest_outputs()
{
	jq -r '.outputs[] | "\(.sha256)  \(.name)"' "$vpn/manifest.json" >"$T/sums"
	test "$(wc -l <"$T/sums")" -eq 7
	(cd "$vpn" && sha256sum -c) <"$T/sums"
	jq -r '.outputs[] | "\(.size) \(.name)"' "$vpn/manifest.json" |
		while read -r size name; do
			test "$(wc -c <"$vpn/$name")" -eq "$size"
		done
}

# Each pinned source of a step is an input, with the pin's hash; so is each
# package of the builder.
manifest_inputs()
{
	jq -r '.inputs.sources[] | "\(.name) \(.sha256)"' "$vpn/manifest.json" >"$T/sources"
	grep -q '^linux ' "$T/sources"
	while read -r name hash; do
		test "$name" = linux && pin=kernel/sha256 || pin=recipes/$name/sha256
		test -e "$pin" || continue
		grep -q "^$hash  " "$pin" || {
			echo "$name: $hash is not in $pin"
			return 1
		}
	done <"$T/sources"
	jq -r '.inputs.builder[] | "\(.name) \(.version) \(.sha256)"' "$vpn/manifest.json" |
		sort >"$T/builder"
	awk '!/^#/ {print $1, $2, $5}' recipes/builder.lock | sort | diff - "$T/builder"
	jq -e '.tree | test("^[0-9a-f]{64}$")' "$vpn/manifest.json"
}

sbom()
{
	jq -e '.spdxVersion == "SPDX-2.3" and .dataLicense == "CC0-1.0"
		and .SPDXID == "SPDXRef-DOCUMENT" and (.documentNamespace | length > 0)
		and (.creationInfo.created | test("^[0-9]{4}-.*Z$"))' "$vpn/sbom.spdx.json"
	# Identifiers are unique, well formed, and all that relations speak of.
	jq -e '[.packages[].SPDXID] as $ids
		| ($ids | length) == ($ids | unique | length)
		and ($ids | all(test("^SPDXRef-[A-Za-z0-9.-]+$")))
		and ([.relationships[] | .spdxElementId, .relatedSpdxElement]
			- $ids - ["SPDXRef-DOCUMENT"] == [])' "$vpn/sbom.spdx.json"
	for name in linux musl busybox iptables; do
		jq -e --arg n "$name" 'any(.packages[]; .name == $n
			and (.licenseDeclared | length > 0))' "$vpn/sbom.spdx.json"
	done
}

zip_entries()
{
	bsdtar -tf "$vpn/vpn.zip" | sort >"$T/got"
	printf '%s\n' boot/ boot/initramfs.cpio.zst boot/kernel manifest.json | diff - "$T/got"
	mkdir "$T/zip"
	bsdtar -xf "$vpn/vpn.zip" -C "$T/zip"
	cmp "$T/zip/boot/kernel" "$vpn/kernel"
	cmp "$T/zip/boot/initramfs.cpio.zst" "$vpn/initramfs.cpio.zst"
}

zip_manifest()
{
	jq -rj .cmdline "$T/zip/manifest.json" >"$T/cmdline"
	tr -d '\n' <"$vpn/cmdline" | cmp - "$T/cmdline"
	jq -e '.version == 1 and .kernel == "boot/kernel"
		and .initramfs == "boot/initramfs.cpio.zst"' "$T/zip/manifest.json"
}

# What was built from this tree is called like nothing that another tree gives.
version()
{
	tree=$(jq -r .tree "$vpn/manifest.json" | cut -c 1-8)
	release=$(sed -n 's/^MAYFLY_VERSION=//p' reproducibility/environment)
	test "$(jq -r .version "$vpn/manifest.json")" = "$release+$tree"
	test "$(jq -r .label "$T/zip/manifest.json")" = "Mayfly vpn $release+$tree (production), Linux $(head -n 1 kernel/version)"
	jq -e --arg v "$release+$tree" 'all(.packages[] | select(.name == "vpn" or .name == "init"); .versionInfo == $v)' \
		"$vpn/sbom.spdx.json"
	bsdtar -xOf "$O/vpn-debug/vpn-debug.zip" manifest.json |
		jq -e --arg v "$release+$tree" '.label | startswith("Mayfly vpn-debug \($v) (debug), Linux ")'
}

descriptor()
{
	jq -e '.version == 1 and .os_pkg_url == "vpn.zip"
		and .certificates == null and .signatures == null' "$vpn/vpn.json"
}

# within FILE BYTES
within()
{
	size=$(wc -c <"$1")
	echo "$1: $size of $2 bytes"
	test "$size" -le "$2"
}

unpack()
{
	mkdir "$T/root"
	zstd -qdc "$vpn/initramfs.cpio.zst" >"$T/cpio"
	bsdtar -tvf "$T/cpio" >"$T/listing"
	bsdtar -xf "$T/cpio" -C "$T/root" --exclude dev/console
	test -x "$T/root/init"
}

# not_static: programs that want a loader, or are no ELF programs at all.
not_static()
{
	find "$T/root" -type f -perm /111 | while read -r file; do
		readelf -hl "$file" >"$T/elf" 2>/dev/null &&
			! grep -qE 'INTERP|NEEDED' "$T/elf" || echo "$file"
	done
}

scripts()
{
	find "$T/root" -type f -exec sh -c 'test "$(head -c 2 "$1")" = "#!" && echo "$1"' - {} \; || :
}

# Names of shells, interpreters and ways in, and programs that hold one.
shells()
{
	find "$T/root" | grep -E '/(sh|ash|bash|dash|hush|awk|lua|perl|python[0-9.]*|tclsh|vi|ed|busybox|login|getty|sshd|dropbear|kexec|insmod|modprobe)$' || :
	grep -rlaE "$ash_says" "$T/root" || :
}

# What busybox's shell says; the debug flavour proves that it would be found.
ash_says="job control turned off|can't access tty"
shell_would_be_found()
{
	mkdir "$T/debug"
	zstd -qdc "$O/vpn-debug/initramfs.cpio.zst" |
		bsdtar -xf - -C "$T/debug" --exclude dev/console
	grep -qaE "$ash_says" "$T/debug/bin/busybox"
}

# Who is not root's, or may be written or run with more rights by others.
loose()
{
	find "$T/root" ! -type l -perm /6022 ! -name tmp
	awk '$3 != "0" && $3 != "root" || $4 != "0" && $4 != "root"' "$T/listing"
}

debug_differs()
{
	test -h "$T/debug/bin/sh"
	test -f "$T/debug/etc/debug"
	! cmp -s "$vpn/vpn.zip" "$O/vpn-debug/vpn-debug.zip"
	cmp "$vpn/kernel" "$O/vpn-debug/kernel"
}

test_ok 'all files are there and no other' complete
test_ok 'SHA256SUMS is right and complete' sums
test_ok 'manifest.json has the outputs, with their hashes' manifest_outputs
test_ok 'manifest.json has the inputs, with the pins'\'' hashes' manifest_inputs
test_ok 'the SBOM is SPDX 2.3 and closed' sbom
test_ok 'vpn.zip has the entries of an OS package' zip_entries
test_ok 'its manifest has our command line' zip_manifest
test_ok 'vpn.json is an unsigned descriptor' descriptor
test_ok 'label, manifest and SBOM have version and tree' version
test_ok 'vpn.zip is within 9,000,000 bytes' within "$vpn/vpn.zip" 9000000
test_ok 'the kernel is within 6,000,000 bytes' within "$vpn/kernel" 6000000
test_ok 'the initramfs comes apart' unpack
test_empty 'every program in it is static' not_static
test_empty 'no file is a script' scripts
test_empty 'no shell, interpreter or login' shells
test_ok 'and the debug flavour'\''s would be found' shell_would_be_found
test_empty 'everything is root'\''s and nobody else may write' loose
test_ok 'the debug flavour differs by its shell, not its kernel' debug_differs
test_done
