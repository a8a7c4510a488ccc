import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withOperations } from './operationsTable';

const readme = resolve(__dirname, '../README.md');
writeFileSync(readme, withOperations(readFileSync(readme, 'utf8')));
console.log('Wrote the table of operations in README.md');
