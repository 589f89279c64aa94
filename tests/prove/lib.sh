# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# One claim a script: it says what is claimed, how that is measured, and what was
# measured, in lines of KEY<tab>VALUE[<tab>VALUE...] on standard output:
#	claim	ID	TEXT		how	TEXT
#	fact	NAME	GOT	WANT	ok|no	what decides (WANT: "= 0", ">= 1000")
#	control	NAME	GOT	WANT	ok|no	what shows that a fact could have failed
#	number	NAME	GOT		what decides nothing
#	picture	FILE	TEXT		note	TEXT
#	verdict	pass|FAIL|not measured	REASON
# Exit status: 0 pass, 1 FAIL, 3 not measured. Sourced from the top of the repository.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
prove_out=${PROVE_OUT:-$T}
prove_facts=0
prove_bad=
prove_blind=
# Not hardware that hangs: the same everywhere.
echo tcg >"$T/accel"

say() { (IFS='	' && echo "$*"); }

claim() { say claim "$@"; }
how() { say how "$@"; }
note() { say note "$@"; }
number() { say number "$@"; }

# verdict: from the facts and controls before it. A control that failed makes the
# facts worthless, good or bad.
verdict()
{
	test -z "$prove_blind" || unmeasured "control failed: $prove_blind"
	test -z "$prove_bad" || {
		say verdict FAIL "$prove_bad"
		exit 1
	}
	test "$prove_facts" -gt 0 || unmeasured 'nothing was looked at'
	say verdict pass ''
	exit 0
}

# unmeasured REASON, missing REASON (of lib.sh's need)
unmeasured()
{
	say verdict 'not measured' "$1"
	exit 3
}

missing() { unmeasured "$1"; }

# must TEXT COMMAND...: without it nothing can be measured.
must()
{
	must_text=$1
	shift
	run "$@"
	test "$status" -eq 0 || {
		diag "$T/.out" >&2
		unmeasured "failed: $must_text"
	}
}

# judged KIND NAME OPERATOR WANT GOT
judged()
{
	case $3 in
	=) test "$5" = "$4" ;;
	!=) test -n "$5" && test "$5" != "$4" ;;
	'>=') test "${5:-0}" -ge "$4" ;;
	'<=') test "${5:-$4$4}" -le "$4" ;;
	*) false ;;
	esac && judged=ok || judged=no
	say "$1" "$2" "$5" "$3 $4" "$judged"
	test "$judged" = ok
}

# fact NAME OPERATOR WANT GOT, control NAME OPERATOR WANT GOT
fact()
{
	prove_facts=$((prove_facts + 1))
	judged fact "$@" || prove_bad="${prove_bad:+$prove_bad; }$1"
}

control()
{
	judged control "$@" || prove_blind="${prove_blind:+$prove_blind; }$1"
}

# picture RAM NAME TEXT [PATTERN-FILE...]: what is in this memory, as a PNG.
picture()
{
	picture_name=$2
	picture_text=$3
	picture_ram=$1
	shift 3
	tests/prove/ram -p "$prove_out/$picture_name.png" "$picture_ram" "$@" >/dev/null
	say picture "$picture_name.png" "$picture_text"
}
