/* SPDX-License-Identifier: BSD-2-Clause */
/* The bond= option: several network cards as one, as dracut writes it. */
#ifndef MAYFLY_NET_BONDPARAM_H
#define MAYFLY_NET_BONDPARAM_H

#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "ifname.h"

enum {
	BOND_CARDS = 32,
	BOND_OPTIONS = 24,
	BOND_TARGETS = 16, /* of ARP; the kernel's BOND_MAX_ARP_TARGETS */
	BOND_ODD = 256,
};

/* One of the driver's settings, as netlink has it. */
struct bond_option {
	uint16_t attribute; /* IFLA_BOND_* */
	uint8_t bytes;	    /* of the value: 1 or 4 */
	uint32_t value;
};

struct bond_conf {
	char name[IFNAMSIZ]; /* "": no bond */
	int mode;	     /* BOND_MODE_* of linux/if_bonding.h */
	struct card card[BOND_CARDS];
	size_t cards;
	struct bond_option option[BOND_OPTIONS];
	size_t options;
	struct card primary; /* name "" and no MAC address: none */
	struct addr target[BOND_TARGETS];
	size_t targets;
	unsigned int mtu; /* 0: leave as it is */
	/* What was left out, for a message (odd.h). */
	char odd[BOND_ODD];
};

/*
 * Parse the value of a bond= option, NAME[:CARD,...[:OPTION=VALUE,...[:MTU]]];
 * without cards it has eth0 and eth1, without anything it is bond0. A card is a
 * name or a MAC address with dashes; options and their values are those of the
 * kernel's driver (Documentation/networking/bonding.rst). What is none of them, or
 * not of the mode, is left out and told in out->odd. The links of the cards are
 * looked at every 100 ms unless miimon or arp_interval says otherwise. Returns
 * NULL, or a sentence saying what is wrong (*out is then undefined).
 */
const char *bond_parse(const char *text, struct bond_conf *out);

/*
 * Have the driver look at the links of the cards, and with fast ask for a sign of
 * life of the switch each second, where the mode has that. For who makes a
 * bond_conf himself.
 */
void bond_usual(struct bond_conf *out, bool fast);

#endif
