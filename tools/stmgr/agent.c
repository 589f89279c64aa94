/* SPDX-License-Identifier: BSD-2-Clause */
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Seconds. */
enum { LIST_TIME = 10, SIGN_TIME = 120 };

static enum agent_result failed(struct why *why, const char *reason)
{
	why_set(why, "%s", reason);
	return AGENT_FAILED;
}

static enum agent_result failed_call(struct why *why, const char *what)
{
	if (errno == ETIMEDOUT)
		why_set(why, "%s: no answer in time", what);
	else
		why_set(why, "%s: %s", what, strerror(errno));
	return AGENT_FAILED;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until the socket is ready for events. Returns 0, or -1 with errno. */
static int wait_for(int fd, short events, long long deadline)
{
	struct pollfd p = { .fd = fd, .events = events };
	long long left;
	int n;

	for (;;) {
		left = deadline - now_ms();
		n = poll(&p, (nfds_t)1, left > 0 ? (int)left : 0);
		if (n > 0)
			return 0;
		if (n == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		if (errno != EINTR)
			return -1;
	}
}

static int send_all(int fd, const unsigned char *p, size_t len,
    long long deadline)
{
	while (len > 0) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN) {
			if (wait_for(fd, POLLOUT, deadline))
				return -1;
		} else if (n < 0 && errno != EINTR) {
			return -1;
		} else if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static int recv_all(int fd, unsigned char *p, size_t len, long long deadline)
{
	while (len > 0) {
		ssize_t n = recv(fd, p, len, 0);

		if (n == 0) {
			errno = ECONNRESET;
			return -1;
		}
		if (n < 0 && errno == EAGAIN) {
			if (wait_for(fd, POLLIN, deadline))
				return -1;
		} else if (n < 0 && errno != EINTR) {
			return -1;
		} else if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* Send a message with its length, receive the answer; *reply to free(). */
static enum agent_result ask(int fd, const unsigned char *message, size_t len,
    int seconds, unsigned char **reply, size_t *reply_len, struct why *why)
{
	long long deadline = now_ms() + seconds * 1000LL;
	unsigned char head[4];
	struct wire w = { head, sizeof(head) };
	uint32_t n;

	if (send_all(fd, message, len, deadline))
		return failed_call(why, "send to it");
	if (recv_all(fd, head, sizeof(head), deadline))
		return failed_call(why, "receive from it");
	wire_u32(&w, &n);
	if (n == 0 || n > AGENT_MAX)
		return failed(why, "its answer is empty or too long");
	*reply = malloc(n);
	if (!*reply)
		return failed_call(why, "malloc");
	if (recv_all(fd, *reply, n, deadline)) {
		free(*reply);
		return failed_call(why, "receive from it");
	}
	*reply_len = n;
	return AGENT_DONE;
}

static enum agent_result dial(int *fd, struct why *why)
{
	const char *path = getenv("SSH_AUTH_SOCK");
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	if (!path || path[0] == '\0')
		return failed(why, "SSH_AUTH_SOCK is not set: start ssh-agent "
		    "and add the key with ssh-add");
	if (strlen(path) >= sizeof(a.sun_path))
		return failed(why, "the name in SSH_AUTH_SOCK is too long for "
		    "a socket");
	strcpy(a.sun_path, path);
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return failed_call(why, "socket");
	if (connect(*fd, (const struct sockaddr *)&a, sizeof(a))) {
		why_set(why, "connect to %s (SSH_AUTH_SOCK): %s: is it "
		    "running?", path, strerror(errno));
		close(*fd);
		return AGENT_FAILED;
	}
	return AGENT_DONE;
}

static enum agent_result look_for(int fd, const unsigned char key[SSH_KEY],
    struct why *why)
{
	/* SSH_AGENTC_REQUEST_IDENTITIES */
	static const unsigned char message[] = { 0, 0, 0, 1, 11 };
	unsigned char *reply;
	enum agent_result r;
	size_t len;

	r = ask(fd, message, sizeof(message), LIST_TIME, &reply, &len, why);
	if (r != AGENT_DONE)
		return r;
	r = agent_has(reply, len, key, why);
	free(reply);
	return r;
}

/* SSH_AGENTC_SIGN_REQUEST: key, data, no flags. */
static enum agent_result request(int fd, const unsigned char key[SSH_KEY],
    const void *data, size_t data_len, unsigned char sig[SSH_SIG],
    struct why *why)
{
	size_t body = 1 + 4 + SSH_BLOB + 4 + data_len + 4, len;
	unsigned char blob[SSH_BLOB], *message = malloc(4 + body), *p, *reply;
	enum agent_result r;

	if (!message)
		return failed_call(why, "malloc");
	ssh_blob(key, blob);
	p = wire_put_u32(message, (uint32_t)body);
	*p++ = 13;
	p = wire_put_string(p, blob, sizeof(blob));
	p = wire_put_string(p, data, data_len);
	wire_put_u32(p, (uint32_t)0);
	r = ask(fd, message, 4 + body, SIGN_TIME, &reply, &len, why);
	free(message);
	if (r != AGENT_DONE)
		return r;
	r = agent_signature(reply, len, sig, why);
	free(reply);
	return r;
}

enum agent_result agent_sign(const unsigned char key[SSH_KEY], const void *data,
    size_t len, unsigned char sig[SSH_SIG], struct why *why)
{
	enum agent_result r;
	int fd;

	if (len > AGENT_DATA)
		return failed(why, "too much to sign");
	r = dial(&fd, why);
	if (r != AGENT_DONE)
		return r;
	r = look_for(fd, key, why);
	if (r == AGENT_DONE)
		r = request(fd, key, data, len, sig, why);
	close(fd);
	return r;
}
