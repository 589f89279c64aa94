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

/* What follows the scheme, or NULL; *len of it until the path. */
static char *authority(const char *url, size_t *len)
{
	char *a = strstr(url, "://");

	if (!a)
		return NULL;
	a += 3;
	*len = strcspn(a, "/?#\\");
	return a;
}

/* Where the host begins in an authority. */
static char *host_of(char *a, size_t len)
{
	char *at = memrchr(a, '@', len);

	return at ? at + 1 : a;
}

bool source_has_login(const char *url)
{
	size_t len;
	char *a = authority(url, &len);

	return a && host_of(a, len) != a;
}

/* As in a URL: what is something else there is written as %XX. */
static bool is_login(const char *s)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "-._~!$&'()*+,;=%";
	size_t user = strspn(s, letters);

	return user > 0 && s[user] == ':' &&
	       s[user + 1 + strspn(s + user + 1, letters)] == '\0';
}

/* Into url, whose authority is the len bytes at a. */
static int put_login(char *url, size_t size, char *a, size_t len,
		     const char *login)
{
	char *host = host_of(a, len);
	size_t before = (size_t)(a - url), n = strlen(login);

	if (before + n + 1 + strlen(host) >= size) {
		errno = EFBIG;
		return -1;
	}
	memmove(a + n + 1, host, strlen(host) + 1);
	memcpy(a, login, n);
	a[n] = '@';
	return 1;
}

int source_login(char *url, size_t size)
{
	unsigned char *data;
	size_t len, got;
	char *a;
	int result;

	if (readfile_at(AT_FDCWD, SOURCE_LOGIN + 1, SOURCE_URL_MAX, &data,
			&got))
		return errno == ENOENT ? 0 : -1;
	data[strcspn((char *)data, "\n")] = '\0';
	a = authority(url, &len);
	errno = EINVAL;
	result = a && is_login((char *)data) ?
	    put_login(url, size, a, len, (char *)data) : -1;
	explicit_bzero(data, got);
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
