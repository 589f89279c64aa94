/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <zlib.h>

#include "zip_parts.h"

enum { PIECE = 256 << 10 }; /* bytes that are read, and handed on, at once */

/* An extraction on its way. */
struct run {
	const struct zip *z;
	const struct zip_entry *e;
	zip_sink *sink;
	void *arg;
	struct why *why;
	uint64_t taken, given; /* bytes of the archive, and of the contents */
	uLong crc;
	unsigned char in[PIECE], out[PIECE];
};

static int lies(const struct run *r)
{
	why_set(r->why, "entry %.80s does not have the size that it says",
	    r->e->name);
	return -1;
}

static int give(struct run *r, const unsigned char *data, size_t n)
{
	if (n > r->e->size - r->given)
		return lies(r);
	r->crc = crc32(r->crc, data, (uInt)n);
	r->given += n;
	return r->sink(r->arg, data, n);
}

/* The next piece, valid until the one after it; *n is 0 at the end. */
static int take(struct run *r, const unsigned char **p, size_t *n)
{
	uint64_t left = r->e->packed - r->taken, at = r->e->data + r->taken;

	*n = left < PIECE ? (size_t)left : PIECE;
	*p = r->in;
	if (r->z->map)
		*p = r->z->map + at; /* zip_open() saw that it is in the file */
	else if (zip_read(r->z, at, r->in, *n, r->why))
		return -1;
	r->taken += *n;
	return 0;
}

static int copy_stored(struct run *r)
{
	const unsigned char *p;
	size_t n;

	for (;;) {
		if (take(r, &p, &n))
			return -1;
		if (n == 0)
			return 0;
		if (give(r, p, n))
			return -1;
	}
}

static int refill(struct run *r, z_stream *s)
{
	const unsigned char *p;
	size_t n;

	if (take(r, &p, &n))
		return -1;
	s->next_in = (z_const Bytef *)p;
	s->avail_in = (uInt)n;
	return 0;
}

/* Hand on what was inflated. */
static int flush(struct run *r, z_stream *s)
{
	size_t n = PIECE - s->avail_out;

	s->next_out = r->out;
	s->avail_out = PIECE;
	return n > 0 ? give(r, r->out, n) : 0;
}

static int inflate_loop(struct run *r, z_stream *s)
{
	int status = Z_OK;

	s->next_out = r->out;
	s->avail_out = PIECE;
	while (status != Z_STREAM_END) {
		if (s->avail_in == 0 && refill(r, s))
			return -1;
		status = inflate(s, Z_NO_FLUSH);
		if (status != Z_OK && status != Z_STREAM_END) {
			/* Z_BUF_ERROR: the data ends in the middle. */
			why_set(r->why, "entry %.80s is damaged: cannot be "
					"inflated", r->e->name);
			return -1;
		}
		if ((s->avail_out == 0 || status == Z_STREAM_END) &&
		    flush(r, s))
			return -1;
	}
	return s->avail_in || r->taken != r->e->packed ? lies(r) : 0;
}

static int copy_deflated(struct run *r)
{
	z_stream s = { 0 };
	int ret;

	if (inflateInit2(&s, -MAX_WBITS) != Z_OK) {
		why_machine(r->why, "out of memory");
		return -1;
	}
	ret = inflate_loop(r, &s);
	inflateEnd(&s);
	return ret;
}

static int copy(struct run *r)
{
	if (r->e->method == ZIP_STORED ? copy_stored(r) : copy_deflated(r))
		return -1;
	if (r->given != r->e->size)
		return lies(r);
	if (r->crc != r->e->crc) {
		why_set(r->why, "entry %.80s is damaged: its checksum is "
				"wrong", r->e->name);
		return -1;
	}
	return 0;
}

int zip_extract(const struct zip *z, const struct zip_entry *e, zip_sink *sink,
    void *arg, struct why *why)
{
	struct run *r = malloc(sizeof(*r));
	int ret;

	if (!r) {
		why_machine(why, "out of memory");
		return -1;
	}
	r->z = z;
	r->e = e;
	r->sink = sink;
	r->arg = arg;
	r->why = why;
	r->taken = r->given = 0;
	r->crc = crc32(0, NULL, 0);
	ret = copy(r);
	free(r);
	return ret;
}
