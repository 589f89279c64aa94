/* SPDX-License-Identifier: BSD-2-Clause */
#include "verified.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FILES = 2 };

#define SEALS (F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK)

/* Room for the descriptors, aligned as the kernel wants it. */
union ancillary {
	struct cmsghdr head;
	char room[CMSG_SPACE(FILES * sizeof(int))];
};

int verified_send(int fd, const struct verified *v)
{
	const int files[FILES] = {v->kernel, v->initramfs};
	struct check_result p = v->package;
	struct iovec io = {&p, sizeof(p)};
	union ancillary a;
	struct msghdr m = {
	    .msg_iov = &io,
	    .msg_iovlen = 1,
	    .msg_control = a.room,
	    .msg_controllen = sizeof(a.room),
	};

	memset(&a, 0, sizeof(a));
	a.head.cmsg_level = SOL_SOCKET;
	a.head.cmsg_type = SCM_RIGHTS;
	a.head.cmsg_len = CMSG_LEN(sizeof(files));
	memcpy(CMSG_DATA(&a.head), files, sizeof(files));
	return sendmsg(fd, &m, MSG_NOSIGNAL) == (ssize_t)sizeof(p) ? 0 : -1;
}

/* Nobody can change the file behind that descriptor any more. */
static int is_sealed(int fd)
{
	int seals = fcntl(fd, F_GET_SEALS);

	return seals >= 0 && (seals & SEALS) == SEALS;
}

int verified_receive(int fd, struct verified *out)
{
	struct iovec io = {&out->package, sizeof(out->package)};
	union ancillary a;
	struct msghdr m = {
	    .msg_iov = &io,
	    .msg_iovlen = 1,
	    .msg_control = a.room,
	    .msg_controllen = sizeof(a.room),
	};
	int files[FILES] = {-1, -1};
	ssize_t n = recvmsg(fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	const struct cmsghdr *c = n < 0 ? NULL : CMSG_FIRSTHDR(&m);

	if (n < 0)
		return -1;
	/* There is room for no more; fewer are closed below, too. */
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS &&
	    c->cmsg_len <= CMSG_LEN(sizeof(files)))
		memcpy(files, CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0));
	out->kernel = files[0];
	out->initramfs = files[1];
	out->package.cmdline[sizeof(out->package.cmdline) - 1] = '\0';
	out->package.label[sizeof(out->package.label) - 1] = '\0';
	if (n == (ssize_t)sizeof(out->package) && is_sealed(files[0]) &&
	    is_sealed(files[1]))
		return 0;
	for (int i = 0; i < FILES; i++)
		if (files[i] >= 0)
			close(files[i]);
	errno = n == 0 ? ENOTCONN : EBADMSG;
	return -1;
}
