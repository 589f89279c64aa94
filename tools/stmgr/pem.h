/* SPDX-License-Identifier: BSD-2-Clause */
/* The one PEM block of a key file. */
#ifndef STMGR_PEM_H
#define STMGR_PEM_H

#include <stdbool.h>
#include <stddef.h>

#include "../st/why.h"

struct pem {
	char *label;	     /* "PRIVATE KEY" */
	unsigned char *data; /* may be secret */
	long len;
	char *header; /* "" if it has none */
};

/*
 * Read the PEM block in data. Text before it is passed over; after it only
 * blanks may come. Returns 0, and out is then to be given to pem_wipe(), or -1
 * with the reason.
 */
int pem_read(const void *data, size_t len, struct pem *out, struct why *why);

/* Wipe and free. */
void pem_wipe(struct pem *pem);

#endif
