/* SPDX-License-Identifier: BSD-2-Clause */
#include "when.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The number of just n digits at *s, or -1; moves *s behind it. */
static int number(const char **s, int n)
{
	int v = 0;

	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return -1;
		v = v * 10 + (**s - '0');
	}
	return v;
}

/* n digits from low to high and the character after; -1 if they are not. */
static int field(const char **s, int n, int low, int high, char after)
{
	int v = number(s, n);

	if (v < low || v > high)
		return -1;
	if (after && *(*s)++ != after)
		return -1;
	return v;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
				    31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

/* "Z" or "+hh:mm": seconds east of UTC. */
static int zone(const char *s, int *offset)
{
	int sign = *s == '-' ? -1 : 1, h, m;

	*offset = 0;
	if (!strcmp(s, "Z"))
		return 0;
	if (*s != '+' && *s != '-')
		return -1;
	s++;
	if ((h = field(&s, 2, 0, 23, ':')) < 0 ||
	    (m = field(&s, 2, 0, 59, '\0')) < 0 || *s != '\0')
		return -1;
	*offset = sign * (h * 3600 + m * 60);
	return 0;
}

int when_parse(const char *s, time_t *out)
{
	int year, month, day, hour, minute, second, offset;
	struct tm tm = { 0 };

	/* In this order: a failed field leaves s inside the string. */
	if ((year = field(&s, 4, 1, 9999, '-')) < 0 ||
	    (month = field(&s, 2, 1, 12, '-')) < 0 ||
	    (day = field(&s, 2, 1, days_in(year, month), 'T')) < 0 ||
	    (hour = field(&s, 2, 0, 23, ':')) < 0 ||
	    (minute = field(&s, 2, 0, 59, ':')) < 0 ||
	    (second = field(&s, 2, 0, 59, '\0')) < 0)
		return -1;
	if (*s == '.') {
		if (number(&(const char *){ s + 1 }, 1) < 0)
			return -1;
		s += 1 + strspn(s + 1, "0123456789");
	}
	if (zone(s, &offset))
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	tm.tm_hour = hour;
	tm.tm_min = minute;
	tm.tm_sec = second;
	*out = timegm(&tm) - offset;
	return 0;
}

const char *when_text(time_t t, char out[WHEN_TEXT])
{
	struct tm tm;

	if (!gmtime_r(&t, &tm) ||
	    strftime(out, (size_t)WHEN_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(out, (size_t)WHEN_TEXT, "no date");
	return out;
}

int when_cert_end(const X509 *cert, time_t *out)
{
	struct tm tm = { 0 };

	if (ASN1_TIME_to_tm(X509_get0_notAfter(cert), &tm) != 1)
		return -1;
	*out = timegm(&tm);
	return 0;
}
