/* SPDX-License-Identifier: GPL-2.0-only */
#include "tsv.h"

#include <stdlib.h>
#include <string.h>

/* The pairs of an escape's letter and what it stands for. */
static const char letters[] = "tnr\\";
static const char meant[] = "\t\n\r\\";

/* Undo the escapes of s in place. Returns 0, or -1 for an unknown one. */
static int unescape(char *s)
{
	char *out = s;

	for (; *s != '\0'; s++) {
		const char *p;

		if (*s != '\\') {
			*out++ = *s;
			continue;
		}
		s++;
		p = *s != '\0' ? strchr(letters, *s) : NULL;
		if (p == NULL)
			return -1;
		*out++ = meant[p - letters];
	}
	*out = '\0';
	return 0;
}

/* Keep what stands behind the mark, if t's line, a comment, has it. */
static int keep_marked(struct tsv *t)
{
	size_t n = t->mark != NULL ? strlen(t->mark) : 0;

	if (n == 0 || strncmp(t->text, t->mark, n) != 0)
		return 0;
	free(t->marked);
	t->marked = strndup(t->text + n, strcspn(t->text + n, "\n"));
	return t->marked != NULL ? 0 : -1;
}

int tsv_next(struct tsv *t, char **field, int max, const char **wrong)
{
	ssize_t n;
	char *s;
	int fields = 0;

	for (;;) {
		n = getline(&t->text, &t->size, t->f);
		if (n <= 0) {
			*wrong = "cannot be read";
			return ferror(t->f) ? -1 : 0;
		}
		t->line++;
		if (t->text[0] != '#')
			break;
		if (keep_marked(t) == -1) {
			*wrong = "is more than memory holds";
			return -1;
		}
	}
	if (t->text[n - 1] == '\n')
		t->text[--n] = '\0';
	if (strlen(t->text) != (size_t)n) {
		*wrong = "holds a zero byte";
		return -1;
	}
	for (s = t->text; s != NULL;) {
		if (fields == max) {
			*wrong = "has too many fields";
			return -1;
		}
		field[fields++] = strsep(&s, "\t");
	}
	for (int i = 0; i < fields; i++) {
		if (unescape(field[i]) == -1) {
			*wrong = "has an escape other than \\t \\n \\r \\\\";
			return -1;
		}
	}
	return fields;
}

void tsv_free(struct tsv *t)
{
	free(t->text);
	t->text = NULL;
	free(t->marked);
	t->marked = NULL;
	t->size = 0;
}

void tsv_print(FILE *f, const char *s)
{
	for (; *s != '\0'; s++) {
		const char *p = strchr(meant, *s);

		if (p == NULL) {
			putc(*s, f);
		} else {
			putc('\\', f);
			putc(letters[p - meant], f);
		}
	}
}
