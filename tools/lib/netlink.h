/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Netlink messages: build, send, receive, take apart.
 *
 * Why our own: WireGuard's private key travels in such a message, so every
 * buffer it touches has to be wiped. libnl3 copies attributes into memory it
 * frees without wiping, and the embeddable WireGuard library does the same and
 * knows nothing of addresses and routes. One mechanism of this size serves
 * rtnetlink and generic netlink alike. Its buffers are the caller's, of fixed
 * size and visible, so the caller may lock them in memory.
 */
#ifndef MAYFLY_NETLINK_H
#define MAYFLY_NETLINK_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	NL_BUF_SIZE = 8192,  /* one request */
	NL_RX_SIZE = 32768,  /* one datagram; the kernel never sends more */
	NL_ERROR_SIZE = 160, /* the kernel's words about an error */
};

/* A request under construction. Adding too much sets overflow and is safe. */
struct nl_buf {
	_Alignas(8) unsigned char data[NL_BUF_SIZE];
	size_t len;
	bool overflow;
};

/* A netlink socket. error holds the kernel's message for the last failure. */
struct nl {
	int fd;
	uint32_t seq;
	char error[NL_ERROR_SIZE];
	_Alignas(8) unsigned char rx[NL_RX_SIZE];
};

/* One attribute of a received message; data points into that message. */
struct nl_attr {
	uint16_t type; /* without the nested and byte order flags */
	const unsigned char *data;
	size_t len;
};

/* Called for each message of a reply; non-zero stops and becomes errno. */
typedef int nl_fn(const struct nlmsghdr *head, const unsigned char *payload,
		  size_t len, void *arg);

/*
 * Open a socket of that protocol (NETLINK_ROUTE, NETLINK_GENERIC), joined to
 * groups (a mask of RTMGRP_*, 0 for none: a socket with groups is for
 * nl_events() and does not block). Returns 0, or -1 with errno.
 */
int nl_open(struct nl *nl, int protocol, uint32_t groups);

/* Close the socket and wipe what was received. */
void nl_close(struct nl *nl);

/* Start a request: message type, NLM_F_* flags, and the fixed header. */
void nl_begin(struct nl_buf *b, uint16_t type, uint16_t flags,
	      const void *header, size_t len);

/* Append an attribute. */
void nl_put(struct nl_buf *b, uint16_t type, const void *data, size_t len);
void nl_put_u8(struct nl_buf *b, uint16_t type, uint8_t v);
void nl_put_u16(struct nl_buf *b, uint16_t type, uint16_t v);
void nl_put_u32(struct nl_buf *b, uint16_t type, uint32_t v);
void nl_put_text(struct nl_buf *b, uint16_t type, const char *s);

/* Open a nested attribute; the result goes to nl_nest_end(). */
size_t nl_nest(struct nl_buf *b, uint16_t type);
void nl_nest_end(struct nl_buf *b, size_t start);

/*
 * Send the request and handle the whole answer: fn (may be NULL) gets every
 * message before the acknowledgement. Wipes the request and the receive buffer
 * whatever happens. Returns 0, or -1 with errno from the kernel and its text,
 * if it gave one, in nl->error ("" otherwise). EAGAIN: a dump was interrupted
 * by a change and has to be repeated.
 */
int nl_talk(struct nl *nl, struct nl_buf *b, nl_fn *fn, void *arg);

/*
 * Ask for all there is of a type, with that header, and again if a change
 * interrupted it: *count, of what fn has collected, is 0 before each try.
 * Otherwise as nl_talk().
 */
int nl_dump(struct nl *nl, uint16_t type, const void *header, size_t len,
	    nl_fn *fn, void *arg, size_t *count);

/*
 * Read one datagram of notifications and give its messages to fn. Returns 1,
 * 0 when there is nothing to read, or -1 with errno (ENOBUFS: notifications
 * were lost, look at everything afresh).
 */
int nl_events(struct nl *nl, nl_fn *fn, void *arg);

/*
 * Take the next attribute off *p, of which *left bytes remain. Returns false
 * at the end or where the rest is no attribute.
 */
bool nl_attr_next(const unsigned char **p, size_t *left, struct nl_attr *a);

/* Value of an attribute of exactly that size; false if the size is another. */
bool nl_attr_u32(const struct nl_attr *a, uint32_t *out);

/*
 * Copy a text attribute into out, cut to size, always terminated. The name of
 * an interface fits IFNAMSIZ by definition of the kernel.
 */
void nl_attr_text(const struct nl_attr *a, char *out, size_t size);

/*
 * Numeric id of a generic netlink family. Returns it, or -1 with errno
 * (ENOENT: the kernel has no such family).
 */
int nl_genl_family(struct nl *nl, struct nl_buf *b, const char *name);

#endif
