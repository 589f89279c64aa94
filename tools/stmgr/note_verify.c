/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "../lib/flags.h"
#include "../st/note.h"
#include "note_files.h"
#include "ospkg_files.h"
#include "stmgr.h"

#define USAGE "usage: stmgr note verify -vkey VKEY | -key FILE -name NAME " \
	      "-in NOTE\n"

enum { VKEY, KEY, NAME, IN, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[VKEY] = { "vkey", "VKEY", "the verifier key, as note sign prints it",
		   NULL },
	[KEY] = { "key", "FILE", "instead: the public key, PKIX or OpenSSH",
		  NULL },
	[NAME] = { "name", "NAME", "and its name", NULL },
	[IN] = { "in", "NOTE", "the signed note; needed", NULL },
};

static void load_key(const char *const *v, struct note_key *out)
{
	unsigned char public_key[KEY_BYTES];
	struct why why;

	if (v[VKEY]) {
		if (note_key_parse(v[VKEY], out, &why))
			die(EXIT_NO, "-vkey %s: %s", v[VKEY], why.text);
		return;
	}
	note_public_key(v[KEY], public_key);
	if (note_key_make(v[NAME], strlen(v[NAME]), public_key, out, &why))
		die(EXIT_NO, "-name %s: %s", v[NAME], why.text);
}

static int verify(const char *const *v)
{
	struct note_key key;
	unsigned char *data;
	struct note note;
	struct why why;
	size_t len;

	load_key(v, &key);
	ospkg_read(v[IN], NOTE_MAX, &data, &len);
	if (note_parse((const char *)data, len, &note, &why) ||
	    note_verify(&note, &key, &why) != NOTE_GOOD)
		die(EXIT_NO, "%s: %s", v[IN], why.text);
	fwrite(note.text, (size_t)1, note.len, stdout);
	free(data);
	return EXIT_YES;
}

int note_verify_main(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[IN]) {
		warn("-in is needed");
		return flags_usage(USAGE);
	}
	if (v[VKEY] ? v[KEY] || v[NAME] : !v[KEY] || !v[NAME]) {
		warn("either -vkey or both -key and -name are needed");
		return flags_usage(USAGE);
	}
	return verify(v);
}
