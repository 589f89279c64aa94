/* SPDX-License-Identifier: GPL-2.0-only */
#include "unpack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "err.h"

#define TOO_LARGE "is larger than any configuration (8 MiB)"

/* How other packers' files begin. */
static const struct packer {
	const char *magic;
	size_t n;
	const char *wrong;
} packers[] = {
	{"\xfd" "7zXZ", 5, "is packed with xz: unpack it first"},
	{"\x28\xb5\x2f\xfd", 4, "is packed with zstd: unpack it first"},
	{"BZh", 3, "is packed with bzip2: unpack it first"},
	{"PK\x03\x04", 4, "is a zip archive: unpack it first"},
};

static char *allocate(size_t n)
{
	char *p = malloc(n);

	if (p == NULL)
		die(EXIT_UNKNOWN, "malloc:");
	return p;
}

/* One or more members of gzip at in, into out, which has room for MOST. */
static const char *inflate_all(z_stream *z)
{
	for (;;) {
		int status = inflate(z, Z_NO_FLUSH);

		if (status == Z_STREAM_END) {
			if (z->avail_in == 0)
				return NULL;
			/* gzip(1) takes several members for one file. */
			if (inflateReset(z) != Z_OK)
				return "is damaged (gzip)";
			continue;
		}
		if (status == Z_MEM_ERROR)
			die(EXIT_UNKNOWN, "inflate: no memory");
		if (status != Z_OK && status != Z_BUF_ERROR)
			return "is damaged (gzip)";
		if (z->avail_out == 0)
			return TOO_LARGE;
		if (z->avail_in == 0)
			return "is cut: gzip's end is missing";
		if (status == Z_BUF_ERROR)
			return "is damaged (gzip)";
	}
}

static char *gunzip(const void *data, size_t n, size_t *m, const char **wrong)
{
	char *out = allocate(UNPACK_MOST + 1);
	z_stream z = {
		.next_in = (z_const Bytef *)data,
		.avail_in = (uInt)n,
		.next_out = (Bytef *)out,
		.avail_out = UNPACK_MOST,
	};

	/* 16: gzip's header and checksum, nothing else. */
	if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		die(EXIT_UNKNOWN, "inflateInit2: no memory");
	*wrong = inflate_all(&z);
	*m = UNPACK_MOST - z.avail_out;
	inflateEnd(&z);
	if (*wrong != NULL) {
		free(out);
		return NULL;
	}
	out[*m] = '\0';
	return out;
}

char *unpack_bytes(const void *data, size_t n, size_t *m, const char **wrong)
{
	const char *s = data;
	char *out;

	*wrong = NULL;
	if (n > UNPACK_MOST) {
		*wrong = TOO_LARGE;
		return NULL;
	}
	for (size_t i = 0; i < sizeof(packers) / sizeof(*packers); i++) {
		if (n < packers[i].n || memcmp(s, packers[i].magic,
					       packers[i].n) != 0)
			continue;
		*wrong = packers[i].wrong;
		return NULL;
	}
	if (n >= 2 && memcmp(s, "\x1f\x8b", 2) == 0)
		return gunzip(data, n, m, wrong);
	out = allocate(n + 1);
	memcpy(out, s, n);
	out[n] = '\0';
	*m = n;
	return out;
}

char *unpack_file(FILE *f, size_t *m, const char **wrong)
{
	char *data = allocate(UNPACK_MOST + 1), *out;
	size_t n = fread(data, 1, UNPACK_MOST + 1, f);

	if (ferror(f)) {
		*wrong = "cannot be read";
		out = NULL;
	} else {
		out = unpack_bytes(data, n, m, wrong);
	}
	free(data);
	return out;
}
