#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Nothing is built from what was not looked at: a download that changed in the
# cache, a package of the builder, an empty file where the builder should be. And
# root builds in a checkout that its owner has closed.
. tests/lib.sh
. tests/toy.sh
need bwrap make tar setpriv

toy_checkout "$T/one"
c=$T/cache
mkdir -p "$c/source" "$T/sources/toy-1.0"
ln -s "$CACHE/builder" "$c/builder"

# The toy gets a source, which says what was built from it.
echo good >"$T/sources/toy-1.0/word"
tar -C "$T/sources" -cf "$T/sources/toy-1.0.tar" toy-1.0
(
	cd "$T/one/recipes/toy"
	echo 1.0 >version
	echo BSD-2-Clause >license
	(cd "$T/sources" && sha256sum toy-1.0.tar) >sha256
	wc -c <"$T/sources/toy-1.0.tar" >size
	printf '%s\n' 'cp word "$PREFIX/word"' 'stat -c %Y word >"$PREFIX/time"' >build
)
sha=$(cut -c 1-64 "$T/one/recipes/toy/sha256")
held=$c/source/$sha/toy-1.0.tar

# build [ARGUMENT...]: the toy, with no step kept from before.
build()
{
	chmod -R u+w "$c/step" 2>/dev/null || :
	rm -rf "$c/step"
	toy_make "$T/one" step STEP=toy CACHE="$c" "$@"
	cat "$c"/step/toy-*/word
}
test_ok 'a step is built from its source' build SOURCES="$T/sources"
test_is 'whose files have one old time' 1 "$(cat "$c"/step/toy-*/time)"

tamper()
{
	mkdir -p "$T/bad/toy-1.0"
	echo evil >"$T/bad/toy-1.0/word"
	tar -C "$T/bad" -cf "$held" toy-1.0
}
tamper
test_ok 'a download that changed in the cache' build SOURCES="$T/sources"
test_ok 'is named and fetched anew' said 'toy-1.0.tar is not what is pinned (sha256 .*, expected '"$sha"')' '^good$'
tamper
test_exit 2 'or, where it cannot be had,' build SOURCES=
test_ok 'nothing is built' test -z "$(ls "$c/step" 2>/dev/null)"
: >"$held"
test_ok 'an empty file that make -t left' build SOURCES="$T/sources"
rm "$held" && mkdir -p "$held/x"
test_ok 'or a folder' build SOURCES="$T/sources"
test_ok 'is replaced' test -f "$held"

# The builder's packages are hashed when they are unpacked; two are enough here.
packages()
{
	mkdir -p "$T/pair/source"
	head -n 4 recipes/builder.lock >"$T/pair.lock"
	sed '/^#/d' "$T/pair.lock" | while read -r _ _ pool _ sum; do
		mkdir -p "$T/pair/source/$sum"
		cp "$CACHE/source/$sum/${pool##*/}" "$T/pair/source/$sum/"
		! test -e "$T/copies/${pool##*/}" || continue
		mkdir -p "$T/copies"
		cp "$CACHE/source/$sum/${pool##*/}" "$T/copies/"
	done
}
packages
unpack() { rm -rf "$T/pair/builder"; CACHE=$T/pair SOURCES=$1 recipes/builder "$T/pair.lock"; }
test_ok 'packages unpack' unpack ''
deb=$(find "$T/pair/source" -name '*.deb' | head -n 1)
cp "$(find "$T/pair/source" -name '*.deb' | tail -n 1)" "$deb"
none() { DEBIAN_MIRROR=http://127.0.0.1:9/debian unpack ''; }
test_exit 3 'another package in the place of one is not unpacked' none
test_ok 'and there is no builder' test -z "$(find "$T/pair/builder" -mindepth 1 -maxdepth 1 -type d ! -name '*.tmp' 2>/dev/null)"
cp "$(find "$T/pair/source" -name '*.deb' | tail -n 1)" "$deb"
test_ok 'or is replaced' unpack "$T/copies"

place()
{
	root=$(basename "$(recipes/plan "$T" zlib && sed -n 's,^BUILDER := .*/,,p' "$T/plan.mk")")
	rm "$c/builder" && mkdir "$c/builder"
	: >"$c/builder/$root"
	ln -sf "$CACHE/source" "$T/packages"
	rm -rf "$c/source"
	cp -R --reflink=auto "$T/sources" "$T/with" && ln -s "$CACHE/source"/* "$T/with/"
	build SOURCES="$T/with"
	test -d "$c/builder/$root/usr/bin"
}
test_ok 'an empty file in the place of the builder is no builder' place

# Root in a sandbox may not look into closed folders of others.
closed()
{
	rm -rf "${T:?}/home"
	mkdir "$T/home"
	cp -R "$T/one" "$T/home/mayfly"
	chown -R 65534:65534 "$T/home"
	chmod 700 "$T/home"
	find "$T/home" -exec chmod go= {} +
	toy_make "$T/home/mayfly" step STEP=toy CACHE="$T/rootcache" SOURCES="$T/sources"
	cmp "$T"/rootcache/step/toy-*/word "$c"/step/toy-*/word
}
if [ "$(id -u)" -eq 0 ]; then
	mkdir -p "$T/rootcache"
	ln -s "$CACHE/builder" "$T/rootcache/builder"
	test_ok 'root builds in a closed home of somebody else, a clone made under umask 077' closed
	test_is 'to the same key' "$(basename "$T"/rootcache/step/toy-*)" "$(basename "$c"/step/toy-*)"
fi
test_done
