/* SPDX-License-Identifier: GPL-2.0-only */
#include "rules.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

#define WHY "# why: "
#define UNDECIDED "# undecided: "

/* A line of a rule: NAME WANTED, "or" and the next ones, ORIGIN. */
enum { FIELDS = 32 };

/* A file being read, line by line. */
struct reader {
	FILE *f;
	char *text;
	size_t size;
	unsigned long line;
	const char *wrong;
};

/* The next line without its newline, or false at the end or a fault. */
static bool next_line(struct reader *r)
{
	ssize_t n = getline(&r->text, &r->size, r->f);

	if (n <= 0) {
		if (ferror(r->f))
			r->wrong = "cannot be read";
		return false;
	}
	r->line++;
	if (r->text[n - 1] == '\n')
		r->text[--n] = '\0';
	if (strlen(r->text) == (size_t)n)
		return true;
	r->wrong = "holds a zero byte";
	return false;
}

/* Close r; the fault with its line, or NULL. */
static const char *finish_reading(struct reader *r)
{
	static char message[128];

	free(r->text);
	if (r->wrong == NULL)
		return NULL;
	snprintf(message, sizeof(message), "line %lu %s", r->line, r->wrong);
	return message;
}

/* Is there nothing in s but blanks? Such is no reason. */
static bool is_blank(const char *s)
{
	return s[strspn(s, " \t")] == '\0';
}

/* Cut s at blanks. Returns the number of fields, which may be above FIELDS. */
static size_t cut(char *s, char **field)
{
	size_t n = 0;

	for (;;) {
		s += strspn(s, " \t");
		if (*s == '\0')
			return n;
		if (n < FIELDS)
			field[n] = s;
		n++;
		s += strcspn(s, " \t");
		if (*s != '\0')
			*s++ = '\0';
	}
}

/* The name behind CONFIG_, or NULL if s is none; a '*' may end it. */
static const char *symbol_name(const char *s, bool pattern)
{
	size_t n;

	if (strncmp(s, PREFIX, strlen(PREFIX)) != 0)
		return NULL;
	s += strlen(PREFIX);
	n = symbol_length(s);
	if (n == 0)
		return NULL;
	if (pattern && s[n] == '*')
		n++;
	return s[n] == '\0' ? s : NULL;
}

/* A whole number, decimal or with 0x. */
static bool number(const char *s, long long *n)
{
	char *end;

	errno = 0;
	*n = strtoll(s, &end, 0);
	return errno == 0 && end != s && *end == '\0';
}

static bool is_wanted(const char *s)
{
	long long n;

	if (strncmp(s, ">=", 2) == 0 || strncmp(s, "<=", 2) == 0)
		return number(s + 2, &n);
	if (s[0] == '*')
		return strlen(s) > 2 && s[strlen(s) - 1] == '*';
	return s[0] != '|' && s[strlen(s) - 1] != '|' && strstr(s, "||") == NULL;
}

static void free_rule(struct rule *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->at[i].symbol);
		free(r->at[i].wanted);
	}
	free(r->at);
	free(r->origin);
	free(r->why);
}

/* One rule of n fields into r. Returns NULL, or what is wrong. */
static const char *read_rule(struct rule *r, char **field, size_t n)
{
	size_t i = 0;

	if (n > FIELDS)
		return "has too many alternatives";
	do {
		const char *name;

		if (n - i < 2)
			return "wants CONFIG_X and the value it should have";
		name = symbol_name(field[i], n == 3);
		if (name == NULL)
			return "wants CONFIG_X first; only a rule of one "
			       "symbol may end it in '*'";
		if (!is_wanted(field[i + 1]))
			return "has a value that nothing can be";
		r->at = grow(r->at, r->n, sizeof(*r->at));
		r->at[r->n++] = (struct rule_test){copy(name),
						   copy(field[i + 1])};
		i += 2;
	} while (i < n && strcmp(field[i], "or") == 0 && ++i);
	if (n - i != 1)
		return "wants one word at its end: who says so";
	r->origin = copy(field[i]);
	return NULL;
}

const char *rules_read(struct rules *rs, FILE *f, const char *name)
{
	struct reader in = {.f = f};
	char *field[FIELDS], *why = NULL;
	bool below = false; /* a rule was read since the reason */

	while (next_line(&in)) {
		struct rule r = {.file = name, .line = in.line};

		if (in.text[0] == '\0' || (in.text[0] == '#' && below)) {
			free(why);
			why = NULL;
		}
		if (in.text[0] == '\0' || in.text[0] == '#') {
			below = false;
			if (strncmp(in.text, WHY, strlen(WHY)) == 0 &&
			    !is_blank(in.text + strlen(WHY))) {
				free(why);
				why = copy(in.text + strlen(WHY));
			}
			continue;
		}
		below = true;
		in.wrong = why == NULL ? "has no reason: put a \"# why: ...\" "
					 "line directly above its group"
				       : NULL;
		if (in.wrong == NULL)
			in.wrong = read_rule(&r, field, cut(in.text, field));
		if (in.wrong != NULL) {
			free_rule(&r);
			break;
		}
		r.why = copy(why);
		rs->rule = grow(rs->rule, rs->n, sizeof(r));
		rs->rule[rs->n++] = r;
	}
	free(why);
	return finish_reading(&in);
}

/* CONFIG_X VALUE # why: REASON, at s, into d. NULL, or what is wrong. */
static const char *read_deviation(struct deviation *d, char *s)
{
	char *field[FIELDS], *reason = strchr(s, '#');
	const char *name, *mark = WHY;

	if (reason == NULL)
		return "has no reason: end it in \"# why: ...\"";
	d->undecided = strncmp(reason, UNDECIDED, strlen(UNDECIDED)) == 0;
	if (d->undecided)
		mark = UNDECIDED;
	if (strncmp(reason, mark, strlen(mark)) != 0 ||
	    is_blank(reason + strlen(mark)))
		return "wants a reason, as \"# why: ...\" or "
		       "\"# undecided: ...\"";
	*reason = '\0';
	if (cut(s, field) != 2)
		return "wants CONFIG_X, the value it may have, and a reason";
	name = symbol_name(field[0], false);
	if (name == NULL)
		return "wants CONFIG_X first";
	d->symbol = copy(name);
	d->value = copy(field[1]);
	d->why = copy(reason + strlen(mark));
	return NULL;
}

const char *rules_read_deviations(struct rules *rs, FILE *f, const char *name)
{
	struct reader in = {.f = f};

	while (next_line(&in)) {
		struct deviation d = {.file = name, .line = in.line};

		if (in.text[0] == '\0' || in.text[0] == '#')
			continue;
		in.wrong = read_deviation(&d, in.text);
		if (in.wrong != NULL)
			break;
		rs->deviation = grow(rs->deviation, rs->deviations, sizeof(d));
		rs->deviation[rs->deviations++] = d;
	}
	return finish_reading(&in);
}

/* Is word one of value's words, which anything but letters and digits cuts? */
static bool has_word(const char *value, const char *word, size_t n)
{
	for (const char *s = value; (s = strstr(s, word)) != NULL; s++) {
		bool begins = s == value || !isalnum((unsigned char)s[-1]);

		if (begins && !isalnum((unsigned char)s[n]))
			return true;
	}
	return false;
}

/* The same for "*word*", as it is in a rule. */
static bool has_wanted(const char *value, const char *wanted)
{
	size_t n = strlen(wanted) - 2;
	char *word = copy_n(wanted + 1, n);
	bool has = has_word(value, word, n);

	free(word);
	return has;
}

bool rules_met(const char *wanted, const char *value)
{
	size_t length = strlen(value);
	long long limit, n;

	if (wanted[0] == '*')
		return has_wanted(value, wanted);

	if (strncmp(wanted, ">=", 2) == 0)
		return number(wanted + 2, &limit) && number(value, &n) &&
		       n >= limit;
	if (strncmp(wanted, "<=", 2) == 0)
		return number(wanted + 2, &limit) && number(value, &n) &&
		       n <= limit;
	for (;;) {
		size_t one = strcspn(wanted, "|");

		if (one == length && strncmp(wanted, value, one) == 0)
			return true;
		if (wanted[one] == '\0')
			return false;
		wanted += one + 1;
	}
}

bool rules_match(const struct rule_test *t, const char *symbol)
{
	size_t n = strlen(t->symbol);

	if (n > 0 && t->symbol[n - 1] == '*')
		return strncmp(t->symbol, symbol, n - 1) == 0;
	return strcmp(t->symbol, symbol) == 0;
}

struct deviation *rules_deviation(const struct rules *rs, const char *symbol,
				  const char *value)
{
	for (size_t i = 0; i < rs->deviations; i++) {
		struct deviation *d = &rs->deviation[i];

		if (strcmp(d->symbol, symbol) == 0 &&
		    strcmp(d->value, value) == 0)
			return d;
	}
	return NULL;
}

void rules_free(struct rules *rs)
{
	for (size_t i = 0; i < rs->n; i++)
		free_rule(&rs->rule[i]);
	for (size_t i = 0; i < rs->deviations; i++) {
		free(rs->deviation[i].symbol);
		free(rs->deviation[i].value);
		free(rs->deviation[i].why);
	}
	free(rs->rule);
	free(rs->deviation);
	*rs = (struct rules){0};
}
