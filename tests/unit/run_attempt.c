/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/ospkg/attempt.c tools/lib/backoff.c tools/ospkg/check.c tools/ospkg/child.c tools/ospkg/debug.c tools/ospkg/fetch.c tools/ospkg/fetch_file.c tools/http/fetch_calls.c tools/http/fetch_get.c tools/http/fetch_guess.c tools/net/clocknote.c tools/lib/num.c tools/ospkg/fetch_same.c tools/http/fetch_why.c tools/ospkg/memfile.c tools/ospkg/sandbox.c tools/http/urljoin.c tools/http/urlprint.c tools/st/base64.c tools/st/cert.c tools/st/cert_parse.c tools/st/descriptor.c tools/st/hash.c tools/st/hex.c tools/st/hostconfig_pointer.c tools/st/json.c tools/st/merkle.c tools/st/osmanifest.c tools/st/package.c tools/st/roots.c tools/st/sigsum.c tools/st/sigsum_policy.c tools/st/sigsum_policy_parse.c tools/st/sigsum_proof.c tools/st/trustdir.c tools/st/trustpolicy.c tools/st/url.c tools/st/verify.c tools/st/why.c tools/st/zip.c tools/st/zip_dir.c tools/st/zip_end.c tools/st/zip_extract.c tools/st/zip_local.c tools/net/clock.c tools/lib/err.c tools/lib/seccomp.c tools/lib/readfile.c tools/lib/copy.c tools/st/bzimage.c tools/st/url_absolute.c
// libs: -lcurl -lssl -lcrypto -ljansson -lz
/*
 * run_attempt POINTER TRUSTDIR: what the boot loader does from ospkg_pointer, the
 * URL of a descriptor or a file of the boot medium, to a kernel and an initramfs
 * that may be started, in its own two processes and their sandboxes, as a
 * program for tests/bench/stboot and tests/t15-medium.sh. As root.
 * Prints the milliseconds of processor time, user and system, of all three.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "../../tools/lib/err.h"
#include "../../tools/net/clock.h"
#include "../../tools/st/hostconfig.h"
#include "../../tools/st/trustdir.h"
#include "../../tools/ospkg/attempt.h"

static long ms_of(int who)
{
	struct rusage u;

	if (getrusage(who, &u))
		die(EXIT_UNKNOWN, "getrusage:");
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 +
	    (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

int main(int argc, char **argv)
{
	static struct trustdir trust;
	static struct verified out;
	struct attempt a = {.trust = &trust};
	char name[HOSTCONFIG_FILE] = "";
	const char *fault;
	struct why why;
	int status;

	progname = "run_attempt";
	if (argc != 3)
		die(EXIT_USAGE, "usage: run_attempt POINTER TRUSTDIR");
	if (trustdir_load(argv[2], &trust, NULL, &why))
		die(EXIT_NO, "%s", why.text);
	if (strstr(argv[1], "://"))
		a.url = argv[1];
	else if ((fault = hostconfig_file(argv[1], name)))
		die(EXIT_NO, "ospkg_pointer %s", fault);
	a.file = name;
	a.deadline = clock_now() + 120000;
	status = attempt_run(&a, &out);
	if (status == EXIT_YES)
		printf("%ld\n", ms_of(RUSAGE_SELF) + ms_of(RUSAGE_CHILDREN));
	return status;
}
