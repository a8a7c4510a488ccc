import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';
import ts from 'typescript';
import { AttentiveApi } from '../credentials/AttentiveApi.credentials';
import { AttentiveOAuth2Api } from '../credentials/AttentiveOAuth2Api.credentials';
import { AttentiveWebhookApi } from '../credentials/AttentiveWebhookApi.credentials';
import { operationProperties } from '../nodes/operation/operationPanel';
import { operations } from '../nodes/Attentive/operations';
import { triggerPanel, triggerProperties } from '../nodes/AttentiveTrigger/description';
import { authentication } from '../nodes/transport/authentication';

/** Between the texts of one parameter. */
const BETWEEN = ' · ';
/** Longer lists of bare names, such as countries, take one line. */
const LONG_LIST = 20;

const ROOT = resolve(__dirname, '..');

/** All texts that a user sees, each once: those of the panels in their order, then those in the source, such as errors and hints. */
export function textsPage(): string {
	const seen = new Set<string>();
	const unseen = (texts: string[]) =>
		texts.filter((text) => {
			const isNew = !seen.has(text);
			// A panel's line joins texts that the source has one by one.
			for (const one of [text, ...text.split(BETWEEN)]) seen.add(one).add(one.replace(/^\(\w+\) /, ''));
			return isNew;
		});
	return [...panelTexts(), ...sourceTexts()]
		.map(({ title, texts }) => ({ title, texts: unseen(texts) }))
		.filter(({ texts }) => texts.length > 0)
		.flatMap(({ title, texts }) => [`## ${title}`, '', ...texts.map((text) => `- ${oneLine(text)}`), ''])
		.join('\n');
}

interface Section {
	title: string;
	texts: string[];
}

/** The texts of all panels, those of one parameter in one line. */
export function panelTexts(): Section[] {
	const credentials: ICredentialType[] = [
		new AttentiveApi(),
		new AttentiveOAuth2Api(),
		new AttentiveWebhookApi(),
	];
	return [
		...operations.map((operation) => ({
			title: `${operation.resource} ${operation.operation}`,
			texts: [
				[operation.name, operation.action, operation.description].join(BETWEEN),
				...operationProperties(operation).flatMap(textsOf),
			],
		})),
		{
			title: 'Attentive Trigger',
			texts: [authentication, ...triggerProperties].flatMap(textsOf).concat(wordsIn(triggerPanel)),
		},
		...credentials.map(({ displayName, properties }) => ({
			title: displayName,
			texts: properties.flatMap(textsOf),
		})),
	];
}

/** A parameter's own words in one line, then those of what is within it. */
function textsOf(property: INodeProperties): string[] {
	const { displayName, description, hint, placeholder, type, typeOptions, options } = property;
	const own = [
		displayName,
		description,
		hint && `(hint) ${hint}`,
		placeholder && `(placeholder) ${placeholder}`,
	];
	const button = typeOptions?.multipleValueButtonText;
	const choices = (options ?? []).flatMap(textsOfOption);
	return [
		`${type === 'notice' ? '(notice) ' : ''}${[...own, button].filter(Boolean).join(BETWEEN)}`,
		...(choices.length > LONG_LIST && type === 'options' ? [choices.join(', ')] : choices),
		...(property.modes ?? []).map((mode) =>
			[mode.displayName, mode.hint, mode.placeholder].filter(Boolean).join(BETWEEN),
		),
	];
}

function textsOfOption(option: INodePropertyOptions | INodeProperties | INodePropertyCollection): string[] {
	if ('values' in option) return [option.displayName, ...option.values.flatMap(textsOf)];
	if ('type' in option) return textsOf(option);
	const { name, description, action } = option;
	return [[name, action, description].filter(Boolean).join(BETWEEN)];
}

function wordsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(wordsIn);
}

/** The sentences in the code of each file: every literal with at least two words, `…` for what is filled in. */
export function sourceTexts(): Section[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.sort()
			.map((file) => join(ROOT, folder, file))
			.map((path) => ({ title: relative(ROOT, path), texts: sentencesIn(path) })),
	);
}

function sentencesIn(path: string): string[] {
	const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
		if (ts.isStringLiteralLike(node)) found.push(node.text);
		if (ts.isTemplateExpression(node)) {
			const rest = node.templateSpans.map(
				({ expression, literal }) => `{${expression.getText(file)}}${literal.text}`,
			);
			found.push([node.head.text, ...rest].join(''));
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found.filter((text) => /[a-z,.}'"]\s+[{A-Za-z'"]/.test(text));
}

function oneLine(text: string): string {
	return text.trim().replace(/\s+/g, ' ');
}
