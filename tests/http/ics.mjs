// Reads mails as a calendar does: takes each apart, and hands what stands among its alternatives to ical.js.
//   node tests/http/ics.mjs FILE…     one line for each mail: to | subject | METHOD SEQUENCE UID start minutes status organizer attendee partstat location
// A mail about several has their calendar files as attachments: the same of each follows, parted by " ; ", the first again among them.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const head = (s) => Object.fromEntries(s.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/).map((l) => [l.slice(0, l.indexOf(":")).toLowerCase(), l.slice(l.indexOf(":") + 1).trim()]));
function parts(text) {
	const at = text.search(/\r?\n\r?\n/), h = head(text.slice(0, at)), rest = text.slice(at).replace(/^\r?\n\r?\n/, "");
	const boundary = /boundary="([^"]+)"/.exec(h["content-type"] ?? "")?.[1];
	if (boundary) return rest.split(`--${boundary}`).slice(1, -1).flatMap((p) => parts(p.replace(/^\r?\n/, "")));
	return [{ type: h["content-type"], text: Buffer.from(rest, "base64").toString("utf8") }];
}
const words = (s) => s.replace(/\?= =\?/g, "?==?").replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, b) => Buffer.from(b, "base64").toString("latin1"));
for (const file of process.argv.slice(2)) {
	const mail = readFileSync(file, "latin1"), all = parts(mail), h = head(mail.slice(0, mail.search(/\r?\n\r?\n/)));
	const ics = all.find((p) => p.type.startsWith("text/calendar")), files = all.filter((p) => p.type.startsWith("application/ics"));
	const say = (ics) => {
		const calendar = new ICAL.Component(ICAL.parse(ics.text)), one = calendar.getFirstSubcomponent("vevent"), e = new ICAL.Event(one);
		const method = calendar.getFirstPropertyValue("method"), attendee = one.getFirstProperty("attendee");
		if (ics.type.startsWith("text/") && !ics.type.includes(`method=${method}`)) throw new Error(`${file}: the part says another method`);
		if (calendar.getFirstPropertyValue("version") !== "2.0" || !one.getFirstPropertyValue("dtstamp")) throw new Error(`${file}: no calendar`);
		return [method, e.sequence, e.uid, e.startDate.toJSDate().toISOString(), e.duration.toSeconds() / 60, one.getFirstPropertyValue("status"),
			e.organizer, attendee.getFirstValue(), attendee.getParameter("partstat"), one.getFirstPropertyValue("location")].join(" ");
	};
	const said = ics ? [ics, ...(files.length > 1 ? files : [])].map(say).join(" ; ") : "no calendar";
	console.log([h.to, Buffer.from(words(h.subject), "latin1").toString("utf8"), all.map((p) => p.type.split(";")[0]).join(" "), said].join(" | "));
}
