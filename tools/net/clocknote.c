/* SPDX-License-Identifier: BSD-2-Clause */
#include "clocknote.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "num.h"

enum { LINE = CLOCKNOTE_ORIGIN + 32, PATH = 256 };

static struct clocknote noted;
static bool is_noted;

void clocknote_set(const struct clocknote *note)
{
	noted = *note;
	is_noted = true;
}

int clocknote_write(const char *path)
{
	char new[PATH];
	FILE *f;
	int bad;

	if (snprintf(new, sizeof(new), "%s.new", path) >= PATH) {
		errno = ENAMETOOLONG;
		return -1;
	}
	f = fopen(new, "we");
	if (!f)
		return -1;
	bad = fprintf(f, "%" PRId64 " %s\n", noted.latest, noted.origin) < 0;
	bad = fclose(f) || bad;
	return bad || rename(new, path) ? -1 : 0;
}

const char *clocknote_time(int64_t t, char out[CLOCKNOTE_TIME])
{
	time_t when = (time_t)t;
	struct tm tm;

	if (!gmtime_r(&when, &tm) ||
	    !strftime(out, CLOCKNOTE_TIME, "%Y-%m-%d %H:%M:%S", &tm))
		snprintf(out, CLOCKNOTE_TIME, "beyond all dates");
	return out;
}

int clocknote_parse(const char *text, struct clocknote *out)
{
	const char *blank = strchr(text, ' ');
	char number[24];
	uint64_t latest;
	size_t n = blank ? (size_t)(blank - text) : 0;

	if (!blank || n >= sizeof(number) ||
	    strlen(blank + 1) >= sizeof(out->origin))
		return -1;
	memcpy(number, text, n);
	number[n] = '\0';
	if (num_decimal(number, INT64_MAX, &latest))
		return -1;
	out->latest = (int64_t)latest;
	strcpy(out->origin, blank + 1);
	return 0;
}

const struct clocknote *clocknote(void)
{
	static struct clocknote written;
	char line[LINE];
	FILE *f;

	if (is_noted)
		return &noted;
	memset(&written, 0, sizeof(written));
	f = fopen(CLOCKNOTE_FILE, "re");
	if (!f)
		return &written;
	if (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (clocknote_parse(line, &written))
			memset(&written, 0, sizeof(written));
	}
	fclose(f);
	return &written;
}
