/* Sandboxes: for a process that only copies bytes, and for a server. */
#include "util/sandbox.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(memory_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif

#if defined(__linux__) && !defined(SANDBOX_SANITIZED)
#define SANDBOX_LANDLOCK 1
/* Other C libraries may lack the kernel's headers. */
#if defined(__LP64__) && (defined(__x86_64__) || defined(__aarch64__)) && \
	defined(__has_include)
#if __has_include(<linux/audit.h>)
#define SANDBOX_SECCOMP 1
#endif
#endif
#endif

#ifdef SANDBOX_LANDLOCK
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif
#ifdef SANDBOX_SECCOMP
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#endif

#ifdef SANDBOX_LANDLOCK

/* Headers may be older than the kernel, so these are ours: landlock(7). */
enum {
	LANDLOCK_CREATE = 444,
	LANDLOCK_RESTRICT = 446,
	LANDLOCK_ASK_VERSION = 1,
};

struct sandbox_rights {
	uint64_t files, network, scope;
};

/*
 * The additions of each version of the interface: bits, and bytes of the
 * struct.
 */
static const struct {
	int version;
	struct sandbox_rights rights;
	size_t size;
} landlock_versions[] = {
	{ 1, { 0x1fff, 0, 0 }, 8 },
	{ 2, { 1 << 13, 0, 0 }, 8 }, /* link and rename */
	{ 3, { 1 << 14, 0, 0 }, 8 }, /* truncate */
	{ 4, { 0, 3, 0 }, 16 },      /* bind and connect TCP sockets */
	{ 5, { 1 << 15, 0, 0 }, 16 }, /* ioctl() on devices */
	{ 6, { 0, 0, 3 }, 24 },      /* abstract unix sockets, signals */
};

static int landlock_version(void)
{
	long version = syscall(LANDLOCK_CREATE, NULL, (size_t)0,
		LANDLOCK_ASK_VERSION);

	return version > 0 ? (int)version : 0;
}

/* What a server keeps: to read files and directories, and to connect. */
static const struct sandbox_rights server_rights = { 1 << 2 | 1 << 3, 1 << 1,
	1 << 0 };

/* Takes all rights away but those in `kept`. Returns the version, or 0. */
static int landlock_enter(struct sandbox_rights kept)
{
	int version = landlock_version();
	struct sandbox_rights rights = { 0, 0, 0 };
	size_t size = 0;
	long fd, result = -1;

	for (size_t i = 0; i < sizeof(landlock_versions) /
		sizeof(*landlock_versions) &&
		landlock_versions[i].version <= version; i++) {
		rights.files |= landlock_versions[i].rights.files;
		rights.network |= landlock_versions[i].rights.network;
		rights.scope |= landlock_versions[i].rights.scope;
		size = landlock_versions[i].size;
	}
	rights.files &= ~kept.files;
	rights.network &= ~kept.network;
	rights.scope &= ~kept.scope;
	fd = size ? syscall(LANDLOCK_CREATE, &rights, size, 0) : -1;
	if (fd >= 0) {
		result = syscall(LANDLOCK_RESTRICT, (int)fd, 0);
		close((int)fd);
	}
	return result ? 0 : version;
}
#endif

#ifdef SANDBOX_SECCOMP
#ifdef __x86_64__
#define SANDBOX_MACHINE AUDIT_ARCH_X86_64
#else
#define SANDBOX_MACHINE AUDIT_ARCH_AARCH64
#endif

/* mmap() has a rule of its own. */
static const unsigned sandbox_calls[] = {
	__NR_read, __NR_write, __NR_recvfrom, __NR_sendto, __NR_shutdown,
	__NR_close, __NR_ppoll,
#ifdef __NR_poll
	__NR_poll,
#endif
	__NR_brk, __NR_munmap, __NR_mremap, __NR_clock_gettime,
	__NR_restart_syscall, __NR_rt_sigreturn, __NR_exit, __NR_exit_group,
};

enum {
	SANDBOX_CALLS = sizeof(sandbox_calls) / sizeof(*sandbox_calls),
	SANDBOX_KILL = SANDBOX_CALLS + 6,
	SANDBOX_ALLOW,
	SANDBOX_LENGTH,
};

/* Jumps are relative to the next instruction. */
static bool seccomp_enter(void)
{
	struct sock_filter code[SANDBOX_LENGTH] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SANDBOX_MACHINE, 0,
			SANDBOX_KILL - 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
	};
	struct sock_fprog program = { SANDBOX_LENGTH, code };
	unsigned at = 3;

	for (size_t i = 0; i < SANDBOX_CALLS; i++, at++)
		code[at] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ |
			BPF_K, sandbox_calls[i],
			(unsigned char)(SANDBOX_ALLOW - at - 1), 0);
	/* Memory, but none that is executable. */
	code[at] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
		__NR_mmap, 0, (unsigned char)(SANDBOX_KILL - at - 1));
	at++;
	code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		offsetof(struct seccomp_data, args[2]));
	code[at] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K,
		PROT_EXEC, (unsigned char)(SANDBOX_KILL - at - 1),
		(unsigned char)(SANDBOX_ALLOW - at - 1));
	code[SANDBOX_KILL] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		SECCOMP_RET_KILL_PROCESS);
	code[SANDBOX_ALLOW] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		SECCOMP_RET_ALLOW);
	return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* What no server needs. */
static const unsigned server_refused[] = {
	__NR_execve, __NR_execveat, __NR_ptrace, __NR_process_vm_readv,
	__NR_process_vm_writev, __NR_bpf, __NR_mount, __NR_umount2,
	__NR_pivot_root, __NR_chroot, __NR_unshare, __NR_setns,
	__NR_init_module, __NR_finit_module, __NR_delete_module,
	__NR_kexec_load, __NR_reboot, __NR_swapon, __NR_swapoff,
	__NR_perf_event_open, __NR_userfaultfd, __NR_keyctl, __NR_add_key,
	__NR_request_key, __NR_setuid, __NR_setgid, __NR_setresuid,
	__NR_setresgid, __NR_setgroups, __NR_kill, __NR_tkill,
};

static bool seccomp_refuse(void)
{
	enum {
		CALLS = sizeof(server_refused) / sizeof(*server_refused),
		ALLOW = CALLS + 3, REFUSE, KILL, LENGTH,
	};
	struct sock_filter code[LENGTH] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SANDBOX_MACHINE, 0,
			KILL - 2),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
	};
	struct sock_fprog program = { LENGTH, code };
	unsigned at = 3;

	for (size_t i = 0; i < CALLS; i++, at++)
		code[at] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ |
			BPF_K, server_refused[i],
			(unsigned char)(REFUSE - at - 1), 0);
	code[ALLOW] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		SECCOMP_RET_ALLOW);
	code[REFUSE] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		SECCOMP_RET_ERRNO | EPERM);
	code[KILL] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
		SECCOMP_RET_KILL_PROCESS);
	return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

/* A kernel without it refuses the question. */
static bool seccomp_exists(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}
#endif

struct sandbox sandbox_find(void)
{
	struct sandbox found = { 0, false };

#ifdef SANDBOX_LANDLOCK
	found.landlock = landlock_version();
#endif
#ifdef SANDBOX_SECCOMP
	found.seccomp = seccomp_exists();
#endif
	return found;
}

struct sandbox sandbox_enter(void)
{
	struct sandbox entered = { 0, false };

#ifdef SANDBOX_LANDLOCK
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return entered;
	entered.landlock = landlock_enter((struct sandbox_rights){ 0, 0, 0 });
#endif
#ifdef SANDBOX_SECCOMP
	entered.seccomp = seccomp_enter();
#endif
	return entered;
}

struct sandbox sandbox_enter_server(void)
{
	struct sandbox entered = { 0, false };

#ifdef SANDBOX_LANDLOCK
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return entered;
	entered.landlock = landlock_enter(server_rights);
#endif
#ifdef SANDBOX_SECCOMP
	entered.seccomp = seccomp_refuse();
#endif
	return entered;
}
