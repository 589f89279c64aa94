/* SPDX-License-Identifier: BSD-2-Clause */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmdline.h"
#include "readfile.h"

static int keep(const char *text, char *out)
{
	if (strlen(text) >= SOURCE_URL_MAX) {
		errno = EFBIG;
		return -1;
	}
	strcpy(out, text);
	return out[0] != '\0';
}

int source_url(const char *cmdline, char *out)
{
	int result = cmdline_find(cmdline, "wg.peers", CMDLINE_LAST, out,
	    SOURCE_URL_MAX);
	unsigned char *data;
	size_t len;

	if (result < 0) {
		errno = EINVAL;
		return -1;
	}
	if (out[0])
		return 1;
	if (readfile_at(AT_FDCWD, SOURCE_URL + 1, SOURCE_URL_MAX, &data, &len))
		return errno == ENOENT ? 0 : -1;
	data[strcspn((char *)data, "\n")] = '\0';
	result = keep((char *)data, out);
	free(data);
	return result;
}

socklen_t source_address(struct sockaddr_un *out)
{
	static const char name[] = "mayfly-peers";

	memset(out, 0, sizeof(*out));
	out->sun_family = AF_UNIX;
	memcpy(out->sun_path + 1, name, sizeof(name) - 1);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
			   sizeof(name));
}
