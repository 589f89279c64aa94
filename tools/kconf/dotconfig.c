/* SPDX-License-Identifier: GPL-2.0-only */
#include "dotconfig.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "err.h"
#include "unpack.h"

#define TITLE "# Linux/"
#define TITLED " Kernel Configuration"
#define END "# end of "
#define OFF "# " PREFIX
#define NOT_SET " is not set"

/* Add one symbol with a name of n bytes. Returns NULL, or what is wrong. */
static const char *add(struct dotconfig *c, const char *name, size_t n,
		       const char *value)
{
	if (n == 0)
		return "names no symbol";
	c->at = grow(c->at, c->n, sizeof(*c->at));
	c->at[c->n++] = (struct setting){copy_n(name, n), copy(value)};
	return NULL;
}

/* Returns NULL, or what is wrong with the line. */
static const char *read_line(struct dotconfig *c, const char *s)
{
	size_t n;

	if (strncmp(s, OFF, strlen(OFF)) == 0) {
		s += strlen(OFF);
		n = strcspn(s, " ");
		/* Else a comment that begins alike. */
		return strcmp(s + n, NOT_SET) == 0 ? add(c, s, n, "n") : NULL;
	}
	if (s[0] == '#' || s[0] == '\0')
		return NULL;
	if (strncmp(s, PREFIX, strlen(PREFIX)) != 0)
		return "is neither CONFIG_X=value nor a comment";
	s += strlen(PREFIX);
	n = strcspn(s, "= ");
	if (s[n] != '=')
		return "has no '=' behind the symbol";
	return add(c, s, n, s + n + 1);
}

static int compare(const void *a, const void *b)
{
	const struct setting *p = a, *q = b;

	return strcmp(p->symbol, q->symbol);
}

/* The title that the kernel writes above all, as of "# Linux/x86 6.12.43 ...". */
static void read_title(struct dotconfig *c, const char *s)
{
	size_t n = strlen(s);

	if (c->title == NULL && c->n == 0 && strncmp(s, TITLE, strlen(TITLE)) == 0 &&
	    n > strlen(TITLED) && strcmp(s + n - strlen(TITLED), TITLED) == 0)
		c->title = copy(s + strlen("# "));
}

/* The kernel closes its menus with "# end of NAME" (since 5.5). */
static void read_end(struct dotconfig *c, const char *s)
{
	if (strncmp(s, END, strlen(END)) != 0)
		return;
	free(c->last_end);
	c->last_end = copy(s + strlen(END));
}

const char *dotconfig_parse(struct dotconfig *c, char *text, size_t n)
{
	static char message[128];
	unsigned long line = 0;
	char *end;

	*c = (struct dotconfig){0};
	for (char *s = text; s < text + n; s = end + 1) {
		const char *wrong;

		end = memchr(s, '\n', (size_t)(text + n - s));
		if (end == NULL)
			end = text + n;
		*end = '\0';
		line++;
		wrong = strlen(s) == (size_t)(end - s) ? read_line(c, s)
						       : "holds a zero byte";
		if (wrong != NULL) {
			snprintf(message, sizeof(message), "line %lu %s", line,
				 wrong);
			return message;
		}
		read_title(c, s);
		read_end(c, s);
		c->cut = end == text + n;
	}
	if (c->n > 0)
		qsort(c->at, c->n, sizeof(*c->at), compare);
	for (size_t i = 1; i < c->n; i++)
		if (compare(&c->at[i - 1], &c->at[i]) == 0)
			return "a symbol is set twice";
	return NULL;
}

const char *dotconfig_read(struct dotconfig *c, FILE *f)
{
	const char *wrong;
	size_t n;
	char *text = unpack_file(f, &n, &wrong);

	*c = (struct dotconfig){0};
	if (text == NULL)
		return wrong;
	wrong = dotconfig_parse(c, text, n);
	free(text);
	return wrong;
}

void dotconfig_open(struct dotconfig *c, const char *name)
{
	FILE *f = fopen(name, "r");
	const char *wrong;

	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", name);
	wrong = dotconfig_read(c, f);
	if (wrong != NULL)
		die(EXIT_UNKNOWN, "%s: %s", name, wrong);
	fclose(f);
}

/* Take quotes and escapes out of s, in place. */
static void unquote(char *s)
{
	char *to = s;

	if (*s != '"')
		return;
	for (s++; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		*to++ = *s;
	}
	*to = '\0';
}

bool dotconfig_names(const struct dotconfig *c, const char *symbol)
{
	char *value = dotconfig_value(c, symbol);

	free(value);
	return value != NULL;
}

char *dotconfig_value(const struct dotconfig *c, const char *symbol)
{
	struct setting key = {.symbol = (char *)symbol};
	const struct setting *found = NULL;
	char *value;

	if (c->n > 0)
		found = bsearch(&key, c->at, c->n, sizeof(*c->at), compare);
	if (found == NULL)
		return NULL;
	value = copy(found->value);
	unquote(value);
	return value;
}

void dotconfig_free(struct dotconfig *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->at[i].symbol);
		free(c->at[i].value);
	}
	free(c->at);
	free(c->title);
	free(c->last_end);
	*c = (struct dotconfig){0};
}
