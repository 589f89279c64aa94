/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <string.h>

#define ALNUM "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

bool is_hex(const char *s, size_t n)
{
	return strlen(s) == n && strspn(s, "0123456789abcdef") == n;
}

bool is_name(const char *s)
{
	return s[0] != '\0' && s[0] != '-' &&
	    s[strspn(s, ALNUM "._+-")] == '\0';
}

bool is_word(const char *s)
{
	if (*s == '\0')
		return false;
	for (; *s; s++)
		if (*s <= ' ' || *s > '~')
			return false;
	return true;
}

/* Take the word at *s, with the blanks around it, if it is this one. */
static bool take(const char **s, const char *word)
{
	size_t len = strlen(word);
	const char *p = *s + strspn(*s, " ");

	if (strncmp(p, word, len) || (p[len] && !strchr(" ()", p[len])))
		return false;
	*s = p + len;
	return true;
}

/* A licence or exception name; plus: may "or later" follow it? */
static bool take_id(const char **s, bool plus)
{
	const char *p = *s + strspn(*s, " ");
	size_t len = strspn(p, ALNUM ".-");

	if (len == 0 || take(&p, "AND") || take(&p, "OR") || take(&p, "WITH"))
		return false;
	p += len;
	if (plus && *p == '+')
		p++;
	*s = p;
	return *p == '\0' || strchr(" ()", *p);
}

/*
 * Words alternate: an operand, then AND, OR or the end; parentheses wrap
 * operands. So a depth counter does, and no input can exhaust the stack.
 */
bool is_license(const char *s)
{
	unsigned long depth = 0;

	for (;;) {
		for (s += strspn(s, " "); *s == '('; s += 1 + strspn(s + 1, " "))
			depth++;
		if (!take_id(&s, true))
			return false;
		if (take(&s, "WITH") && !take_id(&s, false))
			return false;
		for (s += strspn(s, " "); *s == ')'; s += 1 + strspn(s + 1, " "))
			if (depth-- == 0)
				return false;
		if (*s == '\0')
			return depth == 0;
		if (!take(&s, "AND") && !take(&s, "OR"))
			return false;
	}
}
