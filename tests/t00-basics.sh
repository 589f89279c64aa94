#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The repository itself: its top level, its front door, and its own tests' ears.
. tests/lib.sh
need make

top_level()
{
	repository | sed 's,/.*,,' | sort -u >"$T/got"
	cat >"$T/want" <<-'END'
		.ci
		.clang-format
		.editorconfig
		.github
		.gitignore
		LICENSE
		Makefile
		README.md
		configs
		kernel
		recipes
		reproducibility
		rootfs
		tests
		tools
	END
	# .github is optional: it only calls .ci/run.
	diff "$T/want" "$T/got" | grep '^[<>]' | grep -v '^< .github$' || :
}

help_names_verbs()
{
	make help >"$T/help"
	for verb in setup image run test bench fetch kconfig why bump builder-lock clean help; do
		grep -qw "$verb" "$T/help" || {
			echo "make help does not name $verb"
			return 1
		}
	done
}

readme()
{
	test "$(wc -l <README.md)" -lt 150
	grep -q 'make setup image' README.md
	grep -q 'make setup test' README.md
}

# CI calls the README's test command and nothing else, in a root that has nothing
# but what that command installs.
ci_runs_readme()
{
	test -x .ci/run
	commands=$(grep -vE '^(#|$|set -)' .ci/run)
	echo "$commands"
	test "$(echo "$commands" | wc -l)" -eq 1
	echo "$commands" | grep -qx 'exec tests/fresh make setup test'
}

licence()
{
	head -n 1 LICENSE | grep -q '^BSD 2-Clause License'
	grep -q 'THIS SOFTWARE IS PROVIDED BY' LICENSE
}

# Our own files carry the licence; pins, lists and configuration need not.
# kconf is linked with the kernel's parser and so has the kernel's licence.
no_spdx()
{
	repository | grep -E '\.(c|h|sh|mk)$|^Makefile$|^tests/(run|fresh|qemu/|peer/[a-z]*$)|^recipes/[a-z-]*$' |
		while read -r file; do
			case $file in
			tools/kconf/*) licence=GPL-2.0-only ;;
			*) licence=BSD-2-Clause ;;
			esac
			head -n 3 "$file" | grep -q "SPDX-License-Identifier: $licence" || echo "$file"
		done
}

# find_text REGEX: files with it, but for this one, which has to spell it.
find_text()
{
	repository | grep -v '^tests/t00-' | xargs -d '\n' grep -lIE "$1" || :
}

too_big()
{
	repository | xargs -d '\n' -I{} find {} -size +1024k
}

# A library whose assertions cannot fail would make every test worthless.
library_fails()
{
	cat >"$T/self.sh" <<-'END'
		. tests/lib.sh
		middle() { false; true; }
		test_ok 'a function fails in its middle' middle
		test_exit 3 'another status' sh -c 'exit 4'
		test_is 'two strings' a b
		test_empty 'an offender' echo offender
		test_done
	END
	test_exit=0
	sh "$T/self.sh" >"$T/self" || test_exit=$?
	test "$test_exit" -eq 1
	cat "$T/self"
	test "$(grep -c '^not ok' "$T/self")" -eq 4
	printf '. tests/lib.sh\nmissing nothing\n' >"$T/self.sh"
	test_exit=0
	TEST_MAY_SKIP='' sh "$T/self.sh" || test_exit=$?
	test "$test_exit" -eq 1
	TEST_MAY_SKIP=1 sh "$T/self.sh" | grep -q '^1..0 # SKIP'
}

test_empty 'the top level is what the design says' top_level
test_ok 'make help names the verbs' help_names_verbs
test_ok 'README is short and has the two commands' readme
test_ok '.ci/run is the README'\''s test command' ci_runs_readme
test_ok 'LICENSE is BSD-2-Clause' licence
test_empty 'our files say their licence' no_spdx
test_empty 'no file is over 1 MiB' too_big
test_empty 'nothing is left to do' find_text '\b(TODO|FIXME|XXX)\b'
test_empty 'no mirror or registry is named' find_text \
	'(deb|security|archive|snapshot)\.(debian|ubuntu)\.(org|com)|registry\.npmjs|pypi\.org|crates\.io'
test_empty 'no path of somebody'\''s machine' find_text '(^|[^A-Za-z0-9_$}.])/(work|root|home)/[a-z]'
test_ok 'an assertion that should fail does fail' library_fails
test_done
