# All rules of torctl. Settings come from config.mk, which configure writes. If
# it is missing, this file runs configure. Requires GNU make. All paths are
# relative, so the tree may be moved and its path may contain blanks.
#
# V=1 shows commands, WERROR=1 turns warnings into errors, T="NAME..." selects
# test programs for check. A variant (VARIANT=asan and so on) uses the same
# rules with its own directory and flags.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

AUTOCONF = autoconf
AUTOHEADER = autoheader
FUZZ_CC = clang
MUSL_CC = musl-gcc
FUZZ_SECONDS = 20
VARIANT =
T =

quiet = $(if $(filter 1,$(V)),,@printf '  %-4s %s\n' $(1) $(2);)

# ---- configuration

no_config = clean distclean help lint
ifneq ($(filter-out $(no_config),$(or $(MAKECMDGOALS),all)),)
include config.mk
endif

configure: configure.ac
	@command -v $(AUTOCONF) >/dev/null || { \
		echo 'autoconf is missing: run ./bootstrap' >&2; exit 1; }
	$(call quiet,AC,$@)$(AUTOCONF) && $(AUTOHEADER) && \
		touch configure src/config.h.in

src/config.h.in: configure
	@test -f $@ || $(AUTOHEADER)

config.mk: configure config.mk.in src/config.h.in src/torctl/version.h.in
	@if test -x config.status; then \
		./config.status --recheck $(if $(filter 1,$(V)),,--silent) && \
		./config.status --silent; \
	else ./configure $(if $(filter 1,$(V)),,--silent); fi

build/config.h build/torctl/version.h: config.mk
	+@test -f $@ || ./config.status --silent $@

# ---- variants: directory and flags

sanitize = -g -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all
asan_CFLAGS = $(sanitize) -fsanitize=address,undefined
tsan_CFLAGS = $(sanitize) -fsanitize=thread
# Valgrind does not know the system calls of the sandbox.
valgrind_CFLAGS = -g -O1 -DSANDBOX_SANITIZED
fuzz_CFLAGS = $(sanitize) -fsanitize=fuzzer-no-link,address,undefined
m32_CFLAGS = -g -O1 -m32
static_CFLAGS = -DTORCTL_STATIC
musl_CFLAGS = -g -O1 -static -isystem $(BUILD)/include
VARIANT_CFLAGS = $($(VARIANT)_CFLAGS)

ifeq ($(VARIANT),)
BUILD = build
PROGRAM = torctl
hardening = $(HARDEN_CFLAGS) $(fortify)
else
ifeq ($(filter asan tsan valgrind fuzz m32 musl static,$(VARIANT)),)
$(error VARIANT=$(VARIANT): use asan, tsan, valgrind, fuzz, m32, musl or static)
endif
BUILD = build/$(VARIANT)
PROGRAM = $(BUILD)/torctl
hardening = -fPIE
endif
ifneq ($(filter m32 musl static,$(VARIANT)),)
include tests/standin/portable.mk
endif

# glibc warns about _FORTIFY_SOURCE without optimisation.
optimised = $(filter-out -O0,$(lastword $(filter -O%,$(CFLAGS))))
fortify = $(if $(optimised),$(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) \
	$(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(FORTIFY_LEVEL)))

# Rows of tables omit unused members, hence -Wno-missing-field-initializers.
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wformat=2 -Wno-missing-field-initializers
# _XOPEN_SOURCE alone hides the other functions of BSD: FreeBSD, OpenBSD, NetBSD
# and macOS each have a macro of their own to show them.
FEATURES = -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -D__BSD_VISIBLE=1 \
	-D_BSD_SOURCE -D_NETBSD_SOURCE -D_DARWIN_C_SOURCE \
	-D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64

COMPILE = $(CC) -std=c17 $(FEATURES) -Isrc -Ibuild $(WARNINGS) \
	$(if $(filter 1,$(WERROR)),-Werror) $(hardening) $(PTHREAD_FLAGS) \
	$(NETTLE_CFLAGS) $(MORE_CFLAGS) \
	$(CPPFLAGS) $(CFLAGS) $(VARIANT_CFLAGS)
LINK = $(CC) $(hardening) $(PTHREAD_FLAGS) $(HARDEN_LDFLAGS) $(LINK_LDFLAGS) \
	$(CFLAGS) $(VARIANT_CFLAGS) $(LDFLAGS)
LINK_LIBS = $(editor_libs) $(if $(HOGWEED_SONAME),,$(HOGWEED_LIBS)) \
	$(NETTLE_LIBS) $(LIBS)

# ---- files

# These libraries are loaded when they are used, unless the name is empty.
soname = $(if $($(1)_SONAME),-D$(1)_SONAME='"$($(1)_SONAME)"')

rooms = $(wildcard $(patsubst %,src/%/*.c,$(1)))
lib_sources := $(filter-out $(if $(READLINE_SONAME)$(HOGWEED_SONAME),, \
	src/util/library.c),$(call rooms,util proto conn tor torctl))
editor_source := $(wildcard $(patsubst %,src/editor/%.c,$(EDITOR_FILE) \
	$(if $(filter editor_gnu,$(EDITOR_FILE)),,editor_own)))
app_sources := $(call rooms,out line cmd help complete commands shell) \
	$(editor_source) $(filter-out src/editor/editor_gnu.c \
	src/editor/editor_bsd.c src/editor/editor_none.c \
	src/editor/editor_own.c,$(call rooms,editor))
editor_libs = $(if $(editor_source),$(EDITOR_LIBS))

# These need no libmicrohttpd, so that the tests can use them everywhere.
exporter_parts := $(filter-out src/exporter/main.c src/exporter/server.c, \
	$(call rooms,exporter))

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
lib_objects := $(call objects,$(lib_sources))
app_objects := $(call objects,$(app_sources))
exporter_objects := $(call objects,$(call rooms,exporter))
main_object := $(call objects,src/main.c)
testlib_objects := $(call objects,$(wildcard tests/lib/*.c))
replay_object := $(call objects,tests/fuzz/replay.c)
library := $(BUILD)/inside.a

programs = $(patsubst $(1)%.c,$(BUILD)/$(1)%,$(wildcard $(1)*.c))
unit_tests := $(call programs,tests/test_)
fuzzers := $(patsubst tests/fuzz/%.c,$(BUILD)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
# tests/fuzz/world.h needs memfd_create(), swapcontext() and GNU ld's --wrap.
ifneq ($(shell uname -s)$(filter musl,$(VARIANT))$(HAVE_UCONTEXT),Linuxyes)
no_world := $(patsubst tests/fuzz/%.c,tests/%, \
	$(shell grep -l fuzz/world.h tests/fuzz/fuzz_*.c))
fuzzers := $(filter-out $(no_world:%=$(BUILD)/%),$(fuzzers))
endif
# Tests that read JSON back use a parser of somebody else.
ifeq ($(JANSSON_LIBS),)
left_out := $(patsubst tests/fuzz/%,tests/%,$(basename \
	$(shell grep -l '<jansson\.h>' tests/test_*.c tests/fuzz/*.c)))
unit_tests := $(filter-out $(left_out:%=$(BUILD)/%),$(unit_tests))
fuzzers := $(filter-out $(left_out:%=$(BUILD)/%),$(fuzzers))
endif
tools := $(call programs,tests/tools/)
benches := $(call programs,tests/bench/)
scripts := tests/layers.sh $(wildcard tests/*.test)
pages := $(wildcard man/*.[1-8])

# ---- building

.PHONY: all FORCE static
all: $(PROGRAM)

static:
	+@$(MAKE) --no-print-directory VARIANT=static build/static/torctl
	@ls -l build/static/torctl | awk '{ print $$NF ": " $$5 " bytes" }'

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | build/config.h build/torctl/version.h
	@mkdir -p $(@D)
	$(call quiet,CC,$<)$(COMPILE) -MMD -MP -c -o $@ $<

# Drop the older -D_XOPEN_SOURCE of readline.pc.
$(call objects,$(editor_source)): MORE_CFLAGS = \
	$(filter-out -D_%,$(EDITOR_CFLAGS)) $(call soname,READLINE)
$(call objects,src/commands/torctl.c): MORE_CFLAGS = -DEDITOR_NAME='"$(LINE_EDITOR)"'
$(BUILD)/obj/tests/%.o: MORE_CFLAGS = -Itests $(CHECK_CFLAGS) $(VTERM_CFLAGS) \
	$(JANSSON_CFLAGS)
$(BUILD)/obj/tests/fuzz/%.o: MORE_CFLAGS = -Itests $(JANSSON_CFLAGS) \
	-Wno-missing-prototypes

$(library): $(lib_objects) $(BUILD)/objects
	$(call quiet,AR,$@)rm -f $@ && $(AR) rcs $@ $(lib_objects)

$(PROGRAM): $(main_object) $(app_objects) $(library) $(BUILD)/objects
	$(call quiet,LD,$@)$(LINK) -o $@ $(main_object) $(app_objects) \
		$(library) $(LINK_LIBS)

# ---- torctl-exporter, without which everything else is built

ifneq ($(MICROHTTPD_LIBS),)
ifeq ($(filter m32 musl static,$(VARIANT)),)
exporter := $(if $(VARIANT),$(BUILD)/)torctl-exporter
endif
endif
all check-build: $(exporter)

$(call objects,src/exporter/server.c): MORE_CFLAGS = $(MICROHTTPD_CFLAGS)
$(if $(exporter),$(exporter),no-exporter): $(exporter_objects) $(library) \
	$(BUILD)/objects
	$(call quiet,LD,$@)$(LINK) -o $@ $(exporter_objects) $(library) \
		$(if $(HOGWEED_SONAME),,$(HOGWEED_LIBS)) $(NETTLE_LIBS) \
		$(MICROHTTPD_LIBS) $(LIBS)

# What is loaded, linked: for tools that list what a package depends on.
$(BUILD)/loaded.so: src/editor/editor_gnu.c src/conn/x25519.c $(BUILD)/flags
	$(call quiet,LD,$@)$(COMPILE) $(HOGWEED_CFLAGS) \
		$(filter-out -D_%,$(EDITOR_CFLAGS)) $(LDFLAGS) -fPIC -shared \
		-o $@ $(filter %.c,$^) $(READLINE_LIBS) $(HOGWEED_LIBS)

# The pages in man/ are whole. What comes from the rows, the headers and the
# version is brought up to date by "make man-update"; tests/man.test compares.
man_program := $(BUILD)/man/update
$(man_program): $(call objects,$(wildcard man/*.c)) $(app_objects) $(library) \
	$(BUILD)/objects
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(LINK) -o $@ $(filter %.o,$^) $(library) $(LINK_LIBS)

.PHONY: man-update
man-update: $(man_program)
	@set -e; for page in $(pages); do \
		$(man_program) <$$page >$(BUILD)/man/rows; \
		awk -f man/headers.awk $(BUILD)/man/rows >$(BUILD)/man/page; \
		cmp -s $(BUILD)/man/page $$page || { echo "  MAN  $$page"; \
			cat $(BUILD)/man/page >$$page; }; done

# These two files change only if the flags or the set of sources change, which
# then rebuilds what depends on them. They can be prerequisites of a test
# program, whose own flags must not affect them. With "+", make -n too sees
# whether they change.
$(BUILD)/flags: MORE_CFLAGS =
$(BUILD)/flags: export STAMP = $(filter-out -Werror,$(COMPILE)) $(lib_CFLAGS) \
	$(call soname,READLINE) $(call soname,HOGWEED) / $(LINK) $(LINK_LIBS)
$(BUILD)/objects: export STAMP = $(lib_objects) $(app_objects) $(testlib_objects) \
	$(exporter_objects)
$(BUILD)/flags $(BUILD)/objects: FORCE
	+@mkdir -p $(@D)
	+@printf '%s\n' "$$STAMP" | cmp -s - $@ || printf '%s\n' "$$STAMP" >$@

-include $(patsubst %.o,%.d,$(lib_objects) $(app_objects) $(main_object) \
	$(exporter_objects) \
	$(call objects,$(wildcard man/*.c)) \
	$(testlib_objects) $(replay_object) \
	$(patsubst $(BUILD)/%,$(BUILD)/obj/%.d,$(unit_tests) $(tools) $(benches)) \
	$(call objects,$(wildcard tests/fuzz/fuzz_*.c)))

# ---- test programs: linked with what they use of everything except main.o

test_library := $(BUILD)/tests.a
$(test_library): $(testlib_objects) $(app_objects) \
	$(call objects,$(exporter_parts)) $(BUILD)/objects
	$(call quiet,AR,$@)rm -f $@ && $(AR) rcs $@ $(testlib_objects) \
		$(app_objects) $(call objects,$(exporter_parts))

test_objects = $(or $(portable_lib),$(test_library)) $(library)

$(unit_tests) $(tools): $(BUILD)/%: $(BUILD)/obj/%.o $(standin) $(test_objects) $(BUILD)/objects
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(LINK) -o $@ $< $(standin) $(test_objects) $(CHECK_LIBS) \
		$(VTERM_LIBS) $(JANSSON_LIBS) $(LINK_LIBS)

# The fuzz variant uses libFuzzer's main(); all others replay a corpus.
ifeq ($(VARIANT),fuzz)
fuzz_main = -fsanitize=fuzzer
else
fuzz_main = $(replay_object)
$(fuzzers): $(replay_object)
endif
fuzz_objects = $(test_library) $(library)

# A target that has __wrap_X replaces X everywhere, see tests/fuzz/world.h.
$(fuzzers): $(BUILD)/tests/%: $(BUILD)/obj/tests/fuzz/%.o $(fuzz_objects) $(BUILD)/objects
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(LINK) -o $@ $< $(fuzz_main) $(fuzz_objects) $(JANSSON_LIBS) $(UCONTEXT_LIBS) $(LINK_LIBS) \
		$$(nm $< | sed -n 's/.* T __wrap_/-Wl,--wrap=/p')

$(benches): $(BUILD)/%: $(BUILD)/obj/%.o
	@mkdir -p $(@D)
	$(call quiet,LD,$@)$(LINK) -o $@ $^ $(LINK_LIBS)

$(BUILD)/tests/bench/threads: $(BUILD)/libtorctl.a

# ---- checking

ifeq ($(VARIANT),valgrind)
# Screen tests drive another program, so valgrind would only check the harness.
check_list = $(filter-out %/test_editor% %/test_shell%,$(unit_tests))
else
check_list = $(or $(portable_tests),$(unit_tests) $(fuzzers) $(scripts))
endif
checked = $(if $(T),$(foreach t,$(T),$(filter %/$(t),$(check_list))),$(check_list))
checked_programs = $(filter $(BUILD)/%,$(checked))

.PHONY: check check-build check-asan check-tsan check-valgrind check-m32 \
	check-musl check-static need-check
need-check:
	@test -n '$(standin)' || \
	{ test -n '$(CHECK_LIBS)' && test -n '$(VTERM_LIBS)'; } || { \
		echo 'The tests need the libraries "check" and "vterm":' \
		'run ./bootstrap --test' >&2; exit 1; }

$(call objects,$(wildcard tests/test_*.c tests/tools/*.c tests/lib/*.c)): | need-check

check-build: need-check $(if $(portable_lib),$(main_object) $(app_objects), \
	$(PROGRAM) $(tools) $(if $(filter %/man.test,$(checked)),$(man_program))) \
	$(checked_programs)

check: check-build
	$(if $(left_out),@echo 'skipped because jansson is missing: $(notdir $(left_out))')
	$(if $(no_world),@echo 'skipped because Linux or swapcontext() is missing: $(notdir $(no_world))')
	@TORCTL=$(PROGRAM) BUILDDIR=$(BUILD) VARIANT=$(VARIANT) V=$(V) \
		tests/run $(checked)

check-asan check-tsan check-valgrind check-m32 check-musl check-static: check-%:
	+@$(MAKE) --no-print-directory VARIANT=$* check

# A real Tor network on this machine; DIR= is the directory for testnet.
.PHONY: check-network check-net testnet
check-net: check-network
check-network: need-check $(PROGRAM) $(exporter) $(tools)
	@TORCTL=$(PROGRAM) BUILDDIR=$(BUILD) VARIANT=$(VARIANT) V=$(V) \
		TEST_TIMEOUT=900 tests/run $(wildcard tests/testnet/*.test)

# Connections through ssh that break at every moment.
.PHONY: check-bad-days
check-bad-days: need-check $(PROGRAM) $(tools)
	@TORCTL=$(PROGRAM) BUILDDIR=$(BUILD) VARIANT=$(VARIANT) V=$(V) \
		TEST_TIMEOUT=600 tests/run $(wildcard tests/bad_days/*.test)

testnet: need-check $(PROGRAM) $(tools)
	@TORCTL=./$(PROGRAM) BUILDDIR=$(BUILD) tests/testnet/testnet start $(DIR)

.PHONY: fuzz fuzz-each bench
fuzz:
	@command -v $(firstword $(FUZZ_CC)) >/dev/null || { \
		echo 'make fuzz needs clang: run ./bootstrap --ci' >&2; exit 1; }
	+@$(MAKE) --no-print-directory VARIANT=fuzz CC='$(FUZZ_CC)' fuzz-each

fuzz_runs := $(patsubst $(BUILD)/tests/fuzz_%,fuzz-run-%,$(fuzzers))
.PHONY: $(fuzz_runs)
fuzz-each: $(fuzz_runs)
	@test -n '$(fuzz_runs)' || { echo 'no tests/fuzz/fuzz_*.c' >&2; exit 1; }

# libFuzzer adds its findings to a copy of the corpus, never to the tree.
$(fuzz_runs): fuzz-run-%: $(BUILD)/tests/fuzz_%
	@mkdir -p $(BUILD)/corpus/$*
	@if test -d tests/fuzz/corpus/$*; then \
		cp -R tests/fuzz/corpus/$*/. $(BUILD)/corpus/$*/; fi
	@$< -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1 \
		-artifact_prefix=$(BUILD)/$*- \
		$(patsubst %,-dict=%,$(wildcard tests/fuzz/$*.dict)) \
		$(BUILD)/corpus/$* >$(BUILD)/$*.log 2>&1 </dev/null && \
		awk '/number_of_executed_units/ { n = $$2 } END { \
			printf "fuzz %s: %d inputs, nothing found\n", "$*", n }' \
			$(BUILD)/$*.log || \
		{ tail -n 60 $(BUILD)/$*.log; \
		echo 'fuzz $*: FAILED, log in $(BUILD)/$*.log'; exit 1; }

bench: $(PROGRAM) $(benches) $(tools)
	@TORCTL=$(PROGRAM) BUILDDIR=$(BUILD) tests/bench/run

.PHONY: lint
shell_files := $(wildcard bootstrap .ci/run completions/torctl.bash \
	tests/run tests/layers.sh \
	tests/*.test tests/standin/*.test tests/lib/*.sh tests/bench/run \
	tests/testnet/testnet tests/testnet/*.test tests/bad_days/*.test \
	tests/package/*.test)
lint:
	shellcheck -x $(shell_files)
	mandoc -T lint -W warning $(pages)

# ---- the library, with internal names hidden

lib_headers := $(sort build/torctl/version.h \
	$(filter-out src/torctl/inside.h,$(wildcard src/torctl/*.h)))
# The version of the interface, not of the program. The first number grows if
# programs must be rebuilt, the second if the interface is extended.
lib_version := 1.0.0
lib_soname := libtorctl.so.$(firstword $(subst ., ,$(lib_version)))
lib_CFLAGS = -fPIC -fvisibility=hidden
# From the layers below, only what these objects use.
lib_parts = $(filter $(BUILD)/obj/src/torctl/%,$(lib_objects)) $(library)
static_library := $(BUILD)/libtorctl.a
shared_library := $(if $(SHARED_LDFLAGS),$(BUILD)/libtorctl.so.$(lib_version))
libraries := $(static_library) $(shared_library)

$(lib_objects): private MORE_CFLAGS = $(lib_CFLAGS)
$(call objects,src/conn/x25519.c): private MORE_CFLAGS = $(lib_CFLAGS) \
	$(HOGWEED_CFLAGS) $(call soname,HOGWEED)

# A single object in which hidden names are local, so that they cannot clash.
$(static_library): $(library)
	$(call quiet,AR,$@)rm -f $@ && $(if $(OBJCOPY),$(CC) -r -nostdlib \
		-o $(BUILD)/libtorctl.o $(lib_parts) && \
		$(OBJCOPY) --localize-hidden $(BUILD)/libtorctl.o && \
		$(AR) rcs $@ $(BUILD)/libtorctl.o,$(AR) rcs $@ $(lib_objects))

$(shared_library): $(library) src/torctl/libtorctl.map
	$(call quiet,LD,$@)$(filter-out -fPIE -pie,$(LINK)) $(SHARED_LDFLAGS) \
		-Wl,-soname,$(lib_soname) \
		-Wl,--version-script=src/torctl/libtorctl.map \
		-o $@ $(lib_parts) $(NETTLE_LIBS) $(LIBS)

# Rebuilt every time, because make install may be given other directories.
$(BUILD)/torctl.pc: src/torctl/torctl.pc.in FORCE
	@mkdir -p $(@D)
	@sed $(foreach name,prefix exec_prefix includedir libdir VERSION, \
		-e 's|@$(name)@|$(value $(name))|') \
		-e 's|@REQUIRES@|$(NETTLE_MODULES)|' \
		-e 's|@LIBS@|$(if $(NETTLE_MODULES),,$(NETTLE_LIBS)) $(LIBS) $(PTHREAD_FLAGS)|' \
		$< >$@

ifeq ($(VARIANT),)
all: $(libraries) $(BUILD)/torctl.pc
check-build: $(if $(filter %/library.test,$(checked)),stage)
endif

# For tests, which build the examples against the installed library.
.PHONY: stage install-library uninstall-library
stage: all
	+@rm -rf $(BUILD)/stage && $(MAKE) --no-print-directory \
		DESTDIR='$(CURDIR)/$(BUILD)/stage' install >/dev/null

install: install-library
install-library: $(libraries) $(BUILD)/torctl.pc
	$(INSTALL) -d "$(DESTDIR)$(includedir)/torctl" \
		"$(DESTDIR)$(libdir)/pkgconfig"
	$(INSTALL) -m 644 $(lib_headers) "$(DESTDIR)$(includedir)/torctl"
	$(INSTALL) -m 644 $(BUILD)/torctl.pc "$(DESTDIR)$(libdir)/pkgconfig"
	$(INSTALL) -m 644 $(static_library) "$(DESTDIR)$(libdir)"
	$(if $(shared_library),$(INSTALL) -m 644 $(strip_flag) \
		$(shared_library) "$(DESTDIR)$(libdir)" && \
		ln -sf $(notdir $(shared_library)) \
		"$(DESTDIR)$(libdir)/$(lib_soname)" && \
		ln -sf $(lib_soname) "$(DESTDIR)$(libdir)/libtorctl.so")
	@PATH="$$PATH:/sbin:/usr/sbin"; test -n '$(DESTDIR)$(if \
		$(shared_library),,none)' || ! command -v ldconfig >/dev/null || \
		ldconfig -p 2>/dev/null | grep -qF '$(libdir)/$(lib_soname)' || \
		echo 'Run ldconfig, or programs may not find $(libdir)/$(lib_soname).'

uninstall: uninstall-library
uninstall-library:
	@for header in $(notdir $(lib_headers)); do \
		rm -f "$(DESTDIR)$(includedir)/torctl/$$header"; done
	rm -f "$(DESTDIR)$(libdir)/pkgconfig/torctl.pc" \
		"$(DESTDIR)$(libdir)/libtorctl.a" \
		"$(DESTDIR)$(libdir)/libtorctl.so" \
		"$(DESTDIR)$(libdir)/$(lib_soname)" \
		"$(DESTDIR)$(libdir)/libtorctl.so.$(lib_version)"
	@rmdir "$(DESTDIR)$(includedir)/torctl" 2>/dev/null || true

# ---- installing

INSTALL = install
# Where each shell looks. bash-completion, zsh and fish report directories below
# their own prefix, which may differ from this one.
bashcompletiondir = $(datadir)/bash-completion/completions
zshfunctionsdir = $(datadir)/zsh/site-functions
fishcompletionsdir = $(datadir)/fish/vendor_completions.d

# NAME:PAGE for each function without a page of its own: "man NAME" shows PAGE.
man_links = $(shell for page in $(notdir $(filter %.3,$(pages))); do \
	sed -n "s/^\.Nm \(torctl_[a-z0-9_]*\).*/\1:$$page/p" "man/$$page" | \
		grep -v "^$${page%.3}:"; done)

examples := examples/onion-grater.yml examples/ansible/tor.fact \
	$(wildcard examples/systemd/* examples/monitoring/*)

.PHONY: install install-strip install-completions install-examples uninstall
install: $(PROGRAM) $(exporter) install-completions install-examples
	$(INSTALL) -d "$(DESTDIR)$(bindir)"
	$(INSTALL) -m 755 $(strip_flag) $(PROGRAM) "$(DESTDIR)$(bindir)/torctl"
	$(if $(exporter),$(INSTALL) -m 755 $(strip_flag) $(exporter) \
		"$(DESTDIR)$(bindir)/torctl-exporter")
	@set -e; for page in $(pages); do \
		dir="$(DESTDIR)$(mandir)/man$${page##*.}"; \
		$(INSTALL) -d "$$dir"; $(INSTALL) -m 644 "$$page" "$$dir"; \
		echo "$(INSTALL) -m 644 $$page $$dir"; done
	@set -e; cd "$(DESTDIR)$(mandir)/man3"; for link in $(man_links); do \
		name=$${link%:*}.3; echo ".so man3/$${link#*:}" >"$$name"; \
		chmod 644 "$$name"; done

install-completions:
	$(INSTALL) -d "$(DESTDIR)$(bashcompletiondir)" \
		"$(DESTDIR)$(zshfunctionsdir)" "$(DESTDIR)$(fishcompletionsdir)"
	$(INSTALL) -m 644 completions/torctl.bash \
		"$(DESTDIR)$(bashcompletiondir)/torctl"
	$(INSTALL) -m 644 completions/_torctl "$(DESTDIR)$(zshfunctionsdir)"
	$(INSTALL) -m 644 completions/torctl.fish \
		"$(DESTDIR)$(fishcompletionsdir)"

install-examples:
	@set -e; for file in $(examples); do \
		dir="$(DESTDIR)$(docdir)/$$(dirname "$$file")"; \
		$(INSTALL) -d "$$dir"; $(INSTALL) -m 644 "$$file" "$$dir"; \
		echo "$(INSTALL) -m 644 $$file $$dir"; done

install-strip: strip_flag = -s
install-strip: install

uninstall:
	rm -f "$(DESTDIR)$(bindir)/torctl" \
		"$(DESTDIR)$(bindir)/torctl-exporter" \
		"$(DESTDIR)$(bashcompletiondir)/torctl" \
		"$(DESTDIR)$(zshfunctionsdir)/_torctl" \
		"$(DESTDIR)$(fishcompletionsdir)/torctl.fish"
	@for file in $(examples); do rm -f "$(DESTDIR)$(docdir)/$$file"; done
	@for dir in $(sort $(dir $(examples))); do \
		rmdir -p "$(DESTDIR)$(docdir)/$$dir" 2>/dev/null; done; true
	@for page in $(pages) $(patsubst %,%.3,$(foreach link,$(man_links), \
		$(firstword $(subst :, ,$(link))))); do \
		rm -f "$(DESTDIR)$(mandir)/man$${page##*.}/$${page##*/}"; done

# Has its own directory and is not part of check, because it may run make.
.PHONY: check-install
check-install: all
	@TORCTL=$(PROGRAM) BUILDDIR=$(BUILD) V=$(V) \
		tests/run tests/package/install.test tests/package/build.test

# ---- releasing

# The tarball contains the files that git tracks, MANIFEST (a list of its files,
# used to build a tarball from a tarball) and autoconf's output. It is
# reproducible with the same commit and autoconf. Requires GNU tar.
dist_name = $(PACKAGE)-$(VERSION)
.PHONY: dist distcheck
dist: configure src/config.h.in
	@mkdir -p $(BUILD)
	@set -e; if test -e .git; then \
		git ls-files -z >$(BUILD)/tracked; \
		tr '\0' '\n' <$(BUILD)/tracked | \
			cat - $(BUILD)/generated | LC_ALL=C sort -u >MANIFEST; \
		date=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)}; \
	elif test -f MANIFEST; then \
		date=$${SOURCE_DATE_EPOCH:-$$(date -r MANIFEST +%s)}; \
	else echo 'make dist requires git or MANIFEST' >&2; exit 1; fi; \
	tar -c --format=ustar --no-recursion --verbatim-files-from -T MANIFEST \
		--owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
		--mtime="@$$date" --transform 's,^,$(dist_name)/,rSH' \
		>$(BUILD)/$(dist_name).tar; \
	gzip -9 -n <$(BUILD)/$(dist_name).tar >$(dist_name).tar.gz
	@echo $(dist_name).tar.gz
dist: $(BUILD)/generated
$(BUILD)/generated:
	@mkdir -p $(@D)
	@printf '%s\n' MANIFEST configure src/config.h.in >$@

# Builds the tarball without autoconf and git, in a path with a blank.
distcheck: dist
	@rm -rf build/distcheck && mkdir -p 'build/distcheck/a b'
	gzip -dc $(dist_name).tar.gz | (cd 'build/distcheck/a b' && tar -xf -)
	+cd 'build/distcheck/a b/$(dist_name)' && \
		./configure --silent CC='$(CC)' --prefix=/opt/torctl && \
		$(MAKE) AUTOCONF=false AUTOHEADER=false all && \
		$(MAKE) AUTOCONF=false AUTOHEADER=false check && \
		$(MAKE) AUTOCONF=false AUTOHEADER=false check-install && \
		$(MAKE) AUTOCONF=false AUTOHEADER=false dist && \
		cmp $(dist_name).tar.gz ../../../../$(dist_name).tar.gz && \
		$(MAKE) distclean && \
		export LC_ALL=C && \
		find . ! -type d | sed 's,^\./,,' | sort | diff - MANIFEST
	@rm -rf build/distcheck
	@echo 'distcheck: $(dist_name).tar.gz is good'

# Builds packages from the tarball, in a separate directory. Debian's flags do
# not allow blanks in paths.
.PHONY: deb check-deb
deb: dist
	@command -v dpkg-buildpackage >/dev/null && command -v dh >/dev/null || { \
		echo 'make deb requires Debian and debhelper; run' \
		'./bootstrap --ci' >&2; exit 1; }
	@case '$(CURDIR)' in *' '*) \
		echo 'make deb requires a path without blanks' >&2; exit 1 ;; esac
	@rm -rf build/deb && mkdir -p build/deb
	gzip -dc $(dist_name).tar.gz | (cd build/deb && tar -xf -)
	cd build/deb/$(dist_name) && unset MAKEFLAGS MFLAGS MAKELEVEL && \
		DEB_BUILD_OPTIONS="$${DEB_BUILD_OPTIONS-nocheck}" \
		DEB_BUILD_PROFILES="$${DEB_BUILD_PROFILES-nocheck}" \
		dpkg-buildpackage -us -uc -b -jauto
	@rm -rf build/deb/$(dist_name)
	@cd build/deb && ls *.deb | sed 's,^,build/deb/,'

# Builds the packages twice, and installs them if possible.
check-deb: dist
	@DIST='$(CURDIR)/$(dist_name).tar.gz' BUILDDIR=$(BUILD) V=$(V) \
		TEST_TIMEOUT=900 tests/run tests/package/deb.test

.PHONY: clean distclean help
clean:
	rm -rf build torctl torctl-exporter

# Keeps configure and config.h.in if they came with the tarball.
distclean: clean
	rm -rf autom4te.cache config.mk config.log config.status \
		configure~ src/config.h.in~ torctl-*.tar.gz
	@test ! -e .git || rm -f configure src/config.h.in MANIFEST

help:
	@echo 'make                the program ./torctl'
	@echo 'make static         build/static/torctl, static, with the built-in line editor'
	@echo 'make check          all tests; T="test_buf man.test" selects, V=1 shows output'
	@echo 'make check-asan     the same with the address, undefined and leak sanitizers'
	@echo 'make check-tsan     the same with the thread sanitizer'
	@echo 'make check-valgrind the unit tests under valgrind'
	@echo 'make check-m32      unit tests of util, proto and conn as 32-bit programs'
	@echo 'make check-musl     all tests with the C library musl'
	@echo 'make check-static   tests of what is different in the static program'
	@echo 'make check-network  circuits, streams and services in a private Tor network'
	@echo 'make check-bad-days connections through ssh that break at every moment'
	@echo 'make testnet        start that network and print how to use and stop it'
	@echo 'make fuzz           run each fuzz target for FUZZ_SECONDS=20 (requires clang)'
	@echo 'make bench          benchmarks'
	@echo 'make lint           shellcheck and mandoc'
	@echo 'make install        install; also install-strip and uninstall; honours DESTDIR'
	@echo 'make man-update     write what comes from the rows and headers into man/'
	@echo 'make dist           build the tarball; make distcheck tests it'
	@echo 'make deb            build Debian packages; make check-deb tests them'
	@echo 'make clean          remove build output; distclean: configure output as well'
	@echo 'V=1 shows commands, WERROR=1 turns warnings into errors'
