/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "../st/sigsum.h"
#include "log.h"
#include "ospkg_files.h"
#include "signer.h"
#include "stmgr.h"

#define USAGE "usage: stmgr ospkg sigsum -proof FILE -cert FILE [-ospkg PATH]\n"

enum { INPUT_MAX = 256 << 10 }; /* bytes of a proof */

enum { PROOF, CERT, OSPKG, LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[PROOF] = { "proof", "FILE", "the Sigsum proof for the archive; needed",
		    NULL },
	[CERT] = { "cert", "FILE", "the certificate of the key that submitted "
		   "it; needed", NULL },
	[OSPKG] = { "ospkg", "PATH", OSPKG_FLAG_HELP, "" },
	[LOGLEVEL] = { "loglevel", "LEVEL", LOG_LEVELS "; there is "
		       "nothing to log", "info" },
};

/*
 * Is there a proof of that key already? A key counts once. A plain signature
 * of it is another matter: hosts without a Sigsum policy look at that one.
 */
static bool has_proof(const struct ospkg_files *p, const struct signer *signer)
{
	const struct descriptor *d = &p->descriptor;
	struct why why;
	size_t i;

	for (i = 0; i < d->nsigs; i++)
		if (!sigsum_verify_leaf(d->sigs[i].data, d->sigs[i].len,
			signer->key, p->hash, &why))
			return true;
	return false;
}

static int add(const char *const *v)
{
	struct ospkg_files p;
	struct signer signer;
	unsigned char *proof;
	struct why why;
	size_t len;
	int status;

	ospkg_read(v[PROOF], INPUT_MAX, &proof, &len);
	signer_load(v[CERT], &signer);
	ospkg_files_load(v[OSPKG], &p);
	if (sigsum_verify_leaf(proof, len, signer.key, p.hash, &why))
		die(why_status(&why), "%s: %s", v[PROOF], why.text);
	if (has_proof(&p, &signer))
		die(EXIT_NO, "%s: has a Sigsum proof of the key of %s already",
		    p.json, v[CERT]);
	status = ospkg_archive(&p, false);
	if (status != EXIT_YES)
		finish(status);
	if (descriptor_append(&p.descriptor, signer.pem, signer.len, proof,
		len))
		die(EXIT_NO, "%s: has %zu signatures, no more can be added",
		    p.json, p.descriptor.nsigs);
	ospkg_files_write(&p);
	ospkg_files_free(&p);
	signer_free(&signer);
	free(proof);
	return EXIT_YES;
}

int ospkg_sigsum(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[PROOF] || !v[CERT]) {
		warn("-proof and -cert are needed");
		return flags_usage(USAGE);
	}
	log_level(v[LOGLEVEL]);
	return add(v);
}
