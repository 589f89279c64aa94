/* SPDX-License-Identifier: BSD-2-Clause */
#include "netlink.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum {
	NL_TIMEOUT = 10, /* seconds; answers come at once, or never */
	DUMP_TRIES = 10, /* a change interrupts a dump; it settles */
};

int nl_open(struct nl *nl, int protocol, uint32_t groups)
{
	struct sockaddr_nl sa = {.nl_family = AF_NETLINK, .nl_groups = groups};
	struct timeval limit = {.tv_sec = NL_TIMEOUT};
	int type = SOCK_RAW | SOCK_CLOEXEC | (groups ? SOCK_NONBLOCK : 0);
	int one = 1, saved;

	memset(nl, 0, sizeof(*nl));
	nl->fd = socket(AF_NETLINK, type, protocol);
	if (nl->fd < 0)
		return -1;
	/* EXT_ACK: errors in words. CAP_ACK: errors do not echo the request. */
	if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_EXT_ACK, &one,
		       sizeof(one)) ||
	    setsockopt(nl->fd, SOL_NETLINK, NETLINK_CAP_ACK, &one,
		       sizeof(one)) ||
	    setsockopt(nl->fd, SOL_SOCKET, SO_RCVTIMEO, &limit,
		       sizeof(limit)) ||
	    bind(nl->fd, (struct sockaddr *)&sa, sizeof(sa))) {
		saved = errno;
		close(nl->fd);
		nl->fd = -1;
		errno = saved;
		return -1;
	}
	return 0;
}

void nl_close(struct nl *nl)
{
	if (nl->fd >= 0)
		close(nl->fd);
	explicit_bzero(nl, sizeof(*nl));
	nl->fd = -1;
}

/* Room for len bytes and their padding, zeroed; NULL sets overflow. */
static void *grow(struct nl_buf *b, size_t len)
{
	size_t padded = NLMSG_ALIGN(len);
	void *p = b->data + b->len;

	if (b->overflow || len > NL_BUF_SIZE || padded > NL_BUF_SIZE - b->len) {
		b->overflow = true;
		return NULL;
	}
	memset(p, 0, padded);
	b->len += padded;
	return p;
}

void nl_begin(struct nl_buf *b, uint16_t type, uint16_t flags,
	      const void *header, size_t len)
{
	struct nlmsghdr head = {.nlmsg_type = type, .nlmsg_flags = flags};
	void *p;

	b->len = 0;
	b->overflow = false;
	memcpy(grow(b, sizeof(head)), &head, sizeof(head));
	p = grow(b, len);
	if (p)
		memcpy(p, header, len);
}

void nl_put(struct nl_buf *b, uint16_t type, const void *data, size_t len)
{
	struct nlattr a = {.nla_type = type};
	unsigned char *p;

	/* nla_len has 16 bits; NL_BUF_SIZE is far below, grow() refuses. */
	p = grow(b, len > NL_BUF_SIZE ? len : NLA_HDRLEN + len);
	if (!p)
		return;
	a.nla_len = (uint16_t)(NLA_HDRLEN + len);
	memcpy(p, &a, sizeof(a));
	if (len)
		memcpy(p + NLA_HDRLEN, data, len);
}

void nl_put_u8(struct nl_buf *b, uint16_t type, uint8_t v)
{
	nl_put(b, type, &v, sizeof(v));
}

void nl_put_u16(struct nl_buf *b, uint16_t type, uint16_t v)
{
	nl_put(b, type, &v, sizeof(v));
}

void nl_put_u32(struct nl_buf *b, uint16_t type, uint32_t v)
{
	nl_put(b, type, &v, sizeof(v));
}

void nl_put_text(struct nl_buf *b, uint16_t type, const char *s)
{
	nl_put(b, type, s, strlen(s) + 1);
}

size_t nl_nest(struct nl_buf *b, uint16_t type)
{
	size_t start = b->len;

	nl_put(b, type | NLA_F_NESTED, NULL, 0);
	return start;
}

void nl_nest_end(struct nl_buf *b, size_t start)
{
	uint16_t len;

	if (b->overflow)
		return;
	len = (uint16_t)(b->len - start);
	memcpy(b->data + start, &len, sizeof(len)); /* nla_len comes first */
}

bool nl_attr_next(const unsigned char **p, size_t *left, struct nl_attr *a)
{
	struct nlattr head;
	size_t step;

	if (*left < sizeof(head))
		return false;
	memcpy(&head, *p, sizeof(head));
	if (head.nla_len < NLA_HDRLEN || head.nla_len > *left)
		return false;
	a->type = head.nla_type & NLA_TYPE_MASK;
	a->data = *p + NLA_HDRLEN;
	a->len = head.nla_len - NLA_HDRLEN;
	step = NLA_ALIGN((size_t)head.nla_len);
	if (step > *left)
		step = *left;
	*p += step;
	*left -= step;
	return true;
}

bool nl_attr_u32(const struct nl_attr *a, uint32_t *out)
{
	if (a->len != sizeof(*out))
		return false;
	memcpy(out, a->data, sizeof(*out));
	return true;
}

void nl_attr_text(const struct nl_attr *a, char *out, size_t size)
{
	size_t n = strnlen((const char *)a->data, a->len);

	if (n >= size)
		n = size - 1;
	memcpy(out, a->data, n);
	out[n] = '\0';
}

/* What the kernel says about an error: NLMSGERR_ATTR_MSG, if there is one. */
static void error_text(struct nl *nl, const struct nlmsghdr *head,
		       const unsigned char *p, size_t len)
{
	size_t skip = sizeof(struct nlmsgerr);
	struct nlmsgerr e;
	struct nl_attr a;

	memcpy(&e, p, sizeof(e));
	if (!(head->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(head->nlmsg_flags & NLM_F_CAPPED)) {
		if (e.msg.nlmsg_len < sizeof(e.msg) || e.msg.nlmsg_len > len)
			return;
		skip += NLMSG_ALIGN(e.msg.nlmsg_len - sizeof(e.msg));
	}
	if (skip > len)
		return;
	p += skip;
	len -= skip;
	while (nl_attr_next(&p, &len, &a))
		if (a.type == NLMSGERR_ATTR_MSG)
			nl_attr_text(&a, nl->error, sizeof(nl->error));
}

/* Result of an NLMSG_ERROR or NLMSG_DONE message: 0, or an errno. */
static int verdict(struct nl *nl, const struct nlmsghdr *head,
		   const unsigned char *p, size_t len)
{
	int32_t code = 0;

	if (head->nlmsg_type == NLMSG_ERROR && len < sizeof(struct nlmsgerr))
		return EPROTO;
	/* Both start with the negative errno; DONE may come without. */
	if (len >= sizeof(code))
		memcpy(&code, p, sizeof(code));
	if (code > 0 || code < -4095)
		return EPROTO;
	if (code && head->nlmsg_type == NLMSG_ERROR)
		error_text(nl, head, p, len);
	return -code;
}

enum { WANT_MORE, FINISHED };

/*
 * Go through the messages of one datagram. any: notifications, without the
 * sequence number of a request. Returns WANT_MORE, FINISHED with *err set, or
 * FINISHED with EPROTO for what is not netlink.
 */
static int walk(struct nl *nl, const unsigned char *p, size_t left, bool any,
		nl_fn *fn, void *arg, int *err)
{
	struct nlmsghdr head;
	size_t step;

	*err = 0;
	while (left > 0) {
		if (left < sizeof(head))
			goto bad;
		memcpy(&head, p, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > left)
			goto bad;
		if (any || head.nlmsg_seq == nl->seq) {
			const unsigned char *body = p + sizeof(head);
			size_t len = head.nlmsg_len - sizeof(head);

			if (head.nlmsg_flags & NLM_F_DUMP_INTR)
				*err = EAGAIN;
			if (head.nlmsg_type == NLMSG_ERROR ||
			    head.nlmsg_type == NLMSG_DONE) {
				int code = verdict(nl, &head, body, len);

				if (code)
					*err = code;
				return FINISHED;
			}
			if (*err == EAGAIN)
				return FINISHED;
			if (head.nlmsg_type >= NLMSG_MIN_TYPE && fn) {
				*err = fn(&head, body, len, arg);
				if (*err)
					return FINISHED;
			}
		}
		step = NLMSG_ALIGN((size_t)head.nlmsg_len);
		if (step > left)
			step = left;
		p += step;
		left -= step;
	}
	return WANT_MORE;
bad:
	*err = EPROTO;
	return FINISHED;
}

/* Receive one datagram of the kernel's. Returns its size, or -1 with errno. */
static ssize_t receive(struct nl *nl)
{
	struct sockaddr_nl from;
	socklen_t fromlen;
	ssize_t n;

	do {
		fromlen = sizeof(from);
		n = recvfrom(nl->fd, nl->rx, sizeof(nl->rx), MSG_TRUNC,
			     (struct sockaddr *)&from, &fromlen);
		/* nl_pid 0 is the kernel; processes can send here too. */
	} while ((n < 0 && errno == EINTR) ||
		 (n >= 0 && (fromlen != sizeof(from) || from.nl_pid != 0)));
	if (n > (ssize_t)sizeof(nl->rx)) {
		errno = EMSGSIZE;
		return -1;
	}
	return n;
}

/* Throw away what an answer left behind, so the next one starts clean. */
static void drain(struct nl *nl)
{
	while (recv(nl->fd, nl->rx, sizeof(nl->rx), MSG_DONTWAIT) >= 0)
		;
}

static int exchange(struct nl *nl, struct nl_buf *b, nl_fn *fn, void *arg)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct nlmsghdr head;
	int err = 0;
	ssize_t n;

	if (b->overflow)
		return EMSGSIZE;
	memcpy(&head, b->data, sizeof(head));
	head.nlmsg_len = (uint32_t)b->len;
	head.nlmsg_seq = ++nl->seq;
	head.nlmsg_flags |= NLM_F_REQUEST;
	if ((head.nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		head.nlmsg_flags |= NLM_F_ACK;
	memcpy(b->data, &head, sizeof(head));
	do
		n = sendto(nl->fd, b->data, b->len, 0,
			   (struct sockaddr *)&kernel, sizeof(kernel));
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno;
	do {
		n = receive(nl);
		if (n < 0)
			return errno == EAGAIN ? ETIMEDOUT : errno;
	} while (walk(nl, nl->rx, (size_t)n, false, fn, arg, &err) ==
		 WANT_MORE);
	return err;
}

int nl_talk(struct nl *nl, struct nl_buf *b, nl_fn *fn, void *arg)
{
	int err;

	nl->error[0] = '\0';
	err = exchange(nl, b, fn, arg);
	if (err)
		drain(nl);
	explicit_bzero(b, sizeof(*b));
	explicit_bzero(nl->rx, sizeof(nl->rx));
	errno = err;
	return err ? -1 : 0;
}

int nl_dump(struct nl *nl, uint16_t type, const void *header, size_t len,
	    nl_fn *fn, void *arg, size_t *count)
{
	struct nl_buf b;
	int i;

	for (i = 0; i < DUMP_TRIES; i++) {
		*count = 0;
		nl_begin(&b, type, NLM_F_DUMP, header, len);
		if (!nl_talk(nl, &b, fn, arg))
			return 0;
		if (errno != EAGAIN)
			break;
	}
	return -1;
}

int nl_events(struct nl *nl, nl_fn *fn, void *arg)
{
	ssize_t n = receive(nl);
	int err;

	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n < 0)
		return -1;
	walk(nl, nl->rx, (size_t)n, true, fn, arg, &err);
	errno = err;
	return err ? -1 : 1;
}

static int family_reply(const struct nlmsghdr *head, const unsigned char *p,
			size_t len, void *arg)
{
	uint16_t *id = arg;
	struct nl_attr a;

	(void)head;
	if (len < GENL_HDRLEN)
		return EPROTO;
	p += GENL_HDRLEN;
	len -= GENL_HDRLEN;
	while (nl_attr_next(&p, &len, &a))
		if (a.type == CTRL_ATTR_FAMILY_ID && a.len == sizeof(*id))
			memcpy(id, a.data, sizeof(*id));
	return 0;
}

int nl_genl_family(struct nl *nl, struct nl_buf *b, const char *name)
{
	struct genlmsghdr head = {.cmd = CTRL_CMD_GETFAMILY, .version = 1};
	uint16_t id = 0;

	nl_begin(b, GENL_ID_CTRL, 0, &head, sizeof(head));
	nl_put_text(b, CTRL_ATTR_FAMILY_NAME, name);
	if (nl_talk(nl, b, family_reply, &id))
		return -1;
	if (id == 0) {
		errno = EPROTO;
		return -1;
	}
	return id;
}
