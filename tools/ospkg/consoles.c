/* SPDX-License-Identifier: BSD-2-Clause */
#include "consoles.h"

#include <string.h>

#define LEN(x) (sizeof(x) / sizeof((x)[0]))
#define DIGITS "0123456789"

/*
 * The next word at *at, with its quotes as it is written: blanks separate, quotes
 * hide them. *at goes behind it. Returns its length; 0: the line ends, or "--".
 */
static size_t next(const char **at, const char **word)
{
	const char *p = *at + strspn(*at, " \t\n\r");
	bool quoted = false;

	*word = p;
	for (; *p && (quoted || !strchr(" \t\n\r", *p)); p++)
		if (*p == '"')
			quoted = !quoted;
	if (p - *word == 2 && !memcmp(*word, "--", 2))
		return 0;
	*at = p;
	return (size_t)(p - *word);
}

static bool is(const char *word, size_t len, const char *what)
{
	return len == strlen(what) && !memcmp(word, what, len);
}

static bool begins(const char *word, size_t len, const char *what)
{
	return len >= strlen(what) && !memcmp(word, what, strlen(what));
}

/* "console=ttyS1", ",115200n8r" behind it or not: a serial port of a PC. */
static bool is_port(const char *word, size_t len)
{
	static const char start[] = "console=ttyS";
	char rest[16], *p = rest;
	size_t digits;

	if (!begins(word, len, start) || len - strlen(start) >= sizeof(rest))
		return false;
	len -= strlen(start);
	memcpy(rest, word + strlen(start), len);
	rest[len] = '\0';
	if (*p < '0' || *p > '3')
		return false;
	if (!*++p)
		return true;
	if (*p++ != ',')
		return false;
	digits = strspn(p, DIGITS);
	if (digits == 0 || digits > 7)
		return false;
	p += digits;
	p += *p && strchr("noe", *p);
	p += *p && strchr("78", *p);
	p += *p == 'r';
	return !*p;
}

/* A word that may stand beside a port. */
static bool is_beside(const char *word, size_t len)
{
	return is(word, len, "earlycon=efifb") || is(word, len, "acpi=spcr") ||
	    is(word, len, "keep_bootcon") || is(word, len, "keep-bootcon");
}

static void add(char out[CONSOLES_MAX], const char *word, size_t len)
{
	size_t used = strlen(out);

	if (used + len + 2 > CONSOLES_MAX)
		return;
	memcpy(out + used, word, len);
	memcpy(out + used + len, " ", 2);
}

bool consoles_chosen(const char *own, char out[CONSOLES_MAX])
{
	bool package = false, marked = false, port = false;
	const char *word;
	size_t len;

	strcpy(out, CONSOLES_MARK " ");
	while ((len = next(&own, &word)) > 0) {
		/* What stboot and init write before a package's own line. */
		package |= begins(word, len, "stboot.ospkg=");
		marked |= is(word, len, CONSOLES_MARK);
		port |= is_port(word, len);
		if (is_port(word, len) || is_beside(word, len))
			add(out, word, len);
	}
	if (port && (marked || !package))
		return true;
	out[0] = '\0';
	return false;
}

/* Is it about consoles, whatever it says? The kernel takes quotes off. */
static bool is_about(const char *word, size_t len)
{
	static const char *const starts[] = {"console=", "earlycon=",
	    "keep_bootcon=", "keep-bootcon="};

	while (len > 0 && *word == '"') {
		word++;
		len--;
	}
	for (size_t i = 0; i < LEN(starts); i++)
		if (begins(word, len, starts[i]) ||
		    is(word, len, "earlycon") || is_beside(word, len))
			return true;
	return is(word, len, CONSOLES_MARK);
}

void consoles_without(const char *line, char *out)
{
	const char *start = out, *word;
	size_t len;

	while ((len = next(&line, &word)) > 0) {
		if (is_about(word, len))
			continue;
		if (out != start)
			*out++ = ' ';
		memcpy(out, word, len);
		out += len;
	}
	/* "--" and what follows; it had a blank before it, or nothing. */
	line += strspn(line, " \t\n\r");
	if (*line && out != start)
		*out++ = ' ';
	strcpy(out, line);
}
