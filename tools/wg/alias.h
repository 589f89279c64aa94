/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a WireGuard interface's peers come from, as its alias: the kernel keeps that
 * text, so it outlives each process, and init can read it. Without one they are
 * those of the configuration.
 */
#ifndef MAYFLY_WG_ALIAS_H
#define MAYFLY_WG_ALIAS_H

/* From the list of that number, which follows. */
#define ALIAS_NUMBER "peers number="

/* Behind it, if that came with a handover, until the source has spoken. */
#define ALIAS_HANDED " (handed over)"

/* There is to be a list, and none has come yet, nor was one handed over. */
#define ALIAS_WAITS "peers: no list yet"

#endif
