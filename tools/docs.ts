import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { operationsPage } from './operationsPage';
import { withOperations } from './operationsTable';

const readme = resolve(__dirname, '../README.md');
writeFileSync(readme, withOperations(readFileSync(readme, 'utf8')));
writeFileSync(resolve(__dirname, '../docs/operations.md'), operationsPage());
console.log('Wrote the table of operations in README.md, and docs/operations.md');
