// Do bookings beside something else take longer? Turns of both kinds alternate, one file of milliseconds each; the pairs of
// turns are drawn anew a thousand times, since what disturbs one booking of a turn disturbs others of it too.
//   node within.mjs MOST QUIET BUSY [QUIET BUSY …]
// prints the ratio of all bookings' 99th percentiles, the 5th and 95th percentile of the drawn ones, and a verdict: "yes" where
// even the 95th is within MOST, "no" where even the 5th is beyond it, else "open".
import { readFileSync } from 'node:fs';

const [most, ...files] = process.argv.slice(2);
const turns = files.map(f => readFileSync(f, 'utf8').trim().split('\n').map(Number));
const pairs = Array.from({ length: turns.length / 2 }, (_, i) => [turns[2 * i], turns[2 * i + 1]]);
const share = (v, p) => v.sort((a, b) => a - b)[Math.min(v.length - 1, Math.floor(v.length * p))];
const ratio = drawn => share(drawn.flatMap(p => p[1]), 0.99) / share(drawn.flatMap(p => p[0]), 0.99);

let seed = 1;
const below = n => ((seed = Math.imul(seed, 1664525) + 1013904223 | 0) >>> 16) * n >>> 16;	// the same draws in every run
const drawn = Array.from({ length: 1000 }, () => ratio(pairs.map(() => pairs[below(pairs.length)])));
const low = share([...drawn], 0.05), high = share([...drawn], 0.95);
const verdict = high <= Number(most) ? 'yes' : low > Number(most) ? 'no' : 'open';
console.log(ratio(pairs).toFixed(2), low.toFixed(2), high.toFixed(2), verdict);
