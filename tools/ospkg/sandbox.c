/* SPDX-License-Identifier: BSD-2-Clause */
#include "sandbox.h"

#include <errno.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LEN(x) (sizeof(x) / sizeof((x)[0]))

/* Users that own nothing on the medium; one each, so neither can signal. */
static const uid_t users[] = {[SANDBOX_CHECK] = 110, [SANDBOX_FETCH] = 111};

/* What libc, OpenSSL and zlib need to work on open files. */
static const int common_calls[] = {
	SYS_read, SYS_write, SYS_writev, SYS_readv, SYS_pread64, SYS_pwrite64,
	SYS_lseek, SYS_close, SYS_fstat, SYS_ftruncate, SYS_fcntl,
	SYS_munmap, SYS_madvise, SYS_mremap, SYS_brk, SYS_exit, SYS_exit_group,
	SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigaction, SYS_futex,
	SYS_getrandom, SYS_clock_gettime, SYS_clock_nanosleep, SYS_nanosleep,
	SYS_gettimeofday, SYS_getpid, SYS_gettid, SYS_getuid, SYS_geteuid,
	SYS_getgid, SYS_getegid, SYS_sched_yield, SYS_restart_syscall,
};

/*
 * And what libcurl and the resolver of libc need besides. Of ioctl() they get
 * one request, see set_seccomp(): another would stop process 1's console.
 */
static const int network_calls[] = {
	SYS_socket, SYS_connect, SYS_bind, SYS_getsockname, SYS_getpeername,
	SYS_getsockopt, SYS_setsockopt, SYS_sendto, SYS_recvfrom, SYS_sendmsg,
	SYS_recvmsg, SYS_sendmmsg, SYS_shutdown, SYS_poll, SYS_ppoll,
	SYS_select, SYS_pselect6, SYS_pipe, SYS_pipe2, SYS_eventfd2,
	SYS_socketpair, SYS_setitimer, SYS_alarm, SYS_uname, SYS_open,
	SYS_openat, SYS_stat, SYS_newfstatat, SYS_access,
	SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_wait, SYS_epoll_pwait,
};

enum { PROGRAM_MAX = 32 + 2 * (LEN(common_calls) + LEN(network_calls)) };

struct program {
	struct sock_filter code[PROGRAM_MAX];
	unsigned short n;
};

static void emit(struct program *p, struct sock_filter f)
{
	if (p->n < PROGRAM_MAX)
		p->code[p->n++] = f;
}

/* If the system call is nr, allow it. */
static void allow(struct program *p, int nr)
{
	emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
	    (unsigned)nr, 0, 1));
	emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_ALLOW));
}

/* If it is nr, allow it when (value & mask) of that argument is want; else end it. */
static void allow_with(struct program *p, int nr, unsigned arg, uint32_t mask,
    uint32_t want)
{
	emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
	    (unsigned)nr, 0, 5));
	emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    (uint32_t)(offsetof(struct seccomp_data, args) +
		arg * sizeof(uint64_t))));
	emit(p, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask));
	emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
	    want, 0, 1));
	emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_ALLOW));
	emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_KILL_PROCESS));
}

static int set_seccomp(enum sandbox kind)
{
	struct program p = {.n = 0};
	struct sock_fprog prog = {.filter = p.code};

	/* Another architecture's calls (int 0x80, x32) have other numbers. */
	emit(&p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    offsetof(struct seccomp_data, arch)));
	emit(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
	    AUDIT_ARCH_X86_64, 1, 0));
	emit(&p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_KILL_PROCESS));
	emit(&p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    offsetof(struct seccomp_data, nr)));
	/* Memory never becomes executable. */
	allow_with(&p, SYS_mmap, 2, PROT_EXEC, 0);
	allow_with(&p, SYS_mprotect, 2, PROT_EXEC, 0);
	for (size_t i = 0; i < LEN(common_calls); i++)
		allow(&p, common_calls[i]);
	for (size_t i = 0; kind == SANDBOX_FETCH && i < LEN(network_calls); i++)
		allow(&p, network_calls[i]);
	/* The one request of if_nametoindex(). */
	if (kind == SANDBOX_FETCH)
		allow_with(&p, SYS_ioctl, 1, UINT32_MAX, SIOCGIFINDEX);
	emit(&p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_KILL_PROCESS));
	prog.len = p.n;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog, 0, 0);
}

static int set_limit(int what, uint64_t value)
{
	struct rlimit r = {.rlim_cur = value, .rlim_max = value};

	return setrlimit(what, &r);
}

static int set_limits(const struct sandbox_limits *l)
{
	return set_limit(RLIMIT_AS, l->memory) ||
	    set_limit(RLIMIT_FSIZE, l->file_size) ||
	    set_limit(RLIMIT_CORE, 0) || set_limit(RLIMIT_NPROC, 0) ||
	    set_limit(RLIMIT_NOFILE, 64);
}

/* None in any other set either (the change of user cleared most). */
static int drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {{0}, {0}};

	return (int)syscall(SYS_capset, &head, none);
}

static bool is_kept(int fd, const int *keep, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (keep[i] == fd)
			return true;
	return fd <= STDERR_FILENO;
}

int sandbox_enter(enum sandbox kind, const struct sandbox_limits *limits,
    const int *keep, size_t n)
{
	uid_t user = users[kind];

	for (int fd = 0; fd < 256; fd++)
		if (!is_kept(fd, keep, n))
			close(fd);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || set_limits(limits) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || setgroups(0, NULL))
		return -1;
	/* The bounding set first, while that is still allowed. */
	for (int cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) && errno != EINVAL)
			return -1;
	if (setresgid(user, user, user) || setresuid(user, user, user) ||
	    drop_capabilities())
		return -1;
	return set_seccomp(kind);
}
