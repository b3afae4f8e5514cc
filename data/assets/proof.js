/* Checks the receipt that this page shows, with what stands on the page and nothing from elsewhere: the entry is about this
 * reference, it is in the log at its place (RFC 9162), and the key shown signed that log (signed note, Ed25519). verifier/
 * does the same outside of any browser. Each step is a line of the page that was written by the server and is shown here. */
(function (root) {
	"use strict";
	var utf8 = new TextEncoder();
	function bytes(base64) {
		var s = atob(base64), b = new Uint8Array(s.length), i;
		for (i = 0; i < s.length; i++) b[i] = s.charCodeAt(i);
		if (btoa(s) !== base64) throw new Error("base64");
		return b;
	}
	function join() {
		var all = [], i;
		for (i = 0; i < arguments.length; i++) all.push.apply(all, arguments[i]);
		return Uint8Array.from(all);
	}
	function same(x, y) {
		return x.length === y.length && x.every(function (b, i) { return b === y[i]; });
	}
	function sum(name, b) {
		return root.crypto.subtle.digest(name, b).then(function (d) { return new Uint8Array(d); });
	}

	/* --- Ed25519 (RFC 8032), for the browsers that do not have it --- */
	var P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
	function mod(a) { var r = a % P; return r < 0n ? r + P : r; }
	function power(a, e) {
		var r = 1n;
		for (; e; e >>= 1n, a = mod(a * a)) if (e & 1n) r = mod(r * a);
		return r;
	}
	var D = mod(-121665n * power(121666n, P - 2n)), ROOT = power(2n, (P - 1n) / 4n);
	function number(b) {	/* little-endian */
		return b.reduceRight(function (n, x) { return n * 256n + BigInt(x); }, 0n);
	}
	/* Points are [X, Y, Z, T] with x = X/Z, y = Y/Z, xy = T/Z. */
	function add(p, q) {
		var a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0])), c = mod(2n * D * p[3] * q[3]), d = mod(2n * p[2] * q[2]);
		var e = b - a, f = d - c, g = d + c, h = b + a;
		return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
	}
	function times(n, p) {
		var r = [0n, 1n, 1n, 0n];
		for (; n; n >>= 1n, p = add(p, p)) if (n & 1n) r = add(r, p);
		return r;
	}
	function point(b) {
		var y = number(b), sign = y >> 255n, x2, x;
		y &= (1n << 255n) - 1n;
		if (y >= P) throw new Error("point");
		x2 = mod((y * y - 1n) * power(mod(D * y * y + 1n), P - 2n));
		x = power(x2, (P + 3n) / 8n);
		if (mod(x * x) !== x2) x = mod(x * ROOT);
		if (mod(x * x) !== x2 || (x === 0n && sign)) throw new Error("point");
		if ((x & 1n) !== sign) x = P - x;
		return [x, y, 1n, mod(x * y)];
	}
	function signed(text, key, sig) {
		var r = sig.slice(0, 32), s = number(sig.slice(32)), base = [0x58].concat(Array(31).fill(0x66));
		if (sig.length !== 64 || s >= L) return Promise.resolve(false);
		return sum("SHA-512", join(r, key, text)).then(function (k) {
			var left = times(s, point(base)), right = add(point(r), times(number(k) % L, point(key)));
			return mod(left[0] * right[2]) === mod(right[0] * left[2]) && mod(left[1] * right[2]) === mod(right[1] * left[2]);
		});
	}

	/* --- the four questions --- */
	function aboutMe(r, entry) {
		return sum("SHA-256", join(bytes(r.salt), utf8.encode(r.reference))).then(function (h) {
			return same(h, bytes(entry.holder));
		});
	}
	function inLog(r, head) {
		var fn = BigInt(r.index), sn = BigInt(r.size) - 1n;
		function node(x, y) { return sum("SHA-256", join([1], x, y)); }
		if (fn < 0n || fn > sn || String(r.size) !== head[1]) return Promise.resolve(false);
		return r.proof.reduce(function (made, p) {
			return made.then(function (h) {
				var left = fn & 1n || fn === sn, done;
				if (sn === 0n) throw new Error("proof");
				done = left ? node(bytes(p), h) : node(h, bytes(p));
				if (left) while (!(fn & 1n) && fn) { fn >>= 1n; sn >>= 1n; }
				fn >>= 1n;
				sn >>= 1n;
				return done;
			});
		}, sum("SHA-256", join([0], utf8.encode(r.entry)))).then(function (h) {
			return sn === 0n && same(h, bytes(head[2]));
		});
	}
	function byKey(r, vkey, origin) {
		var end = r.checkpoint.lastIndexOf("\n\n"), text = r.checkpoint.slice(0, end + 1), parts = vkey.split("+");
		var material = bytes(parts.slice(2).join("+")), name = parts[0];
		if (end < 0 || origin !== name || material.length !== 33 || material[0] !== 1) return Promise.resolve(false);
		return sum("SHA-256", join(utf8.encode(name + "\n"), material)).then(function (h) {
			var line = r.checkpoint.slice(end + 2).split("\n").map(function (l) { return l.split(" "); }).find(function (l) {
				return l[0] === "\u2014" && l[1] === name && same(bytes(l[2]).slice(0, 4), h.slice(0, 4));
			});
			return !!line && signed(utf8.encode(text), material.slice(1), bytes(line[2]).slice(4));
		});
	}
	/* What cannot even be read does not hold. */
	function holds(question) {
		return Promise.resolve().then(question).catch(function () { return false; });
	}
	/* Which of the steps "mine", "in", "signed" hold; null for a receipt that is not in the log yet. */
	function check(json, vkey) {
		return Promise.resolve().then(function () {
			var r = JSON.parse(json), head;
			if (r.index === null) return null;
			head = r.checkpoint.split("\n");
			return Promise.all([holds(function () { return aboutMe(r, JSON.parse(r.entry)); }),
				holds(function () { return inLog(r, head); }), holds(function () { return byKey(r, vkey, head[0]); })]);
		}).then(function (all) {
			return all && { mine: all[0], "in": all[1], signed: all[2] };
		}).catch(function () {
			return { mine: false, "in": false, signed: false };
		});
	}
	root.diwanProof = check;

	/* --- the page --- */
	var box = root.document && root.document.getElementById("check");
	if (!box || !root.crypto || !root.crypto.subtle) return;
	function show(name) {
		var x = box.querySelector('[data-said="' + name + '"]');
		if (x) x.hidden = false;
	}
	box.querySelector("[data-said=unable]").hidden = true;
	var button = box.querySelector("button");
	button.hidden = false;
	button.addEventListener("click", function () {
		box.querySelectorAll("[data-said]").forEach(function (x) { x.hidden = true; });
		check(root.document.getElementById("receipt").textContent, root.document.getElementById("key").textContent).then(function (said) {
			if (!said) return show("early");
			["mine", "in", "signed"].forEach(function (step) { show(step + (said[step] ? "-yes" : "-no")); });
			show(said.mine && said["in"] && said.signed ? "good" : "bad");
		});
	});
})(typeof window === "undefined" ? globalThis : window);
