/* SPDX-License-Identifier: BSD-2-Clause */
#include "rules.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum mark { PORT, PORTS, MORE, CONNECTIONS, TUNNEL, MARKS };

static const char *const marks[MARKS] = {
    [PORT] = "@wg.port@",   [PORTS] = "@wg.ports@",
    [MORE] = "@wg.more@",   [CONNECTIONS] = "@peer.connections@",
    [TUNNEL] = "@tunnel@",
};

/* Where what was copied ends, and how much of it there is room for. */
struct output {
	char *at;
	size_t left;
};

/* What stands for the marks in one copy of a line. */
struct filling {
	const struct rules *values;
	const struct prefix *network;
	int port; /* for PORTS and MORE */
};

int rules_read(const char *cmdline, struct rules *out, char why[WG_PORT_WHY])
{
	tunnel_read(cmdline, &out->tunnel);
	return wg_ports_read(cmdline, &out->ports, why);
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

static bool has(const char *line, size_t len, enum mark m)
{
	return memmem(line, len, marks[m], strlen(marks[m])) != NULL;
}

/* The mark that text begins with; MARKS: none. */
static enum mark mark_at(const char *text, size_t len)
{
	int m = 0;

	while (m < MARKS && (len < strlen(marks[m]) ||
			     memcmp(text, marks[m], strlen(marks[m]))))
		m++;
	return (enum mark)m;
}

static const char *value_of(enum mark m, const struct filling *f,
			    char *buffer, size_t size)
{
	switch (m) {
	case TUNNEL:
		return prefix_text(f->network, buffer);
	case CONNECTIONS:
		snprintf(buffer, size, "%u", f->values->connections);
		return buffer;
	case PORT:
		snprintf(buffer, size, "%d", f->values->ports.port[0]);
		return buffer;
	default:
		snprintf(buffer, size, "%d", f->port);
		return buffer;
	}
}

/* One line, with those values. */
static bool fill_line(const char *in, size_t len, const struct filling *f,
		      struct output *o)
{
	char buffer[PREFIX_TEXT];
	const char *value, *at;

	while ((at = memchr(in, '@', len))) {
		size_t before = (size_t)(at - in), size;
		enum mark m = mark_at(at, len - before);

		if (m == MARKS)
			return false;
		size = strlen(marks[m]);
		value = value_of(m, f, buffer, sizeof(buffer));
		if (!put(o, in, before) || !put(o, value, strlen(value)))
			return false;
		in = at + size;
		len -= before + size;
	}
	return put(o, in, len);
}

/* A line once for each port that it wants, with that network. */
static bool fill_ports(const char *in, size_t len, struct filling *f,
		       struct output *o, size_t *lines)
{
	const struct wg_ports *ports = &f->values->ports;
	bool every = has(in, len, PORTS), more = has(in, len, MORE);
	size_t first = more ? 1 : 0, end = every || more ? ports->count : 1;

	for (size_t i = first; i < end; i++) {
		f->port = ports->port[i];
		if (!fill_line(in, len, f, o))
			return false;
		(*lines)++;
	}
	return true;
}

/* A line once for each of what it wants. */
static bool fill_all(const char *in, size_t len, const struct rules *values,
		     int family, struct output *o)
{
	struct filling f = {.values = values};
	bool networks = has(in, len, TUNNEL);
	size_t lines = 0;

	if (!networks && !fill_ports(in, len, &f, o, &lines))
		return false;
	for (size_t i = 0; networks && i < values->tunnel.count; i++) {
		f.network = &values->tunnel.net[i];
		if (f.network->addr.family == family &&
		    !fill_ports(in, len, &f, o, &lines))
			return false;
	}
	/* The numbers of lines are to stay. */
	return lines || put(o, "\n", 1);
}

ssize_t rules_fill(const char *in, size_t len, const struct rules *values,
		   int family, char *out, size_t size)
{
	struct output o = {out, size};
	size_t n;

	for (; len > 0; in += n, len -= n) {
		const char *end = memchr(in, '\n', len);

		n = end ? (size_t)(end - in) + 1 : len;
		if (in[0] == '#' ? !put(&o, in, n)
				 : !fill_all(in, n, values, family, &o))
			return -1;
	}
	return (ssize_t)(size - o.left);
}
