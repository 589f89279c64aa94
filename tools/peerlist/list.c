/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists as files: read, verified, printed. */
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../st/note.h"
#include "addr.h"
#include "commands.h"
#include "err.h"
#include "readfile.h"

/* The text of a note that is signed by vkey. */
static void verify(const char *path, const char *vkey, const char *data,
		   size_t len, struct note_key *key, struct note *note)
{
	struct why why;

	if (note_key_parse(vkey, key, &why))
		die(EXIT_USAGE, "-vkey %s: %s", vkey, why.text);
	if (note_parse(data, len, note, &why) ||
	    note_verify(note, key, &why) != NOTE_GOOD)
		die(EXIT_NO, "%s: %s", path, why.text);
}

void load(const char *path, const char *vkey, struct peerlist *out)
{
	struct note note = {0};
	struct note_key key;
	unsigned char *data;
	struct why why;
	size_t len;
	char *end;

	if (readfile_at(AT_FDCWD, path, PEERLIST_MAX, &data, &len))
		die(EXIT_UNKNOWN, "read %s:", path);
	note.text = (const char *)data;
	note.len = len;
	if (vkey) {
		verify(path, vkey, note.text, len, &key, &note);
	} else {
		/* A list has no empty line, so signatures follow the first. */
		end = memmem(data, len, "\n\n", 2);
		if (end)
			note.len = (size_t)(end - note.text) + 1;
	}
	if (peerlist_parse(note.text, note.len, out, &why))
		die(EXIT_NO, "%s: %s", path, why.text);
	if (vkey && (strlen(out->realm) != key.name_len ||
		     memcmp(out->realm, key.name, key.name_len)))
		die(EXIT_NO, "%s: realm %s is not the key's name", path,
		    out->realm);
	sodium_memzero(data, len);
	free(data);
}

void print_head(const struct peerlist *list)
{
	time_t t = (time_t)list->valid_until;
	char text[32];
	struct tm tm;

	printf(PEERLIST_MAGIC " %s\nnumber %" PRIu64 "\n", list->realm,
	       list->number);
	if (list->since)
		printf("since %" PRIu64 "\n", list->since);
	else
		puts("full");
	if (list->valid_until && gmtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		printf("valid-until %s\n", text);
	if (list->may_shrink)
		printf("may-shrink %u\n", list->may_shrink);
}

static const char *key_text(const unsigned char *key)
{
	static char text[sodium_base64_ENCODED_LEN(
	    PEER_KEY, sodium_base64_VARIANT_ORIGINAL)];

	return sodium_bin2base64(text, sizeof(text), key, PEER_KEY,
				 sodium_base64_VARIANT_ORIGINAL);
}

void print_peer(const struct peers *t, const struct peer *p)
{
	char text[PREFIX_TEXT];

	printf("+ %s", key_text(p->key));
	printf(" %s ", p->psk == PEER_NO_PSK ? "-" : key_text(t->psk[p->psk]));
	for (size_t i = 0; i < p->nets; i++)
		printf("%s%s", i ? "," : "",
		       peer_net_text(&t->net[p->net + i], text));
	putchar('\n');
}
