/* SPDX-License-Identifier: BSD-2-Clause */
#include "note_files.h"

#include <string.h>

#include "../lib/err.h"

/* End the program unless it was done. */
static void need(enum key_result r, const char *path, const struct why *why)
{
	if (r != KEY_DONE)
		die(r == KEY_REFUSED ? EXIT_NO : EXIT_UNKNOWN, "%s: %s", path,
		    why->text);
}

void note_sign_with(const char *path, const void *data, size_t len,
    unsigned char public_key[KEY_BYTES], unsigned char sig[KEY_SIG])
{
	enum key_result r;
	struct key key;
	struct why why;

	need(key_load(path, &key, &why), path, &why);
	memcpy(public_key, key.public_key, KEY_BYTES);
	r = key_sign(&key, data, len, sig, &why);
	key_free(&key);
	need(r, path, &why);
}

void note_public_key(const char *path, unsigned char public_key[KEY_BYTES])
{
	struct why why;

	need(key_load_public(path, public_key, &why), path, &why);
}

void note_write(const char *path, const char *data, size_t len)
{
	struct outfile out;

	if (outfile_open(&out, path))
		die(EXIT_UNKNOWN, "create %s:", path);
	if (outfile_write(&out, data, len) || outfile_commit(&out))
		die(EXIT_UNKNOWN, "write %s:", path);
}
