/* SPDX-License-Identifier: BSD-2-Clause */
/* Does an answer continue the file that a former one began? */
#ifndef MAYFLY_OSPKG_FETCH_SAME_H
#define MAYFLY_OSPKG_FETCH_SAME_H

#include "../http/answer.h"
#include "../st/why.h"

/* What is known of the file of which `got` bytes are here. */
struct partial {
	uint64_t got;
	bool has_total;
	uint64_t total;
	char etag[FETCH_HEADER_MAX];
	char modified[FETCH_HEADER_MAX];
};

/*
 * Read a Content-Range of one part (RFC 9110 section 14.4): "bytes
 * FIRST-LAST/TOTAL", the total may be "*". Returns 0, or -1 if it is anything
 * else.
 */
int content_range(const char *s, uint64_t *first, uint64_t *last,
    bool *has_total, uint64_t *total);

/* The same of an answer with status 416: "bytes *", then "/TOTAL". */
int unsatisfied_range(const char *s, uint64_t *total);

/* Remember what the first answer (status 200) says of the file. */
void partial_begin(struct partial *p, const struct answer *a);

/*
 * What to ask the server by If-Range: a strong ETag, else Last-Modified, else
 * NULL: then lengths have to do. That the bytes are right is up to the
 * signature in any case; this keeps two versions from being mixed.
 */
const char *partial_if_range(const struct partial *p);

/* Is so much known of the file that a second answer can be compared to it? */
bool partial_resumable(const struct partial *p);

/* What an answer to a request for the rest is. */
enum part {
	PART_REST,     /* the rest, or the whole, of the same file */
	PART_COMPLETE, /* nothing: all of it is here already */
	PART_ANEW,     /* all of another file, from its first byte */
	PART_OTHER,    /* nothing that helps: ask for all of it */
};

/*
 * a answers a request for the rest (from byte p->got on): what is it? Sets *skip
 * to how many bytes of its body are here already. Of PART_ANEW and PART_OTHER
 * *why says how it differs, as what continues "URL ". Mirrors of one file may
 * well differ in all but its bytes, so neither is a fault of what is served.
 */
enum part partial_continues(const struct partial *p, const struct answer *a,
    uint64_t *skip, struct why *why);

#endif
