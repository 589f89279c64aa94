// sources: tools/lib/cmdline.c tools/lib/tunnel.c tools/lib/addr.c tools/lib/num.c tools/wg/peers.c tools/wgd/conf.c tools/wgd/resume.c tools/net/clock.c
// libs: -lsodium
/* SPDX-License-Identifier: BSD-2-Clause */
/* What one kernel's wgd hands to the next, read by both who read it. */
#include <stdint.h>
#include <stdlib.h>

#include "../../tools/wgd/handover.c"
#include "../../tools/wgd/resume.h"
#include "silent.h"

int device_print(struct device *d, int fd, int64_t now, bool *keyed)
{
	(void)d;
	(void)fd;
	(void)now;
	(void)keyed;
	return -1;
}

int device_wake(struct device *d, const struct peer *p)
{
	(void)d;
	(void)p;
	return 0;
}

static void require(int ok)
{
	if (!ok)
		abort();
}

static void sort(const struct handover *h)
{
	static struct wg_conf conf = {.listed = true};
	struct peers none;
	struct resume r;

	tunnel_read("wg.address=10.0.0.1/8", &conf.tunnel);

	require(!peers_init(&none, 0, 0, 0, 0));
	require(!resume_sort(h, &conf, &none, &r));
	require(r.others.count <= h->peers.count && r.known.count == 0);
	resume_free(&r);
	peers_free(&none);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	struct handover h;

	require(sodium_init() >= 0);
	if (fd < 0)
		fd = memfd_create("fuzz", MFD_CLOEXEC);
	require(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
	handover_load(fd, true, &h);
	require(!h.present || !sodium_is_zero(h.key, sizeof(h.key)));
	handover_free(&h);
	/* As the keeper does, and as a fuzzer needs it to get anywhere. */
	handover_hide(fd);
	handover_load(fd, false, &h);
	if (h.present)
		sort(&h);
	handover_free(&h);
	handover_wipe(fd);
	handover_load(fd, false, &h);
	require(!h.present);
	return 0;
}
