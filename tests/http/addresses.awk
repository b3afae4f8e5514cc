# What an answer's addresses tell, for addresses_say_nothing() of desk_lib.sh: part 1 is the head, part 2 the body as one record.
# Prints what is wrong, and nothing where nothing is.
BEGIN {
	type = "[?&;](type|of|service|speciality)=[^&\" ]"
	person = "[?&;](who|ref|did|visit|patient|appointment)=[0-9]+([&\"]|$)"
	field = "(q|name|phone|birth|birth-[dmy]|identity|email|reference|note|reason|login|user)"
	inside = "\"/(desk|admin|audit|account)"
}
part == 1 && tolower($0) ~ /^location:/ { location = $0; sub(/^[^:]*: */, "", location); sub(/\r$/, "", location) }
part == 1 && tolower($0) ~ /^content-type: text\/html/ { html = 1 }
part == 2 { body = body $0 }
function both(address) { return address ~ type && address ~ person }
END {
	beside = both(location)
	for (rest = body; match(rest, / (href|action|formaction)="[^"#]*/); rest = substr(rest, RSTART + RLENGTH)) {
		address = substr(rest, RSTART, RLENGTH)
		beside = beside || both(address)
		told = told || (address substr(rest, RSTART + RLENGTH, 2000)) ~ ("^ (href|action|formaction)=" inside "[^\"]*[?&;]" field "=")
	}
	n = split(body, form, "<form")
	for (i = 2; i <= n; i++) {
		sub(/<\/form>.*/, "", form[i])
		asks = asks || (form[i] ~ ("^[^>]* action=" inside) && form[i] !~ /^[^>]* method="post"/ && form[i] ~ (" name=\"" field "\""))
	}
	if (beside) print "an address puts a type beside a person"
	if (location ~ ("[?&]" field "=")) print "an address tells of a person: " location
	if (html && told) print "a link tells of a person"
	if (html && asks) print "a form puts what is typed into an address"
}
