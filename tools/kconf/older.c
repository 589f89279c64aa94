/* SPDX-License-Identifier: GPL-2.0-only */
#include "older.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "tsv.h"

#define TITLE "# kconf symbols: "

enum { COLUMNS = 12, NAME_MAX_BYTES = 128 };

static char *copy(const char *s)
{
	char *p = strdup(s);

	if (p == NULL)
		die(EXIT_UNKNOWN, "strdup:");
	return p;
}

/* The first line. Returns NULL, or what is wrong. */
static const char *read_title(struct older *o, FILE *f)
{
	size_t size = 0;

	if (getline(&o->title, &size, f) <= 0 ||
	    strncmp(o->title, TITLE, strlen(TITLE)) != 0)
		return "does not begin as a table of kconf dump does";
	memmove(o->title, o->title + strlen(TITLE),
		strlen(o->title + strlen(TITLE)) + 1);
	o->title[strcspn(o->title, "\n")] = '\0';
	return NULL;
}

const char *older_read(struct older *o, FILE *f)
{
	static char message[128];
	struct tsv t = {.f = f, .line = 1};
	char *field[COLUMNS];
	const char *wrong;
	int n;

	*o = (struct older){0};
	wrong = read_title(o, f);
	if (wrong != NULL)
		return wrong;
	while ((n = tsv_next(&t, field, COLUMNS, &wrong)) > 0) {
		struct older_symbol *p;

		wrong = "has not the columns of a symbol";
		if (n != COLUMNS || field[0][0] == '\0')
			break;
		wrong = "is not in order";
		if (o->n > 0 && strcmp(o->at[o->n - 1].name, field[0]) >= 0)
			break;
		p = reallocarray(o->at, o->n + 1, sizeof(*p));
		if (p == NULL)
			die(EXIT_UNKNOWN, "reallocarray:");
		o->at = p;
		p[o->n++] = (struct older_symbol){
			copy(field[0]), copy(field[1]), copy(field[2])};
	}
	tsv_free(&t);
	if (n == 0)
		return NULL;
	snprintf(message, sizeof(message), "line %lu %s", t.line, wrong);
	return message;
}

void older_free(struct older *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free(o->at[i].name);
		free(o->at[i].type);
		free(o->at[i].prompt);
	}
	free(o->at);
	free(o->title);
	*o = (struct older){0};
}

static int compare(const void *a, const void *b)
{
	const struct older_symbol *p = a, *q = b;

	return strcmp(p->name, q->name);
}

const struct older_symbol *older_find(const struct older *o, const char *name)
{
	struct older_symbol key = {.name = (char *)(unsigned long)name};

	if (o->n == 0)
		return NULL;
	return bsearch(&key, o->at, o->n, sizeof(key), compare);
}

/* Letters to change, add or take away to make b of a. */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	size_t row[NAME_MAX_BYTES + 1];

	if (n > NAME_MAX_BYTES || m > NAME_MAX_BYTES)
		return NAME_MAX_BYTES;
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[m];
}

/* Is part, as whole words between underscores, the begin or end of whole? */
static bool is_part(const char *part, const char *whole)
{
	size_t n = strlen(part), m = strlen(whole);

	/* A short word is part of much. */
	if (n < 5 || n >= m)
		return false;
	if (strncmp(part, whole, n) == 0 && whole[n] == '_')
		return true;
	return strcmp(part, whole + m - n) == 0 && whole[m - n - 1] == '_';
}

int older_likeness(const char *a, const char *a_prompt, const char *b,
		   const char *b_prompt)
{
	size_t n = strlen(a), d;

	if (a_prompt != NULL && b_prompt != NULL && strcmp(a_prompt, "-") != 0 &&
	    strcmp(a_prompt, b_prompt) == 0)
		return 100;
	if (is_part(a, b) || is_part(b, a))
		return 60;
	d = distance(a, b);
	return d <= n / 5 + 1 && n > 3 ? 50 - (int)d : 0;
}
