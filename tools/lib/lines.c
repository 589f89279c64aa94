/* SPDX-License-Identifier: BSD-2-Clause */
#include "lines.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "err.h"

void lines_error(struct lines *in, const char *fmt, ...)
{
	char msg[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(msg, sizeof(msg), fmt, ap);
	va_end(ap);
	warn("%s:%lu: %s", in->name, in->number, msg);
	in->errors++;
}

/*
 * One line of any length; what does not fit is counted but not kept.
 * Returns false at the end.
 */
static bool read_line(struct lines *in, size_t *len, bool *control)
{
	int c = getc(in->file);

	*len = 0;
	*control = false;
	if (c == EOF)
		return false;
	for (; c != EOF && c != '\n'; c = getc(in->file)) {
		if ((c < ' ' && c != '\t') || c == 0x7f)
			*control = true;
		if (*len < LINE_MAX_BYTES)
			in->text[*len] = (char)c;
		(*len)++;
	}
	if (*len <= LINE_MAX_BYTES)
		in->text[*len] = '\0';
	in->number++;
	return !ferror(in->file);
}

int lines_next(struct lines *in)
{
	bool control;
	size_t len;

	while (read_line(in, &len, &control)) {
		if (control)
			lines_error(in, "control character in the line");
		else if (len > LINE_MAX_BYTES)
			lines_error(in, "line of %zu bytes, at most %d are "
			    "allowed", len, LINE_MAX_BYTES);
		else
			return 1;
	}
	return 0;
}

size_t lines_blank_fields(char *text, char **field, size_t max)
{
	size_t n = 0;

	for (;;) {
		text += strspn(text, " \t");
		if (*text == '\0' || *text == '#')
			return n;
		if (n < max)
			field[n] = text;
		n++;
		text += strcspn(text, " \t");
		if (*text != '\0')
			*text++ = '\0';
	}
}

size_t lines_tab_fields(char *text, char **field, size_t max)
{
	size_t n = 0;

	for (;;) {
		if (n < max)
			field[n] = text;
		n++;
		text += strcspn(text, "\t");
		if (*text == '\0')
			return n;
		*text++ = '\0';
	}
}
