/* SPDX-License-Identifier: BSD-2-Clause */
#include "bondparam.h"

#include <linux/if_bonding.h>
#include <linux/if_link.h>
#include <string.h>
#include <sys/socket.h>

#include "odd.h"

enum {
	TEXT_MAX = 1024,
	MIIMON = 100, /* ms: the driver's own default is never to look */
	MTU_MIN = 1280,
	MTU_MAX = 9216,
};

#define ODD(out, ...) odd_add((out)->odd, sizeof((out)->odd), __VA_ARGS__)

/* Modes, a bit each. */
#define IN(mode) (1U << BOND_MODE_##mode)
#define ANY_MODE 0x7fU
#define LACP IN(8023AD)
#define ARP (IN(ROUNDROBIN) | IN(ACTIVEBACKUP) | IN(XOR) | IN(BROADCAST))
#define ONE_ACTIVE (IN(ACTIVEBACKUP) | IN(TLB) | IN(ALB))

/* Names of values from 0 on, with a blank behind each. */
static const char modes[] = "balance-rr active-backup balance-xor broadcast "
			    "802.3ad balance-tlb balance-alb ";

static const struct option {
	const char *name;
	uint16_t attribute;   /* 0: nothing to set, it is always so */
	uint8_t bytes;
	unsigned int modes;
	uint32_t min, max;
	const char *names; /* NULL: numbers only */
} options[] = {
	{"miimon", IFLA_BOND_MIIMON, 4, ANY_MODE, 1, 60000, NULL},
	{"updelay", IFLA_BOND_UPDELAY, 4, ANY_MODE, 0, 600000, NULL},
	{"downdelay", IFLA_BOND_DOWNDELAY, 4, ANY_MODE, 0, 600000, NULL},
	{"peer_notif_delay", IFLA_BOND_PEER_NOTIF_DELAY, 4, ANY_MODE, 0, 300000,
	 NULL},
	{"use_carrier", 0, 0, ANY_MODE, 1, 1, "off on "},
	{"arp_interval", IFLA_BOND_ARP_INTERVAL, 4, ARP, 1, 60000, NULL},
	{"arp_validate", IFLA_BOND_ARP_VALIDATE, 4, ARP, 0, 6,
	 "none active backup all filter filter_active filter_backup "},
	{"arp_all_targets", IFLA_BOND_ARP_ALL_TARGETS, 4, ARP, 0, 1, "any all "},
	{"arp_missed_max", IFLA_BOND_MISSED_MAX, 1, ARP, 1, 255, NULL},
	{"primary_reselect", IFLA_BOND_PRIMARY_RESELECT, 1, ONE_ACTIVE, 0, 2,
	 "always better failure "},
	{"fail_over_mac", IFLA_BOND_FAIL_OVER_MAC, 1, ANY_MODE, 0, 2,
	 "none active follow "},
	{"xmit_hash_policy", IFLA_BOND_XMIT_HASH_POLICY, 1, ANY_MODE, 0, 5,
	 "layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac "},
	{"resend_igmp", IFLA_BOND_RESEND_IGMP, 4, ANY_MODE, 0, 255, NULL},
	{"num_grat_arp", IFLA_BOND_NUM_PEER_NOTIF, 1, ANY_MODE, 0, 255, NULL},
	{"num_unsol_na", IFLA_BOND_NUM_PEER_NOTIF, 1, ANY_MODE, 0, 255, NULL},
	{"all_slaves_active", IFLA_BOND_ALL_SLAVES_ACTIVE, 1, ANY_MODE, 0, 1,
	 NULL},
	{"min_links", IFLA_BOND_MIN_LINKS, 4, ANY_MODE, 0, BOND_CARDS, NULL},
	{"lp_interval", IFLA_BOND_LP_INTERVAL, 4, ANY_MODE, 1, 0x7fffffff, NULL},
	{"packets_per_slave", IFLA_BOND_PACKETS_PER_SLAVE, 4, IN(ROUNDROBIN), 0,
	 65535, NULL},
	{"tlb_dynamic_lb", IFLA_BOND_TLB_DYNAMIC_LB, 1, IN(TLB) | IN(ALB), 0, 1,
	 NULL},
	{"lacp_rate", IFLA_BOND_AD_LACP_RATE, 1, LACP, 0, 1, "slow fast "},
	{"lacp_active", IFLA_BOND_AD_LACP_ACTIVE, 1, LACP, 0, 1, "off on "},
	{"ad_select", IFLA_BOND_AD_SELECT, 1, LACP, 0, 2,
	 "stable bandwidth count "},
};

/* The place of a word in names, or -1. */
static int place(const char *word, const char *names)
{
	size_t n = strlen(word);

	for (int i = 0; n && names && *names; i++) {
		size_t len = strcspn(names, " ");

		if (len == n && !memcmp(names, word, n))
			return i;
		names += len + 1;
	}
	return -1;
}

/* A value by name or number. */
static bool value_parse(const char *text, const char *names, uint32_t max,
			uint32_t *out)
{
	int at = place(text, names);
	unsigned long n = (unsigned long)at;

	if (at < 0 && !number_parse(text, max, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

/* Take the next part of *rest, up to a separator; NULL: none is left. */
static char *next(char **rest, char separator)
{
	char *part = *rest, *end;

	if (!part)
		return NULL;
	end = strchr(part, separator);
	if (end)
		*end++ = '\0';
	*rest = end;
	return part;
}

static struct bond_option *find(struct bond_conf *out, uint16_t attribute)
{
	for (size_t i = 0; i < out->options; i++)
		if (out->option[i].attribute == attribute)
			return &out->option[i];
	return NULL;
}

/* The last word about a setting counts. */
static void set(struct bond_conf *out, uint16_t attribute, uint8_t bytes,
		uint32_t value)
{
	struct bond_option *o = find(out, attribute);

	if (!o)
		o = &out->option[out->options++];
	*o = (struct bond_option){attribute, bytes, value};
}

static void drop(struct bond_conf *out, uint16_t attribute, const char *name)
{
	struct bond_option *o = find(out, attribute);

	if (!o)
		return;
	ODD(out, "%s (there is arp_interval)", name);
	*o = out->option[--out->options];
}

static void parse_targets(char *list, struct bond_conf *out)
{
	char *part;

	while ((part = next(&list, ';'))) {
		struct addr *a = &out->target[out->targets];

		if (out->targets < BOND_TARGETS && addr_parse(part, a) &&
		    a->family == AF_INET && addr_is_host(a))
			out->targets++;
		else
			ODD(out, "arp_ip_target \"%s\"", part);
	}
}

static void parse_option(const char *name, char *value, struct bond_conf *out)
{
	const struct option *o = options;
	const struct option *end = o + sizeof(options) / sizeof(*options);
	uint32_t n;

	if (!strcmp(name, "mode"))
		return; /* was read before */
	if (!strcmp(name, "arp_ip_target")) {
		parse_targets(value, out);
		return;
	}
	if (!strcmp(name, "primary") && card_parse(value, &out->primary) &&
	    ONE_ACTIVE >> out->mode & 1)
		return;
	while (o < end && strcmp(o->name, name))
		o++;
	if (o == end)
		ODD(out, "%s", name);
	else if (!value_parse(value, o->names, o->max, &n) || n < o->min)
		ODD(out, "%s=%s", name, value);
	else if (!(o->modes >> out->mode & 1))
		ODD(out, "%s (not in this mode)", name);
	else if (o->attribute)
		set(out, o->attribute, o->bytes, n);
}

/* Returns the value of "mode", or balance-rr, the driver's own; -1: no mode. */
static int find_mode(const char *list)
{
	uint32_t mode = BOND_MODE_ROUNDROBIN;
	const char *end;
	char name[32];

	for (const char *p = list; p; p = end ? end + 1 : NULL) {
		size_t len = strcspn(p, ",");

		end = strchr(p, ',');
		if (strncmp(p, "mode=", 5))
			continue;
		if (len - 5 >= sizeof(name))
			return -1;
		memcpy(name, p + 5, len - 5);
		name[len - 5] = '\0';
		if (!value_parse(name, modes, BOND_MODE_ALB, &mode))
			return -1;
	}
	return (int)mode;
}

static const char *parse_cards(char *list, struct bond_conf *out)
{
	char *part;

	while ((part = next(&list, ','))) {
		struct card *c = &out->card[out->cards];

		if (out->cards == BOND_CARDS)
			return "it has too many cards";
		if (!card_parse(part, c))
			return "a card is no name and no aa-bb-cc-dd-ee-ff";
		out->cards++;
	}
	return NULL;
}

static void parse_options(char *list, struct bond_conf *out)
{
	char *name, *value;

	while ((name = next(&list, ','))) {
		value = name;
		next(&value, '=');
		if (*name && value)
			parse_option(name, value, out);
		else if (*name)
			ODD(out, "%s", name);
	}
}

static void parse_mtu(const char *text, struct bond_conf *out)
{
	unsigned long n;

	if (!*text)
		return;
	if (number_parse(text, MTU_MAX, &n) && n >= MTU_MIN)
		out->mtu = (unsigned int)n;
	else
		ODD(out, "MTU \"%s\" (it is not from %d to %d)", text, MTU_MIN,
		    MTU_MAX);
}

void bond_usual(struct bond_conf *out, bool fast)
{
	if (find(out, IFLA_BOND_ARP_INTERVAL)) {
		/* The driver does one or the other. */
		drop(out, IFLA_BOND_MIIMON, "miimon");
		drop(out, IFLA_BOND_UPDELAY, "updelay");
		drop(out, IFLA_BOND_DOWNDELAY, "downdelay");
	} else if (!find(out, IFLA_BOND_MIIMON)) {
		set(out, IFLA_BOND_MIIMON, 4, MIIMON);
	}
	if (fast && out->mode == BOND_MODE_8023AD)
		set(out, IFLA_BOND_AD_LACP_RATE, 1, 1);
}

const char *bond_parse(const char *text, struct bond_conf *out)
{
	char copy[TEXT_MAX], usual[] = "eth0,eth1", *rest = copy, none[] = "";
	char *name, *cards, *list, *mtu;
	const char *why;

	memset(out, 0, sizeof(*out));
	if (strlen(text) >= sizeof(copy))
		return "it is too long";
	strcpy(copy, *text ? text : "bond0");
	name = next(&rest, ':');
	cards = next(&rest, ':');
	list = next(&rest, ':');
	mtu = next(&rest, ':');
	if (!ifname_valid(name))
		return "it has no name";
	strcpy(out->name, name); /* ifname_valid() checked the length */
	out->mode = find_mode(list);
	if (out->mode < 0)
		return "the mode is none of balance-rr, active-backup, "
		       "balance-xor, broadcast, 802.3ad, balance-tlb, "
		       "balance-alb";
	why = parse_cards(cards && *cards ? cards : usual, out);
	if (why)
		return why;
	parse_options(list, out);
	parse_mtu(mtu ? mtu : none, out);
	if (rest && *rest)
		ODD(out, "field \"%s\"", rest);
	bond_usual(out, false);
	return NULL;
}
