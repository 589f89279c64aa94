/* SPDX-License-Identifier: BSD-2-Clause */
// sources: tools/st/why.c tools/stmgr/agent.c tools/stmgr/agent_reply.c tools/stmgr/sshwire.c
// libs:
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../../tools/stmgr/agent.h"
#include "scratch.h"
#include "sshkeys.h"

static struct why why;

/* An identities answer with n keys, the last of which is the RFC's. */
static size_t identities(unsigned char *out, unsigned int n)
{
	unsigned char blob[SSH_BLOB], *p = out;
	unsigned int i;

	*p++ = 12;
	p = wire_put_u32(p, n);
	for (i = 1; i <= n; i++) {
		ssh_blob(rfc_public, blob);
		blob[SSH_BLOB - 1] ^= i != n;
		p = wire_put_string(p, blob, sizeof(blob));
		p = wire_put_string(p, "comment", 7);
	}
	return (size_t)(p - out);
}

static size_t signature(unsigned char *out, const char *type, size_t len)
{
	unsigned char sig[SSH_SIG + 1], inner[128], *p = inner;

	memset(sig, 7, sizeof(sig));
	p = wire_put_string(p, type, strlen(type));
	p = wire_put_string(p, sig, len);
	*out = 14;
	return (size_t)(wire_put_string(out + 1, inner, (size_t)(p - inner)) -
	    out);
}

static void lists(void **state)
{
	unsigned char r[1024];
	size_t len = identities(r, 3), i;

	(void)state;
	assert_int_equal(agent_has(r, len, rfc_public, &why), AGENT_DONE);
	for (i = 0; i < len; i++) {
		unsigned char *cut = malloc(i + 1);

		assert_non_null(cut);
		memcpy(cut, r, i);
		assert_int_equal(agent_has(cut, i, rfc_public, &why),
		    AGENT_FAILED);
		free(cut);
	}
	r[len] = 0;
	assert_int_equal(agent_has(r, len + 1, rfc_public, &why), AGENT_FAILED);
	assert_int_equal(agent_has(r, len, rfc_seed, &why), AGENT_REFUSED);
	assert_non_null(strstr(why.text, "not among the 3"));
	len = identities(r, 0);
	assert_int_equal(agent_has(r, len, rfc_public, &why), AGENT_REFUSED);
	wire_put_u32(r + 1, UINT32_MAX);
	assert_int_equal(agent_has(r, len, rfc_public, &why), AGENT_FAILED);
	r[0] = 5;
	assert_int_equal(agent_has(r, 1, rfc_public, &why), AGENT_REFUSED);
}

static void signatures(void **state)
{
	unsigned char r[256], sig[SSH_SIG];
	size_t len = signature(r, SSH_ED25519, SSH_SIG), i;

	(void)state;
	assert_int_equal(agent_signature(r, len, sig, &why), AGENT_DONE);
	assert_int_equal(sig[0], 7);
	for (i = 0; i < len; i++)
		assert_int_equal(agent_signature(r, i, sig, &why),
		    AGENT_FAILED);
	assert_int_equal(agent_signature(r, len + 1, sig, &why), AGENT_FAILED);
	len = signature(r, "ssh-rsa", SSH_SIG);
	assert_int_equal(agent_signature(r, len, sig, &why), AGENT_FAILED);
	len = signature(r, SSH_ED25519, SSH_SIG + 1);
	assert_int_equal(agent_signature(r, len, sig, &why), AGENT_FAILED);
	r[0] = 5;
	assert_int_equal(agent_signature(r, 1, sig, &why), AGENT_REFUSED);
}

static enum agent_result sign(void)
{
	unsigned char sig[SSH_SIG];

	why.text[0] = '\0';
	return agent_sign(rfc_public, "data", 4, sig, &why);
}

static int listen_at(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(a.sun_path, name);
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(fd, 1), 0);
	setenv("SSH_AUTH_SOCK", name, 1);
	return fd;
}

/* An agent that reads the request for identities and answers with this. */
static enum agent_result answered(const void *reply, size_t len)
{
	int fd = listen_at("agent"), c, status;
	enum agent_result r;
	pid_t pid = fork();
	char request[5];

	assert_true(pid >= 0);
	if (pid == 0) {
		c = accept(fd, NULL, NULL);
		if (recv(c, request, sizeof(request), MSG_WAITALL) != 5 ||
		    send(c, reply, len, MSG_NOSIGNAL) < 0)
			_exit(1);
		_exit(0);
	}
	r = sign();
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(unlink("agent"), 0);
	return r;
}

static void no_agent(void **state)
{
	char name[200];

	(void)state;
	unsetenv("SSH_AUTH_SOCK");
	assert_int_equal(sign(), AGENT_FAILED);
	assert_non_null(strstr(why.text, "SSH_AUTH_SOCK is not set"));
	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	setenv("SSH_AUTH_SOCK", name, 1);
	assert_int_equal(sign(), AGENT_FAILED);
	assert_non_null(strstr(why.text, "too long"));
	setenv("SSH_AUTH_SOCK", "none", 1);
	assert_int_equal(sign(), AGENT_FAILED);
	assert_non_null(strstr(why.text, "is it running?"));
	close(listen_at("dead"));
	assert_int_equal(sign(), AGENT_FAILED);
	assert_non_null(strstr(why.text, "Connection refused"));
}

static void bad_agents(void **state)
{
	(void)state;
	assert_int_equal(answered("\0\0", 2), AGENT_FAILED);
	assert_non_null(strstr(why.text, "Connection reset"));
	assert_int_equal(answered("\0\0\0\0", 4), AGENT_FAILED);
	assert_non_null(strstr(why.text, "empty or too long"));
	assert_int_equal(answered("\xff\xff\xff\xff", 4), AGENT_FAILED);
	assert_non_null(strstr(why.text, "empty or too long"));
	assert_int_equal(answered("\0\0\0\1\5", 5), AGENT_REFUSED);
	assert_int_equal(answered("\0\0\0\1\x63", 5), AGENT_FAILED);
	assert_int_equal(answered("\0\0\0\5\x0c\0\0\0\0", 9), AGENT_REFUSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(signatures),
		scratch_test(no_agent),
		scratch_test(bad_agents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
