-- Targets from a file, one a line, in its order from a place of each thread's own.
-- wrk … -s bench/wrk.lua URL -- FILE
local targets, at = {}, 0
local started = 0
function setup(thread) thread:set("number", started); started = started + 1 end
function init(args)
	for line in io.lines(args[1]) do targets[#targets + 1] = line end
	at = number * 7919
	wrk.headers["Accept-Encoding"] = "gzip"
	wrk.headers["Cookie"] = "lang=fr; visitor=AAAAAAAAAAAAAAAAAAAAAA"
end
function request()
	at = at + 1
	return wrk.format("GET", targets[at % #targets + 1])
end
