// sources:
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process may, for guests of the debug flavour: of this one, of those
 * with the given numbers, or of "all" but the kernel's own. One line each:
 *	limits: name=NAME uid=N caps=EFFECTIVE,BOUNDING nnp=N seccomp=MODE,FILTERS core=SOFT,HARD
 * As ip6tables-legacy-restore it then makes a system call that no list has.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CONSOLE = 5, WORD = 64 };

static int out = STDOUT_FILENO;

/* The n-th word (from 0) after the name, of the line in that file; "" if none. */
static void field(const char *pid, const char *file, const char *name, int n,
		  char *to)
{
	char path[300], line[512], *rest, *word;
	FILE *f;

	*to = '\0';
	snprintf(path, sizeof(path), "/proc/%s/%s", pid, file);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f)) {
		if (strncmp(line, name, strlen(name)))
			continue;
		rest = line + strlen(name);
		while ((word = strsep(&rest, " \t\n")))
			if (*word && n-- == 0)
				snprintf(to, WORD, "%s", word);
		break;
	}
	if (f)
		fclose(f);
}

static void print(const char *pid)
{
	static const char *const names[] = {"Name:", "Uid:", "CapEff:",
					    "CapBnd:", "NoNewPrivs:",
					    "Seccomp:", "Seccomp_filters:"};
	char v[7][WORD], soft[WORD], hard[WORD], line[1024];
	int n;

	for (int i = 0; i < 7; i++)
		field(pid, "status", names[i], 0, v[i]);
	field(pid, "limits", "Max core file size", 0, soft);
	field(pid, "limits", "Max core file size", 1, hard);
	n = snprintf(line, sizeof(line), "limits: name=%s uid=%s caps=%s,%s "
		     "nnp=%s seccomp=%s,%s core=%s,%s\n", v[0], v[1], v[2],
		     v[3], v[4], v[5], v[6], soft, hard);
	if (write(out, line, (size_t)n) != n)
		_exit(1);
}

static void print_all(void)
{
	DIR *d = opendir("/proc");
	char size[WORD];
	struct dirent *e;

	while (d && (e = readdir(d))) {
		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		field(e->d_name, "status", "VmSize:", 0, size);
		if (*size)
			print(e->d_name);
	}
	if (d)
		closedir(d);
}

int main(int argc, char **argv)
{
	/* The hook of udhcpc has the console elsewhere. */
	if (fcntl(CONSOLE, F_GETFD) >= 0)
		out = CONSOLE;
	if (argc < 2 || argv[1][0] < '0' || argv[1][0] > '9') {
		if (argc == 2 && !strcmp(argv[1], "all"))
			print_all();
		else
			print("self");
	}
	for (int i = 1; i < argc && isdigit((unsigned char)argv[i][0]); i++)
		print(argv[i]);
	if (strstr(argv[0], "ip6tables"))
		getpriority(PRIO_PROCESS, 0);
	return 0;
}
