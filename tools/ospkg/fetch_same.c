/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch_same.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* Digits at *s, which is moved behind them. */
static int number(const char **s, uint64_t *out)
{
	const char *p = *s;

	for (*out = 0; *p >= '0' && *p <= '9'; p++) {
		if (*out > (INT64_MAX - 9) / 10)
			return -1;
		*out = *out * 10 + (uint64_t)(*p - '0');
	}
	if (p == *s)
		return -1;
	*s = p;
	return 0;
}

int content_range(const char *s, uint64_t *first, uint64_t *last,
    bool *has_total, uint64_t *total)
{
	*total = 0;
	if (strncasecmp(s, "bytes ", 6))
		return -1;
	s += 6;
	if (number(&s, first) || *s++ != '-' || number(&s, last) || *s++ != '/')
		return -1;
	*has_total = *s != '*';
	if (!*has_total)
		s++;
	else if (number(&s, total) || *last >= *total)
		return -1;
	return *s || *last < *first ? -1 : 0;
}

int unsatisfied_range(const char *s, uint64_t *total)
{
	if (strncasecmp(s, "bytes */", 8))
		return -1;
	s += 8;
	return number(&s, total) || *s ? -1 : 0;
}

static bool is_strong(const char *etag)
{
	return etag[0] == '"';
}

void partial_begin(struct partial *p, const struct answer *a)
{
	*p = (struct partial){
		.has_total = a->has_length,
		.total = a->length,
	};
	memcpy(p->etag, a->etag, sizeof(p->etag));
	memcpy(p->modified, a->modified, sizeof(p->modified));
}

const char *partial_if_range(const struct partial *p)
{
	if (is_strong(p->etag))
		return p->etag;
	return p->modified[0] ? p->modified : NULL;
}

bool partial_resumable(const struct partial *p)
{
	return p->has_total || is_strong(p->etag);
}

static bool changed(struct why *why, const char *what)
{
	why_set(why, "changed during the download (%s)", what);
	return false;
}

/* Lengths are compared by the callers, each of which has another. */
static bool same_version(const struct partial *p, const struct answer *a,
    bool same_total, struct why *why)
{
	if (p->etag[0] && a->etag[0] && strcmp(p->etag, a->etag))
		return changed(why, "another ETag");
	if (is_strong(p->etag) && a->etag[0])
		return true;
	if (p->modified[0] && a->modified[0] &&
	    strcmp(p->modified, a->modified))
		return changed(why, "another Last-Modified");
	return same_total || changed(why, "nothing says it is the same file");
}

static enum part whole_again(const struct partial *p, const struct answer *a,
    uint64_t *skip, struct why *why)
{
	if (p->has_total && a->has_length && a->length != p->total)
		changed(why, "another length");
	else if (same_version(p, a, p->has_total && a->has_length, why)) {
		*skip = p->got;
		return PART_REST;
	}
	return PART_ANEW;
}

/*
 * Nothing behind what is here: of a body without a length that was all, if the
 * file is just so long. Whether its bytes are right is not for us to say.
 */
static enum part no_more(const struct partial *p, const struct answer *a,
    struct why *why)
{
	uint64_t total;

	if (unsatisfied_range(a->range, &total))
		changed(why, "the rest is not there, and no length is said");
	else if (total != p->got || (p->has_total && p->total != total))
		changed(why, "another length");
	else if (p->etag[0] && a->etag[0] && strcmp(p->etag, a->etag))
		changed(why, "another ETag");
	else
		return PART_COMPLETE;
	return PART_OTHER;
}

enum part partial_continues(const struct partial *p, const struct answer *a,
    uint64_t *skip, struct why *why)
{
	uint64_t first, last, total;
	bool has_total;

	*skip = 0;
	if (a->code == 200)
		return whole_again(p, a, skip, why);
	if (a->code == 416)
		return no_more(p, a, why);
	if (content_range(a->range, &first, &last, &has_total, &total)) {
		why_set(why, "sends a part without a valid Content-Range: "
			     "mend the server");
	} else if (p->has_total && has_total && total != p->total) {
		changed(why, "another length");
	} else if (first != p->got) {
		why_set(why, "sends the bytes from %" PRIu64 ", asked for were "
			     "those from %" PRIu64 ": mend the server",
		    first, p->got);
	} else if (same_version(p, a, p->has_total && has_total, why)) {
		return PART_REST;
	}
	return PART_OTHER;
}
