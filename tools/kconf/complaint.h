/* SPDX-License-Identifier: GPL-2.0-only */
/* Complaints about lines of fragments: for people, or as JSON. */
#ifndef KCONF_COMPLAINT_H
#define KCONF_COMPLAINT_H

#include <stddef.h>

/* What is wrong with one line. Members that do not apply are NULL. */
struct complaint {
	const char *file;
	unsigned long line;
	const char *symbol; /* without CONFIG_ */
	const char *wanted;
	const char *got;
	const char *text; /* what is wrong, or why it was not honoured */
};

/*
 * From now on complaints are elements of a JSON array on stdout, which
 * complaint_end() closes; else each is a line "file:line: text" on stderr.
 */
void complaint_json(void);

/* Print one. Returns 1, to be added to a count. */
size_t complain(const struct complaint *c);

/* No more complaints. Does nothing unless they are JSON. */
void complaint_end(void);

#endif
