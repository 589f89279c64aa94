/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was seen, as lines
 *	net=a seen=KIND DETAILS... count=N
 * The first sixteen of each and then those whose number is a power of two, so that
 * a test can wait for a line and a guest cannot fill the disk; at the end all totals.
 */
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ether.h"

enum { LINES = 512 };

static struct {
	char line[200], kind[24];
	unsigned net, count;
} lines[LINES];
static unsigned n_lines;

const char *text(const address *a)
{
	static char out[8][INET6_ADDRSTRLEN];
	static unsigned at;

	at = (at + 1) % 8;
	inet_ntop(is_v4(a) ? AF_INET : AF_INET6, is_v4(a) ? v4(a) : a->s6_addr,
		  out[at], sizeof(out[at]));
	return out[at];
}

void seen(unsigned net, unsigned vlan, const char *kind, const char *fmt, ...)
{
	char line[200];
	va_list ap;
	unsigned i;
	int n;

	n = snprintf(line, sizeof(line), "net=%s", net_name(net));
	if (vlan)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " vlan=%u", vlan);
	n += snprintf(line + n, sizeof(line) - (size_t)n, " seen=%s", kind);
	va_start(ap, fmt);
	vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
	va_end(ap);
	for (i = 0; i < n_lines && strcmp(lines[i].line, line); i++)
		;
	if (i == LINES)
		return; /* more kinds than any test looks for */
	if (i == n_lines) {
		n_lines++;
		strcpy(lines[i].line, line);
		snprintf(lines[i].kind, sizeof(lines[i].kind), "%s", kind);
		lines[i].net = net;
	}
	lines[i].count++;
	if (lines[i].count <= 16 || !(lines[i].count & (lines[i].count - 1))) {
		printf("%s count=%u t=%.2f\n", line, lines[i].count, now());
		fflush(stdout);
	}
}

unsigned seen_count(unsigned net, const char *kind)
{
	unsigned all = 0;

	for (unsigned i = 0; i < n_lines; i++)
		if (lines[i].net == net && !strcmp(lines[i].kind, kind))
			all += lines[i].count;
	return all;
}

void seen_totals(void)
{
	for (unsigned i = 0; i < n_lines; i++)
		printf("total %s count=%u\n", lines[i].line, lines[i].count);
	fflush(stdout);
}
