# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# Kernel modules for the initramfs of a Debian guest; sourced.

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
