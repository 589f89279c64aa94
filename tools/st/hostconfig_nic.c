/* SPDX-License-Identifier: BSD-2-Clause */
/* hostconfig_nics() and hostconfig_bonding() */
#include <ctype.h>
#include <string.h>

#include "hostconfig_net.h"
#include "json.h"

static const char *const modes[] = {
	[BONDING_BALANCE_RR] = "balance-rr",
	[BONDING_ACTIVE_BACKUP] = "active-backup",
	[BONDING_BALANCE_XOR] = "balance-xor",
	[BONDING_BROADCAST] = "broadcast",
	[BONDING_8023AD] = "802.3ad",
	[BONDING_BALANCE_TLB] = "balance-tlb",
	[BONDING_BALANCE_ALB] = "balance-alb",
};

const char *bonding_name(enum bonding_mode mode)
{
	return modes[mode];
}

/* The kernel's rules for names, and no bytes that upset a terminal. */
static int parse_name(const char *s, char name[IFNAMSIZ], struct why *why)
{
	size_t n = strlen(s), i;
	bool ok = n > 0 && n < IFNAMSIZ && strcmp(s, ".") && strcmp(s, "..");

	for (i = 0; ok && i < n; i++)
		ok = isgraph((unsigned char)s[i]) && s[i] != '/' && s[i] != ':';
	if (!ok) {
		why_set(why, "%s is not the name of a network interface", s);
		return -1;
	}
	memcpy(name, s, n + 1);
	return 0;
}

static int parse_mac(const char *s, struct hostconfig_nic *nic,
    struct why *why)
{
	if (!s) {
		why_set(why, "network_interfaces has an entry without "
			     "mac_address");
		return -1;
	}
	if (!mac_parse(s, nic->mac)) {
		why_set(why, "%s is not the address of an Ethernet card: write "
			     "it as 52:54:00:12:34:56", s);
		return -1;
	}
	nic->has_mac = true;
	return 0;
}

/* {interface_name, mac_address}, or in old files a name. */
static int parse_nic(const json_t *v, struct hostconfig_nic *nic,
    struct why *why)
{
	const char *name, *mac;

	if (json_is_string(v))
		return parse_name(json_string_value(v), nic->name, why);
	if (!json_is_object(v)) {
		why_set(why, "network_interfaces has an entry that is not an "
			     "object");
		return -1;
	}
	if (st_json_string(v, "interface_name", &name, why) ||
	    st_json_string(v, "mac_address", &mac, why) ||
	    parse_mac(mac, nic, why))
		return -1;
	/* Without bonding the address alone selects, and upstream takes "". */
	return name && *name ? parse_name(name, nic->name, why) : 0;
}

static int parse_array(const json_t *array, struct hostconfig *out,
    struct why *why)
{
	size_t n = json_array_size(array), i;

	if (n == 0 || n > HOSTCONFIG_NICS) {
		why_set(why, "network_interfaces has %zu entries: use null, or "
			     "1 to %d", n, HOSTCONFIG_NICS);
		return -1;
	}
	for (i = 0; i < n; i++)
		if (parse_nic(json_array_get(array, i), &out->nic[i], why))
			return -1;
	out->nnics = n;
	return 0;
}

int hostconfig_nics(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	json_t *array;
	const char *mac;

	if (st_json_array(object, "network_interfaces", &array, why) ||
	    st_json_string(object, "network_interface", &mac, why))
		return -1;
	/* Old files with both bonded the former; the latter is one of them. */
	if (array)
		return parse_array(array, out, why);
	if (!mac || *mac == '\0')
		return 0;
	if (parse_mac(mac, &out->nic[0], why))
		return -1;
	out->nnics = 1;
	return 0;
}

static int parse_bonding_mode(const char *s, enum bonding_mode *out,
    struct why *why)
{
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (!strcmp(s, modes[i])) {
			*out = (enum bonding_mode)i;
			return 0;
		}
	}
	why_set(why, "bonding_mode %s is none that the kernel has", s);
	return -1;
}

/* The old switch, which has to agree: versions differ on which one counts. */
static int check_switch(const json_t *object, enum bonding_mode mode,
    struct why *why)
{
	const json_t *v = st_json_get(object, "bonding");

	if (!v || (json_is_boolean(v) &&
		json_is_true(v) == (mode != BONDING_NONE)))
		return 0;
	why_set(why, "bonding and bonding_mode contradict each other");
	return -1;
}

int hostconfig_bonding(const json_t *object, struct hostconfig *out,
    struct why *why)
{
	const char *mode, *name;

	out->bonding = BONDING_NONE;
	if (st_json_string(object, "bonding_mode", &mode, why) ||
	    st_json_string(object, "bond_name", &name, why))
		return -1;
	if (mode && *mode && parse_bonding_mode(mode, &out->bonding, why))
		return -1;
	if (check_switch(object, out->bonding, why))
		return -1;
	if (out->bonding == BONDING_NONE)
		return 0;
	if (!name || *name == '\0') {
		why_set(why, "bonding_mode needs bond_name");
		return -1;
	}
	if (out->nnics == 0) {
		why_set(why, "bonding_mode needs network_interfaces");
		return -1;
	}
	return parse_name(name, out->bond_name, why);
}
