import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '..');

/** What a value fills in. */
export const GAP = '…';
/** A text that has more forms than this counts with a gap in their place. */
const MOST_FORMS = 24;

/** A text in the source, in all forms that it can take: `has too few digits`, `has too few digits for …`. */
export interface SourceText {
	/** File and line. */
	place: string;
	forms: string[];
	/** The property that it is given to, such as `reason`. */
	property?: string;
	/** The variable at the top of the file that it belongs to. */
	variable?: string;
}

/** What an error, warning or hint says is given to one of these; such a text may be a single word. */
const SAID_BY = new Set(['reason', 'wayOut', 'message', 'field']);

/** Every text in the source that a person could read: with at least two words, or given to a property that says something. */
export function textsInSource(): SourceText[] {
	return sourceFiles().flatMap((file) => textsIn(file));
}

/** All values of `reasonCode` in the source. */
export function reasonCodes(): string[] {
	const codes = sourceFiles().flatMap((file) => codesIn(file));
	return [...new Set(codes)].sort();
}

const files = new Map<string, ts.SourceFile>();

function sourceFiles(): ts.SourceFile[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => name.endsWith('.ts'))
			.sort()
			.map((name) => opened(join(ROOT, folder, name))),
	);
}

function opened(path: string): ts.SourceFile {
	const known = files.get(path);
	if (known) return known;
	const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
	files.set(path, file);
	return file;
}

export function textsIn(file: ts.SourceFile): SourceText[] {
	const found: ts.Expression[] = [];
	/** Parts of longer texts, which are no texts by themselves. */
	const parts = new Set<ts.Node>();
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
		if (isText(node)) {
			found.push(node);
			for (const part of partsOf(node)) parts.add(part);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found
		.filter((node) => !parts.has(node))
		.map((node): SourceText => {
			const property = propertyOf(node);
			return {
				place: `${relative(ROOT, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`,
				forms: formsOf(node).filter((form) => isProse(form) || isSaid(form, property)),
				property,
				variable: variableOf(node),
			};
		})
		.filter(({ forms }) => forms.length > 0);
}

type Text = ts.StringLiteralLike | ts.TemplateExpression | ts.BinaryExpression;

function isText(node: ts.Node): node is Text {
	return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || isSum(node);
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
	return (
		ts.isBinaryExpression(node) &&
		node.operatorToken.kind === ts.SyntaxKind.PlusToken &&
		formsOf(node).some((form) => form !== GAP && form.replaceAll(GAP, '') !== '')
	);
}

/** Two words next to each other, one of which may be filled in. */
function isProse(form: string): boolean {
	return /[\p{L}\d…][^\p{L}\d\s…]*\s+[^\p{L}\d\s…]*[\p{L}…]/u.test(form) && /\p{L}{2}/u.test(form);
}

function isSaid(form: string, property: string | undefined): boolean {
	return property !== undefined && SAID_BY.has(property) && /\p{L}/u.test(form);
}

/** The texts within a template or a sum, and those of the local variables in it. */
function partsOf(node: ts.Node): ts.Node[] {
	const found: ts.Node[] = [];
	const take = (expression: ts.Expression) => {
		if (isText(expression)) found.push(expression);
		if (ts.isIdentifier(expression)) {
			const value = valueOf(expression);
			if (value && isLocal(value) && isOnlyPart(expression)) take(value);
			return;
		}
		for (const inner of choicesOf(expression) ?? (isText(expression) ? spansOf(expression) : [])) take(inner);
	};
	if (isText(node)) spansOf(node).forEach(take);
	return found;
}

function spansOf(node: Text): ts.Expression[] {
	if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
	return ts.isBinaryExpression(node) ? [node.left, node.right] : [];
}

/** The expressions one of which an expression gives: the branches of a condition, the values of an object of texts. */
function choicesOf(node: ts.Expression): ts.Expression[] | undefined {
	if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
		return [node.expression];
	if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
	if (ts.isBinaryExpression(node) && OR.has(node.operatorToken.kind)) return [node.left, node.right];
	return undefined;
}

const OR = new Set([ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken]);

/** All that an expression can be, with gaps for what only a run knows. */
export function formsOf(node: ts.Expression): string[] {
	const forms = [...new Set(allFormsOf(node))];
	return forms.length > MOST_FORMS ? [GAP] : forms;
}

function allFormsOf(node: ts.Expression): string[] {
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.reduce(
			(before, { expression, literal }) => joined(before, formsOf(expression), literal.text),
			[node.head.text],
		);
	}
	if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
		return joined(formsOf(node.left), formsOf(node.right), '');
	const choices = choicesOf(node);
	if (choices) return choices.flatMap(formsOf);
	if (ts.isIdentifier(node)) {
		const value = valueOf(node);
		return value ? formsOf(value) : [GAP];
	}
	if (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) return memberForms(node);
	return [GAP];
}

function joined(before: string[], between: string[], after: string): string[] {
	const all = before.flatMap((one) => between.map((other) => `${one}${other}${after}`));
	return all.length > MOST_FORMS ? before.map((one) => `${one}${GAP}${after}`) : all;
}

/** `WORDS[cause]` can be any value of that object, `EMAIL.wayOut` is one. */
function memberForms(node: ts.ElementAccessExpression | ts.PropertyAccessExpression): string[] {
	const object = ts.isIdentifier(node.expression) ? valueOf(node.expression) : undefined;
	if (!object || !ts.isObjectLiteralExpression(object)) return [GAP];
	const values = object.properties.filter(ts.isPropertyAssignment);
	if (ts.isElementAccessExpression(node)) {
		const forms = values.flatMap(({ initializer }) => formsOf(initializer));
		return forms.length > 0 ? forms : [GAP];
	}
	const value = values.find(({ name }) => ts.isIdentifier(name) && name.text === node.name.text);
	return value ? formsOf(value.initializer) : [GAP];
}

/** What a constant is, where it is declared in this file or in one that this imports from. */
function valueOf(node: ts.Identifier): ts.Expression | undefined {
	for (let scope: ts.Node = node.parent; ; scope = scope.parent) {
		const declared = declarationIn(scope, node.text);
		if (declared !== undefined) return declared === 'unknown' ? undefined : declared;
		if (ts.isSourceFile(scope)) return imported(scope, node.text);
	}
}

function declarationIn(scope: ts.Node, name: string): ts.Expression | 'unknown' | undefined {
	if (ts.isFunctionLike(scope))
		return scope.parameters.some((parameter) => names(parameter.name, name)) ? 'unknown' : undefined;
	if (ts.isForOfStatement(scope) && ts.isVariableDeclarationList(scope.initializer))
		return scope.initializer.declarations.some((one) => names(one.name, name)) ? 'unknown' : undefined;
	if (!ts.isBlock(scope) && !ts.isSourceFile(scope) && !ts.isCaseClause(scope)) return undefined;
	for (const statement of scope.statements) {
		if (!ts.isVariableStatement(statement)) continue;
		const { declarations, flags } = statement.declarationList;
		const one = declarations.find((declaration) => names(declaration.name, name));
		if (!one) continue;
		const isConstant = (flags & ts.NodeFlags.Const) !== 0 && ts.isIdentifier(one.name);
		return isConstant && one.initializer ? one.initializer : 'unknown';
	}
	return undefined;
}

function names(binding: ts.BindingName, name: string): boolean {
	if (ts.isIdentifier(binding)) return binding.text === name;
	return binding.elements.some((element) => ts.isBindingElement(element) && names(element.name, name));
}

function imported(file: ts.SourceFile, name: string): ts.Expression | undefined {
	for (const statement of file.statements) {
		if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
		const bindings = statement.importClause?.namedBindings;
		if (!bindings || !ts.isNamedImports(bindings) || !statement.moduleSpecifier.text.startsWith('.'))
			continue;
		const element = bindings.elements.find((one) => one.name.text === name);
		if (!element || element.isTypeOnly || statement.importClause?.isTypeOnly) continue;
		const path = resolve(dirname(file.fileName), `${statement.moduleSpecifier.text}.ts`);
		if (!ts.sys.fileExists(path)) return undefined;
		const declared = declarationIn(opened(path), element.propertyName?.text ?? name);
		return declared === 'unknown' ? undefined : declared;
	}
	return undefined;
}

function isLocal(value: ts.Expression): boolean {
	return functionAround(value) !== undefined;
}

function functionAround(node: ts.Node): ts.Node | undefined {
	return ts.isSourceFile(node) || ts.isFunctionLike(node)
		? ts.isSourceFile(node)
			? undefined
			: node
		: functionAround(node.parent);
}

/** Whether a local variable is used in longer texts only, and never as a text by itself. */
function isOnlyPart(name: ts.Identifier): boolean {
	let isOnly = true;
	const visit = (node: ts.Node) => {
		if (ts.isIdentifier(node) && node.text === name.text && !ts.isVariableDeclaration(node.parent))
			isOnly &&= ts.isTemplateSpan(node.parent) || ts.isBinaryExpression(node.parent) || isCondition(node);
		ts.forEachChild(node, visit);
	};
	const around = functionAround(name);
	if (around) visit(around);
	return isOnly;
}

/** A branch of a condition that is itself within a template: `${failure ? words : ''}`. */
function isCondition({ parent }: ts.Node): boolean {
	return ts.isConditionalExpression(parent) && ts.isTemplateSpan(parent.parent);
}

/** The property that a text is given to, also as one of several choices. */
function propertyOf(node: ts.Node): string | undefined {
	const { parent } = node;
	if ((ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === node)
		return nameOf(parent.name);
	if (ts.isConditionalExpression(parent) && parent.condition !== node) return propertyOf(parent);
	if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent))
		return propertyOf(parent);
	return undefined;
}

function nameOf(name: ts.PropertyName): string | undefined {
	return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

function variableOf(node: ts.Node): string | undefined {
	const { parent } = node;
	if (ts.isSourceFile(node)) return undefined;
	const isTop = ts.isVariableDeclaration(node) && ts.isSourceFile(parent.parent.parent);
	return isTop && ts.isIdentifier(node.name) ? node.name.text : variableOf(parent);
}

/** A code is given to a property or to a parameter of that name. */
function codesIn(file: ts.SourceFile): string[] {
	const found: string[] = [];
	const takers = new Set<string>();
	const add = (node: ts.Expression) => found.push(...formsOf(node).filter((form) => form !== GAP));
	const findTakers = (node: ts.Node) => {
		if (ts.isFunctionLike(node) && node.parameters[0]?.name.getText(file) === 'reasonCode') {
			const own = 'name' in node ? node.name : undefined;
			const given = ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined;
			takers.add((own ?? given)?.getText(file) ?? '');
		}
		ts.forEachChild(node, findTakers);
	};
	const visit = (node: ts.Node) => {
		if (ts.isPropertyAssignment(node) && nameOf(node.name) === 'reasonCode') add(node.initializer);
		if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'reasonCode') add(node.name);
		if (ts.isCallExpression(node) && takers.has(node.expression.getText(file)) && node.arguments[0])
			add(node.arguments[0]);
		// A request that brings no answer has its cause as code.
		if (ts.isTypeAliasDeclaration(node) && node.name.text === 'FailureCause' && ts.isUnionTypeNode(node.type))
			for (const type of node.type.types)
				if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)) found.push(type.literal.text);
		ts.forEachChild(node, visit);
	};
	findTakers(file);
	visit(file);
	return found;
}
