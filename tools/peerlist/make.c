/* SPDX-License-Identifier: BSD-2-Clause */
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "err.h"
#include "flags.h"
#include "readfile.h"

#define FULL_USAGE                                                             \
	"usage: peerlist full -realm NAME -number N -in TABLE "                \
	"[-valid-until TIME] [-may-shrink PERCENT]\n"
#define DELTA_USAGE "usage: peerlist delta -old LIST -new LIST\n"
#define CHECK_USAGE "usage: peerlist check -in LIST [-vkey VKEY]\n"

enum { REALM, NUMBER, TABLE, VALID, SHRINK, FULL_FLAGS };

static const struct flag full_flags[] = {
	[REALM] = {"realm", "NAME", "of the servers; the key's name", NULL},
	[NUMBER] = {"number", "N", "of the list, greater each time", NULL},
	[TABLE] = {"in", "FILE", "lines KEY PSK NETWORK,...; PSK may be -",
		   NULL},
	[VALID] = {"valid-until", "TIME", "like 2026-12-01T00:00:00Z", NULL},
	[SHRINK] = {"may-shrink", "PERCENT", "of the peers may go", NULL},
};

enum { OLD, NEW, DELTA_FLAGS };

static const struct flag delta_flags[] = {
	[OLD] = {"old", "FILE", "the full list that servers have", NULL},
	[NEW] = {"new", "FILE", "the full list that they are to have", NULL},
};

enum { IN, VKEY, CHECK_FLAGS };

static const struct flag check_flags[] = {
	[IN] = {"in", "FILE", "the list", NULL},
	[VKEY] = {"vkey", "VKEY", "who has to have signed it", NULL},
};

/* By the key, which is base64: its order is not that of the characters. */
static int by_key(const void *a, const void *b)
{
	unsigned char key[2][PEER_KEY] = {{0}};
	const char *const text[2] = {*(char *const *)a, *(char *const *)b};

	for (int i = 0; i < 2; i++)
		sodium_base642bin(key[i], PEER_KEY, text[i], strlen(text[i]),
				  " ", NULL, NULL,
				  sodium_base64_VARIANT_ORIGINAL);
	return memcmp(key[0], key[1], PEER_KEY);
}

/* The lines of the table in order; empty ones and comments are left out. */
static char **read_table(const char *path, size_t *count)
{
	unsigned char *data;
	char **line, *next;
	size_t len, most = 1;

	if (readfile_at(AT_FDCWD, path, PEERLIST_MAX, &data, &len))
		die(EXIT_UNKNOWN, "read %s:", path);
	for (size_t i = 0; i < len; i++)
		most += data[i] == '\n';
	line = calloc(most, sizeof(*line));
	if (!line)
		die(EXIT_UNKNOWN, "read %s:", path);
	next = (char *)data;
	*count = 0;
	while (next) {
		char *start = strsep(&next, "\n");

		if (start[0] && start[0] != '#')
			line[(*count)++] = start;
	}
	qsort(line, *count, sizeof(*line), by_key);
	return line;
}

/* The whole text, which is what a server would read. */
static char *write_full(const char *const *v, size_t *len)
{
	size_t count;
	char **line = read_table(v[TABLE], &count), *text;
	FILE *to = open_memstream(&text, len);

	if (!to)
		die(EXIT_UNKNOWN, "make the list:");
	fprintf(to, PEERLIST_MAGIC " %s\nnumber %s\nfull\n", v[REALM],
		v[NUMBER]);
	if (v[VALID])
		fprintf(to, "valid-until %s\n", v[VALID]);
	if (v[SHRINK])
		fprintf(to, "may-shrink %s\n", v[SHRINK]);
	for (size_t i = 0; i < count; i++)
		fprintf(to, "+ %s\n", line[i]);
	if (fclose(to))
		die(EXIT_UNKNOWN, "make the list:");
	free(line);
	return text;
}

int full_main(int argc, char **argv)
{
	static const struct peers none;
	const char *v[FULL_FLAGS];
	struct peerlist list;
	struct peers after;
	struct why why;
	size_t len;
	char *text;
	int status = flags_read(argc, argv, full_flags, FULL_FLAGS, FULL_USAGE,
				v);

	if (status >= 0)
		return status;
	if (!v[REALM] || !v[NUMBER] || !v[TABLE])
		return flags_usage(FULL_USAGE);
	text = write_full(v, &len);
	if (peerlist_parse(text, len, &list, &why) ||
	    peerlist_apply(&none, &list, &after, &why))
		die(EXIT_NO, "%s: the list %s (line 4 or later: the table, in "
		    "the order of its keys)", v[TABLE], why.text);
	fwrite(text, 1, len, stdout);
	return EXIT_YES;
}

/* "-" and "+" lines, in one order. */
static void print_changes(const struct peers *a, const struct peers *b)
{
	char key[sodium_base64_ENCODED_LEN(PEER_KEY,
					   sodium_base64_VARIANT_ORIGINAL)];
	size_t i = 0, k = 0;

	while (i < a->count || k < b->count) {
		int order = peers_order(a, i, b, k);

		if (order < 0)
			printf("- %s\n",
			       sodium_bin2base64(key, sizeof(key),
						 a->peer[i].key, PEER_KEY,
						 sodium_base64_VARIANT_ORIGINAL));
		else if (order > 0 ||
			 !peers_same(a, &a->peer[i], b, &b->peer[k]))
			print_peer(b, &b->peer[k]);
		i += order <= 0;
		k += order >= 0;
	}
}

int delta_main(int argc, char **argv)
{
	const char *v[DELTA_FLAGS];
	struct peerlist old, new;
	int status = flags_read(argc, argv, delta_flags, DELTA_FLAGS,
				DELTA_USAGE, v);

	if (status >= 0)
		return status;
	if (!v[OLD] || !v[NEW])
		return flags_usage(DELTA_USAGE);
	load(v[OLD], NULL, &old);
	load(v[NEW], NULL, &new);
	if (old.since || new.since)
		die(EXIT_NO, "%s is a delta: two full lists are needed",
		    old.since ? v[OLD] : v[NEW]);
	if (strcmp(old.realm, new.realm) || old.number >= new.number)
		die(EXIT_NO, "%s does not follow %s: another realm, or no "
		    "greater number", v[NEW], v[OLD]);
	new.since = old.number;
	print_head(&new);
	print_changes(&old.peers, &new.peers);
	return EXIT_YES;
}

int check_main(int argc, char **argv)
{
	static const struct peers none;
	const char *v[CHECK_FLAGS];
	struct peerlist list;
	struct peers after;
	struct why why;
	int status = flags_read(argc, argv, check_flags, CHECK_FLAGS,
				CHECK_USAGE, v);

	if (status >= 0)
		return status;
	if (!v[IN])
		return flags_usage(CHECK_USAGE);
	load(v[IN], v[VKEY], &list);
	if (!list.since && peerlist_apply(&none, &list, &after, &why))
		die(EXIT_NO, "%s: %s", v[IN], why.text);
	printf("realm=%s number=%" PRIu64 " since=%" PRIu64 " peers=%zu "
	       "removed=%zu\n", list.realm, list.number, list.since,
	       list.peers.count, list.gones);
	return EXIT_YES;
}
