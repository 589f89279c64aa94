/* SPDX-License-Identifier: BSD-2-Clause */
/* Where this machine's host configuration is, and what it says. */
#ifndef MAYFLY_STBOOT_HOST_H
#define MAYFLY_STBOOT_HOST_H

#include <stdbool.h>

#include "../st/hostconfig.h"
#include "../st/url.h"
#include "../st/why.h"
#include "netconf.h"

enum { POINTER_MAX = 4096 };

struct host {
	struct netconf net;
	char pointer[POINTER_MAX]; /* ospkg_pointer; may hold a password */
	/* Those of it that can be fetched; none if it is a file's name. */
	size_t urls;
	const char *url[HOSTCONFIG_URLS]; /* in text */
	char text[URL_ESCAPED(POINTER_MAX)];
	bool provision; /* no configuration: run the provisioning package */
};

/*
 * The first there is of /etc/host_configuration.json, the EFI variable
 * STHostConfig, and else the built-in provisioning mode (section 3 of the
 * format notes). One that is there and wrong is not passed over, but a URL in it
 * that is wrong is, while others are left. It is parsed in a sandbox. Says which
 * it is. Returns 0, or -1 with the reason.
 */
int host_find(struct host *out, struct why *why);

#endif
