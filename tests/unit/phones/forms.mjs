// Telephone numbers in the forms in which people of Morocco and France write them, judged by libphonenumber-js.
//   node forms.mjs write          "COUNTRY TAB WRITTEN" lines
//   node forms.mjs judge FILE     FILE: what Diwan takes each of them for
import { readFileSync } from 'node:fs';
import { parsePhoneNumberFromString as parse } from 'libphonenumber-js/max';

const codes = { MA: '212', FR: '33' };
// Every range of the two national plans, by its first two digits, three subscribers each.
function* subscribers() {
	for (const region of Object.keys(codes))
		for (let range = 10; range < 100; range++)
			for (const rest of ['0000000', '1234567', '9876543'])
				yield [region, `${range}${rest}`];
}
const arabic = (s) => s.replace(/\d/g, (d) => String.fromCharCode(0x660 + Number(d)));
const persian = (s) => s.replace(/\d/g, (d) => String.fromCharCode(0x6F0 + Number(d)));
const pairs = (n, by) => ('0' + n).match(/../g).join(by);
const ways = [
	(c, n) => `0${n}`, (c, n) => pairs(n, ' '), (c, n) => pairs(n, '.'), (c, n) => pairs(n, '-'), (c, n) => pairs(n, '/'),
	(c, n) => pairs(n, '\u00A0'), (c, n) => pairs(n, '\u202F'), (c, n) => arabic(`0${n}`), (c, n) => persian(pairs(n, ' ')),
	(c, n) => `+${c}${n}`, (c, n) => `+${c} ${n}`, (c, n) => `+${c} (0)${n}`, (c, n) => `+${c}(0) ${n}`, (c, n) => `+${c} 0${n}`,
	(c, n) => `00${c}${n}`, (c, n) => `00 ${c} ${n}`, (c, n) => `00${c} 0${n}`, (c, n) => `\u200E+${c} ${n}\u200E`,
	(c, n) => arabic(`+${c}${n}`), (c, n) => `(+${c}) ${n}`, (c, n) => `${c}${n}`, (c, n) => `0${n.slice(0, 1)}-${n.slice(1)}`,
];
// What is no number in any plan, and numbers of other countries.
const others = ['+1 202 555 0123', '+34 612 34 56 78', '+213 551 23 45 67', '+44 7400 123456', '+32 470 12 34 56', '+216 20 123 456',
	'+221 70 123 45 67', '+966 51 234 5678', '00 49 1512 3456789', '+39 312 345 6789'];
const never = ['', '0', '06', '061234567', '06123456789', '+212', '+21261234567', '+2126123456789', '06 12 34 56 7x', 'tel 0612345678',
	'++212612345678', '0612345678 0612345679', '+33 6', '+3361234567899', '+0612345678', '--', '+212 6 12 34 56 78 9'];

const lines = [];
for (const [region, n] of subscribers())
	for (const way of ways)
		lines.push({ home: codes[region], text: way(codes[region], n), e164: `+${codes[region]}${n}`, region });
for (const text of others)
	for (const region of Object.keys(codes)) lines.push({ home: codes[region], text, region });
for (const text of never) lines.push({ home: '212', text, never: true });

if (process.argv[2] === 'write') {
	for (const l of lines) console.log(`${l.home}\t${l.text}`);
} else {
	const got = readFileSync(process.argv[3], 'utf8').trimEnd().split('\n');
	let valid = 0; const wrong = [];
	if (got.length !== lines.length) wrong.push(`${got.length} answers to ${lines.length} forms`);
	for (const [i, l] of lines.entries()) {
		// The judge reads the plain form; that it reads the written one alike is asked where it knows the form.
		const judge = l.never ? undefined : parse(l.e164 ?? l.text.replace(/^00 /, '+'), l.region);
		if (l.never ? got[i] !== '-' : judge?.isValid() && got[i] !== judge.number)
			wrong.push(`${JSON.stringify(l.text)} is ${l.never ? 'no number' : judge.number}, not ${got[i]}`);
		const same = l.never ? undefined : parse(l.text, l.region);
		if (same?.isValid() && got[i] !== '-' && got[i] !== same.number)
			wrong.push(`${JSON.stringify(l.text)} is read as ${same.number}, not ${got[i]}`);
		valid += judge?.isValid() ? 1 : 0;
	}
	const say = (good, text) => console.log(`${good ? 'ok' : 'not ok'} - ${text}`);
	say(valid > 3000, `the plans of two countries gave ${valid} written forms of valid numbers`);
	say(!wrong.length, 'every written form is the number that libphonenumber takes it for');
	for (const w of wrong.slice(0, 20)) console.log(`    ${w}`);
	process.exit(wrong.length || valid <= 3000 ? 1 : 0);
}
