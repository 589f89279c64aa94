/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls that are left when all files are read. */
#ifndef MAYFLY_WGD_CALLS_H
#define MAYFLY_WGD_CALLS_H

#include <stdbool.h>

/*
 * From here on another call than those needed ends this process: to make the
 * interface (and, if it resumes, to call the peers that were handed over), or to
 * look after its peers, with every socket open already. They end the program with a
 * message if that cannot be had.
 */
void calls_of_once(bool resumes);
void calls_of_keep(void);

#endif
