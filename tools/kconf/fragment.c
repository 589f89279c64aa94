/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fragments: lines as in a .config, each group of them under its reason.
 *
 * This is no parser of Kconfig; the kernel's own code does that. It reads our
 * fragments strictly, where the kernel's reader takes a mistyped "is not set"
 * for a comment and goes on.
 */
#include "kconf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "complaint.h"
#include "err.h"

#define OFF " is not set"
#define WHY "# why: "

static size_t malformed(const char *file, unsigned int line, const char *what)
{
	return complain(&(struct complaint){
		.file = file, .line = line, .text = what});
}

/*
 * Read the value after "CONFIG_X=" into r. Returns NULL, or what is wrong
 * with it. The escapes \" and \\ are undone as the kernel does it.
 */
static const char *read_value(struct request *r, const char *s)
{
	size_t n = strlen(s);
	char *out;

	r->quoted = s[0] == '"';
	if (!r->quoted) {
		if (n == 0 || strcspn(s, " \t\"\r") != n)
			return "wants y, m, a number or a string in quotes "
			       "after the '=', and nothing behind it";
		if (strcmp(s, "n") == 0)
			return "say \"# CONFIG_X is not set\" instead of =n";
		r->value = copy(s);
		return NULL;
	}
	r->value = out = copy(s);
	for (s++; *s != '"'; s++) {
		if (*s == '\\')
			s++;
		if (*s == '\0')
			return "the string has no closing quote";
		*out++ = *s;
	}
	*out = '\0';
	return s[1] == '\0' ? NULL : "text after the string's closing quote";
}

/* A line that begins with CONFIG_: "CONFIG_X=value". */
static const char *read_on(struct request *r, const char *s)
{
	size_t n;

	s += strlen(PREFIX);
	n = symbol_length(s);
	if (n == 0 || s[n] != '=')
		return "wants CONFIG_X=value";
	r->symbol = copy_n(s, n);
	return read_value(r, s + n + 1);
}

/* Is s a comment that begins with an option, as only "is not set" may? */
static bool is_off(const char *s)
{
	if (s[0] != '#')
		return false;
	s += strspn(s, "# \t");
	return strncmp(s, PREFIX, strlen(PREFIX)) == 0;
}

/* Such a line: "# CONFIG_X is not set". */
static const char *read_off(struct request *r, const char *s)
{
	size_t n = 0;

	if (strncmp(s, "# " PREFIX, strlen("# " PREFIX)) == 0) {
		s += strlen("# " PREFIX);
		n = symbol_length(s);
	}
	if (n == 0 || strcmp(s + n, OFF) != 0)
		return "wants # CONFIG_X is not set, and nothing behind it";
	r->symbol = copy_n(s, n);
	r->value = copy("n");
	return NULL;
}

static size_t no_reason(const struct request *r)
{
	return complain(&(struct complaint){
		.file = r->file, .line = r->line, .symbol = r->symbol,
		.text = "has no reason: put a \"# why: ...\" line directly "
			"above its group"});
}

size_t fragment_read(struct requests *rs, const char *file)
{
	enum { BLANK, COMMENT, REQUEST } last = BLANK;
	char *why = NULL;
	char *s = NULL;
	size_t size = 0, bad = 0;
	unsigned int line = 0;
	ssize_t n;
	FILE *f;

	f = fopen(file, "r");
	if (f == NULL)
		die(EXIT_UNKNOWN, "open %s:", file);
	while ((n = getline(&s, &size, f)) > 0) {
		struct request r = {.file = file, .line = ++line};
		const char *wrong;

		if (s[n - 1] == '\n')
			s[--n] = '\0';
		if (strlen(s) != (size_t)n) {
			bad += malformed(file, line, "a zero byte");
			continue;
		}
		if (n == 0) {
			last = BLANK;
			why = NULL;
			continue;
		}
		if (strncmp(s, PREFIX, strlen(PREFIX)) == 0) {
			wrong = read_on(&r, s);
		} else if (is_off(s)) {
			wrong = read_off(&r, s);
		} else if (s[0] == '#') {
			/* A comment below requests begins the next group. */
			if (last == REQUEST)
				why = NULL;
			if (strncmp(s, WHY, strlen(WHY)) == 0 &&
			    strspn(s + strlen(WHY), " \t") !=
				    strlen(s + strlen(WHY)))
				why = copy(s + strlen(WHY));
			last = COMMENT;
			continue;
		} else {
			wrong = "neither a request nor a comment";
		}
		last = REQUEST;
		if (wrong != NULL) {
			bad += malformed(file, line, wrong);
			continue;
		}
		if (why == NULL)
			bad += no_reason(&r);
		r.why = why;
		rs->at = grow(rs->at, rs->n, sizeof(r));
		rs->at[rs->n++] = r;
	}
	if (ferror(f))
		die(EXIT_UNKNOWN, "read %s:", file);
	fclose(f);
	free(s);
	return bad;
}

const struct request *fragment_find(const struct requests *rs,
				    const char *symbol)
{
	for (size_t i = 0; i < rs->n; i++)
		if (strcmp(rs->at[i].symbol, symbol) == 0)
			return &rs->at[i];
	return NULL;
}

size_t fragment_duplicates(const struct requests *rs)
{
	size_t bad = 0;

	for (size_t i = 0; i < rs->n; i++) {
		const struct request *r = &rs->at[i];
		const struct request *first = fragment_find(rs, r->symbol);
		char text[512];

		if (first == r)
			continue;
		snprintf(text, sizeof(text), "was asked for before, at %s:%u",
			 first->file, first->line);
		bad += complain(&(struct complaint){
			.file = r->file, .line = r->line, .symbol = r->symbol,
			.text = text});
	}
	return bad;
}
