// sources: tools/st/bzimage.c tools/st/url_absolute.c tools/st/why.c
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel's header, and a URL as somebody configured it: both are small, and read
 * within their bounds. What is made of a URL is the same when it is read again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/st/bzimage.h"
#include "../../tools/st/url.h"

static void url(const char *s, size_t len)
{
	size_t size = URL_ESCAPED(len);
	char *out = malloc(size), *again = malloc(URL_ESCAPED(size));
	struct why why;

	if (!url_absolute(s, len, out, size, &why) &&
	    (strncmp(out, "http", 4) ||
		url_absolute(out, strlen(out), again, URL_ESCAPED(size), &why) ||
		strcmp(out, again)))
		abort();
	free(again);
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t head = size < BZIMAGE_HEAD ? size : BZIMAGE_HEAD;
	uint8_t *copy = malloc(size ? size : 1); /* so that ASan sees the end */
	struct why why;
	uint32_t line;

	if (size > 0)
		memcpy(copy, data, size);
	if (!bzimage_check(copy, head, size, &line, &why) &&
	    (size <= BZIMAGE_HEAD || memcmp(copy + 0x202, "HdrS", 4)))
		abort();
	url((const char *)copy, size < 4096 ? size : 4096);
	free(copy);
	return 0;
}
