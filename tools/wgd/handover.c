/* SPDX-License-Identifier: BSD-2-Clause */
#include "handover.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf.h"
#include "err.h"
#include "num.h"

enum {
	HEAD_LINES = 3, /* init's */
	DIGEST = crypto_generichash_BYTES,
	DIGEST_LINE = 7 + 2 * DIGEST + 1, /* "digest HEX\n" */
	NUMBER_LINE = 32,
};

static const char private_key[] = "PrivateKey = ";

static size_t size(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
}

bool handover_exists(int fd)
{
	return size(fd) > 0;
}

/* The file in memory; NULL and no message if there is none. */
static char *map(int fd, int prot, size_t *len)
{
	void *p;

	*len = size(fd);
	if (*len == 0)
		return NULL;
	p = mmap(NULL, *len, prot, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED) {
		warn("map the handover:");
		return NULL;
	}
	return p;
}

int handover_save(struct device *d, int fd, uint64_t number, int64_t now)
{
	unsigned char digest[DIGEST];
	char hex[2 * DIGEST + 1], *p;
	bool keyed = false;
	size_t len;

	if (dprintf(fd, "list %llu\n", (unsigned long long)number) < 0 ||
	    device_print(d, fd, now, &keyed))
		return -1;
	if (!keyed) {
		errno = EPERM;
		return -1;
	}
	p = map(fd, PROT_READ, &len);
	if (!p)
		return -1;
	crypto_generichash(digest, sizeof(digest), (unsigned char *)p, len,
			   NULL, 0);
	munmap(p, len);
	sodium_bin2hex(hex, sizeof(hex), digest, sizeof(digest));
	return dprintf(fd, "digest %s\n", hex) == DIGEST_LINE ? 0 : -1;
}

/* The checksum at the end. Returns the length before it, or 0. */
static size_t check(const char *p, size_t len, bool checked)
{
	unsigned char want[DIGEST], have[DIGEST];
	const char *line = p + len - DIGEST_LINE;

	if (len <= DIGEST_LINE || memcmp(line, "digest ", 7) ||
	    p[len - 1] != '\n' ||
	    sodium_hex2bin(want, sizeof(want), line + 7, 2 * DIGEST, NULL, NULL,
			   NULL))
		return 0;
	len -= DIGEST_LINE;
	crypto_generichash(have, sizeof(have), (const unsigned char *)p, len,
			   NULL, 0);
	return !checked || !sodium_memcmp(have, want, sizeof(have)) ? len : 0;
}

/* Behind so many lines; NULL if there are fewer. */
static const char *skip(const char *p, const char *end, int lines)
{
	for (; p && lines > 0; lines--) {
		p = memchr(p, '\n', (size_t)(end - p));
		if (p)
			p++;
	}
	return p;
}

static const char *take_number(const char *p, const char *end, uint64_t *out)
{
	char line[NUMBER_LINE];
	const char *next = p ? skip(p, end, 1) : NULL;
	size_t n = next ? (size_t)(next - p) - 1 : 0;

	if (!next || n < 5 || n >= sizeof(line) || memcmp(p, "list ", 5))
		return NULL;
	memcpy(line, p, n);
	line[n] = '\0';
	return num_decimal(line + 5, UINT64_MAX, out) ? NULL : next;
}

static int parse(const char *p, size_t len, bool checked, struct handover *out,
		 char *why, size_t room)
{
	const char *end = p + check(p, len, checked);
	struct conf c;
	int bad;

	snprintf(why, room, "it is damaged");
	p = take_number(skip(p, end, HEAD_LINES), end, &out->number);
	if (!p)
		return -1;
	bad = conf_parse(p, (size_t)(end - p), &c, out->key, why, room);
	out->peers = c.peers;
	return bad;
}

void handover_load(int fd, bool checked, struct handover *out)
{
	char why[256], *p;
	size_t len;

	memset(out, 0, sizeof(*out));
	p = map(fd, PROT_READ, &len);
	if (!p)
		return;
	out->present = !parse(p, len, checked, out, why, sizeof(why)) &&
		       !(checked && sodium_is_zero(out->key, PEER_KEY));
	munmap(p, len);
	if (out->present)
		return;
	handover_free(out);
	warn("handover refused: %s; the keys are new ones", why);
}

void handover_free(struct handover *h)
{
	peers_free(&h->peers);
	sodium_memzero(h, sizeof(*h));
}

void handover_hide(int fd)
{
	size_t len, n = sizeof(private_key) - 1;
	char *p = map(fd, PROT_READ | PROT_WRITE, &len), *line;

	if (!p)
		return;
	line = memmem(p, len, private_key, n);
	/* Blanks: as if it had never been there. */
	while (line && line < p + len && *line != '\n')
		*line++ = ' ';
	munmap(p, len);
}

void handover_wipe(int fd)
{
	size_t len;
	char *p = map(fd, PROT_READ | PROT_WRITE, &len);

	if (!p)
		return;
	sodium_memzero(p, len);
	munmap(p, len);
	if (ftruncate(fd, 0))
		warn("empty the handover:");
}
