# How generated code is made. The stamp is newer than everything it was made from.
$(G)/.stamp:
	@mkdir -p $(G) && touch $@
