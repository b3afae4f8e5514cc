# How generated code is made: each generator has a stamp, newer than all it was made from; .files
# changes when an input appears or goes. Generators leave files alone that would not change.
# A tool of several files names the further ones as prerequisites of $(TOOLS)/<tool>.
GENERATED := $(G)/.mkquery $(G)/.mktmpl $(G)/.mkcat $(G)/.mkembed
.PHONY: force

$(G)/.files: force
	@mkdir -p $(G)
	@printf '%s\n' $(AREA_SQL) $(SCHEMA) $(AREA_HTML) $(PO) $(ASSETS) | cmp -s - $@ || \
		printf '%s\n' $(AREA_SQL) $(SCHEMA) $(AREA_HTML) $(PO) $(ASSETS) >$@

# mkquery: queries.sql and schema steps → <area>_q.[ch], ids.h, statements.[ch], schema_steps.[ch]
$(TOOLS)/mkquery: $(wildcard tools/mkquery_*.c) src/db/script.c src/base/str.c
$(G)/.mkquery: $(TOOLS)/mkquery $(G)/.files $(AREA_SQL) $(SCHEMA) src/areas/ORDER src/areas/PERSONS
	@$(TOOLS)/mkquery src $(G)
	@touch $@

# mktmpl: html/*.html and text/*.txt → <area>_t.[ch]
$(TOOLS)/mktmpl: $(wildcard tools/mktmpl_*.c) tools/out.c
$(G)/.mktmpl: $(TOOLS)/mktmpl $(G)/.files $(AREA_HTML)
	@$(TOOLS)/mktmpl $(G) $(AREA_HTML)
	@touch $@

# mkcat: po/<lang>/*.po → catalog.c
$(TOOLS)/mkcat: $(wildcard tools/mkcat_*.c) tools/out.c
$(G)/.mkcat: $(TOOLS)/mkcat $(G)/.files $(PO)
	@$(TOOLS)/mkcat $(G) $(PO)
	@touch $@

# mkembed: data/assets and data/seed → embedded.c
$(TOOLS)/mkembed: tools/out.c
$(G)/.mkembed: $(TOOLS)/mkembed $(G)/.files $(ASSETS)
	@$(TOOLS)/mkembed $(G) $(ASSETS)
	@touch $@

$(TOOLS)/checksrc: tools/out.c

# Translations: every .po is well formed, every message of pages and sources has its French and
# Arabic. po-new leaves what is missing as ready entries in build/po/.
$(TOOLS)/pocheck: tools/mkcat_parse.c tools/out.c
XGETTEXT := xgettext -L C --from-code=UTF-8 --force-po --no-wrap -k -ktr:2 -ktr_c:2c,3 -ktr_n:3,4 -ktr_nraw:3,4 \
	-klang_tr:2 -klang_tr_n:3,4 -kN_:1 -krq_problem:2 -krq_wrong:3
.PHONY: po-check po-new
po-check po-new: generate $(TOOLS)/pocheck
	@rm -rf build/po && mkdir -p build/po
	@for f in $(PO); do msgfmt -c -o /dev/null $$f 2>build/po/msgfmt.log || { cat build/po/msgfmt.log; exit 1; }; done
	@$(XGETTEXT) -o build/po/diwan.pot $(G)/*_t.c $(shell find src -name '*.[ch]' -not -path '*/test/*' | LC_ALL=C sort)
	@$(TOOLS)/pocheck build/po build/po/diwan.pot $(PO)

$(G)/.stamp: $(GENERATED)
	@touch $@
