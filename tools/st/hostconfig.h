/* SPDX-License-Identifier: BSD-2-Clause */
/* The host configuration: a machine's network, and where its package is. */
#ifndef MAYFLY_ST_HOSTCONFIG_H
#define MAYFLY_ST_HOSTCONFIG_H

#include <linux/if.h>
#include <stdbool.h>
#include <stddef.h>

#include "../lib/addr.h"
#include "mac.h"
#include "why.h"

enum {
	HOSTCONFIG_MAX = 64 << 10, /* bytes of the file, and of the variable */
	HOSTCONFIG_DNS = 16,
	HOSTCONFIG_NICS = 32,
	HOSTCONFIG_URLS = 32,
	HOSTCONFIG_FILE = 201, /* a package's name as a string */
};

enum network_mode { NETWORK_STATIC, NETWORK_DHCP };

/* The numbers are the kernel's (BOND_MODE_* of linux/if_bonding.h). */
enum bonding_mode {
	BONDING_NONE = -1,
	BONDING_BALANCE_RR,
	BONDING_ACTIVE_BACKUP,
	BONDING_BALANCE_XOR,
	BONDING_BROADCAST,
	BONDING_8023AD,
	BONDING_BALANCE_TLB,
	BONDING_BALANCE_ALB,
};

/* A network card that may be used, by its address, by name, or by both. */
struct hostconfig_nic {
	char name[IFNAMSIZ]; /* "" if not given */
	bool has_mac;
	unsigned char mac[MAC_BYTES];
};

struct hostconfig {
	enum network_mode mode;
	struct prefix host_ip; /* family 0: none, only with DHCP */
	struct addr gateway;   /* the same */
	size_t ndns, nnics, nurls;
	struct addr dns[HOSTCONFIG_DNS];
	struct hostconfig_nic nic[HOSTCONFIG_NICS]; /* to use, or to bond */
	enum bonding_mode bonding;
	char bond_name[IFNAMSIZ]; /* "" if bonding is BONDING_NONE */
	char *description;	  /* owned; NULL if none */

	/*
	 * ospkg_pointer: fetching from the network, the URLs of descriptors in
	 * order of preference, which may hold a password; else the whole text is
	 * a file name. Owned.
	 */
	char *pointer;
	/* Pointer cut at its commas, for hostconfig_urls(). Owned. */
	char *url[HOSTCONFIG_URLS];

	/*
	 * Settings of before stboot v0.3.5 that something else was made with
	 * then, and nothing is now.
	 */
	bool identity, authentication;
};

/*
 * Parse the len bytes of a host configuration (section 3 of the format notes).
 * null is the same as missing, keys it does not know are passed over, and the
 * forms of before v0.3 are understood: dns as one string, network_interface,
 * network_interfaces as names, provisioning_urls, bonding. Old settings that
 * contradict the others are refused, and so is what is given but not used (but
 * see hostconfig_warnings()), and a pointer that is neither a URL nor a file's
 * name.
 * Returns 0, or -1 with the reason, and *out is then { 0 }.
 */
int hostconfig_parse(const void *data, size_t len, struct hostconfig *out,
    struct why *why);

/*
 * Call tell() for each setting that is accepted and no longer means what it
 * says: identity, authentication, and $ID and $AUTH in the pointer, which they
 * took the place of. The text names the setting, not its value.
 */
void hostconfig_warnings(const struct hostconfig *h,
    void (*tell)(void *arg, const char *text), void *arg);

/*
 * The URLs that can be fetched, as url_absolute() writes them, one after the other
 * with a NUL after each: to out, of URL_ESCAPED(strlen(h->pointer)) bytes. Calls tell()
 * for each of the others: the text says what is wrong with which, not its value.
 * Returns how many were written; 0 if the pointer is a file's name.
 */
size_t hostconfig_urls(const struct hostconfig *h, char *out,
    void (*tell)(void *arg, const char *text), void *arg);

/*
 * The pointer as the name of a package below /ospkg/, without its suffix, if it
 * has one: "sub/my.zip" is "sub/my". Writes it to name and returns NULL, or a
 * text that continues "ospkg_pointer ": it is a URL, leads out of the folder, or
 * is no name, or is a URL with a part missing.
 */
const char *hostconfig_file(const char *pointer, char name[HOSTCONFIG_FILE]);

/*
 * The configuration in its one spelling: every key, null for none, Ethernet
 * addresses with colons, 2-space indent, no final newline.
 * Returns a string to free(), or NULL: no memory.
 */
char *hostconfig_text(const struct hostconfig *h);

/* The name of a bonding mode other than BONDING_NONE, as the kernel has it. */
const char *bonding_name(enum bonding_mode mode);

/* Free the members and set all to none. */
void hostconfig_free(struct hostconfig *h);

#endif
