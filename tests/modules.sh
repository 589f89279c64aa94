# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Kernel modules and programs for the initramfs of a Debian guest; sourced.

# module_add MODULE ROOT TREE: copy what the module depends on, then itself, from
# ROOT's kernel package to TREE/modules, whose file "order" is the order to load
# them in. A module names its dependencies in its .modinfo section; Debian's
# packages hold no modules.dep.
# The body is a subshell: it calls itself, and sh has no local variables.
module_add()
(
	# The file of a_b may be called a-b.ko.
	file=$(find "$2/lib/modules/" -name "$(echo "$1" | tr _ '?').ko" | head -n 1)
	test -n "$file" || {
		echo "build: no module $1 in the guest's kernel package" >&2
		exit 3
	}
	depends=$(tr '\000' '\n' <"$file" |
		sed -n 's/^depends=//p' | tr , ' ')
	for module in $depends; do
		module_add "$module" "$2" "$3"
	done
	test -e "$3/modules/${file##*/}" || {
		cp "$file" "$3/modules/"
		echo "${file##*/}" >>"$3/modules/order"
	}
)

# program_add FILE ROOT TREE: copy a program, or a library, of ROOT to the same
# place in TREE, and the libraries that it needs to that of the C library.
# A subshell, for the same reason.
program_add()
(
	libc=/lib/x86_64-linux-gnu
	mkdir -p "$3$libc" "$3/$(dirname "$1")"
	cp -L "$2/$1" "$3/$1"
	for library in $(readelf -d "$2/$1" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
		test -e "$3$libc/$library" || program_add "$libc/$library" "$2" "$3"
	done
)
