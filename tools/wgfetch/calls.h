/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls that are left when the settings are read. */
#ifndef MAYFLY_WGFETCH_CALLS_H
#define MAYFLY_WGFETCH_CALLS_H

/*
 * From here on another call than those needed ends this process: to talk to wgd
 * and to fork, and in the child, which gives up more, to download. They end the
 * program with a message if that cannot be had.
 */
void calls_of_parent(void);
void calls_of_download(void);

#endif
