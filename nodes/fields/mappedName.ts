import { RunError } from '../errors/runError';
import { parsePath } from '../parameters/path';
import { dataPathSteps } from '../values/dataPath';

/** An expression into the item, or into the item of an earlier node. */
const INTO_AN_ITEM =
	/^=\{\{\s*(?:\$json|\$\((?:"[^"\\]{1,200}"|'[^'\\]{1,200}')\)\.(?:item|first\(\)|last\(\))\.json)(?=[.[])/;

/**
 * The name under which a dragged field is sent. n8n names a row after the whole path of the field; people mean its last step:
 * `body.points` with the value `{{ $json.body.points }}` is sent as `points`. A name that someone typed stays.
 * Throws a RunError for what n8n makes of a path with brackets, such as `'Billing Address'].phon`.
 * @param written the value of the row as it stands in the panel
 */
export function sentName(name: string, written: unknown): string {
	if (["['", '["', "']", '"]'].some((mark) => name.includes(mark))) {
		throw new RunError({
			reasonCode: 'unusableName',
			field: name,
			reason: 'is a name that n8n cut off while a field was dragged',
			wayOut: 'Enter the name that it should have in Attentive',
		});
	}
	return lastStep(name, written) ?? name;
}

/**
 * The name of a field that someone typed or dragged into a parameter for names. n8n drags a path in: `['Mobile Phone']`,
 * or `body.points` for a field of body.
 * @param fieldsOf the object of which it is a field, such as body; undefined for the item itself
 */
export function typedName(text: string, fieldsOf: string | undefined): string {
	const steps = dataPathSteps(text);
	const above = fieldsOf === undefined ? [] : (dataPathSteps(fieldsOf) ?? [fieldsOf]);
	if (!steps || steps.length !== above.length + 1) return text;
	return above.every((step, index) => step === steps[index]) ? (steps.at(-1) ?? text) : text;
}

function lastStep(name: string, written: unknown): string | undefined {
	if (typeof written !== 'string' || !name.includes('.')) return undefined;
	const path = parsePath(written.replace(INTO_AN_ITEM, '={{ $json'))?.map(String);
	const named = dataPathSteps(name);
	return path && named && path.length === named.length && path.every((step, index) => step === named[index])
		? path.at(-1)
		: undefined;
}
