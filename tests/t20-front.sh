#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What may be said to make: slips are named and do nothing, switches mean what
# they say, -n, -q and -t run nothing, and a terminal shows what is at work.
. tests/lib.sh
. tests/toy.sh
need make script bwrap debootstrap

toy_checkout "$T/one"
toy_cache "$T/cache"
mkdir "$T/o"
# Make 4.4 keeps its options in another way: the same with that of another Debian.
trixie=$CACHE/host/trixie
[ "$(id -u)" -ne 0 ] || reproducibility/debian-host trixie "$CACHE" >/dev/null
lib=$trixie/usr/lib/x86_64-linux-gnu
MAKES='make'
[ ! -x "$trixie/usr/bin/make" ] ||
	MAKES="make $lib/ld-linux-x86-64.so.2:--library-path:$lib:$trixie/usr/bin/make"
# front [ARGUMENT...]: make in this checkout, with outputs elsewhere.
front()
{
	# shellcheck disable=SC2046 # one word a part of it
	env -u MAKEFLAGS -u MAKELEVEL -u O -u TREE -u V $(echo "${with:-make}" | tr : ' ') O="$T/o" CACHE="$T/cache" "$@"
}

for with in $MAKES; do
	v=$(front --version | sed -n '1s/GNU Make //p')
	for verb in imgae:image tset:test client:client-config; do
		test_exit 2 "$v: the verb ${verb%:*} is refused" front "${verb%:*}"
		test_ok 'and the nearest named' said "${verb%:*}: there is no verb .*perhaps you mean ${verb#*:};"
	done
	test_exit 2 "$v: a variable that there is not is refused" front image DEBGU=1
	test_ok 'and the nearest named' said 'DEBGU=: .*perhaps you mean DEBUG;'
	for off in 0 no n false off ''; do
		test_ok "$v: DEBUG=$off is off" front -n image DEBUG="$off"
		test_ok '.' said ' image-vpn vpn '
	done
	test_ok "$v: DEBUG=1 is on" front -n image DEBUG=1
	test_ok '.' said ' image-vpn-debug vpn-debug '
	for odd in yes 2 '*' '1 1' '1 0' steps; do
		test_exit 2 "$v: DEBUG=$odd is refused" front -n image "DEBUG=$odd"
		test_ok 'with what may be said' said 'say DEBUG=1, or DEBUG=0'
	done
	test_ok "$v: REBUILD=steps" front -n image REBUILD=steps
	test_exit 2 'REBUILD=maybe' front -n image REBUILD=maybe
	test_ok 'is refused' said 'say REBUILD=1 or REBUILD=steps, or REBUILD=0'
	test_ok "$v: switches that are off" front -n bump PKG=zlib VERSION=9 DOWNGRADE=0 EXPIRED=no STRICT=false
	test_ok 'are empty' said "DOWNGRADE='' EXPIRED='' tools/bump/bump '[^']*' 'zlib' '9' '' "
	test_ok "$v: those of the environment" env DEBUG='*' REBUILD=1 STRICT=1 DOWNGRADE=1 EXPIRED=1 VERSION=8 \
		sh -c '"$@"' - env -u MAKEFLAGS -u MAKELEVEL make O="$T/o" CACHE="$T/cache" -n image bump PKG=zlib VERSION=9
	test_ok 'are not taken, which is said' said ' image-vpn vpn ' 'not taken from the environment: .*DEBUG .*REBUILD' \
		"DOWNGRADE='' EXPIRED='' tools/bump/bump '[^']*' 'zlib' '9' '' "
	test_ok 'and nothing is rebuilt' test ! -e "$T/o/rebuild"
	for verb in bench prove demo run; do
		rm -rf "$T/o"
		test_ok "$v: -n $verb" front -n "$verb"
		test_ok 'runs nothing' test -z "$(find "$T/o" -mindepth 1 -maxdepth 1 | grep -vE '/(cache|plan\.(tsv|mk)|trust)$')"
	done
	rm -rf "$T/o"
	test_exit 2 "$v: -t" front -t image
	test_ok 'says so' said 'nothing was touched'
	test_ok 'and touches nothing' test ! -e "$T/o"
	test_exit 1 "$v: -q" front -q image
	test_ok 'builds nothing' test -z "$(ls "$T/cache/step"; ls "$T/o/log" 2>/dev/null)"
	test_exit 2 "$v: -t with -k" front -tk image
done
unset with

for odd in : % '#' '$x' ';' '|' '&' '*' '(' '"' '`' =; do
	test_exit 2 "O= with $odd" toy_make "$T/one" step STEP=toy "O=a${odd}b" CACHE="$T/cache"
	test_is 'is refused in one line' 1 "$(output | grep -c '[*][*][*]')"
done
test_exit 2 'O=~/x as some shells pass it' toy_make "$T/one" step STEP=toy 'O=~/x' CACHE="$T/cache"
test_ok 'is refused' said 'the shell did not replace ~'
test_exit 2 'a quote in a value' toy_make "$T/one" boot "TRUST=it's" CACHE="$T/cache"
test_ok 'is refused' said "must not contain a quote"
test_ok 'and no folder was made' test -z "$(find "$T/one" -mindepth 1 -maxdepth 1 | grep -vE '/(Makefile|kernel|configs|rootfs|recipes|tools|reproducibility|tests)$')"
test_ok 'O= with letters outside ASCII, + and ,' toy_make "$T/one" step STEP=toy O=ünï+,@ CACHE="$T/cache"

# What would be written to and, by make clean, be removed. Never by make clean here:
# should a check be gone, it would do it.
for odd in / /usr /etc .. . .. ./ ../ "$HOME" "$HOME/" recipes tests/qemu ./tools .git "$(pwd -P)"; do
	test_exit 2 "no outputs in $odd" recipes/folder-check O "$odd"
	test_ok 'is one line' said "^mayfly: O=$odd: is"
done
for good in out out/ ./out "$T/o" "$T/not/there" "$HOME/.cache/mayfly" /var/mayfly; do
	test_ok "but in $good" recipes/folder-check O "$good"
done
ln -s / "$T/root"
test_exit 2 'nor through a link' recipes/folder-check CACHE "$T/root"
for odd in O=recipes O=. CACHE=tools "O=$T/o CACHE=$T/o" "O=$T/o CACHE=$T/o/c"; do
	# shellcheck disable=SC2086 # two words
	test_exit 2 "make with $odd" toy_make "$T/one" step STEP=toy CACHE="$T/cache" $odd
done
test_ok 'the cache in the outputs, which make clean removes' said 'CACHE=.*/o/c: is in O='
test_empty 'and nothing was written' diff -r recipes "$T/one/recipes" -x toy
test_ok 'make clean looks, too' grep -q '^recipes/folder-check ' recipes/remove
for odd in x 0 -1 '' '1 2'; do
	test_exit 2 "JOBS=$odd" toy_make "$T/one" step STEP=toy CACHE="$T/cache" "JOBS=$odd"
	test_ok 'is refused' said "JOBS=$odd: say how many"
done
# shellcheck disable=SC2016 # it is the value
dollar() { env CACHE="$T/cache" 'SOURCES=/a$b(c)$$d' make -C "$T/one" -pn help | sed -n 's/^SOURCES := //p'; }
# make -p prints each $ of a value twice.
# shellcheck disable=SC2016
test_is 'a $ in the environment is one' '/a$$b(c)$$$$d' "$(dollar)"
no_home() { env -i PATH="$PATH" make -C "$T/one" step STEP=toy; }
test_exit 2 'no HOME' no_home
test_ok 'names CACHE=' said 'say CACHE='
test_ok 'and nothing is in the root folder' test ! -e /.cache/mayfly
elsewhere() { cd "$T" && env -u MAKEFLAGS -u MAKELEVEL make -f "$T/one/Makefile" image; }
test_exit 2 'from another folder' elsewhere
test_ok 'one line says how' said 'make -C FOLDER'
test_exit 2 'a test script that there is not' front test TESTS=tests/t99.sh
test_ok 'is a line' said 'TESTS=tests/t99.sh: there is no such test script'
test_exit 2 'to tests/run, too' tests/run tests/t99.sh
test_ok 'is a line' said 'TESTS=tests/t99.sh: there is no such test script'

# make -s: answers only. -B: what was counted is not counted again.
quiet() { toy_make "$T/one" -s step STEP=toy CACHE="$T/cache" >"$T/quiet" 2>&1; cat "$T/quiet"; }
summary() { front -s -n image >"$T/summary"; cat "$T/summary"; ! grep -q 'tools/image/summary' "$T/summary"; front -n image | grep '^tools/image/summary '; }
test_ok 'with -s an image has no summary, without it has' summary
rm -rf "$T/one/out"
toy_cache "$T/cache2"
anew() { toy_make "$T/one" -s step STEP=toy CACHE="$T/cache2"; }
test_ok 'make -s builds' anew
test_is 'and prints the answer alone' 1 "$(output | wc -l)"
test_ok 'and again' quiet
test_is 'likewise' 1 "$(wc -l <"$T/quiet")"
again() { toy_make "$T/one" -B step STEP=toy CACHE="$T/cache2"; }
test_ok 'make -B' again
test_is 'counts a step once' '[1/1] steps, all cached' "$(output | grep '^\[')"

# A terminal: what is at work, while it is.
terminal()
{
	echo 6 >"$T/one/recipes/toy/sleep"
	cd "$T/one"
	env -u MAKEFLAGS -u MAKELEVEL -u O -u TREE -u V script -qec "make step STEP=toy CACHE=$T/cache2" /dev/null >"$T/typed"
	tr '\r' '\n' <"$T/typed"
	test "$(tr '\r' '\n' <"$T/typed" | grep -c '\[0/1\] at work: toy [0-9]* s; log: out/log/toy.log')" -ge 2
	tr '\r' '\n' <"$T/typed" | grep -E '\[1/1\] toy +[0-9]+ s$'
}
test_ok 'a terminal shows what is at work, since when, and its log' terminal
pipe()
{
	echo 2 >"$T/one/recipes/toy/sleep"
	toy_make "$T/one" step STEP=toy CACHE="$T/cache2" >"$T/piped" 2>&1
	cat "$T/piped"
	! grep -q 'at work' "$T/piped"
}
test_ok 'a pipe does not' pipe

# The lists of the front door are the verbs and variables that there are.
# (make test TESTS=... exports TESTS, of which make says that it is not taken.)
documented()
{
	unset TESTS
	make help >"$T/help"
	for name in $(make -pn help 2>/dev/null | sed -n 's/^VERBS := //p'); do
		grep -qE "^  $name  " "$T/help" || echo "verb $name"
	done
	for name in $(make -pn help 2>/dev/null | sed -n 's/^VARIABLES := //p'); do
		grep -qE "^  (.*, )?$name=" "$T/help" || echo "variable $name"
	done
	sed -n 's/^\([A-Z_]*\) ?=.*/\1/p' Makefile ./*/verbs.mk ./*/*/verbs.mk | sort >"$T/set"
	make -pn help 2>/dev/null | sed -n 's/^VARIABLES := //p' | tr ' ' '\n' | sort >"$T/listed"
	comm -3 "$T/set" "$T/listed"
	sed -n 's/^\([a-z][a-z-]*\):.* ## .*/\1/p' Makefile ./*/verbs.mk ./*/*/verbs.mk | sort >"$T/set"
	make -pn help 2>/dev/null | sed -n 's/^VERBS := //p' | tr ' ' '\n' | sort >"$T/listed"
	comm -3 "$T/set" "$T/listed"
}
test_empty 'make help has each verb and variable, and no other is taken' documented
test_done
