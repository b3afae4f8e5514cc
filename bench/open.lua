-- One open file, asked for by everybody: each request from another network, so that none has had its share of a minute.
-- wrk … -s bench/open.lua URL -- TARGET kept|anew|has [TAG]     anew: for a host of its own each time, whose answer nobody keeps; has: with the tag that it has
local target, mode
local n = 0
function init(args)
	target, mode = args[1], args[2]
	wrk.headers["Accept-Encoding"] = "gzip"
	if mode == "has" then wrk.headers["If-None-Match"] = args[3] end
end
function request()
	n = n + 1
	wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.1", math.floor(n / 256) % 256, n % 256)
	if mode == "anew" then wrk.headers["Host"] = "h" .. n .. ".example" end
	return wrk.format("GET", target)
end
