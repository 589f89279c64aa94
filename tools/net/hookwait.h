/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When the DHCP client that runs us asks again. It has one pace, and waits for its
 * hook: so the hook sleeps.
 */
#ifndef MAYFLY_NET_HOOKWAIT_H
#define MAYFLY_NET_HOOKWAIT_H

#include <stdbool.h>

#include "rtnl.h"

/* Seconds until a server whose lease was refused is asked again. */
enum { HOOKWAIT_REFUSED = 5 };

/*
 * The lease was refused. The client takes no notice of our exit status: it holds
 * the lease, and would ask again when half of it is over, perhaps in a day, of the
 * same server. So it is told to give it back, and, after a pause, to begin anew.
 * A refused renewal only makes it ask again: the address that it has may be good for
 * a while. Does nothing if it is not udhcpc that runs us.
 */
void hookwait_refused(bool renewal);

/*
 * Nobody answered a round of questions: after a minute of such rounds sleep, longer
 * from time to time, up to a minute and a quarter; until the link comes or goes.
 * name tells DHCP and DHCPv6 apart.
 */
void hookwait_unanswered(const char *name, const struct rtnl_link *link);

/* Somebody answered, or it is another link: the next rounds are quick again. */
void hookwait_over(const char *name, const char *interface);

/* Milliseconds to sleep after so many rounds; random is any number. */
int hookwait_pause(unsigned long rounds, unsigned int random);

#endif
