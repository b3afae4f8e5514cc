# Diwan. One GNU Makefile, not recursive. `make` builds build/$(V)/diwan.
#   V=gcc (default) | clang | asan (gcc, ASan+UBSan) | fuzz (clang, libFuzzer)
#   make unit [T=name]   unit tests (cmocka)      make lint    checksrc
#   make fuzzers         one program per parser   make clean
V ?= gcc
O := build/$(V)
G := build/gen
TOOLS := build/tools

PKGS := libmicrohttpd sqlite3 libpq jansson pangocairo libqrencode libzip expat libsodium liboath libcurl icu-uc icu-i18n xlsxwriter libical openssl zlib gmime-3.0
WARN := -Wall -Wextra -Wshadow -Wconversion -Wvla -Wmissing-prototypes -Wswitch-enum -Werror
COMMON := -std=gnu17 -D_GNU_SOURCE -Isrc -I$(G) -g $(WARN)
CC_gcc := gcc -O2 -D_FORTIFY_SOURCE=3 -ftrivial-auto-var-init=zero -fstack-clash-protection
CC_clang := clang -O2 -D_FORTIFY_SOURCE=2
CC_asan := gcc -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CC_fuzz := clang -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -DDIWAN_FUZZ
CC := $(CC_$(V))
# Under sanitizers generated code, areas and tests are not where time goes: compiling them is, and takes half without optimizing.
PLAIN := $(if $(filter asan fuzz,$(V)),-O0)
# A hundred test programs are linked: lld, where it is, needs a quarter of the time.
LLD := $(if $(filter asan,$(V)),$(if $(shell command -v ld.lld),-fuse-ld=lld))
HARD := -fstack-protector-strong -fPIE
INCS := $(shell pkg-config --cflags $(PKGS) | sed 's/-I/-isystem /g')
LIBS := $(shell pkg-config --libs $(PKGS)) -lcsv -lzint -lm
LINK := $(CC) -pie -Wl,-z,relro,-z,now

SRC := $(shell find src -name '*.c' -not -path '*/test/*' | LC_ALL=C sort)
# What areas stand on, rules, and what reads cases of agendas: the work of tests and of fuzzers is here.
DEEP := $(filter-out src/areas/%,$(SRC)) $(foreach f,$(SRC),$(if $(findstring /rules/,$f),$f)) $(filter src/areas/schedules/cases%,$(SRC))
AREA_SQL := $(wildcard src/areas/*/queries.sql src/*/queries.sql)
AREA_HTML := $(shell find src -path '*/html/*.html' -o -path '*/text/*.txt' | LC_ALL=C sort)
SCHEMA := $(shell find src -path '*/schema/*.sql' | LC_ALL=C sort)
PO := $(sort $(wildcard po/*/*.po))
ASSETS := $(shell find data/assets data/seed -type f 2>/dev/null | LC_ALL=C sort)
-include build/parts.mk

GEN_C := $(wildcard $(G)/*.c)
# The longest first, tests/unit/access_test, so that no processor waits for it alone at the end.
TEST_SRC := $(shell find tests/unit src -path '*/test/*_test.c' -o -path 'tests/unit/*_test.c' 2>/dev/null | LC_ALL=C sort -r)
T ?=

.PHONY: all generate unit lint clean fuzzers bench
all: generate
	@$(MAKE) --no-print-directory $(O)/diwan
	@[ $(V) != gcc ] || ln -sfn gcc/diwan build/diwan

# Generated code is made first, so that a second make sees every file it made.
generate: $(G)/.stamp
$(TOOLS)/%: tools/%.c $(wildcard tools/*.h)
	@mkdir -p $(TOOLS)
	gcc -std=gnu17 -D_GNU_SOURCE -Isrc -g -O1 -Wall -Wextra -Wshadow -Wconversion -Werror $(filter %.c,$^) -o $@ -lsqlite3 -lz
include tools/generate.mk

OBJ := $(patsubst %.c,$(O)/%.o,$(filter-out src/main.c,$(SRC))) $(patsubst $(G)/%.c,$(O)/gen/%.o,$(GEN_C))
TESTS := $(patsubst %.c,$(O)/%,$(TEST_SRC))
FUZZ_SRC := $(wildcard tests/fuzz/*_fuzz.c)
# Fuzzers get no more than they reach, made for them. The rest of the program is read by clang, for its warnings:
# a fuzzer that needs some of it does not link before it is named here.
ifeq ($(V),fuzz)
PROGRAM := $(O)/src/main.o $(OBJ)
OBJ := $(filter $(DEEP:%.c=$(O)/%.o) $(addprefix $(O)/gen/,catalog.o embedded.o page_t.o web_q.o),$(OBJ))
$(filter-out $(OBJ),$(PROGRAM)): CC := clang -DDIWAN_FUZZ -fsyntax-only
$(filter-out $(OBJ),$(PROGRAM)): READ = @touch $@
endif

$(O)/libdiwan.a: $(OBJ)
	@rm -f $@ && ar rcs $@ $^
$(O)/diwan: $(O)/src/main.o $(O)/libdiwan.a
	$(LINK) $^ $(LIBS) -o $@
# Their headers name a banned function, so they are read before the ban.
$(O)/src/db/postgres.o $(O)/src/db/pg_copy.o: FIRST := -include libpq-fe.h
$(O)/src/sheet/xlsx_write.o: FIRST := -include xlsxwriter.h
$(O)/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(if $(filter $<,$(DEEP)),,$(PLAIN)) $(COMMON) $(HARD) $(INCS) $(FIRST) -include base/banned.h $(if $(findstring /rules/,$<),-include base/pure.h) -MMD -MP -c $< -o $@
	$(READ)
$(O)/gen/%.o: $(G)/%.c
	@mkdir -p $(@D)
	$(CC) $(PLAIN) $(COMMON) $(HARD) $(INCS) -MMD -MP -c $< -o $@
	$(READ)
# These compute much themselves.
$(patsubst %,$(O)/src/areas/%_test,schedules/test/hours figures/test/hide): private PLAIN :=
$(O)/%_test: %_test.c $(O)/libdiwan.a
	@mkdir -p $(@D)
	$(LINK) $(LLD) $(PLAIN) $(COMMON) $(HARD) $(INCS) -MMD -MP $< $(O)/libdiwan.a $(LIBS) -lcmocka -o $@

# With CHECK_SHORT the unit tests of areas and the access walk run on SQLite alone: on PostgreSQL the programs over HTTP do. (A smaller quarantine for freed
# memory, which is in arenas here, saves its pages.)
unit: generate
	@$(MAKE) --no-print-directory unit-run
unit-run: $(if $(T),$(filter %/$(T),$(TESTS)),$(TESTS))
	@$(if $^,,echo 'No test is called $(T).' >&2; exit 1;) printf '%s\n' $^ | DIWAN_ROOT=$(CURDIR) xargs -P "$$(nproc)" -n 1 sh -c '\
		case $$0 in */src/areas/*|*/access_test) [ -z "$$CHECK_SHORT" ] || unset DIWAN_TEST_PG ;; esac; \
		ASAN_OPTIONS=$${ASAN_OPTIONS-quarantine_size_mb=16} "$$0" >"$$0.out" 2>&1; rc=$$?; \
		flock $(O) sh -c "echo == $$0; cat $$0.out"; exit $$rc'
fuzzers: generate
	@$(MAKE) --no-print-directory V=fuzz fuzz-build
# All of the program, so that it has passed clang.
fuzz-build: $(PROGRAM) $(patsubst tests/fuzz/%.c,build/fuzz/%,$(FUZZ_SRC))
build/fuzz/%_fuzz: tests/fuzz/%_fuzz.c build/fuzz/libdiwan.a
	$(CC) $(COMMON) $(HARD) $(INCS) -fsanitize=fuzzer $< build/fuzz/libdiwan.a $(LIBS) -o $@
# Measuring tools: bench/run uses them.
bench: generate
	@$(MAKE) --no-print-directory bench-build
bench-build: $(patsubst bench/%.c,build/bench/%,$(wildcard bench/*.c))
build/bench/%: bench/%.c $(O)/libdiwan.a
	@mkdir -p $(@D)
	$(LINK) -std=gnu17 -D_GNU_SOURCE -Isrc -I$(G) -g -Wall -Wextra -Wno-misleading-indentation $(INCS) $< $(O)/libdiwan.a $(LIBS) -o $@
lint: $(TOOLS)/checksrc
	$(TOOLS)/checksrc
clean:
	rm -rf build
-include $(shell find $(O) -name '*.d' 2>/dev/null)
