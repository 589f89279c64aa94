/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "inputs_kept.h"
#include "link.h"
#include "note_files.h"
#include "ospkg_files.h"
#include "stmgr.h"

#define USAGE "usage: stmgr note link -key FILE -name NAME -in SUMS -out LINK\n"

enum { KEY, NAME, IN, OUT, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[KEY] = { "key", "FILE", "the private key, PKCS#8 or OpenSSH, or the "
		  "OpenSSH public key of one in ssh-agent; needed", NULL },
	[NAME] = { "name", "NAME", "the name of the step, such as rebuild; "
		   "needed", NULL },
	[IN] = { "in", "SUMS", "the files' hashes, as sha256sum prints them; "
		 "needed", NULL },
	[OUT] = { "out", "LINK", "the in-toto link; needed", NULL },
};

static json_t *load(const char *const *v)
{
	unsigned char *data;
	struct why why;
	json_t *part;
	size_t len;

	if (link_name_check(v[NAME], strlen(v[NAME]), &why))
		die(EXIT_NO, "-name %s: %s", v[NAME], why.text);
	ospkg_read(v[IN], LINK_MAX, &data, &len);
	part = link_signed(v[NAME], (const char *)data, len, &why);
	if (!part)
		die(why_status(&why), "%s: %s", v[IN], why.text);
	free(data);
	return part;
}

static int make(const char *const *v)
{
	unsigned char public_key[KEY_BYTES], sig[KEY_SIG];
	json_t *part = load(v);
	char *bytes = link_canonical(part), *text;
	char keyid[LINK_ID];

	if (!bytes)
		die(EXIT_UNKNOWN, "malloc:");
	note_sign_with(v[KEY], bytes, strlen(bytes), public_key, sig);
	if (link_keyid(public_key, keyid))
		die(EXIT_UNKNOWN, "%s: libcrypto cannot compute SHA-256",
		    v[KEY]);
	text = link_text(part, keyid, sig);
	if (!text)
		die(EXIT_UNKNOWN, "malloc:");
	note_write(v[OUT], text, strlen(text));
	free(text);
	free(bytes);
	json_decref(part);
	return EXIT_YES;
}

int note_link(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[KEY] || !v[NAME] || !v[IN] || !v[OUT]) {
		warn("-key, -name, -in and -out are needed");
		return flags_usage(USAGE);
	}
	if (inputs_kept(v[OUT], (const char *[]){ v[KEY], v[IN] }, (size_t)2))
		return EXIT_NO;
	return make(v);
}
