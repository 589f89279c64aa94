/* SPDX-License-Identifier: BSD-2-Clause */
#include "wgport.h"

#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "cmdline.h"

enum { VALUE_MAX = 256 };

/* Where udhcpc and udhcpc6 are answered: all of it would go to WireGuard. */
enum { DHCP = 68, DHCP6 = 546 };

static int add(struct wg_ports *out, const char *text, char why[WG_PORT_WHY])
{
	unsigned long port;

	if (!number_parse(text, 65535, &port) || port == 0) {
		snprintf(why, WG_PORT_WHY, "wg.port= is not a port number from "
			 "1 to 65535: \"%.32s\"", text);
		return -1;
	}
	if (port == DHCP || port == DHCP6) {
		snprintf(why, WG_PORT_WHY, "wg.port=: %lu is the port of this "
			 "server's own DHCP client", port);
		return -1;
	}
	for (size_t i = 0; i < out->count; i++) {
		if (out->port[i] == (int)port) {
			snprintf(why, WG_PORT_WHY, "wg.port=: %lu stands there "
				 "twice", port);
			return -1;
		}
	}
	if (out->count == WG_PORTS) {
		snprintf(why, WG_PORT_WHY, "wg.port=: %lu is one too many, "
			 "there may be %d", port, WG_PORTS);
		return -1;
	}
	out->port[out->count++] = (int)port;
	return 0;
}

static size_t count_options(const char *cmdline)
{
	char copy[CMDLINE_MAX], *rest = copy, *key, *value;
	size_t n = 0;

	snprintf(copy, sizeof(copy), "%s", cmdline);
	while (cmdline_next(&rest, &key, &value))
		n += !strcmp(key, "wg.port");
	return n;
}

int wg_ports_read(const char *cmdline, struct wg_ports *out,
		  char why[WG_PORT_WHY])
{
	char value[VALUE_MAX], *list = value, *text;
	int found = cmdline_find(cmdline, "wg.port", CMDLINE_LAST, value,
				 sizeof(value));

	memset(out, 0, sizeof(*out));
	out->options = count_options(cmdline);
	if (!found) {
		out->port[out->count++] = WG_PORT_DEFAULT;
		return 0;
	}
	/* No value, or one that is too long, is "": no number. */
	while ((text = strsep(&list, ",")))
		if (add(out, text, why))
			return -1;
	return 0;
}
