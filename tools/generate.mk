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

$(G)/.stamp: $(GENERATED)
	@touch $@
