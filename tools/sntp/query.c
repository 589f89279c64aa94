/* SPDX-License-Identifier: BSD-2-Clause */
#include "query.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "backoff.h"
#include "packet.h"

enum { TRIES = 3, WAIT = 1000 /* ms; no answer that came later is good */ };

/* One server, while it is asked. */
struct query {
	const struct server *server;
	struct addrinfo *addresses; /* NULL: its name has none */
	int fd;			    /* -1: not asked, or done */
	bool done;
	unsigned char nonce[PACKET_NONCE];
	struct packet_times t;
	int64_t since; /* ns, by a clock that nobody sets */
	struct why why;
};

static int64_t ns(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void resolve(struct query *q)
{
	const struct addrinfo how = {.ai_socktype = SOCK_DGRAM};
	int error = getaddrinfo(q->server->host, q->server->port, &how,
	    &q->addresses);

	if (error)
		why_set(&q->why, "%s: %s", q->server->host, gai_strerror(error));
}

/* The address for that try: one after the other, and the first again. */
static const struct addrinfo *address(const struct query *q, int try)
{
	const struct addrinfo *a = q->addresses;

	for (; a && try > 0; try--)
		a = a->ai_next ? a->ai_next : q->addresses;
	return a;
}

static void hang_up(struct query *q)
{
	if (q->fd >= 0)
		close(q->fd);
	q->fd = -1;
}

static void ask(struct query *q, int try)
{
	const struct addrinfo *a = address(q, try);
	unsigned char packet[PACKET_SIZE];

	hang_up(q);
	if (!a)
		return;
	q->fd = socket(a->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (q->fd >= 0 && !connect(q->fd, a->ai_addr, a->ai_addrlen) &&
	    getrandom(q->nonce, sizeof(q->nonce), 0) == sizeof(q->nonce)) {
		packet_ask(packet, q->nonce);
		q->since = ns(CLOCK_BOOTTIME);
		q->t.sent = ns(CLOCK_REALTIME);
		if (send(q->fd, packet, sizeof(packet), MSG_NOSIGNAL) ==
		    sizeof(packet)) {
			why_set(&q->why, "%s: no answer", q->server->host);
			return;
		}
	}
	why_set(&q->why, "%s: %s", q->server->host, strerror(errno));
	hang_up(q);
}

/* True if it gave a time. What is no answer to our question is passed over. */
static bool hear(struct query *q, int64_t pivot, int64_t *offset)
{
	unsigned char packet[PACKET_SIZE + 1];
	ssize_t len = recv(q->fd, packet, sizeof(packet), 0);
	struct why why;

	if (len < 0 && errno == EAGAIN)
		return false;
	if (len < 0) {
		why_set(&q->why, "%s: %s", q->server->host, strerror(errno));
		hang_up(q);
		return false;
	}
	q->t.came = q->t.sent + ns(CLOCK_BOOTTIME) - q->since;
	if (packet_read(packet, (size_t)len, q->nonce, &q->t, pivot, offset,
	    &why)) {
		why_set(&q->why, "%s %s", q->server->host, why.text);
		return false;
	}
	hang_up(q);
	q->done = true;
	return true;
}

/* Wait for answers to one try. Returns how many came. */
static size_t gather(struct query *query, size_t n, int64_t pivot,
    int64_t *offset)
{
	int64_t until = boottime_ms() + WAIT;
	struct pollfd p[SERVERS_MAX];
	size_t got = 0;

	for (;;) {
		int64_t left = until - boottime_ms();
		bool waits = false;

		for (size_t i = 0; i < n; i++) {
			p[i] = (struct pollfd){.fd = query[i].fd,
			    .events = POLLIN};
			waits |= query[i].fd >= 0;
		}
		if (!waits || left <= 0 || poll(p, n, (int)left) <= 0)
			return got;
		for (size_t i = 0; i < n; i++)
			if (p[i].revents && hear(&query[i], pivot, &offset[got]))
				got++;
	}
}

size_t query_all(const struct server *server, size_t n, int64_t pivot,
    int64_t *offset, struct why *why)
{
	struct query query[SERVERS_MAX];
	size_t got = 0;

	memset(query, 0, sizeof(query));
	for (size_t i = 0; i < n; i++) {
		query[i].server = &server[i];
		query[i].fd = -1;
		resolve(&query[i]);
	}
	for (int try = 0; try < TRIES && got < n; try++) {
		for (size_t i = 0; i < n; i++)
			if (!query[i].done)
				ask(&query[i], try);
		got += gather(query, n, pivot, offset + got);
	}
	for (size_t i = 0; i < n; i++) {
		hang_up(&query[i]);
		if (!query[i].done)
			*why = query[i].why;
		if (query[i].addresses)
			freeaddrinfo(query[i].addresses);
	}
	return got;
}
