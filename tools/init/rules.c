/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cmdline.h"

static const char tunnel_mark[] = "@tunnel@";

/* Where what was copied ends, and how much of it there is room for. */
struct output {
	char *at;
	size_t left;
};

void rules_read(const char *cmdline, struct rules *out)
{
	out->port = cmdline_wg_port(cmdline);
	tunnel_read(cmdline, &out->tunnel);
}

static bool put(struct output *o, const char *text, size_t len)
{
	if (len > o->left)
		return false;
	memcpy(o->at, text, len);
	o->at += len;
	o->left -= len;
	return true;
}

/* The value of the mark that text begins with, and the mark's length; NULL: none. */
static const char *value_of(const char *text, size_t len,
			    const struct rules *values,
			    const struct prefix *network, size_t *mark,
			    char *buffer, size_t size)
{
	static const char port_mark[] = "@wg.port@",
			  connections_mark[] = "@peer.connections@";

	*mark = strlen(port_mark);
	if (len >= *mark && !memcmp(text, port_mark, *mark)) {
		snprintf(buffer, size, "%d", values->port);
		return buffer;
	}
	*mark = strlen(connections_mark);
	if (len >= *mark && !memcmp(text, connections_mark, *mark)) {
		snprintf(buffer, size, "%u", values->connections);
		return buffer;
	}
	*mark = strlen(tunnel_mark);
	if (network && len >= *mark && !memcmp(text, tunnel_mark, *mark))
		return prefix_text(network, buffer);
	return NULL;
}

/* One line, with that network. */
static bool fill_line(const char *in, size_t len, const struct rules *values,
		      const struct prefix *network, struct output *o)
{
	char buffer[PREFIX_TEXT];
	const char *value, *at;
	size_t mark;

	while ((at = memchr(in, '@', len))) {
		size_t before = (size_t)(at - in);

		value = value_of(at, len - before, values, network, &mark,
				 buffer, sizeof(buffer));
		if (!value || !put(o, in, before) ||
		    !put(o, value, strlen(value)))
			return false;
		in = at + mark;
		len -= before + mark;
	}
	return put(o, in, len);
}

ssize_t rules_fill(const char *in, size_t len, const struct rules *values,
		   int family, char *out, size_t size)
{
	struct output o = {out, size};
	size_t n, lines;

	for (; len > 0; in += n, len -= n) {
		const char *end = memchr(in, '\n', len);

		n = end ? (size_t)(end - in) + 1 : len;
		if (in[0] == '#') {
			if (!put(&o, in, n))
				return -1;
			continue;
		}
		if (!memmem(in, n, tunnel_mark, strlen(tunnel_mark))) {
			if (!fill_line(in, n, values, NULL, &o))
				return -1;
			continue;
		}
		lines = 0;
		for (size_t i = 0; i < values->tunnel.count; i++) {
			if (values->tunnel.net[i].addr.family != family)
				continue;
			if (!fill_line(in, n, values, &values->tunnel.net[i], &o))
				return -1;
			lines++;
		}
		/* The numbers of lines are to stay. */
		if (lines == 0 && !put(&o, "\n", 1))
			return -1;
	}
	return (ssize_t)(size - o.left);
}
