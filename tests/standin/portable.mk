# The variants that are built without the libraries that configure has found:
#
#   m32     for a 32-bit machine, with the compiler's -m32
#   musl    with the C library musl instead of glibc
#   static  torctl for a machine that has nothing but a kernel
#
# All are without a line editor, and their tests have tests/standin/check.h in
# place of Check.

# As configure knows it; musl takes the place of it.
host_cc := $(CC)
archive = $(shell $(host_cc) -print-file-name=lib$(1).a)

LINE_EDITOR = none
EDITOR_FILE = editor_none
EDITOR_CFLAGS =
EDITOR_LIBS =

standin := $(BUILD)/obj/tests/standin/check.o
CHECK_CFLAGS = -Itests/standin
CHECK_LIBS =

# Stripped, as small as it gets. glibc has to be static through and through, or
# it looks for shared libraries of its own: src/conn/netdb.h.
ifeq ($(VARIANT),static)
hardening = $(HARDEN_CFLAGS) $(fortify) -ffunction-sections -fdata-sections
static_link := $(if $(findstring -pie,$(HARDEN_LDFLAGS)),-static-pie,-static)
HARDEN_LDFLAGS := $(filter-out -pie,$(HARDEN_LDFLAGS)) $(static_link) \
	-Wl,--gc-sections -s
NETTLE_LIBS += -lgmp
portable_tests = $(filter $(addprefix $(BUILD)/tests/test_,files socket \
	opener opener_%),$(unit_tests)) tests/golden.test tests/tor.test \
	tests/standin/static.test
else
HARDEN_LDFLAGS =
endif

# No 32-bit nettle, jansson or vterm can be had beside the 64-bit ones. All is
# compiled, and what needs none of them is linked and run: the tests of layers
# 0 and 1 but those that read JSON back, and those of the sockets, the queue and
# the reader thread.
ifeq ($(VARIANT),m32)
standin += $(BUILD)/obj/tests/standin/crypto.o
VTERM_LIBS =
modules := $(basename $(notdir $(wildcard src/util/*.c src/proto/*.c)))
with_jansson := $(shell grep -l '<jansson\.h>' tests/test_*.c)
portable_tests = $(filter-out $(with_jansson:%.c=$(BUILD)/%), \
	$(filter $(addprefix $(BUILD)/tests/test_,$(modules) event_decode \
	address client client_% queue socket),$(unit_tests)))
portable_lib = $(addprefix $(BUILD)/obj/tests/lib/,test.o talk.o fake_tor.o \
	fake_play.o fake_script.o fake_wire.o)
JANSSON_LIBS =
NETTLE_LIBS =
endif

# Debian's archives of these libraries are made for glibc, and need little of it:
# what musl calls otherwise is in tests/standin/glibc.c. That will do for tests
# of torctl with musl; it is nothing to give away.
ifeq ($(VARIANT),musl)
CC = $(MUSL_CC)
hardening =
glibc := $(BUILD)/obj/tests/standin/glibc.o
musl_headers := nettle jansson.h jansson_config.h vterm.h vterm_keycodes.h \
	linux asm asm-generic
NETTLE_CFLAGS =
JANSSON_CFLAGS =
VTERM_CFLAGS =
VTERM_LIBS = $(call archive,vterm)
JANSSON_LIBS = $(call archive,jansson)
NETTLE_LIBS = $(call archive,hogweed) $(call archive,nettle) \
	$(call archive,gmp) $(glibc)

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
