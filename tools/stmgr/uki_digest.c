/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/err.h"
#include "../st/why.h"
#include "blob.h"
#include "../lib/flags.h"
#include "pe.h"
#include "stmgr.h"
#include "uki.h"

#define USAGE "usage: stmgr uki digest -in FILE\n"

enum { IN, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[IN] = { "in", "FILE", "the UKI, or another EFI program for x86-64; "
		 "needed", NULL },
};

static int print_digest(const char *in)
{
	unsigned char digest[PE_DIGEST];
	struct blob file;
	struct why why;
	struct pe pe;
	size_t i;
	int status = blob_read(&file, in, UKI_BYTES_MAX);

	if (status != EXIT_YES)
		return status;
	if (pe_parse(&pe, file.data, file.len, &why)) {
		warn("%s: %s", in, why.text);
		status = EXIT_NO;
	} else if (pe_digest(&pe, digest)) {
		warn("%s: libcrypto could not compute the digest", in);
		status = EXIT_UNKNOWN;
	} else {
		for (i = 0; i < sizeof(digest); i++)
			printf("%02x", digest[i]);
		putchar('\n');
	}
	free(file.data);
	return status;
}

int uki_digest(int argc, char **argv)
{
	const char *v[NFLAGS];
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[IN] || v[IN][0] == '\0') {
		warn("-in is needed");
		return flags_usage(USAGE);
	}
	return print_digest(v[IN]);
}
