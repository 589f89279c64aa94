/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/x509v3.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "../st/roots.h"
#include "certmake.h"
#include "inputs_kept.h"
#include "keygen.h"
#include "log.h"
#include "signer.h"
#include "stmgr.h"
#include "when.h"

#define USAGE                                                               \
	"usage: stmgr keygen certificate [-isCA] [-rootKey FILE] [flags]\n" \
	"       stmgr keygen certificate -rootCert FILE -rootKey FILE "     \
	"[-leafKey FILE] [flags]\n"

enum { LIFE_HOURS = 72 };

enum { IS_CA, ROOT_CERT, ROOT_KEY, LEAF_KEY, FROM, UNTIL, CERT_OUT, KEY_OUT,
       LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[IS_CA] = { "isCA", NULL, "make a root, which signs itself; so does "
		    "leaving out both -rootCert and -rootKey", NULL },
	[ROOT_CERT] = { "rootCert", "FILE", "the certificate that issues",
			NULL },
	[ROOT_KEY] = { "rootKey", "FILE", "its private key, PKCS#8 or OpenSSH, "
		       "or the OpenSSH public key of one in ssh-agent", NULL },
	[LEAF_KEY] = { "leafKey", "FILE", "the public key to certify, PKIX or "
		       "OpenSSH; without it, one is made", NULL },
	[FROM] = { "validFrom", "DATE", "when it becomes valid, RFC 3339 "
		   "(default now)", NULL },
	[UNTIL] = { "validUntil", "DATE", "when it ends, RFC 3339 (default in "
		    "72 hours)", NULL },
	[CERT_OUT] = { "certOut", "FILE", "the certificate (default cert.pem, "
		       "with -isCA rootcert.pem)", NULL },
	[KEY_OUT] = { "keyOut", "FILE", "the private key that is made (default "
		      "key.pem, with -isCA rootkey.pem)", NULL },
	[LOGLEVEL] = { "loglevel", "LEVEL", LOG_LEVELS, "info" },
};

/* What is asked for. root.cert is NULL for a certificate that signs itself. */
struct job {
	struct key by, made; /* made.pkey NULL: no key is made */
	struct signer root;
	unsigned char key[KEY_BYTES]; /* to certify */
	time_t from, until;
	const char *cert_out, *key_out; /* key_out NULL: none is written */
};

/* A key that could not be had: an exit status. */
static int no_key(const char *what, enum key_result r, const struct why *why)
{
	warn("%s: %s", what, why->text);
	return r == KEY_REFUSED ? EXIT_NO : EXIT_UNKNOWN;
}

/* One date of the command line. */
static int parse_date(const char *name, const char *s, time_t *out)
{
	if (!s || !when_parse(s, out))
		return 0;
	warn("-%s %s: is not a date of RFC 3339, as 2026-11-23T10:00:00Z is",
	    name, s);
	return -1;
}

static int set_dates(const char *const *v, struct job *job)
{
	char from[WHEN_TEXT], until[WHEN_TEXT];
	time_t now = time(NULL);

	job->from = now;
	job->until = now + LIFE_HOURS * 3600;
	if (parse_date("validFrom", v[FROM], &job->from) ||
	    parse_date("validUntil", v[UNTIL], &job->until))
		return EXIT_NO;
	if (job->until <= job->from) {
		warn("the certificate would end at %s, not after its start at "
		     "%s: set -validUntil", when_text(job->until, until),
		    when_text(job->from, from));
		return EXIT_NO;
	}
	if (job->until <= now)
		log_warning("the certificate ended at %s",
		    when_text(job->until, until));
	return EXIT_YES;
}

/* Make the key to certify. */
static int make_key(struct job *job)
{
	struct why why;
	enum key_result r = key_make(&job->made, &why);

	if (r != KEY_DONE)
		return no_key("new key", r, &why);
	memcpy(job->key, job->made.public_key, sizeof(job->key));
	return EXIT_YES;
}

/* Boot loaders would refuse all that it issues. */
static int check_root(const char *cert, const char *key, const struct job *job)
{
	X509 *x = job->root.cert;

	if (memcmp(job->root.key, job->by.public_key, sizeof(job->root.key))) {
		warn("%s: is not the key of the certificate %s", key, cert);
		return EXIT_NO;
	}
	/* Without a key usage all its bits are set. */
	if (X509_check_ca(x) != 1 ||
	    !(X509_get_key_usage(x) & X509v3_KU_KEY_CERT_SIGN)) {
		warn("%s: is not a CA that may sign certificates", cert);
		return EXIT_NO;
	}
	return EXIT_YES;
}

/* A root that signs itself, with a new key or with -rootKey. */
static int prepare_root(const char *const *v, struct job *job)
{
	struct why why;
	enum key_result r;

	if (!v[ROOT_KEY])
		return make_key(job);
	r = key_load(v[ROOT_KEY], &job->by, &why);
	if (r != KEY_DONE)
		return no_key(v[ROOT_KEY], r, &why);
	memcpy(job->key, job->by.public_key, sizeof(job->key));
	return EXIT_YES;
}

static int prepare_leaf(const char *const *v, struct job *job)
{
	struct why why;
	enum key_result r;
	int status;

	signer_load(v[ROOT_CERT], &job->root);
	r = key_load(v[ROOT_KEY], &job->by, &why);
	if (r != KEY_DONE)
		return no_key(v[ROOT_KEY], r, &why);
	status = check_root(v[ROOT_CERT], v[ROOT_KEY], job);
	if (status != EXIT_YES)
		return status;
	if (!v[LEAF_KEY])
		return make_key(job);
	r = key_load_public(v[LEAF_KEY], job->key, &why);
	return r == KEY_DONE ? EXIT_YES : no_key(v[LEAF_KEY], r, &why);
}

/* What a boot loader would say, when it is valid or now, and how long. */
static void judge(const struct job *job, X509 *cert)
{
	time_t now = time(NULL), then = job->from > now ? job->from : now, end;
	struct roots roots = { 1, NULL };
	X509 *root = job->root.cert;
	char date[WHEN_TEXT];
	struct why why;

	if (!root)
		return;
	roots.cert = &root;
	if (job->until > now && cert_trusted(cert, &roots, then, &why))
		log_warning("no boot loader would trust the certificate: %s",
		    why.text);
	if (!when_cert_end(root, &end) && end < job->until)
		log_warning("the root ends at %s, before the certificate",
		    when_text(end, date));
}

static void report(const char *const *v, const struct job *job)
{
	char date[WHEN_TEXT];

	log_bytes("public key", job->key, (int)sizeof(job->key));
	if (!v[UNTIL])
		log_info("%s: is valid for %d hours only, until %s; "
			 "-validUntil sets another end", job->cert_out,
		    LIFE_HOURS, when_text(job->until, date));
	if (job->key_out)
		log_debug("%s: the private key, not encrypted", job->key_out);
	else if (v[KEY_OUT])
		log_warning("-keyOut %s: no key was made, so none is written",
		    v[KEY_OUT]);
}

static int certificate(const char *const *v, bool ca)
{
	const char *const in[] = { v[ROOT_CERT], v[ROOT_KEY], v[LEAF_KEY] };
	struct job job = { 0 };
	bool makes = ca ? !v[ROOT_KEY] : !v[LEAF_KEY];
	X509 *cert = NULL;
	enum key_result r;
	struct why why;
	int status;

	/* By the flag, as upstream: a root without it has the plain names. */
	job.cert_out = v[CERT_OUT] ? v[CERT_OUT]
				   : v[IS_CA] ? "rootcert.pem" : "cert.pem";
	if (makes)
		job.key_out = v[KEY_OUT] ? v[KEY_OUT]
					 : v[IS_CA] ? "rootkey.pem" : "key.pem";
	status = set_dates(v, &job);
	if (status == EXIT_YES)
		status = keygen_may_write(job.cert_out, job.key_out);
	if (status == EXIT_YES && inputs_kept(job.cert_out, in, 3))
		status = EXIT_NO;
	if (status == EXIT_YES)
		status = ca ? prepare_root(v, &job) : prepare_leaf(v, &job);
	if (status == EXIT_YES) {
		r = cert_make(job.key, job.root.cert,
		    job.by.pkey || v[ROOT_KEY] ? &job.by : &job.made, job.from,
		    job.until, &cert, &why);
		if (r != KEY_DONE)
			status = no_key(v[ROOT_KEY] ? v[ROOT_KEY]
						    : job.cert_out, r, &why);
	}
	if (status == EXIT_YES) {
		judge(&job, cert);
		keygen_write(job.cert_out, cert, job.key_out, &job.made);
		report(v, &job);
	}
	X509_free(cert);
	signer_free(&job.root);
	key_free(&job.by);
	key_free(&job.made);
	return status;
}

/* NULL, or what is wrong with the flags together. */
static const char *flags_fault(const char *const *v, bool ca)
{
	if (ca && v[ROOT_CERT])
		return "-isCA and -rootCert: a root signs itself, and boot "
		       "loaders know no CA between root and signing key";
	if (ca && v[LEAF_KEY])
		return "-leafKey: who is to certify it? Give -rootCert and "
		       "-rootKey; a root of an existing key is -isCA -rootKey";
	if (!ca && (!v[ROOT_CERT] || !v[ROOT_KEY]))
		return "-rootCert and -rootKey go together";
	return NULL;
}

int keygen_certificate(int argc, char **argv)
{
	const char *v[NFLAGS], *fault;
	bool ca;
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	ca = v[IS_CA] || (!v[ROOT_CERT] && !v[ROOT_KEY]);
	fault = flags_fault(v, ca);
	if (fault) {
		warn("%s", fault);
		return flags_usage(USAGE);
	}
	log_level(v[LOGLEVEL]);
	return certificate(v, ca);
}
