/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "keys.h"
#include "log.h"
#include "ospkg_files.h"
#include "signer.h"
#include "stmgr.h"
#include "when.h"

#define USAGE "usage: stmgr ospkg sign -key FILE -cert FILE [-ospkg PATH]\n"

enum { SOON = 7 * 24 * 3600 }; /* seconds: a certificate that ends soon */

enum { KEY, CERT, OSPKG, LOGLEVEL, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[KEY] = { "key", "FILE", "the private key, PKCS#8 or OpenSSH, or the "
		  "OpenSSH public key of one in ssh-agent; needed", NULL },
	[CERT] = { "cert", "FILE", "the certificate of the key; needed", NULL },
	[OSPKG] = { "ospkg", "PATH", OSPKG_FLAG_HELP, "" },
	[LOGLEVEL] = { "loglevel", "LEVEL", LOG_LEVELS "; debug "
		       "prints what is signed", "info" },
};

/*
 * The signature may be for later, or for boot loaders with other rules, so
 * these are warnings. Certificates of code signing are the usual trap.
 */
static void check_cert(const char *path, const struct signer *s)
{
	time_t now = time(NULL), end;
	char date[WHEN_TEXT];
	struct why why;

	if (signer_fault(s, now, &why))
		log_warning("%s: %s: no boot loader would count the "
		     "signature now", path, why.text);
	else if (!when_cert_end(s->cert, &end) && end - now < SOON)
		log_warning("%s: is valid only until %s: after that servers "
		     "do not boot this package", path, when_text(end, date));
}

/* Is the certificate, or its key, in the descriptor? */
static void check_unused(const struct ospkg_files *p, const char *path,
    const struct signer *s)
{
	const struct descriptor *d = &p->descriptor;
	unsigned char key[CERT_KEY];
	struct why why;
	size_t i;

	for (i = 0; i < d->ncerts; i++) {
		X509 *x = cert_parse(d->certs[i].data, d->certs[i].len, &why);

		if (!x)
			die(EXIT_NO, "%s: certificate %zu %s: boot loaders "
			    "refuse the package", p->json, i + 1, why.text);
		if (!X509_cmp(x, s->cert))
			die(EXIT_NO, "%s: %s: certificate has already been "
			    "used", p->json, path);
		if (!cert_key(x, key, &why) && !memcmp(key, s->key, CERT_KEY))
			log_warning("%s: the key of %s has signed already, "
			     "with another certificate: it counts once",
			     p->json, path);
		X509_free(x);
	}
}

static void load_key(const char *path, struct key *key)
{
	struct why why;

	switch (key_load(path, key, &why)) {
	case KEY_DONE:
		return;
	case KEY_REFUSED:
		die(EXIT_NO, "%s: %s", path, why.text);
	case KEY_FAILED:
		break;
	}
	die(EXIT_UNKNOWN, "%s: %s", path, why.text);
}

static int sign(const char *const *v)
{
	unsigned char sig[KEY_SIG];
	struct ospkg_files p;
	struct signer signer;
	enum key_result r;
	struct key key;
	struct why why;
	int status;

	load_key(v[KEY], &key);
	signer_load(v[CERT], &signer);
	if (memcmp(key.public_key, signer.key, sizeof(signer.key)))
		die(EXIT_NO, "%s: is not the key of the certificate %s", v[KEY],
		    v[CERT]);
	check_cert(v[CERT], &signer);
	ospkg_files_load(v[OSPKG], &p);
	if (p.size == 0)
		die(EXIT_NO, "%s: is empty", p.zip);
	check_unused(&p, v[CERT], &signer);
	status = ospkg_archive(&p, false);
	if (status != EXIT_YES)
		finish(status);
	log_bytes("SHA-256 of the archive", p.hash, (int)sizeof(p.hash));
	log_bytes("public key", key.public_key, (int)sizeof(key.public_key));
	r = key_sign(&key, p.hash, sizeof(p.hash), sig, &why);
	key_free(&key);
	if (r != KEY_DONE)
		die(r == KEY_REFUSED ? EXIT_NO : EXIT_UNKNOWN, "%s: %s", v[KEY],
		    why.text);
	log_bytes("signature", sig, (int)sizeof(sig));
	if (descriptor_append(&p.descriptor, signer.pem, signer.len, sig,
	    sizeof(sig)))
		die(EXIT_NO, "%s: has %zu signatures, no more can be added",
		    p.json, p.descriptor.nsigs);
	ospkg_files_write(&p);
	ospkg_files_free(&p);
	signer_free(&signer);
	return EXIT_YES;
}

int ospkg_sign(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[KEY] || !v[CERT]) {
		warn("-key and -cert are needed");
		return flags_usage(USAGE);
	}
	log_level(v[LOGLEVEL]);
	return sign(v);
}
