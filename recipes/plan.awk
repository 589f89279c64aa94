# SPDX-License-Identifier: BSD-2-Clause
# plan.awk: find the steps in a list of files (sha256sum format), order those
# that the goals need, and write into tmp: steps (plan.tsv without keys),
# closure (name and all it depends on), own.NAME (what to hash for its own part).

function fail(msg) {
	print "plan: " msg >"/dev/stderr"
	failed = 1
	exit 2
}

# First line of a file of the step, or "-".
function first(path,   l) {
	if (!(path in hash) || (getline l <path) <= 0)
		l = "-"
	close(path)
	return l
}

# Lines of a file joined by commas; comments and blank lines left out.
function lines(path,   l, all) {
	if (!(path in hash))
		return ""
	while ((getline l <path) > 0) {
		sub(/[ \t]*#.*/, "", l)
		if (l != "")
			all = all (all == "" ? "" : ",") l
	}
	close(path)
	return all
}

# A new step: its folder, what builds it, and dependencies beside its own.
function step(name, where, how, moredeps, moreinputs,   d, p) {
	if (name in dir)
		fail("two steps are called " name ": " dir[name] " and " where)
	dir[name] = where
	build[name] = how
	d = lines(where "/deps")
	deps[name] = d (d != "" && moredeps != "" ? "," : "") moredeps
	inputs[name] = lines(where "/inputs")
	if (moreinputs != "")
		inputs[name] = inputs[name] (inputs[name] == "" ? "" : ",") moreinputs
}

{
	h = substr($0, 1, 64)
	path = substr($0, 67)
	hash[path] = h
	order[++nfiles] = path
}

END {
	if (failed)
		exit 2
	for (i = 1; i <= nfiles; i++) {
		n = split(order[i], c, "/")
		if (c[1] == "recipes" && n == 3 && c[3] == "build")
			step(c[2], "recipes/" c[2], order[i], "", "")
		else if (order[i] == "kernel/build")
			step("linux", "kernel", order[i], "", "")
		else if (c[1] == "kernel" && n == 3 && c[3] == "build")
			step(c[2] == "boot" ? "boot" : "linux-" c[2], "kernel/" c[2], order[i], "", "")
		else if (order[i] == "tests/unit/build")
			step("unit", "tests/unit", order[i], "", "")
		else if (c[1] == "tools" && n == 3 && c[3] == "deps")
			step(c[2], "tools/" c[2], "tools/build", "musl,linux-headers",
			    "tools/lib,tools/tool.mk,tools/" c[2])
		else if (c[1] == "configs" && c[2] == "images" && n == 4 && c[4] == "deps") {
			img = "rootfs,tools/image,recipes/builder.lock,configs/images/" c[3]
			step("image-" c[3], "configs/images/" c[3], "tools/image/build", "", img)
			step("image-" c[3] "-debug", "configs/images/" c[3],
			    "tools/image/build", lines("configs/images/" c[3] "/deps.debug"), img)
		}
	}
	ngoals = split(goals, g, " ")
	for (i = 1; i <= ngoals; i++) {
		if (!(g[i] in dir))
			fail("no step is called " g[i] known(g[i]))
		visit(g[i], "")
	}
	for (i = 1; i <= nsteps; i++)
		write(sorted[i])
}

function known(name,   s, i, all) {
	if (name !~ /^image-/)
		return ""
	s = "configs/images/" substr(name, 7)
	for (i = 1; i <= nfiles; i++)
		if (below(order[i], s))
			return ": " s "/deps is missing"
	for (s in dir)
		if (s ~ /^image-/ && s !~ /-debug$/)
			all = all " " substr(s, 7)
	return ": no image of that name; there are:" all
}

# Depth first, so that sorted[] has dependencies before their users, and
# closure[] is complete when a step is entered.
function visit(name, from,   n, d, i, m, e, j) {
	if (state[name] == 2)
		return
	if (state[name] == 1)
		fail("steps depend on each other in a circle: " name " and " from)
	state[name] = 1
	n = split(deps[name], d, ",")
	for (i = 1; i <= n; i++) {
		if (!(d[i] in dir))
			fail(dir[name] "/deps: no step is called " d[i])
		visit(d[i], name)
	}
	for (i = 1; i <= n; i++) {
		m = split(closure[d[i]], e, ",")
		for (j = 1; j <= m; j++)
			add(name, e[j])
		add(name, d[i])
	}
	state[name] = 2
	sorted[++nsteps] = name
}

function add(name, dep) {
	if (index("," closure[name] ",", "," dep ",") == 0)
		closure[name] = closure[name] (closure[name] == "" ? "" : ",") dep
}

# Does path lie in (or is it) the file or folder?
function below(path, folder) {
	return path == folder || substr(path, 1, length(folder) + 1) == folder "/"
}

# Does path lie in the folder of another step, inside this one's?
function another(path, folder,   s) {
	for (s in dir)
		if (dir[s] != folder && below(dir[s], folder) && below(path, dir[s]))
			return 1
	return 0
}

# need(DIR, FILES, WHAT): fail if the step's folder lacks one.
function need(where, files, what,   n, f, i) {
	n = split(files, f, " ")
	for (i = 1; i <= n; i++)
		if (!((where "/" f[i]) in hash))
			fail(where "/" f[i] " is missing: " what)
}

# What would else show at a step's end, or never.
function check(name,   n, in_, i, j, found) {
	if (name ~ /^image-/)
		need(dir[name], "cmdline lists budget" (name ~ /-debug$/ ? " cmdline.debug lists.debug deps.debug" : ""),
		    "an image has it, if only with a comment")
	if ((dir[name] "/sha256") in hash) {
		need(dir[name], "version license size", "a step with a pinned source has it")
		if (first(dir[name] "/license") !~ /^[A-Za-z0-9]/)
			fail(dir[name] "/license: wants an SPDX expression in its first line")
	}
	if (dir[name] ~ /^recipes\// && (dir[name] "/source") in hash)
		need(dir[name], "license", "software of others has one")
	n = split(inputs[name], in_, ",")
	for (i = 1; i <= n; i++) {
		found = in_[i] == "trust"
		for (j = 1; j <= nfiles && !found; j++)
			found = below(order[j], in_[i])
		if (!found)
			fail(dir[name] "/inputs: there is nothing called " in_[i])
	}
}

function write(name,   i, j, n, in_, f, pin, sum, sha, file, own, license) {
	check(name)
	# "source" names the step whose pinned source this one also builds from.
	pin = first(dir[name] "/source")
	pin = pin == "-" ? dir[name] : dir[pin]
	if (pin == "")
		fail(dir[name] "/source: no such step")
	sha = file = "-"
	if ((pin "/sha256") in hash) {
		sum = lines(pin "/sha256")
		sha = substr(sum, 1, 64)
		file = substr(sum, 67)
		if (sha !~ /^[0-9a-f]+$/ || length(sha) != 64 || file == "" || file ~ /[\/ ,]/)
			fail(pin "/sha256: wants one line as sha256sum prints it")
		if (!index(file, first(pin "/version")))
			fail(pin "/version: says " first(pin "/version") ", but the source in sha256 is called " file)
		if (first(pin "/size") !~ /^[0-9]+$/)
			fail(pin "/size: wants the file's size in bytes")
	}
	own = tmp "/own." name
	n = split(inputs[name], in_, ",")
	print name, sha, pin == dir[name] ? "" : first(pin "/version") >own
	for (i = 1; i <= nfiles; i++) {
		f = order[i]
		if (below(f, "recipes/seal") || below(f, "recipes/enter") ||
		    f == "recipes/builder" || f == "recipes/builder.lock" ||
		    f == "reproducibility/environment" || f == build[name] ||
		    (below(f, dir[name]) && !another(f, dir[name])) ||
		    (below(f, pin "/patches") && !((dir[name] "/unpack") in hash))) {
			print hash[f], f >own
			continue
		}
		for (j = 1; j <= n; j++)
			if (below(f, in_[j])) {
				print hash[f], f >own
				break
			}
	}
	if (name ~ /^image-/)
		print "tree", tree >own
	close(own)
	print name, closure[name] >(tmp "/closure")
	license = first(dir[name] "/license")
	printf "%s\t\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name,
	    dir[name], build[name], deps[name] == "" ? "-" : deps[name],
	    closure[name] == "" ? "-" : closure[name],
	    inputs[name] == "" ? "-" : inputs[name], first(pin "/version"), file,
	    first(pin "/size"), sha, first(pin "/url"),
	    first(pin "/pool"), license, pin >(tmp "/steps")
}
