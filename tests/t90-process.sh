#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the processes of the vpn image may: each has its own user, the capabilities
# it needs, a list of system calls, and no way to more; and nowhere to leave
# anything. Debug flavour, because its shell shows it; the programs are the same.
. tests/lib.sh
. tests/qemu/guest.sh
. tests/qemu/net.sh
. tests/provision.sh
. tests/qemu/wg.sh
need qemu-system-x86_64 bsdtar openssl
need_file "$O/vpn-debug/kernel" "$O/tools/stmgr" "$O/unit/bin/run_limits"

# Capabilities: NET_BIND_SERVICE 400, NET_ADMIN 1000, NET_RAW 2000.
none=0000000000000000
loader=0000000000003000
dhcp=0000000000003400
role=0000000000001400
# To become less than it is: KILL 20, SETGID 40, SETUID 80, SETPCAP 100.
upgrade=00000000000001e0

# overlay NAME: the initramfs with what is in $T/tree on top, in $T/NAME.cpio.
overlay()
{
	cp "$O/vpn-debug/initramfs.cpio.zst" "$T/$1.cpio"
	tests/qemu/append "$T/tree" "$T/$1.cpio"
}

# server_start NAME WORD...: without the option $open.
open=none
server_start()
{
	name=$1
	shift
	GUEST_INPUT=1 guest_start "$name" "$O/vpn-debug/kernel" "$T/$name.cpio" \
		"$(image_cmdline "$O/vpn-debug" ip=dhcp wg.address=10.64.0.1/24 wg.poll=2 "$@" | sed "s/$open//")" \
		-netdev user,id=n,restrict=on -device virtio-net-pci,netdev=n,romfile=
}

# Lists come from where nobody is: a download takes as long as the resolver waits.
prepare()
{
	wg_source "$T/site"
	echo 1 >"$T/site/port"
	wg_overlay "$T/site" "$T/server.cpio" "$O/vpn-debug/initramfs.cpio.zst" "$O/unit/bin/run_limits"
}

# limits LINE: the probe said that of some process.
limits()
{
	cat "$T/answer"
	grep -x "limits: $1" "$T/answer"
}

# The programs that run for good; wgfetch twice while it downloads.
all_seen()
{
	for _ in $(seq 30); do
		guest_ask server '/bin/run_limits all' >/dev/null
		test "$(grep -c name=wgfetch "$T/answer")" -lt 2 || break
		sleep 0.3
	done
	cat "$T/answer"
	test "$(grep -c '^limits: ' "$T/answer")" -eq 7
	cp "$T/answer" "$T/all"
}

all_limits()
{
	cp "$T/all" "$T/answer"
	limits "$1"
}

unlimited()
{
	grep '^limits: ' "$T/all" | grep -vE '^limits: name=[a-z]+ uid=10[0-9] caps=.* nnp=1 seccomp=2,[12] core=0,0$' |
		grep -vE '^limits: name=(init|busybox|run_limits) ' || :
}

# wgd, once more by hand: it refuses, and waits to say so, for the pipe is full.
once()
{
	guest_ask server 'mknod /run/p p; exec 9<>/run/p; dd if=/dev/zero bs=65536 count=1 >&9; wgd 2>&9 & sleep 2; run_limits $!; kill $!'
	limits "name=wgd uid=0 caps=.* seccomp=2,1 core=0,0"
}

# What can be written to: a memory file system for names of servers, the devices
# (root's alone), and files of the kernel.
mounts()
{
	guest_ask server 'cat /proc/mounts'
	test "$(cut -d ' ' -f 2 "$T/answer" | sort | tr '\n' ' ')" = '/ /dev /dev/pts /proc /run /sys '
	grep -E '^rootfs / rootfs ro,' "$T/answer"
	grep -E '^sysfs /sys sysfs ro,nosuid,nodev,noexec,' "$T/answer"
	grep -E '^tmpfs /run tmpfs rw,nosuid,nodev,noexec,.*size=1024k,nr_inodes=100,mode=755' "$T/answer"
	grep -E '^devtmpfs /dev devtmpfs rw,nosuid,noexec,.*mode=755' "$T/answer"
	test "$(cut -d ' ' -f 3 "$T/answer" | grep -c '^tmpfs$')" -eq 1
}

sealed()
{
	guest_ask server 'echo 1 >/x; echo 2 >/run/x && cat /run/x'
	grep "can't create /x: Read-only file system" "$T/answer"
	grep -x 2 "$T/answer"
}

# The same program runs from where it belongs.
noexec()
{
	guest_ask server 'cp /bin/udhcpc /bin/run_limits /run/; /run/run_limits; echo "status $?"; run_limits'
	grep -x 'status 126' "$T/answer"
	limits 'name=run_limits uid=0 .*'
	test "$(grep -c '^limits: ' "$T/answer")" -eq 1
}

core()
{
	guest_ask server 'run_limits 1 2'
	limits 'name=init .* core=0,0'
	# Control: what the kernel gives its own processes.
	limits 'name=kthreadd .* core=0,unlimited'
}

# Nobody traces anybody, and that cannot be taken back.
traced()
{
	guest_ask server 'echo 0 >/proc/sys/kernel/yama/ptrace_scope; cat /proc/sys/kernel/yama/ptrace_scope'
	grep -x 3 "$T/answer"
}

# lockdown NAME REGEX
lockdown()
{
	guest_ask "$1" 'mount -t securityfs x /sys/kernel/security; cat /sys/kernel/security/lockdown'
	grep -xE "$2" "$T/answer"
}

# The probe in the place of one program, the hook and the role.
probes()
{
	mkdir -p "$T/tree/bin" "$T/tree/etc"
	cp "$O/unit/bin/run_limits" "$T/tree/bin/"
	cp "$O/unit/bin/run_limits" "$T/tree/bin/dhcp-hook"
	cp "$O/unit/bin/run_limits" "$T/tree/bin/iptables-legacy-restore"
	echo /bin/run_limits >"$T/tree/etc/role"
	cp -r tests/pki/trust "$T/tree/etc/trust_policy"
	chmod -R a+rX "$T/tree"
	overlay probe
	cp "$O/unit/bin/run_limits" "$T/tree/bin/ip6tables-legacy-restore"
	overlay killed
}

# kexec NAME NUMBERS: is it forbidden to load another kernel, and how often can it be
# done for a panic and to reboot (-1: no limit); the same when somebody tried to get more.
kexec()
{
	guest_ask "$1" 'cd /proc/sys/kernel; cat kexec_load_disabled kexec_load_limit_[pr]*; \
echo 0 >kexec_load_disabled; for f in kexec_load_limit_[pr]*; do echo 99 >$f; done; cat kexec_load_disabled kexec_load_limit_[pr]*'
	test "$(grep -xE '[-0-9]+' "$T/answer" | tr '\n' ' ')" = "$2 "
}

upgrade_limits()
{
	guest_wait probe '^mayfly: ready' 60
	guest_ask probe 'sleep 1; run_limits all'
	limits "name=upgrade uid=103 caps=$upgrade,$upgrade nnp=1 seccomp=2,1 core=0,0"
}

# probe_said REGEX: on its console.
probe_said()
{
	guest_wait probe "limits: $1.?$" 60
}

test_ok 'an image with a source of lists' prepare
server_start server wg.peers=https://no.such.example/peers
test_ok 'a name that nobody knows is a message, not a forbidden call' \
	guest_wait server '^wgfetch: no list of peers: .*its host name has no address' 120
test_ok 'without a list it is not ready, and says why' \
	guest_wait server '^init: not ready after [0-9]* s: no list of peers has come yet' 60
test_is 'nor does it say that it is' 0 "$(grep -ac '^mayfly: ready' "$T/server.log")"
# From here on the console's log is emptied for each question.
test_ok 'its programs are there' all_seen
test_ok 'the DHCP client' all_limits "name=udhcpc uid=100 caps=$dhcp,$dhcp nnp=1 seccomp=2,1 core=0,0"
test_ok 'the role, looking after its peers' all_limits "name=wgd uid=101 caps=$role,$role nnp=1 seccomp=2,1 core=0,0"
test_ok 'what fetches for it' all_limits "name=wgfetch uid=102 caps=$none,$none nnp=1 seccomp=2,1 core=0,0"
test_ok 'and its child, which downloads, has fewer calls' \
	all_limits "name=wgfetch uid=102 caps=$none,$none nnp=1 seccomp=2,2 core=0,0"
test_ok 'control: the debug shell has all' all_limits 'name=busybox uid=0 caps=000001ffffffffff,000001ffffffffff nnp=0 seccomp=0,0 .*'
test_empty 'no other process but the shell and PID 1 is without' unlimited
test_ok 'the role while it makes the interface' once
test_ok '/run is the only memory file system' mounts
test_ok 'the root file system cannot be written to, /run can' sealed
test_ok 'but what is in /run does not run' noexec
test_ok 'no core file, not even if asked for' core
test_ok 'no process may trace another' traced
test_ok 'the kernel is locked down' lockdown server 'none integrity \[confidentiality\]'
test_ok 'no other kernel can be loaded, ever' kexec server '1 -1 -1 1 99 99'
guest_stop server
test_ok 'a probe in the place of programs' probes
open=lockdown=confidentiality
server_start probe upgrade=http://10.0.2.2:1/none.json "stboot.ospkg=$(printf '%064d' 0)"
test_ok 'the packet filter is loaded by one with few rights' \
	probe_said "name=iptables-legacy uid=0 caps=$loader,$loader nnp=1 seccomp=2,1 core=0,0"
test_ok 'the role starts with a user of its own' probe_said "name=run_limits uid=101 caps=$role,$role nnp=1 seccomp=0,0 core=0,0"
test_ok 'the hook has the limits of the DHCP client' \
	probe_said "name=dhcp-hook uid=100 caps=$dhcp,$dhcp nnp=1 seccomp=2,1 core=0,0"
test_ok 'what looks for the next package' upgrade_limits
test_ok 'with it the limit is four tries of three calls, and nobody can raise it' kexec probe '0 0 12 0 0 12'
test_ok 'control: this kernel is not locked down' lockdown probe '\[none\] integrity confidentiality|none \[integrity\] confidentiality'
guest_stop probe
server_start killed
test_ok 'a forbidden system call ends the process, and init says so' guest_wait killed \
	'^init: /bin/ip6tables-legacy-restore failed on .* with status 159 \(it tried a forbidden system call\)' 60
test_ok 'without the packet filter there is no network' guest_wait killed '^init: NO NETWORK: the packet filter' 10
test_done
