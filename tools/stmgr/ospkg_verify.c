/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "../st/sigsum_policy.h"
#include "../st/trustdir.h"
#include "../st/verify.h"
#include "log.h"
#include "ospkg_files.h"
#include "stmgr.h"

#define USAGE "usage: stmgr ospkg verify -trustPolicy DIR | -rootCerts FILE " \
	      "[-ospkg PATH] [-bootable]\n"

enum { TRUST, ROOTS, OSPKG, BOOTABLE, LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[TRUST] = { "trustPolicy", "DIR", "a trust policy directory", NULL },
	[ROOTS] = { "rootCerts", "FILE", "the roots alone; then every "
		    "signature has to be valid, and there has to be one",
		    NULL },
	[OSPKG] = { "ospkg", "PATH", OSPKG_FLAG_HELP, "" },
	[BOOTABLE] = { "bootable", NULL, "refuse what stboot could not start, too: "
		       "without it that is a warning", NULL },
	[LOGLEVEL] = { "loglevel", "LEVEL", LOG_LEVELS "; from warn on "
		       "nothing is said of a good package", "info" },
};

/* -rootCerts: every signature has to be valid, and none is not all. */
static void load_rootcerts(const char *path, const struct descriptor *d,
    struct trustdir *out)
{
	unsigned char *data;
	struct why why;
	size_t len;

	ospkg_read(path, ROOTS_MAX, &data, &len);
	if (roots_parse(data, len, &out->roots, &why))
		die(why_status(&why), "%s: %s", path, why.text);
	free(data);
	out->policy.threshold = d->nsigs > 0 ? (int64_t)d->nsigs : 1;
}

static void load_trust(const char *const *v, const struct descriptor *d,
    struct trustdir *out)
{
	struct why why;
	int unreadable;

	memset(out, 0, sizeof(*out));
	if (v[ROOTS])
		load_rootcerts(v[ROOTS], d, out);
	else if (trustdir_load(v[TRUST], out, &unreadable, &why))
		die(unreadable ? EXIT_UNKNOWN : EXIT_NO, "%s: %s", v[TRUST],
		    why.text);
}

static void tell(void *arg, const char *text)
{
	warn("%s: %s", (const char *)arg, text);
}

/* The Sigsum policy, or NULL: there is none. */
static struct sigsum_policy *load_sigsum(const char *path,
    const struct trustdir *trust)
{
	struct sigsum_policy *policy;
	struct why why;

	if (!trust->sigsum)
		return NULL;
	policy = sigsum_policy_parse(trust->sigsum, trust->sigsum_len, &why);
	if (!policy)
		die(why_status(&why), "%s: " TRUSTDIR_SIGSUM ": %s", path, why.text);
	return policy;
}

/* Returns an exit status, after a warn(). */
static int check_signatures(const char *const *v, const struct ospkg_files *p,
    struct verify_result *result, int64_t *threshold)
{
	struct sigsum_policy *policy;
	struct trustdir trust;
	struct why why;
	int r;

	load_trust(v, &p->descriptor, &trust);
	policy = load_sigsum(v[TRUST], &trust);
	*threshold = trust.policy.threshold;
	r = ospkg_verify(&p->descriptor, p->hash, &trust.roots, policy,
	    *threshold, time(NULL), tell, p->json, result, &why);
	if (r)
		warn("%s: %s", p->json, why.text);
	sigsum_policy_free(policy);
	trustdir_free(&trust);
	return r ? why_status(&why) : EXIT_YES;
}

static int verify(const char *const *v)
{
	struct verify_result result;
	struct ospkg_files p;
	int64_t threshold;
	int status;

	ospkg_files_load(v[OSPKG], &p);
	status = check_signatures(v, &p, &result, &threshold);
	if (status == EXIT_YES)
		status = ospkg_archive(&p, v[BOOTABLE] != NULL);
	if (status == EXIT_YES && log_is_info())
		printf("%s: %zu signatures found, %zu valid, %lld required\n",
		    p.json, result.found, result.valid, (long long)threshold);
	ospkg_files_free(&p);
	return status;
}

int ospkg_verify_main(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[TRUST] == !v[ROOTS]) {
		warn("one of -trustPolicy and -rootCerts is needed");
		return flags_usage(USAGE);
	}
	log_level(v[LOGLEVEL]);
	return verify(v);
}
