/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An Ethernet of odd neighbours, as data: what a scenario's lines are, and what the
 * parts of tests/unit/run_ether.c share. The guest at the other end is not trusted:
 * each frame is parsed with its length beside it.
 */
#ifndef TESTS_ETHER_H
#define TESTS_ETHER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum { NETS = 16, CARDS = 16, PARTS = 160, WORDS = 32, FRAME_MAX = 9216 };
enum { IPV4 = 0x0800, ARP = 0x0806, VLAN = 0x8100, IPV6 = 0x86dd, SLOW = 0x8809 };
enum { ICMP4 = 1, TCP = 6, UDP = 17, FRAGMENT6 = 44, ICMP6 = 58 };

/* Addresses of both families; an IPv4 address is "mapped" (RFC 4291, 2.5.5.2). */
typedef struct in6_addr address;

struct noise;

struct word {
	char *name, *value;
};

/* One line of the scenario: KIND NAME=VALUE... */
struct part {
	const struct kind *kind;
	int line;
	struct word word[WORDS];
	unsigned words;
	/* Where it is, and when: seconds after the first frame from there or, if
	 * there is an event to wait for, after that. */
	unsigned net, vlan;
	double from, until, began;
	/* What it has done. */
	double next;
	unsigned sent, answered;
	struct noise *session;
	bool ready;
};

/* What came in, behind its Ethernet header and tag. */
struct frame {
	unsigned net, card, vlan, type;
	uint8_t mac[6];
	const uint8_t *data;
	uint32_t size;
};

/* An IP packet in it; `data` is what follows the IP header. */
struct packet {
	const struct frame *frame;
	address from, to;
	uint8_t protocol;
	const uint8_t *data;
	uint32_t size;
};

struct kind {
	const char *name;
	/* The words it may have, each "NAME:TYPE " (scene.c); "0:" is any number. */
	const char *words;
	/* Each may be NULL. `turn` is called about ten times a second while the
	 * part is on, `packet` with each packet of its net and VLAN, `frame` with what is no
	 * IP. */
	void (*turn)(struct part *p, double now);
	void (*packet)(struct part *p, const struct packet *in);
	void (*frame)(struct part *p, const struct frame *in);
};

extern const struct kind kind_card, kind_host, kind_beyond, kind_ra, kind_dhcp4,
	kind_dhcp6, kind_dns, kind_ping, kind_wg, kind_lacp, kind_link;

/* scene.c */
extern struct part parts[PARTS];
extern unsigned n_parts;
extern const char *folder;
void die(int status, const char *fmt, ...) __attribute__((format(printf, 2, 3), noreturn));
/* Read a scenario; what is wrong in it ends the program with 2, by its line. */
void scene_read(const char *path);
/* The number of a net, by its name. */
unsigned net_of(const char *name);
const char *net_name(unsigned net);
/* The value of a word, or `other`. */
const char *word(const struct part *p, const char *name, const char *other);
double number(const struct part *p, const char *name, double other);
/* The first address of a word; false if there is none. */
bool address_of(const struct part *p, const char *name, address *a);
/* Walk a list "ADDRESS[/LENGTH],...": *at begins as the value, false at its end. */
bool list_next(const char **at, address *a, unsigned *length);
/* Is the address in one of the networks of this list (of its addresses)? */
bool in_list(const char *list, const address *a);
bool is_v4(const address *a);
const uint8_t *v4(const address *a);

/* seen.c: what was seen, counted; each is a line of the output. */
/* Count one of a kind (one word) with details ("" or " from=..."). */
void seen(unsigned net, unsigned vlan, const char *kind, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* How many there were of that kind, whatever the details. */
unsigned seen_count(unsigned net, const char *kind);
void seen_totals(void);
/* Text of an address; eight of them may be in use. */
const char *text(const address *a);

/* wire.c: sockets, frames */
double now(void);
void wire_open(const char *card, unsigned net);
/* Wait at most `seconds` for frames and hand each to `frame_in`. */
void wire_turn(double seconds);
void frame_in(struct frame *f);
/* The Ethernet address that all of ours on a net have. */
const uint8_t *our_mac(unsigned net);
/* Send a frame: to the card that address was last seen at, or to all of the net. */
void send_frame(unsigned net, unsigned vlan, const uint8_t mac[6], unsigned type,
		const uint8_t *data, uint32_t size);
/* As send_frame, to one card of those of its net. */
void send_to_card(unsigned net, unsigned card, const uint8_t mac[6], unsigned type,
		  const uint8_t *data, uint32_t size);
/* Send n bytes as IP from one to the other; `at` is where they have their checksum. */
void send_ip(unsigned net, unsigned vlan, const uint8_t mac[6], const address *from,
	     const address *to, uint8_t protocol, uint8_t hops, uint8_t *data,
	     uint32_t n, uint32_t at);
/* The same of UDP, with its header: data has 8 bytes of room at its begin. */
void send_udp(unsigned net, unsigned vlan, const uint8_t mac[6], const address *from,
	      unsigned port, const address *to, unsigned to_port, uint8_t *data, uint32_t n);
/* Does the switch pass frames of this card (switch.c)? */
bool lacp_passes(unsigned net, unsigned card);

void put16(uint8_t *p, uint32_t v);
void put32(uint8_t *p, uint32_t v);
uint32_t be16(const uint8_t *p);
uint32_t be32(const uint8_t *p);

/* look.c */
/* Let each part that is on do what it does by itself. */
void parts_turn(void);

/* dhcp.c */
/* What kind of DHCP message of a client's this is, "" if it is none. */
const char *dhcp_name(const struct packet *in);

/* link.c: neighbours */
/* The Ethernet address of who has this address, if it was heard of. */
const uint8_t *neighbour(unsigned net, unsigned vlan, const address *a);
void neighbour_learn(unsigned net, unsigned vlan, const address *a, const uint8_t mac[6]);
/* Ask for it, as `from`. */
void neighbour_ask(unsigned net, unsigned vlan, const address *from, const address *a);
/* Ethernet's multicast address of an IPv6 one. */
void multicast(uint8_t mac[6], const address *a);

#endif
