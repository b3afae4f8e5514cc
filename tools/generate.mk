# How generated code is made: each generator has a stamp, newer than all it was made from; .files
# changes when an input appears or goes. Generators leave files alone that would not change.
# A tool of several files names the further ones as prerequisites of $(TOOLS)/<tool>.
GENERATED := $(G)/.mkquery $(G)/.mktmpl
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
$(TOOLS)/mktmpl: $(wildcard tools/mktmpl_*.c)
$(G)/.mktmpl: $(TOOLS)/mktmpl $(G)/.files $(AREA_HTML)
	@$(TOOLS)/mktmpl $(G) $(AREA_HTML)
	@touch $@

# (mkcat, mkembed: add their stamps to GENERATED above.)

$(G)/.stamp: $(GENERATED)
	@touch $@
