/* The desk's keys: a function key named by aria-keyshortcuts goes to its control; Escape or a press beside it closes the
 * menu. Everything works without. */
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
