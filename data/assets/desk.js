/* The desk's keys: a function key named by aria-keyshortcuts goes to its control; Escape or a press beside it closes the
 * menu; a part of a page that names an address looks whether it has changed. Everything works without. */
(function () {
	"use strict";
	document.addEventListener("keydown", function (e) {
		if (e.ctrlKey || e.altKey || e.metaKey || e.shiftKey || !/^F\d+$/.test(e.key)) return;
		var x = document.querySelector('[aria-keyshortcuts="' + e.key + '"]');
		if (!x) return;
		e.preventDefault();
		if (/^(A|BUTTON|SUMMARY)$/.test(x.tagName)) x.click();
		if (/^(A|BUTTON)$/.test(x.tagName)) return;
		x.focus();
		if (x.select) x.select();
	});
	/* What rings: a part of the page that names where to ask whether it has changed, and where it is read anew; neither is use
	 * of the session. What is being typed stays. */
	function watch(part) {
		var ask = part.dataset.ask;
		setInterval(function () {
			if (document.hidden) return;
			fetch(ask).then(function (r) { return r.ok && !r.redirected ? r.text() : part.dataset.shown; }).then(function (now) {
				if (now !== part.dataset.shown) return renew(part, now);
			}).catch(function () { /* the next time */ });
		}, 3000);
	}
	function renew(part, now) {
		return fetch(part.dataset.from).then(function (r) { return r.text(); }).then(function (text) {
			var fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
			if (!fresh) return;
			var inside = part.contains(document.activeElement);
			part.replaceChildren.apply(part, fresh.childNodes);
			part.dataset.shown = now;
			if (inside) part.querySelector("button")?.focus();
		});
	}
	document.querySelectorAll("[data-ask]").forEach(watch);
	var menu = document.querySelector("details.menu");
	if (!menu) return;
	document.addEventListener("keydown", function (e) {
		if (e.key !== "Escape" || !menu.open) return;
		menu.open = false;
		menu.querySelector("summary").focus();
	});
	document.addEventListener("click", function (e) {
		if (!menu.contains(e.target)) menu.open = false;
	});
})();
