/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <openssl/pem.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "../lib/outfile.h"
#include "../st/cert.h"
#include "../st/sigsum.h"
#include "ospkg_files.h"
#include "stmgr.h"

#define USAGE "usage: stmgr ospkg sigsum -proof FILE -cert FILE -ospkg PATH\n"

enum { INPUT_MAX = 256 << 10 }; /* bytes of a proof or a certificate */

enum { PROOF, CERT, OSPKG, LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[PROOF] = { "proof", "FILE", "the Sigsum proof for the archive; needed",
		    NULL },
	[CERT] = { "cert", "FILE", "the certificate of the key that submitted "
		   "it; needed", NULL },
	[OSPKG] = { "ospkg", "PATH", "the .zip or the .json of the package; "
		    "needed", NULL },
	[LOGLEVEL] = { "loglevel", "LEVEL", "debug, info or warn; there is "
		       "nothing to log", "info" },
};

/* A certificate, as it goes into the descriptor, and its key. */
struct signer {
	char *pem;
	size_t len;
	unsigned char key[CERT_KEY];
};

/* The first certificate of the file alone, without the text around it. */
static void load_cert(const char *path, struct signer *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	unsigned char *data;
	struct why why;
	X509 *cert;
	size_t len;
	char *pem;
	long n;

	ospkg_read(path, INPUT_MAX, &data, &len);
	cert = cert_parse(data, len, &why);
	free(data);
	if (!cert || cert_key(cert, out->key, &why))
		die(EXIT_NO, "%s: %s", path, why.text);
	if (!bio || PEM_write_bio_X509(bio, cert) != 1 ||
	    (n = BIO_get_mem_data(bio, &pem)) <= 0 ||
	    !(out->pem = malloc((size_t)n)))
		die(EXIT_UNKNOWN, "%s: cannot be written as PEM", path);
	memcpy(out->pem, pem, (size_t)n);
	out->len = (size_t)n;
	BIO_free(bio);
	X509_free(cert);
}

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

/* Replace the descriptor, or exit. */
static void write_descriptor(const struct ospkg_files *p)
{
	char *text = descriptor_text(&p->descriptor);
	size_t len = text ? strlen(text) : 0, done = 0;
	struct outfile out;
	ssize_t n;

	if (!text)
		die(EXIT_UNKNOWN, "%s: out of memory", p->json);
	if (len > DESCRIPTOR_MAX)
		die(EXIT_NO, "%s: would be longer than %d bytes", p->json,
		    DESCRIPTOR_MAX);
	if (outfile_open(&out, p->json))
		die(EXIT_UNKNOWN, "create %s:", p->json);
	while (done < len) {
		n = write(out.fd, text + done, len - done);
		if (n < 0 && errno != EINTR)
			die(EXIT_UNKNOWN, "write %s:", p->json);
		if (n > 0)
			done += (size_t)n;
	}
	if (outfile_commit(&out))
		die(EXIT_UNKNOWN, "write %s:", p->json);
	free(text);
}

static int add(const char *const *v)
{
	struct ospkg_files p;
	struct signer signer;
	unsigned char *proof;
	struct why why;
	size_t len;

	ospkg_read(v[PROOF], INPUT_MAX, &proof, &len);
	load_cert(v[CERT], &signer);
	ospkg_files_load(v[OSPKG], &p);
	if (sigsum_verify_leaf(proof, len, signer.key, p.hash, &why))
		die(EXIT_NO, "%s: %s", v[PROOF], why.text);
	if (has_proof(&p, &signer))
		die(EXIT_NO, "%s: has a Sigsum proof of the key of %s already",
		    p.json, v[CERT]);
	if (descriptor_append(&p.descriptor, signer.pem, signer.len, proof,
		len))
		die(EXIT_NO, "%s: has %zu signatures, no more can be added",
		    p.json, p.descriptor.nsigs);
	write_descriptor(&p);
	ospkg_files_free(&p);
	free(signer.pem);
	free(proof);
	return EXIT_YES;
}

static int bad_usage(void)
{
	fputs(USAGE, stderr);
	return EXIT_USAGE;
}

int ospkg_sigsum(int argc, char **argv)
{
	const char *v[NFLAGS];

	switch (flags_parse(argc, argv, flags, NFLAGS, v)) {
	case FLAGS_HELP:
		fputs(USAGE, stdout);
		flags_print(stdout, flags, NFLAGS);
		return EXIT_YES;
	case FLAGS_BAD:
		return bad_usage();
	case FLAGS_OK:
		break;
	}
	if (!v[PROOF] || !v[CERT] || !v[OSPKG]) {
		warn("-proof, -cert and -ospkg are needed");
		return bad_usage();
	}
	if (strcmp(v[LOGLEVEL], "debug") && strcmp(v[LOGLEVEL], "info") &&
	    strcmp(v[LOGLEVEL], "warn")) {
		warn("-loglevel %s: use debug, info or warn", v[LOGLEVEL]);
		return bad_usage();
	}
	return add(v);
}
