/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/err.h"
#include "../st/why.h"
#include "blob.h"
#include "inputs_kept.h"
#include "../lib/flags.h"
#include "pe.h"
#include "stmgr.h"
#include "uki.h"

#define USAGE "usage: stmgr uki to-iso -in FILE [-out FILE]\n"

enum { IN, OUT, NFLAGS };

static const struct flag flags[NFLAGS] = {
	[IN] = { "in", "FILE", "the UKI, or another EFI program for x86-64; "
		 "needed", NULL },
	[OUT] = { "out", "FILE", "the image; default: the input's name, .iso "
		  "instead of .uki or .efi", "" },
};

static int convert(const char *in, const char *out)
{
	struct blob pe;
	struct why why;
	struct pe look;
	int status = blob_read(&pe, in, UKI_BYTES_MAX);

	if (status != EXIT_YES)
		return status;
	if (pe_parse(&look, pe.data, pe.len, &why)) {
		warn("%s: %s", in, why.text);
		status = EXIT_NO;
	} else {
		status = uki_write_iso(out, pe.data, pe.len);
	}
	free(pe.data);
	return status;
}

int uki_to_iso(int argc, char **argv)
{
	static const char *const from[] = { ".uki", ".efi", NULL };
	static const char *const same[] = { NULL };
	const char *v[NFLAGS];
	char *out;
	int status;

	status = flags_read(argc, argv, flags, (size_t)NFLAGS, USAGE, v);
	if (status >= 0)
		return status;
	if (!v[IN] || v[IN][0] == '\0') {
		warn("-in is needed");
		return flags_usage(USAGE);
	}
	if (v[OUT][0] != '\0')
		out = uki_name(v[OUT], same, "");
	else
		out = uki_name(v[IN], from, ".iso");
	status = inputs_kept(out, &v[IN], 1) ? EXIT_NO : convert(v[IN], out);
	free(out);
	return status;
}
