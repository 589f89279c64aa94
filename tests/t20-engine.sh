#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The engine under bad input and bad luck.
. tests/lib.sh
. tests/toy.sh
need bwrap make unshare

c=$T/cache
toy_cache "$c"
toy_checkout "$T/one"
steps() { find "$c/step" -mindepth 1 -maxdepth 1 -name 'toy-*' | wc -l; }

test_exit 2 'an unknown image stops make' toy_make "$T/one" image IMAGE=nosuch CACHE="$c"
test_ok 'and the line names it and the images there are' said 'image-nosuch.*there are: vpn'
test_exit 2 'an unknown step stops make' toy_make "$T/one" step STEP=nosuch CACHE="$c"
test_ok 'and the line names it' said 'no step is called nosuch'

failing()
{
	echo 'echo "the reason"; exit 7' >"$T/one/recipes/toy/build"
	toy_make "$T/one" step STEP=toy CACHE="$c"
}
test_exit 2 'a failing step stops make' failing
test_ok 'its last lines are shown, its log named' said 'toy: the reason' 'whole log is out/log/toy.log'
test_is 'and nothing stands under a final name' 0 "$(steps)"

# kill -9 of make and all below it, at many moments: what then stands under a
# final name must be whole.
toy_checkout "$T/one"
echo 1 >"$T/one/recipes/toy/sleep"
toy_cache "$T/cache-whole"
test_ok 'a step builds' toy_make "$T/one" step STEP=toy CACHE="$T/cache-whole"
whole=$(toy_hash "$T/cache-whole")
killed()
{
	for after in 0.1 0.4 0.9 1.1 1.2 1.3 1.4 1.5 1.6 1.8 2.0; do
		setsid sh -c 'exec env -u MAKEFLAGS -u MAKELEVEL -u O -u TREE make -C "$1" step STEP=toy CACHE="$2"' - "$T/one" "$c" &
		pid=$!
		sleep "$after"
		env kill -9 -- "-$pid" 2>/dev/null || :
		wait "$pid" || :
		test "$(steps)" -eq 0 && continue
		test "$(toy_hash "$c")" = "$whole"
		chmod -R u+w "$c"/step/toy-* && rm -rf "$c"/step/toy-*
		echo "finished before $after s"
	done
}
test_ok 'killed at any moment, a step leaves nothing or all of its output' killed
test_ok 'and the next run goes on' toy_make "$T/one" step STEP=toy CACHE="$c"
test_is 'to the same output' "$whole" "$(toy_hash "$c")"
test_is 'and no work folder is left' '' "$(find "$c/work" -mindepth 1 -maxdepth 1 -name 'toy-*' ! -name '*.lock')"

changed()
{
	toy_checkout "$T/changing"
	echo 5 >"$T/changing/recipes/toy/sleep"
	toy_make "$T/changing" step STEP=toy CACHE="$T/cache-changing" & p=$!
	# Not before it was planned.
	until test -d "$T"/cache-changing/work/toy-*/repo/recipes/toy; do kill -0 $p; sleep 0.1; done
	echo 'echo changed >"$PREFIX/changed"' >>"$T/changing/recipes/toy/build"
	! wait $p
	test -z "$(ls -A "$T/cache-changing/step")"
}
mkdir -p "$T/cache-changing" && toy_cache "$T/cache-changing"
test_ok 'a file that changes while it is built from ends the step' changed
test_ok 'which is said' said 'files that toy is built from changed meanwhile: run make again'

two()
{
	rm -f "$T/one/recipes/toy/sleep"
	echo 3 >"$T/one/recipes/toy/sleep"
	mkdir "$T/second"
	cp -R "$T/one/." "$T/second/"
	toy_make "$T/one" step STEP=toy CACHE="$c" >"$T/log1" 2>&1 & p1=$!
	toy_make "$T/second" step STEP=toy CACHE="$c" >"$T/log2" 2>&1 & p2=$!
	wait $p1 && wait $p2
	cat "$T/log1" "$T/log2"
	test "$(cat "$T/log1" "$T/log2" | grep -c 'toy  *cached')" -eq 1
}
test_ok 'two checkouts at once share one build of a step' two

spaced()
{
	toy_checkout "$T/a path é"
	toy_cache "$T/ca che"
	toy_make "$T/a path é" step STEP=toy CACHE="$T/ca che"
}
test_ok 'blanks and letters in the paths of checkout and cache' spaced

read_only()
{
	mkdir -p "$T/ro" && toy_checkout "$T/ro/tree"
	env -u MAKEFLAGS -u MAKELEVEL -u TREE -u O unshare -rm sh -eu -c '
		mount --bind "$1/ro" "$1/ro" && mount -o remount,ro,bind "$1/ro"
		cd "$1/ro/tree"
		! make step STEP=toy CACHE="$2"
		make step STEP=toy O="$1/elsewhere" CACHE="$2"' - "$T" "$c"
}
test_ok 'a read-only source tree builds with O=' read_only
test_ok 'and without O= one line says so' said 'cannot write to out: say O='

full()
{
	env -u MAKEFLAGS -u MAKELEVEL -u TREE -u O unshare -rm sh -eu -c '
		mkdir -p "$1/small" && mount -t tmpfs -o size=6m small "$1/small"
		ln -s "$2/source" "$2/builder" "$1/small/"
		cd "$1/one" && echo "dd if=/dev/zero of=\$PREFIX/big bs=1M count=20" >recipes/toy/build
		! make step STEP=toy CACHE="$1/small"
		test -z "$(ls -A "$1/small/step")"' - "$T" "$CACHE"
}
test_ok 'a full disk ends the step and leaves no output' full
test_ok 'and the line says whose disk is full' said 'the disk of the cache (.*/small) is full'

relative()
{
	mkdir -p "$T/one/relative"
	toy_cache "$T/one/relative"
	echo 0 >"$T/one/recipes/toy/sleep"
	toy_make "$T/one" step STEP=toy CACHE=relative
	ls -d "$T"/one/relative/step/toy-*
}
test_ok 'a relative CACHE=' relative

dry()
{
	rm -rf "$T/one/out"
	toy_cache "$T/cache-dry"
	toy_make "$T/one" -n step STEP=toy CACHE="$T/cache-dry"
	test -z "$(ls -A "$T/cache-dry/step" 2>/dev/null)"
}
test_ok 'make -n builds nothing' dry

delivered()
{
	toy_make "$T/one" step STEP=toy CACHE="$c"
	cd "$T/one"
	for _ in 1 2 3 4 5; do
		rm -rf out/delivered out/toy
		recipes/deliver out toy toy & p=$!
		recipes/deliver out toy toy
		wait $p
		diff -r out/toy "$(readlink -f "out/cache/step/toy-$(awk -F '\t' '{print $2}' out/plan.tsv)")"
	done
	before=$(stat -c %i out/toy)
	recipes/deliver out toy toy
	test "$(stat -c %i out/toy)" = "$before"
}
test_ok 'two deliveries at once do not disturb each other' delivered
rebuilt()
{
	cd "$T/one"
	cp recipes/toy/build "$T/build"
	echo 'od -An -N8 -tx1 /dev/urandom >"$PREFIX/random"' >>recipes/toy/build
	toy_make . step STEP=toy CACHE="$c"
	recipes/deliver out toy toy
	before=$(cat out/toy/random)
	toy_make . step STEP=toy CACHE="$c" REBUILD=1
	recipes/deliver out toy toy
	test "$(cat out/toy/random)" != "$before"
	cmp out/toy/random out/cache/step/toy-*/random
	mv "$T/build" recipes/toy/build
}
test_ok 'what REBUILD=1 built is delivered, although its key is the same' rebuilt

# key: of the kernel's configuration.
key() { (cd "$T/one" && recipes/plan "$T/plan" linux-config && awk -F '\t' '$1 == "linux-config" {print $2}' "$T/plan/plan.tsv"); }
before=$(key)
for f in budget older.tsv README.md; do echo "# $f" >>"$T/one/configs/kernel/$f"; done
test_is 'what decides nothing changes no key' "$before" "$(key)"
echo >>"$T/one/configs/kernel/net.config"
test_ok 'what decides does' test "$before" != "$(key)"

test_exit 2 'clean beside another goal is refused' toy_make "$T/one" clean image
test_exit 2 'a blank in O= is refused' toy_make "$T/one" step STEP=toy O='a b'
test_ok 'in one line' said 'must not contain blanks'

# A clock that is years behind the tarball: configure scripts compare with the time
# of a new file, and make what they unpacked with each other.
behind()
{
	s=$T/toy-1
	mkdir -p "$s" && cd "$T"
	printf 'out: in\n\techo made again; exit 1\n' >"$s/Makefile"
	echo in >"$s/in" && echo out >"$s/out"
	touch -d 2040-01-02 "$s/in" "$s/Makefile" && touch -d 2040-01-01 "$s/out" "$s"
	tar -cf toy-1.tar toy-1
	cd "$T/one"
	sha256sum <"$T/toy-1.tar" | sed 's/-$/toy-1.tar/' >recipes/toy/sha256
	stat -c %s "$T/toy-1.tar" >recipes/toy/size
	echo "file://$T/toy-1.tar" >recipes/toy/url
	echo 1 >recipes/toy/version && echo BSD-2-Clause >recipes/toy/license
	echo 'echo >new; test new -nt in; test new -nt out; make -q out; cp out "$PREFIX/"' >recipes/toy/build
	mkdir -p "$T/cache-behind" && ln -sfn "$CACHE/builder" "$T/cache-behind/builder"
	toy_make . step STEP=toy CACHE="$T/cache-behind"
	(cd recipes/toy && rm sha256 size url version license)
}
test_ok 'sources from the future build, and nothing of them is made again' behind

jobs_shared()
{
	# Four steps that each ask for all slots must together stay within two.
	for n in 1 2 3 4; do
		mkdir -p "$T/one/recipes/slot$n"
		: >"$T/one/recipes/slot$n/deps"
		cat >"$T/one/recipes/slot$n/build" <<-'S'
		printf 'all: a b c\na b c:\n\tdate +%%s.%%N >$(PREFIX)/$@.start; sleep 1; date +%%s.%%N >$(PREFIX)/$@.end\n' >Makefile
		make
		S
	done
	toy_make "$T/one" -j2 step STEP='slot1 slot2 slot3 slot4' CACHE="$c"
	# The most that ran at one moment.
	for f in "$c"/step/slot*/*.start; do
		echo "$(cat "$f") 1"
		echo "$(cat "${f%.start}.end") -1"
	done | sort -n | awk '{n += $2; if (n > max) max = n} END {print max; exit max > 2}'
}
test_ok 'steps share one set of job slots' jobs_shared

test_done
