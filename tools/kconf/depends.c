/* SPDX-License-Identifier: GPL-2.0-only */
#include "depends.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "err.h"

enum { DEPTH = 100 }; /* parentheses and '!'; Kconfig files have some 5 */

struct parser {
	const char *s;
	const struct values *values;
	unsigned int depth;
	bool damaged;
};

static int any(struct parser *p);

static int damaged(struct parser *p)
{
	p->damaged = true;
	return DEPENDS_N;
}

static void skip_blanks(struct parser *p)
{
	p->s += strspn(p->s, " ");
}

/* Take token if it comes next. */
static bool take(struct parser *p, const char *token)
{
	skip_blanks(p);
	if (strncmp(p->s, token, strlen(token)) != 0)
		return false;
	p->s += strlen(token);
	return true;
}

/* Bytes of the word at s: a name or a constant, perhaps in quotes. */
static size_t word_length(const char *s)
{
	size_t n;

	if (*s != '"')
		return strcspn(s, " ()!=<>&|\"");
	n = 1 + strcspn(s + 1, "\"");
	return s[n] == '"' ? n + 1 : n;
}

/* The next word, to be freed; "" if none is there. Quotes are taken off. */
static char *word(struct parser *p)
{
	size_t n;
	char *s;

	skip_blanks(p);
	n = word_length(p->s);
	if (n >= 2 && p->s[0] == '"' && p->s[n - 1] == '"')
		s = copy_n(p->s + 1, n - 2);
	else
		s = copy_n(p->s, n);
	p->s += n;
	return s;
}

/* What a word stands for in a comparison. */
static const char *meaning(const struct parser *p, const char *s)
{
	const char *value = p->values->of(p->values->data, s);

	return value != NULL ? value : s;
}

static bool number(const char *s, long long *n)
{
	char *end;

	if (!isdigit((unsigned char)s[0]) &&
	    !(s[0] == '-' && isdigit((unsigned char)s[1])))
		return false;
	errno = 0;
	*n = strtoll(s, &end, 0);
	return errno == 0 && *end == '\0';
}

/* Bytes of s, and s itself, without its quotes. */
static size_t bare(const char **s)
{
	size_t n = strlen(*s);

	if (n < 2 || (*s)[0] != '"' || (*s)[n - 1] != '"')
		return n;
	(*s)++;
	return n - 2;
}

static int order(const char *a, const char *b)
{
	size_t n, m;
	long long x, y;
	int c;

	if (number(a, &x) && number(b, &y))
		return x < y ? -1 : x > y;
	n = bare(&a);
	m = bare(&b);
	c = memcmp(a, b, n < m ? n : m);
	return c != 0 ? c : n < m ? -1 : n > m;
}

/* The truth of "left OP right", where OP comes next; false if none does. */
static bool comparison(struct parser *p, const char *left, int *value)
{
	static const struct {
		const char *op;
		bool less, equal, more;
	} ops[] = {
		{"!=", true, false, true}, {"<=", true, true, false},
		{">=", false, true, true}, {"=", false, true, false},
		{"<", true, false, false}, {">", false, false, true},
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
		char *right;
		int c;

		if (!take(p, ops[i].op))
			continue;
		right = word(p);
		c = order(meaning(p, left), meaning(p, right));
		free(right);
		*value = (c < 0	   ? ops[i].less
			  : c == 0 ? ops[i].equal
				   : ops[i].more)
				 ? DEPENDS_Y
				 : DEPENDS_N;
		return true;
	}
	return false;
}

static int tristate_of(const char *s)
{
	if (strcmp(s, "y") == 0)
		return DEPENDS_Y;
	return strcmp(s, "m") == 0 ? DEPENDS_M : DEPENDS_N;
}

/* !X, (X), a symbol, or a comparison. */
static int operand(struct parser *p)
{
	char *s;
	int value;

	if (p->depth == DEPTH || p->damaged)
		return damaged(p);
	if (take(p, "!")) {
		p->depth++;
		value = DEPENDS_Y - operand(p);
		p->depth--;
		return value;
	}
	if (take(p, "(")) {
		p->depth++;
		value = any(p);
		p->depth--;
		return take(p, ")") ? value : damaged(p);
	}
	s = word(p);
	if (s[0] == '\0')
		damaged(p);
	else if (!comparison(p, s, &value))
		value = tristate_of(meaning(p, s));
	else
		skip_blanks(p);
	if (p->damaged)
		value = DEPENDS_N;
	free(s);
	return value;
}

static int every(struct parser *p)
{
	int least = operand(p);

	while (take(p, "&&")) {
		int value = operand(p);

		if (value < least)
			least = value;
	}
	return least;
}

static int any(struct parser *p)
{
	int most = every(p);

	while (take(p, "||")) {
		int value = every(p);

		if (value > most)
			most = value;
	}
	return most;
}

int depends_value(const char *text, const struct values *values)
{
	struct parser p = {.s = text, .values = values};
	int value;

	skip_blanks(&p);
	if (*p.s == '\0')
		return DEPENDS_Y;
	value = any(&p);
	skip_blanks(&p);
	return p.damaged || *p.s != '\0' ? DEPENDS_DAMAGED : value;
}

/* The n bytes at s, with the value behind each symbol's name. */
static char *with_values(const char *s, size_t n, const struct values *values)
{
	const char *end = s + n;
	char *out;
	size_t size;
	FILE *f = open_memstream(&out, &size);

	if (f == NULL)
		die(EXIT_UNKNOWN, "open_memstream:");
	while (s < end) {
		size_t length = word_length(s);
		const char *value;
		char *name;

		if (length == 0) {
			putc(*s++, f);
			continue;
		}
		if (length > (size_t)(end - s))
			length = (size_t)(end - s);
		name = copy_n(s, length);
		value = values->of(values->data, name);
		fputs(name, f);
		if (value != NULL)
			fprintf(f, " [=%s]", value);
		free(name);
		s += length;
	}
	if (fclose(f) != 0)
		die(EXIT_UNKNOWN, "open_memstream: no memory");
	return out;
}

char *depends_failing(const char *text, const struct values *values)
{
	struct parser p = {.s = text, .values = values};
	const char *from = text;

	if (depends_value(text, values) != DEPENDS_N)
		return NULL;
	/* An OR at the top fails as a whole. */
	every(&p);
	skip_blanks(&p);
	if (*p.s != '\0')
		return with_values(text, strlen(text), values);
	p.s = text;
	do {
		const char *end;

		skip_blanks(&p);
		from = p.s;
		if (operand(&p) != DEPENDS_N)
			continue;
		end = p.s;
		while (end > from && end[-1] == ' ')
			end--;
		return with_values(from, (size_t)(end - from), values);
	} while (take(&p, "&&"));
	return NULL;
}

size_t depends_alternative(const char *s)
{
	size_t depth = 0, n;

	for (n = 0; s[n] != '\0'; n++) {
		if (s[n] == '(')
			depth++;
		else if (s[n] == ')' && depth > 0)
			depth--;
		else if (depth == 0 && s[n] == '|' && s[n + 1] == '|')
			break;
	}
	return n;
}
