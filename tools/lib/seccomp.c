/* SPDX-License-Identifier: BSD-2-Clause */
#include "seccomp.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>

enum { PROGRAM_MAX = 512 };

struct program {
	struct sock_filter code[PROGRAM_MAX];
	unsigned short n;
	bool full;
};

/* What libc does in any program. Memory never becomes executable. */
static const struct seccomp_rule always[] = {
	ALLOW(read), ALLOW(write), ALLOW(readv), ALLOW(writev), ALLOW(close),
	ALLOW_IF(mmap, 2, PROT_EXEC, 0), ALLOW_IF(mprotect, 2, PROT_EXEC, 0),
	ALLOW(munmap), ALLOW(mremap), ALLOW(madvise), ALLOW(brk),
	ALLOW(rt_sigaction), ALLOW(rt_sigprocmask), ALLOW(rt_sigreturn),
	ALLOW(futex), ALLOW(clock_gettime), ALLOW(restart_syscall),
	ALLOW(exit), ALLOW(exit_group),
	ALLOW_END
};

static void emit(struct program *p, struct sock_filter f)
{
	if (p->n < PROGRAM_MAX)
		p->code[p->n++] = f;
	else
		p->full = true;
}

static void load(struct program *p, size_t offset)
{
	emit(p, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    (uint32_t)offset));
}

/* Go on with the next instruction if A is value, else skip so many. */
static void unless(struct program *p, uint32_t value, unsigned char skip)
{
	emit(p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value,
	    0, skip));
}

static void end(struct program *p, uint32_t verdict)
{
	emit(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
}

/* How many of a rule's conditions there are. */
static unsigned char conditions(const struct seccomp_rule *r)
{
	return (unsigned char)(!!r->cond[0].mask + !!r->cond[1].mask);
}

/* A is the call's number, before and after. */
static void allow(struct program *p, const struct seccomp_rule *r)
{
	unsigned char n = conditions(r);

	/* Three instructions a condition, the verdict, and the number again. */
	unless(p, (uint32_t)r->nr, n ? (unsigned char)(3 * n + 2) : 1);
	for (size_t i = 0; i < n; i++) {
		/* The low half of a little endian number. */
		load(p, offsetof(struct seccomp_data, args) +
		    r->cond[i].arg * sizeof(uint64_t));
		emit(p, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K,
		    r->cond[i].mask));
		unless(p, r->cond[i].want,
		    (unsigned char)(3 * (n - 1 - i) + 1));
	}
	end(p, SECCOMP_RET_ALLOW);
	if (n)
		load(p, offsetof(struct seccomp_data, nr));
}

static void allow_all(struct program *p, const struct seccomp_rule *r)
{
	for (; r && r->nr >= 0; r++)
		allow(p, r);
}

int seccomp_limit(const struct seccomp_rule *calls,
		  const struct seccomp_rule *more)
{
	struct program p = {.n = 0};
	struct sock_fprog prog = {.filter = p.code};

	/* int 0x80 has other numbers; those of x32 have a bit of their own. */
	load(&p, offsetof(struct seccomp_data, arch));
	emit(&p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
	    AUDIT_ARCH_X86_64, 1, 0));
	end(&p, SECCOMP_RET_KILL_PROCESS);
	load(&p, offsetof(struct seccomp_data, nr));
	allow_all(&p, always);
	allow_all(&p, calls);
	allow_all(&p, more);
	end(&p, SECCOMP_RET_KILL_PROCESS);
	if (p.full) {
		errno = E2BIG;
		return -1;
	}
	prog.len = p.n;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog, 0, 0);
}
