/* SPDX-License-Identifier: GPL-2.0-only */
#include "likeness.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { NAME_MAX_BYTES = 128 };

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

/* Next of name's words that are not "a mitigation of the processor"; n bytes. */
static const char *next_word(const char *name, size_t *n)
{
	static const char *const common[] = {"MITIGATION", "MITIGATIONS", "CPU",
					     "FORCE", "ON"};

	for (;; name += *n) {
		bool skip = false;

		name += strspn(name, "_");
		*n = strcspn(name, "_");
		for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
			skip |= *n == strlen(common[i]) &&
				strncmp(name, common[i], *n) == 0;
		if (!skip)
			return name;
	}
}

/*
 * Is one of them MITIGATION_..., and are they the same but for such words? So
 * Linux 6.9 renamed what the processor's faults are guarded by.
 */
static bool is_mitigation_of(const char *a, const char *b)
{
	size_t n, m;

	if (strstr(a, "MITIGATION") == NULL && strstr(b, "MITIGATION") == NULL)
		return false;
	a = next_word(a, &n);
	b = next_word(b, &m);
	if (n == 0)
		return false;
	for (; n == m && n > 0; a = next_word(a + n, &n), b = next_word(b + m, &m))
		if (strncmp(a, b, n) != 0)
			return false;
	return n == m;
}

int likeness(const char *a, const char *a_prompt, const char *b,
	     const char *b_prompt)
{
	size_t n = strlen(a), d;

	if (a_prompt != NULL && b_prompt != NULL && a_prompt[0] != '\0' &&
	    strcmp(a_prompt, b_prompt) == 0)
		return LIKENESS_PROMPT;
	if (is_mitigation_of(a, b))
		return LIKENESS_MITIGATION;
	if (is_part(a, b) || is_part(b, a))
		return LIKENESS_PART;
	d = distance(a, b);
	return d <= n / 5 + 1 && n > 3 ? LIKENESS_LETTERS - (int)d : 0;
}
