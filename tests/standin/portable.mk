# Variants that are built without the libraries that configure found:
#
#   m32     for a 32-bit machine, with the compiler's -m32
#   musl    with the C library musl instead of glibc
#   static  torctl for a machine that has nothing but a kernel
#
# None uses a line editor library, and their tests use tests/standin/check.h
# instead of Check.

# The compiler that configure found; the musl variant replaces it.
host_cc := $(CC)
archive = $(shell $(host_cc) -print-file-name=lib$(1).a)

LINE_EDITOR = none
EDITOR_FILE = editor_none
EDITOR_CFLAGS =
EDITOR_LIBS =
READLINE_SONAME =
HOGWEED_SONAME =

standin := $(BUILD)/obj/tests/standin/check.o
CHECK_CFLAGS = -Itests/standin
CHECK_LIBS =

# Stripped and as small as possible. No shadow stack: libc.a may not be built for
# one. glibc must be linked fully statically, or
# it looks for shared libraries at run time: see src/conn/netdb.h.
ifeq ($(VARIANT),static)
comma := ,
hardening = $(HARDEN_CFLAGS) $(fortify) -ffunction-sections -fdata-sections
static_link := $(if $(findstring -pie,$(HARDEN_LDFLAGS)),-static-pie,-static)
HARDEN_LDFLAGS := $(filter-out -pie -Wl$(comma)-z$(comma)shstk, \
	$(HARDEN_LDFLAGS)) $(static_link) \
	-Wl,--gc-sections -s
HOGWEED_LIBS += -lgmp
portable_tests = $(filter $(addprefix $(BUILD)/tests/test_,files socket \
	opener opener_%),$(unit_tests)) tests/golden.test tests/tor.test \
	tests/standin/static.test
else
HARDEN_LDFLAGS =
endif

# 32-bit nettle, vterm and jansson cannot be installed beside the 64-bit ones.
# Everything is compiled, but only programs that need none of them are linked
# and run: the tests of src/util and src/proto except those that parse JSON, and
# the tests of sockets, the queue and the connection.
ifeq ($(VARIANT),m32)
standin += $(BUILD)/obj/tests/standin/crypto.o
VTERM_LIBS =
modules := $(basename $(notdir $(wildcard src/util/*.c src/proto/*.c)))
portable_tests = $(filter $(addprefix $(BUILD)/tests/test_,$(modules) \
	event_decode address client client_% queue socket),$(unit_tests))
portable_lib = $(addprefix $(BUILD)/obj/tests/lib/,test.o talk.o asker.o fake_tor.o \
	fake_play.o fake_script.o fake_wire.o)
JANSSON_LIBS =
HOGWEED_LIBS =
NETTLE_LIBS =
endif

# Debian's archives of these libraries are compiled for glibc but need little of
# it: tests/standin/glibc.c provides the functions that musl lacks. This is good
# enough for testing torctl with musl, but not for distribution.
ifeq ($(VARIANT),musl)
CC = $(MUSL_CC)
hardening =
glibc := $(BUILD)/obj/tests/standin/glibc.o
musl_headers := nettle vterm.h vterm_keycodes.h jansson.h jansson_config.h \
	linux asm asm-generic
NETTLE_CFLAGS =
HOGWEED_CFLAGS =
VTERM_CFLAGS =
JANSSON_CFLAGS =
VTERM_LIBS = $(call archive,vterm)
JANSSON_LIBS := $(if $(JANSSON_LIBS),$(call archive,jansson))
HOGWEED_LIBS = $(call archive,hogweed) $(call archive,gmp)
NETTLE_LIBS = $(call archive,nettle) $(glibc)

$(BUILD)/include: config.mk
	@command -v $(firstword $(MUSL_CC)) >/dev/null || { \
		echo 'make check-musl needs $(MUSL_CC): run ./bootstrap --ci' >&2; \
		exit 1; }
	@rm -rf $@ && mkdir -p $@
	@set -e; for name in $(musl_headers); do \
		for dir in $(shell $(host_cc) -print-multiarch) .; do \
			if test -e /usr/include/$$dir/$$name; then \
				ln -s /usr/include/$$dir/$$name $@; break; fi; \
		done; done
$(BUILD)/flags: $(BUILD)/include
$(BUILD)/objects: $(glibc)
endif
